"""Fences that show a request and its answers under comments, and answers that are nested."""

from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.spec import Endpoint, Spec
from agent.sources.endpoints.commented import commented
from agent.sources.gathering.gather import gather

POST = Endpoint(method="POST", path="/books")


def told(text: str) -> Spec:
    document = Document(path=RepoPath("docs/api.md"), role="api-plan", text=text)
    return gather(POST, (document,), (), ())


def sent(spec: Spec) -> list[str]:
    return [one.name for one in spec.request.fields] if spec.request else []


def answered(spec: Spec) -> list[list[str]]:
    return [[one.name for one in body.fields] for body in spec.responses]


BOTH = (
    "### POST /books\n\nAdds one.\n\n```jsonc\n// Request body\n"
    '{\n  "title": "a" // at most 50\n}\n\n// Response 201\n{ "id": 7 }\n'
    '// 409 - there already\n{ "code": "there" }\n```\n'
)


def test_a_request_and_its_answers_in_one_fence() -> None:
    spec = told(BOTH)

    assert sent(spec) == ["title"]
    assert answered(spec) == [["id"]]
    assert spec.request is not None
    assert (spec.request.source.line, spec.responses[0].source.line) == (7, 12)
    assert [one.code for one in spec.statuses] == [201, 409]


@pytest.mark.parametrize("call", ["", "POST /books\n"])
def test_labels_in_a_fence(call: str) -> None:
    spec = told(
        f'### POST /books\n\n```\n{call}Body: {{\n  "title": "a"\n}}\nResponse: {{"id": 7}}\n```\n'
    )

    assert sent(spec) == ["title"]
    assert answered(spec) == [["id"]]
    assert spec.request is not None
    assert spec.request.fields[0].source.line == 5 + bool(call)


@pytest.mark.parametrize(
    ("comment", "label"),
    [
        ("// Request body", "Request body:"),
        ("# Input", "Request body:"),
        ("// Output 201", "Response 201:"),
        ("// Response", "Response:"),
        ("// 200 OK", "Response 200:"),
        ("// Error 404", "Error 404:"),
        ("// 401: not signed in", "Error 401:"),
    ],
)
def test_comments_that_say_what_is_below(comment: str, label: str) -> None:
    assert [one.label for one in commented(["", comment, "{}"])] == [label]


@pytest.mark.parametrize(
    "lines",
    [
        ["// the usual 200 rows", "{}"],  # says something else
        ["// any", "{}"],
        ["// Errors", "{}"],  # of no code
        ["{", "// Response 200", "}"],  # not the first line
        ["  // Response 200", "{}"],  # not at the margin
        [],
    ],
)
def test_other_comments_are_the_examples_own(lines: list[str]) -> None:
    assert commented(lines) == ()


NESTED = """### POST /books

- **Request Body:**
  ```json
  { "title": "a" }
  ```
- **Response (Success):**
  - **Code:** `201 Created`
  - **Body:**
    ```json
    { "id": 7 }
    ```
- **Response (Error):**
  - **Code:** `409 Conflict`
  - **Body:**
    ```json
    { "code": "there" }
    ```
"""
LAZY = """### POST /books

Query params:
- tag (text)
- sort (a|b)
Response 201:
```json
{ "id": 7 }
```
"""
ITEM = '### POST /books\n\n- Response JSON:\n  - `{ "id": 7 }`\n  - `id` is a number\n'


@pytest.mark.parametrize("text", [NESTED, LAZY, ITEM])
def test_answers_that_stand_deeper(text: str) -> None:
    assert answered(told(text)) == [["id"]]


def test_the_body_of_an_answer_is_not_sent() -> None:
    assert sent(told(NESTED)) == ["title"]
    assert sent(told(NESTED.replace("Request Body", "Notes"))) == []


def test_a_parameter_may_be_called_as_an_answer_is() -> None:
    text = "### POST /books\n\n- Query params:\n  - `response`: text\n  - `sort`: text\n"

    assert [one.name for one in told(text).parameters] == ["response", "sort"]
