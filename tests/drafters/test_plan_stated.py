"""What the flow refuses is listed with the errors, by the steps and by the tests."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

## Authentication

All endpoints need `Authorization: Bearer <JWT>`; `401` without one.

## Endpoints

### GET /users/me

Shows the caller.

- Response: 200 OK

```json
{"id": "uuid", "name": "string"}
```

## Errors

- ERROR
"""
DB = """# Database

### users

| Column | Type | Constraints |
|--------|------|-------------|
| id | uuid | PRIMARY KEY |
| name | text | NOT NULL |
"""


def sections(error: str) -> tuple[str, str, str]:
    """Flow, errors and steps where the general section says this of errors."""
    documents = (
        Document(
            path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API.replace("ERROR", error)
        ),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
    )
    flow, errors, steps = (told(documents, "GET /users/me", number) for number in (5, 7, 9))
    return "\n".join(flow), "\n".join(errors), "\n".join(steps)


def test_a_general_refusal_of_the_flow_is_listed() -> None:
    flow, errors, steps = sections("`404 Not Found`: the resource is not there")

    assert "`404` if there is none" in flow
    assert "`404`: no such row of `users`" in errors
    assert ": `404`\n" in steps
    assert "`200`, `401`, `404`" in steps


@pytest.mark.parametrize(
    "error", ["404 when accessing others' rows", "| 404 | SHELF_NOT_FOUND | Shelf not found |"]
)
def test_a_refusal_of_other_rows_is_none_of_the_caller_s(error: str) -> None:
    flow, _, steps = sections(error)

    assert "404" not in flow
    assert "404" not in steps
