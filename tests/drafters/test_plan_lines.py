"""Single lines of plans that readers found false, or of no use: each from documents of its own."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

## Endpoints

### PATCH /kites/{kite_id}

- Changes a kite of the caller's own.
- **Request Body** (Example: storing it):
  ```json
  {"archived_at": "2030-01-01T00:00:00Z"}
  ```
- **Request Body** (Example: naming it):
  ```json
  {"name": "Red"}
  ```
- Success: 200
- Errors: 400, 401, 404

### DELETE /kites/{kite_id}

- Removes a kite of the caller's own.
- Success: 204
- Errors: 401, 404

### GET /kites/{kite_id}

- One kite of the caller's own.
- Success: 200
- Errors: 404

### POST /kites/share

- Shares the caller's kites.
- Body: `{"mail": "a@b.c"}`
- Success: 200
- Errors: 401
- Rate limit: 3 requests per hour per IP

### GET /health

- Whether the server runs.
- Success: 200 `{"status": "ok"}`

## Authentication

- JWT in the `Authorization` header.
- Public kites are read without auth by their link.

## Rules

- The `kite.shape` must be one of `delta`, `box`.

## Rate limiting

- 100 requests per minute

## Performance

- Use partial unique indexes on kites for speed.

## Errors

- 500: Something broke
"""
DB = """# DB

### users

- `id` uuid primary key
- `role` text not null check (role in ('pilot', 'judge'))

### kites

- `id` uuid primary key
- `user_id` uuid not null references users(id)
- `name` text not null
- `shape` text not null check (shape in ('delta', 'box'))
- `archived_at` timestamptz null

### flights

- `id` uuid primary key
- `pilot_id` uuid not null references users(id)
- `judge_id` uuid null references users(id)
- `place` text null
- `wished_on` date null
- `status` text not null check (status in ('open', 'flown', 'dropped'))
"""
ROWS = """# Flights

Status: `open` -> the judge marks it (`flown`) or drops it (`dropped`) -> or `dropped` later.

| Method | Path | Description | Role |
|---|---|---|---|
| POST | /flights | Ask for a flight (place, wished_on). | pilot |
"""


def documents(api: str = API) -> tuple[Document, ...]:
    return (
        Document(path=RepoPath("docs/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath("docs/db-plan.md"), role="db-plan", text=DB),
    )


@pytest.mark.parametrize(
    ("call", "number", "has", "lacks"),
    [
        ("PATCH /kites/{kite_id}", 2, "`archived_at`", "forms"),
        ("PATCH /kites/{kite_id}", 5, "`id` = `kite_id`", "IS NULL"),
        ("GET /kites/{kite_id}", 5, "`archived_at` IS NULL", "kite.shape"),
        ("PATCH /kites/{kite_id}", 5, "Update", "kite.shape"),
        ("DELETE /kites/{kite_id}", 6, "kite", "Public kites"),
        ("DELETE /kites/{kite_id}", 8, "kites", "partial unique"),
        ("POST /kites/share", 5, "3 requests per hour", "100 requests"),
        ("GET /kites/{kite_id}", 5, "100 requests", "3 requests"),
        ("GET /health", 1, "server", "table"),
        ("GET /health", 4, "200", "error statuses"),
    ],
)
def test_a_line_is_said_where_the_documents_decide_it(
    call: str, number: int, has: str, lacks: str
) -> None:
    said = "\n".join(told(documents(), call, number))
    assert has in said
    assert lacks not in said


def test_a_row_lists_the_body_and_a_role_names_a_key() -> None:
    flow = "\n".join(told(documents(ROWS), "POST /flights", 5))
    assert "`pilot_id` = the caller, `place`, `wished_on`, `status` = `open`" in flow
    asked = "\n".join(told(documents(ROWS), "POST /flights", 2))
    assert "`place` (text, optional), `wished_on` (date, optional)" in asked


@pytest.mark.parametrize(
    ("was", "other"),
    [
        ("(place, wished_on)", "(place, colour)"),
        ("(place, wished_on)", "(place)"),
        ("-> the judge", "is what the judge"),
    ],
)
def test_what_no_document_decides_is_left_open(was: str, other: str) -> None:
    text = ROWS.replace(was, other)
    flow = "\n".join(told(documents(text), "POST /flights", 5))
    assert ("`place`, " in flow) is (was != "(place, wished_on)")
    assert ("`status` = `open`" in flow) is not was.startswith("->")
