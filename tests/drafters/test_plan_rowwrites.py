"""Rows that a write makes or leaves: needed in a list, marked as removed, of another member."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT.

### POST /kilns

- Creates a kiln with its shelves.
- Request body:
  ```json
  { "name": "string", "shelves": [{ "name": "string", "height": 1, "note": "string" }] }
  ```
- Success: 201

### DELETE /kilns/{id}

- WAY
- Success: 204
- Errors: 404

### POST /kilns/{id}/potters

- Adds a potter by name. Potters of the kiln only.
- Success: 201
- Errors: 403 not a potter of the kiln, 404
"""
DB = """## Schema

```sql
CREATE TABLE users (id uuid PRIMARY KEY);
CREATE TABLE kilns (
  id uuid PRIMARY KEY,
  name varchar(20) NOT NULL,
  lit boolean NOT NULL DEFAULT true,
  fire_deleted_at timestamptz
);
CREATE TABLE shelves (
  id uuid PRIMARY KEY,
  kiln_id uuid NOT NULL REFERENCES kilns(id),
  name text NOT NULL,
  height integer DEFAULT 3,
  note text NULL
);
CREATE TABLE potters (
  kiln_id uuid REFERENCES kilns(id),
  user_id uuid REFERENCES users(id),
  PRIMARY KEY (kiln_id, user_id)
);
```
"""


def _documents(way: str = "Removes it.") -> tuple[Document, ...]:
    return (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API.replace("WAY", way)),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
    )


def test_what_an_entry_needs_is_told_by_the_table_of_the_entries() -> None:
    said = "\n".join(told(_documents(), "POST /kilns", 2))

    assert "`shelves[].name` (string, required)" in said
    assert "`shelves[].height` (integer, optional" in said
    assert "`shelves[].note` (string, optional" in said
    assert said.count("at most 20 characters") == 1


@pytest.mark.parametrize(
    ("way", "deed"),
    [
        ("Soft-deletes it.", "Mark the row of `kilns` as removed: `fire_deleted_at` = now"),
        (
            "Sets `lit` = false, and `fire_deleted_at`, a soft delete.",
            "Update the row of `kilns`: `lit` = `false`, `fire_deleted_at` = now",
        ),
        ("Removes it.", "Delete the row of `kilns`"),
    ],
)
def test_a_part_of_a_row_is_marked_where_it_is_said_to_stay(way: str, deed: str) -> None:
    said = "\n".join(told(_documents(way), "DELETE /kilns/{id}", 5))

    assert deed in said
    assert ("Delete" in said) == ("Delete" in deed)


def test_a_member_adds_somebody_else() -> None:
    said = told(_documents(), "POST /kilns/{id}/potters", 5)
    row = next(one for one in said if "Insert" in one)

    assert "`kiln_id` = `id`" in row
    assert "the caller" not in row
    assert any("Worked out for each: `user_id`" in one for one in said)
