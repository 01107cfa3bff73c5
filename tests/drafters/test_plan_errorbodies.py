"""What the section on errors says of the bodies that a passage shows for them."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

## Endpoints

### POST /kilns

Adds a kiln.

- Body: `{"name": "a"}`
- Success: 201

**Errors:**

{errors}

### GET /kilns

- Success: 200
"""
FENCED = """- `400 Bad Request`: not for this clay
  ```json
  { "error": "BadClay", "message": "Choose another clay" }
  ```
  ```json
  { "error": { "code": "NO_ASH", "details": [] } }
  ```
- `409 Conflict`: there already"""
INLINE = """- **Code:** 409 Conflict
  - **Message:** `{ "error": "Kiln is there", "reason": "Names are unique" }`"""


@pytest.mark.parametrize(
    ("errors", "line"),
    [
        (FENCED, '`BadClay`, "Choose another clay" / `NO_ASH` (api-plan.md:14, '),
        (INLINE, '`409 Conflict`: a second row; body: "Kiln is there", "Names are unique"'),
        ('- `409`: taken\n  - `{"message": "string"}`', "`409`: taken (api-plan.md:14)"),
        ('- `409`: taken\n  - `{"message": "Taken"}`', "`409`: taken (api-plan.md:14)"),
        ('- `409`: taken `{"code": "T_1"}`', "`409`: taken"),
        (
            '| Code | When |\n|---|---|\n| `409` | taken |\n\n`{"code": "GONE"}`',
            "`409`: taken (api-plan.md:16)",
        ),
        ('- `409`: taken\n\nFor 410:\n`{"code": "GONE"}`', "`409`: taken (api-plan.md:14)"),
    ],
)
def test_the_bodies_of_a_status_are_told_with_it(errors: str, line: str) -> None:
    text = API.replace("{errors}", errors)
    document = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)

    said = "\n".join(told((document,), "POST /kilns", 7))

    assert line.replace(": a second row", "") in said.replace(": a second row", "")


def test_they_are_told_nowhere_else() -> None:
    document = Document(
        path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API.replace("{errors}", INLINE)
    )

    assert "Message" not in "\n".join(told((document,), "POST /kilns", 6))


HEADED = """# API

## Endpoints

### GET /looms/{id}

- Response: `{"id": "uuid"}`
- Success: 200

### POST /looms

- Request: `{"name": "string"}`
- Success: 201

## Authentication

- All endpoints need a Bearer token.

## Error Handling
"""


def test_the_members_of_an_object_below_a_general_status_are_told() -> None:
    shown = '- 400 Bad Request:\n{\n  "title": "Wrong",\n  "errors": {\n    "name": ["x"]\n  }\n}\n'
    text = f"{HEADED}\n{shown}"
    document = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)
    section = "\n".join(told((document,), "POST /looms", 7))
    assert "; body: `title`, `errors` (api-plan.md:21-27)" in section
