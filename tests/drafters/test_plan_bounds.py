"""What a plan says of performance where no document does: the key, or the page, and no filler."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a Bearer token, else 401.

### GET /shelves

- Query: `page`, `limit`
- Success: 200

### GET /shelves/{id}

- Success: 200

### POST /shelves

- Request body: `{"title": "a"}`
- Success: 201

### GET /places

- Success: 200, `[{"row": 1}]`

### PATCH /places/{id}

- Request body: `{"row": 1}`
- Success: 200
"""
DB = """# Tables

## shelves

| Column | Type | Constraints |
|---|---|---|
| id | uuid | PRIMARY KEY |
| title | text | NOT NULL, UNIQUE |

## places

| Column | Type | Constraints |
|---|---|---|
| hall | integer | PRIMARY KEY |
| number | integer | PRIMARY KEY |
| row | integer | NOT NULL |
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
    Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
)
ROWS = [
    ("GET /shelves", "- `GET /shelves` reads one page of `shelves`, by `page`, `limit` ("),
    (
        "GET /shelves/{id}",
        "- The primary key `id` of `shelves` serves the lookup of `GET /shelves/{id}` (",
    ),
    (
        "POST /shelves",
        "- The unique key on `title` of `shelves` serves the check of `POST /shelves`",
    ),
    ("GET /places", "- `GET /places` names no pagination of its own: one query reads all rows of"),
    ("PATCH /places/{id}", "- The primary key `hall`, `number` of `places` serves the lookup of"),
]


@pytest.mark.parametrize(("call", "said"), ROWS, ids=[call for call, _ in ROWS])
def test_one_line_says_what_serves_the_request(call: str, said: str) -> None:
    lines = [one for one in told(DOCUMENTS, call, 8)[1:] if one]

    assert len(lines) == 1
    assert lines[0].startswith(said)
