"""Which rows are read only for a check: those of which the passage says what they must hold."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

## Endpoints

### PUT /tickets/{id}

Changes a ticket.

- Authentication: required
- Request body: `{"seat": "a"}`
- Success: 200
- Errors: 404 no such ticket

**Validation**:

- {line}
"""
DB = """# Tables

### tickets

| Column | Type | Constraints |
|---|---|---|
| id | uuid | primary key |
| seat | text | not null |
| trip_id | uuid | references trips(id) |
| user_id | uuid | references users(id) |

### trips

| Column | Type | Constraints |
|---|---|---|
| id | uuid | primary key |
| state | text | check (state in ('OPEN', 'GONE')) |
"""


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("The trip must be `OPEN`", True),
        ("The state of a trip must not be last", True),
        ("The trip must be a long one", False),
        ("The state must be `OPEN`", False),
    ],
)
def test_a_row_is_read_for_what_a_check_says_of_it(line: str, *, read: bool) -> None:
    api = Document(
        path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API.replace("{line}", line)
    )
    tables = Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB)

    way = "\n".join(told((api, tables), "PUT /tickets/{id}", 5))

    assert ("Read the row of `trips` that `tickets.trip_id` names (db-plan.md:" in way) == read
