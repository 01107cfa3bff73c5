"""The row policies that concern an endpoint's own operation stand with its security."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT as `Authorization: Bearer`.

### POST /shelves/{shelf_id}/books

- Request body: `{ "title": "string" }`
- Success: 201
- Errors: 401, 404

### GET /books/{id}

- Success: 200

### PATCH /books/{id}

- Request body: `{ "title": "string" }`
- Success: 200

### PATCH /books/{id}/close

- Success: 200

### DELETE /books/{id}

- Success: 204

### GET /shelves

- Success: 200
"""
DB = """## Schema

```sql
CREATE TABLE shelves (id uuid PRIMARY KEY, user_id uuid REFERENCES users(id));
CREATE TABLE books (
  id uuid PRIMARY KEY,
  shelf_id uuid REFERENCES shelves(id),
  user_id uuid REFERENCES users(id),
  title text
);
CREATE POLICY "Own shelves" ON shelves USING (user_id = auth.uid());
CREATE POLICY reads ON books FOR SELECT USING (true);
CREATE POLICY adds ON books FOR INSERT WITH CHECK ( user_id = auth.uid() );
CREATE POLICY none ON books FOR INSERT TO anon WITH CHECK (false);
CREATE POLICY all_of ON books FOR INSERT WITH CHECK (auth.role() = 'service_role');
CREATE POLICY jobs ON books FOR INSERT TO service_role WITH CHECK (title IS NOT NULL);
CREATE POLICY changes ON books FOR UPDATE, DELETE
  USING (user_id = auth.uid()) WITH CHECK (title <> '');
CREATE POLICY lends ON books FOR UPDATE USING (
  EXISTS (SELECT 1 FROM shelves WHERE shelves.id = books.shelf_id AND shelves.user_id = auth.uid()
    AND shelves.id IS NOT NULL AND shelves.user_id IS NOT NULL)
);
CREATE POLICY broken ON books FOR DELETE USING (user_id = auth.uid(
```
"""
ADDED = (
    "INSERT on `books`: `user_id = auth.uid()`; "
    "SELECT on `shelves`: `user_id = auth.uid()` (db-plan.md:11, db-plan.md:13)"
)
REMOVED = (
    "DELETE on `books`: `user_id = auth.uid()` or the policy `broken` "
    "(db-plan.md:17-18, db-plan.md:23)"
)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            "POST /shelves/{shelf_id}/books",
            ADDED,
        ),
        ("GET /books/{id}", ""),
        (
            "PATCH /books/{id}",
            "UPDATE on `books`: `user_id = auth.uid()` or the policy `lends` (db-plan.md:17-22)",
        ),
        (
            "PATCH /books/{id}/close",
            "UPDATE on `books`: `user_id = auth.uid()` or the policy `lends` (db-plan.md:17-22)",
        ),
        (
            "DELETE /books/{id}",
            REMOVED,
        ),
        ("GET /shelves", "SELECT on `shelves`: `user_id = auth.uid()` (db-plan.md:11)"),
    ],
)
def test_policies_of_the_operation_are_told(call: str, said: str) -> None:
    lines = told(DOCUMENTS, call, 6)

    found = [one.partition("filters alike: ")[2] for one in lines if "Row policies" in one]
    assert found == ([said] if said else [])


DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
    Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
)


def test_a_row_above_that_policies_shut_must_be_the_callers() -> None:
    found = next(
        one for one in told(DOCUMENTS, "POST /shelves/{shelf_id}/books", 5) if "Find" in one
    )

    assert "it is the caller's: `shelves.user_id` = the caller" in found
