"""General rules that name no resource: whom a caller is taken for, and what nobody is told."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

FILLER = "\n".join(f"- Deck {number} opens at {number} in the port." for number in range(1, 20))
API = f"""# API

## Endpoints

### POST /ferries

- Body: `{{"name": "a"}}`
- Success: 201

### POST /auth/enter

- Success: 200

## Authentication

- A JWT in the header of each request.

## Standards

{FILLER}

## Security

- {{line}}
"""


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Always take the caller from JWT claims, not from the text", 6),
        ("Do not reveal in an answer what is not there", 6),
        ("A ferry of others: 404 is preferred over 403", 7),
        ("Never give stack traces away", 7),
        ("SET LOCAL `app.who` for `auth.uid()` in policies", 6),
        ("Do not reveal the password of a captain", None),
        ("Keep the engines of the port warm", None),
    ],
)
def test_what_rules_any_call_is_told(line: str, number: int | None) -> None:
    text = API.replace("{line}", line)
    document = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)

    said = {at: "\n".join(told((document,), "POST /ferries", at)) for at in (5, 6, 7)}

    assert [at for at, section in said.items() if line in section] == ([number] if number else [])
