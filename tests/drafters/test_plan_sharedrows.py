"""Whose a row has to be where it is shared, or a role sees all rows."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT.

### GET /boats

- Users see only their own boats. Harbor users see all boats.
- Query parameters: `state` (string)
- Success: 200

### GET /boats/{id}

- Success: 200
- Errors: 403 neither the owner nor somebody it is shared with, 404 no such boat

### PATCH /boats/{id}

- Request body: `{ "state": "string" }`
- Success: 200
- Errors: 403 neither the owner nor somebody it is shared with, 404 no such boat

## Validation

### Boat Guests

- `state`: always "green" at sea
"""
DB = """## Schema

```sql
CREATE TABLE users (
  id uuid PRIMARY KEY,
  role text NOT NULL CHECK (role IN ('sailor', 'harbor'))
);
CREATE TABLE boats (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users(id),
  state text NOT NULL
);
CREATE TABLE boat_guests (
  boat_id uuid NOT NULL REFERENCES boats(id),
  recipient_id uuid NOT NULL REFERENCES users(id)
);
```
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
    Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
)
SHARED = "or `boat_guests` has a row with `boat_id` = `boats.id` and `recipient_id` = the caller"


@pytest.mark.parametrize(
    ("call", "said", "there"),
    [
        ("GET /boats/{id}", SHARED, True),
        # Who may read may not change.
        ("PATCH /boats/{id}", SHARED, False),
        ("GET /boats", "= the caller, or their `users.role` is `harbor`", True),
        ("GET /boats/{id}", "`harbor`", False),
    ],
)
def test_who_else_reads_a_row(call: str, said: str, *, there: bool) -> None:
    assert (said in "\n".join(told(DOCUMENTS, call, 5))) == there


def test_a_reader_is_told_no_rule_below_the_name_of_another_table() -> None:
    assert "green" not in "\n".join(told(DOCUMENTS, "GET /boats", 7))
