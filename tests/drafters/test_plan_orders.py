"""The order of rows that nobody asks for, rows whose key may be null, and limits by their title."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

### GET /walks/{walkId}/stops

- Description: Lists the stops of a walk
- Response: `[{ "id": "uuid", "label": "x", "guideNickname": "x" }]`
- Success: 200
- Errors: 404, 429

### GET /walks/{walkId}/notes

- Description: Lists the notes of a walk, sorted by `written_at` desc
- Response: `[{ "id": "uuid", "text": "x" }]`
- Success: 200

### GET /walks/{walkId}/marks

- Description: Lists the newest marks of a walk
- Response: `[{ "id": "uuid", "stop_order": 3 }]`
- Success: 200

### GET /walks/{walkId}/visits

- Description: Lists the visits of a walk
- Response: `[{ "id": "uuid", "seen_at": "x" }]`
- Success: 200

### GET /visits

- Description: Lists all visits
- Response: `[{ "id": "uuid", "seen_at": "x" }]`
- Success: 200

## Limits

### 4.1 Rate limiting

- Kept in Redis
- The sliding window algorithm
"""
DB = """# DB

```sql
CREATE TABLE guides (
  id uuid PRIMARY KEY,
  nickname text NULL -- only for those who signed up
);
CREATE TABLE walks (id uuid PRIMARY KEY);
CREATE TABLE stops (
  id uuid PRIMARY KEY,
  walk_id uuid NOT NULL REFERENCES walks(id),
  guide_id uuid NULL REFERENCES guides(id),
  stop_order int NOT NULL,
  label text NOT NULL
);
CREATE INDEX stops_in_walks ON stops (walk_id, stop_order);
CREATE TABLE notes (
  id uuid PRIMARY KEY,
  walk_id uuid NOT NULL REFERENCES walks(id),
  text text,
  written_at timestamptz NOT NULL
);
CREATE TABLE marks (
  id uuid PRIMARY KEY,
  walk_id uuid NOT NULL REFERENCES walks(id),
  stop_order int NOT NULL,
  UNIQUE (walk_id, stop_order)
);
CREATE TABLE visits (
  walk_id uuid NOT NULL REFERENCES walks(id),
  seen_at timestamptz NOT NULL
);
CREATE INDEX visits_of_walks ON visits (walk_id, seen_at DESC);
```
"""
DOCUMENTS = (
    Document(path=RepoPath("api-plan.md"), role="api-plan", text=API, why=""),
    Document(path=RepoPath("db-plan.md"), role="db-plan", text=DB, why=""),
)
LEFT = "for `guideNickname` (`nickname`); a row without one stays, with null there ("


@pytest.mark.parametrize(
    ("call", "section", "words", "is_told"),
    [
        ("GET /walks/{walkId}/stops", 5, "In the order of `stop_order` (db-plan.md:13)", True),
        ("GET /walks/{walkId}/stops", 5, LEFT, True),
        ("GET /walks/{walkId}/stops", 5, "`nickname`: only for those who signed up", True),
        ("GET /walks/{walkId}/stops", 8, "Rate limiting: kept in Redis (", True),
        ("GET /walks/{walkId}/notes", 5, "In the order of `written_at` DESC (api-", True),
        ("GET /walks/{walkId}/marks", 5, "In the order of", False),
        ("GET /walks/{walkId}/visits", 5, "In the order of `seen_at` DESC, as its index has", True),
        ("GET /walks/{walkId}/visits", 5, "`id` = `walk_id`", False),
        ("GET /visits", 5, "In the order of", False),
    ],
)
def test_what_a_list_is_read_by_is_told(
    call: str, section: int, words: str, *, is_told: bool
) -> None:
    assert (words in "\n".join(told(DOCUMENTS, call, section))) is is_told
