"""Rows of the path that have one row each, that have to be in a state, and that a role may see."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a Bearer token, else 401.

### GET /scans/{id}/pages

- Query: `page`: integer, default 1
- Success: 200

```json
{ "scan_id": 1, "page_total": 3 }
```

- Errors: 403, 404: Scan not found or not finished successfully

### GET /scans/{id}/marks

- Query: `page`: integer, default 1
- Success: 200

```json
[{ "scan_id": 1, "mark_id": 2 }]
```

### PUT /scans/{id}

- Request body: `{"title": "a"}`
- Success: 200
- Errors: 403, 404

## Authentication and Authorization

- Non-admin users: all `scans` filtered by `WHERE user_id = current_user_id`
- Admin users: bypass this filter, can access all scans
"""
DB = """# DB

### scans

- id: integer, primary key
- user_id: integer, not null, references users(id)
- title: text
- state: text, CHECK (state IN ('waiting','success'))

### scan_pages

- scan_id: integer, primary key, references scans(id)
- page_total: integer

### scan_marks

- scan_id: integer, primary key, references scans(id)
- mark_id: integer, primary key

### users

- id: integer, primary key
- role: text, CHECK (role IN ('admin','user'))
"""
SCANS = (
    Document(path=RepoPath("api-plan.md"), role="api-plan", text=API),
    Document(path=RepoPath("db-plan.md"), role="db-plan", text=DB),
)
OR_ADMIN = ", or their `users.role` is `admin`; otherwise `403`"


@pytest.mark.parametrize(
    ("call", "number", "line", "said"),
    [
        ("GET /scans/{id}/pages", 5, "Find the row of `scan_pages` with `scan_id` = `id` (", True),
        ("GET /scans/{id}/pages", 5, "with `id` = `id`, `state` = 'success'; `404`", True),
        ("GET /scans/{id}/pages", 5, OR_ADMIN, True),
        ("GET /scans/{id}/pages", 5, "api-plan.md:34)", True),
        ("GET /scans/{id}/pages", 8, "one page of `scan_pages`", False),
        ("GET /scans/{id}/marks", 5, "Read the rows of `scan_marks`", True),
        ("PUT /scans/{id}", 5, OR_ADMIN, False),
    ],
)
def test_a_row_of_the_path_is_read_as_the_documents_have_it(
    call: str, number: int, line: str, *, said: bool
) -> None:
    assert (line in "\n".join(told(SCANS, call, number))) is said
