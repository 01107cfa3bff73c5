"""General sections on validation: which of their rules hold for which field."""

from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.spec import Endpoint, Parameter
from agent.sources.gathering.gather import gather

PLAN = """# API

## Endpoints

### POST /books

Adds one.

- Request Body:
  ```json
  {"title": "A", "shortName": "a", "front_text": "x", "pages": 3, "tags": []}
  ```

### PATCH /books/{id}

- Request Body: `{"pages": 3}`

### POST /shelves

- Request Body: `{"title": "A"}`

### POST /shelves/{id}/covers

- Request Body: `{"title": "A"}`

### POST /login

- Request Body: `{"title": "A"}`

## Validation

"""


def _fields(rules: str, path: str = "/books", method: str = "POST") -> dict[str, Parameter]:
    text = PLAN + rules
    plan = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)
    request = gather(Endpoint(method=method, path=path), (plan,), ()).request
    return {one.name: one for one in request.fields} if request is not None else {}


def _said(one: Parameter) -> str:
    limits = [f"{limit.kind} {limit.value}" for limit in one.limits]
    need = ["required"] * (one.required is True) + ["optional"] * (one.required is False)
    return ", ".join((*need, *limits, *([one.note] if one.note else [])))


@pytest.mark.parametrize(
    ("rules", "name", "said"),
    [
        # The rules of a field stand below its name.
        (
            """### Books

- **title:**
  - Maximum length: 90 characters
  - Required field
  - Cannot be empty string
""",
            "title",
            "required, max_length 90, Cannot be empty string",
        ),
        (
            """### Books

**Short name (`shortName`):**
- **Required:** No
- **Validation:**
  - Must not exceed 9 characters
""",
            "shortName",
            "optional, max_length 9",
        ),
        ("### Books\n\n- `tags`:\n  - `title`: max 90\n", "tags", ""),
        ("### Books\n\nThe list.\n\n- Title is required\n", "title", "required"),
        ("### Books\n\n- Max length: 90 characters\n", "title", ""),
        # Names with their resource.
        ("- `books.title`: required, unique per user.\n", "title", "required, unique per user"),
        ("- `shelves.title`: required.\n", "title", ""),
        ("### Books\n\n- `shelves.title`: required.\n", "title", ""),
        ("- `covers.title`: required.\n", "title", ""),
        ("- Book title: at most 90 characters\n", "title", "max_length 90"),
        ("### Books\n\n- Front: at most 90 characters\n", "front_text", "max_length 90"),
        # Tables by resource and field.
        (
            """
| Resource | Field       | Rule          | Error     |
|----------|-------------|---------------|-----------|
| Book     | title/pages | required, > 2 | Too short |
| Shelf    | title       | max 7         |           |
| Nothing  |
""",
            "pages",
            "required, above 2",
        ),
        (
            "| Field | Rule |\n|-|-|\n| Book titles | `title` required |\n",
            "title",
            "required",
        ),
        # What only mentions a field rules nothing.
        # A name of several words is known wherever no resource is named.
        ("### What is sent\n\n- `shortName`: max 9\n", "shortName", "max_length 9"),
        ("### Shelves\n\n- `shortName`: max 9\n", "shortName", ""),
        ("### What is sent\n\n- `shortName`: max 9 for POST /shelves\n", "shortName", ""),
        ("### What is sent\n\nEach:\n\n- `shortName` is told\n", "shortName", ""),
        ("- `title` in shelves and books keeps them apart.\n", "title", ""),
    ],
)
def test_a_general_rule_is_its_field_s(rules: str, name: str, said: str) -> None:
    assert _said(_fields(rules)[name]) == said


def test_what_a_sign_in_takes_has_no_rules_of_making() -> None:
    (title,) = _fields("- `title`: required, unique per user.\n", "/login").values()

    assert (title.required, title.note) == (True, "")


@pytest.mark.parametrize(
    ("path", "title", "held"),
    [
        ("/signup", "Users", True),
        ("/auth/login", "2. U\u017cytkownicy", True),
        ("/signup", "Users of shelves", False),
        ("/invite", "Users", False),
    ],
)
def test_who_signs_up_or_in_is_a_user(path: str, title: str, *, held: bool) -> None:
    text = (
        f'# API\n\n### POST {path}\n\n- Body: `{{"nick": "a"}}`\n\n### GET /users\n\n'
        f"## Validation\n\n### {title}\n\n- `nick`: required, max 9\n"
    )
    plan = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text)
    request = gather(Endpoint(method="POST", path=path), (plan,), ()).request
    assert request is not None
    assert bool(request.fields[0].limits) is held


def test_a_rule_is_cited() -> None:
    title = _fields("### Books\n\n- `title`: required.\n")["title"]

    assert [one.line for one in title.rules] == [len(PLAN.split("\n")) + 2]


def test_the_rules_of_the_endpoint_s_own_resource_come_first() -> None:
    rules = "### Shelves\n\n- `title`: max 5\n\n### Covers\n\n- `title`: max 7\n"

    assert _said(_fields(rules, "/shelves/{id}/covers")["title"]) == "max_length 7"


def test_a_default_is_of_what_is_new() -> None:
    rule = "- `pages`: min 1, default 7\n"

    assert _fields(rule)["pages"].default == "7"
    assert _fields(rule, "/books/{id}", "PATCH")["pages"].default is None


def test_what_holds_in_one_case_is_the_field_s_that_it_stands_below() -> None:
    rules = "- **title**:\n  - Required if `pages` is `3`, max 9\n  - Only when `pages` is set\n"

    assert _said(_fields(rules)["title"]).startswith("max_length 9, Required if pages is 3")
    assert _said(_fields(rules)["pages"]) == ""
