"""The forms that a body may have: objects beside each other, each with the words before it."""

from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.shapes import Form
from agent.core.spec import Body, Endpoint
from agent.sources.gathering.gather import gather

FENCED = """- Request body:
  ```json
  // For books:
  {
    "kind": "book" | "paper",
    "count": 3 // the *new* total
  }
  # For maps
  {
    "kind": "map",
    "sheets": [{ "no": 1 }]
  }
  ```
"""
LABELLED = """- Request body (by name):
  ```json
  { "name": "x" }
  ```
- Request body (by number):
  ```json
  { "number": 3, "kind": "a" }
  ```
"""
SAME = """- Request body: `{ "name": "x" }` or `{ "name": "y" }`
"""
EXAMPLE = """- Request body (Example with a name):
  ```json
  { "name": "x" }
  ```
- Request body (Example with a number):
  ```json
  { "number": 3 }
  ```
"""
ONE = """- Request body:
  ```json
  {
  "name": "{",
  "more": {
  }
  }
  ```
"""
INLINE = """- Request body: `{ "name": "x" }` or `{ "number": 3 }`
"""


def _request(body: str, method: str = "POST") -> Body:
    text = f"# API\n\n### {method} /things\n\n{body}- Success: 200\n"
    document = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text)
    found = gather(Endpoint(method=method, path="/things"), (document,), ()).request
    assert found is not None
    return found


def _told(form: Form) -> tuple[str, int, list[str]]:
    return form.said, form.source.line, [one.name for one in form.fields]


@pytest.mark.parametrize(
    ("body", "forms"),
    [
        (FENCED, [("For books", 8, ["kind", "count"]), ("For maps", 13, ["kind", "sheets"])]),
        (LABELLED, [("by name", 7, ["name"]), ("by number", 11, ["number", "kind"])]),
        (INLINE, [("", 5, ["name"]), ("", 5, ["number"])]),
        (SAME, []),
        (EXAMPLE, []),
        (ONE, []),
    ],
)
def test_objects_beside_each_other_are_forms(
    body: str, forms: list[tuple[str, int, list[str]]]
) -> None:
    assert [_told(one) for one in _request(body).forms] == forms


def test_a_form_tells_what_its_fields_are_in_it() -> None:
    first, second = _request(FENCED).forms

    assert [(one.values, one.note) for one in first.fields] == [
        (("book", "paper"), ""),
        ((), "the new total"),
    ]
    assert [one.values for one in second.fields] == [("map",), ()]


def test_a_sample_and_the_value_beside_it_are_a_choice() -> None:
    found = _request(
        '- Request body:\n  ```json\n  { "state": "on" // or "off", "dim"\n  }\n  ```\n'
    )

    limit = found.fields[0].limit("choices")
    assert limit is not None
    assert limit.value == "on|off|dim"


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ('"state": "on" // or "off", or what it was', '"on", or "off", or what it was'),
        ('"state": 3 // or what it was', "or what it was"),
        ('"state": "on" // the lamp', "the lamp"),
    ],
)
def test_a_remark_that_goes_on_is_told_with_its_sample(line: str, note: str) -> None:
    found = _request(f"- Request body:\n  ```json\n  {{ {line}\n  }}\n  ```\n")

    assert found.fields[0].note == note


EXAMPLES = """- Request body (example):
  ```json
  { "front": "x" }
  ```
"""
RULES = """
## Validation

- **things**:
  - `front`: required, string, at most 9 characters
  - `back`: required, string, at most 7 characters
  - `kind`: one of `a`, `b`, set by the API
"""


@pytest.mark.parametrize(("method", "names"), [("PATCH", ["front", "back"]), ("POST", ["front"])])
def test_a_change_by_example_has_what_the_resource_needs(method: str, names: list[str]) -> None:
    found = _request(EXAMPLES + "- Success: 200\n" + RULES + "\n", method)

    assert [one.name for one in found.fields] == names
    assert found.fields[-1].required is not True or method == "POST"


@pytest.mark.parametrize(
    ("entry", "fields"),
    [
        (
            '- Request body: a form\n  ```\n  file: CSV or XLSX\n\n  kind?: "uuid"\n  ```\n',
            [("file", True), ("kind", False)],
        ),
        ("- Request body: a form\n  ```\n  file: CSV\n  as it is\n  ```\n", []),
        (
            "- Description: Adds it. Body requires `name` and `count`.\n",
            [("name", True), ("count", True)],
        ),
        ("- Description: Adds it. The request body contains `name`.\n", [("name", None)]),
        ("- Opis: Dodaje. Tre\u015b\u0107 \u017c\u0105dania wymaga `name`.\n", [("name", True)]),
        ("- Description: The body of `name` is kept. Body requires a name.\n", []),
    ],
)
def test_fields_are_named_without_an_object(
    entry: str, fields: list[tuple[str, bool | None]]
) -> None:
    text = f"# API\n\n### POST /things\n\n{entry}- Success: 201\n"
    plan = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text)

    body = gather(Endpoint(method="POST", path="/things"), (plan,), ()).request

    assert [(one.name, one.required) for one in (body.fields if body else ())] == fields


@pytest.mark.parametrize("mark", ["```", "~~~"])
def test_a_fence_nearer_to_the_margin_does_not_end_its_entry(mark: str) -> None:
    text = f"""# API

 - POST /things
   - Request: what is sent
 {mark}json
 {{ "name": "x" }}
 {mark}
   - Response: the thing
{mark}json
{{ "id": "uuid" }}
{mark}
   - 201 | 401 | 409 (taken)

 - GET /things
   - Response: all of them
{mark}json
[{{ "id": "uuid" }}]
{mark}
"""
    plan = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text)

    spec = gather(Endpoint(method="POST", path="/things"), (plan,), ())

    assert [one.name for one in spec.request.fields] == ["name"] if spec.request else False
    assert [one.name for body in spec.responses for one in body.fields] == ["id"]
    assert [(one.code, one.meaning) for one in spec.statuses] == [
        (201, ""),
        (401, ""),
        (409, "taken"),
    ]


CASES = """- Response (200 OK):

```json
{ "id": 1, "state": "open" }
```

- **WHEN**:

```json
{ "id": 1, "state": "shut", "shut_at": "now" }
```
"""


@pytest.mark.parametrize(
    ("when", "names"),
    [("If both have shut it", ["id", "state", "shut_at"]), ("Example of a call", [])],
)
def test_another_case_of_an_answer_is_kept_with_its_fields(when: str, names: list[str]) -> None:
    text = "# API\n\n### PATCH /doors/{id}\n\n" + CASES.replace("WHEN", when)
    plan = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text)

    spec = gather(Endpoint(method="PATCH", path="/doors/{id}"), (plan,), ())

    assert [one.said for one in spec.responses[0].forms] == ([when] if names else [])
    assert [one.name for form in spec.responses[0].forms for one in form.fields] == names
