"""The row that is the caller's own, whose a row is, who may see it, and what of it is kept."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a Bearer token, else 401.

### GET /profiles/me

- Description: Return the caller's profile (parent or child).
- Response:
  ```json
  {
    "id": "uuid", "displayName": "string", "kind": "own", // or "shared"
    "pinLock": { "failedAttempts": 0, "lockExpiresAt": "string" }
  }
  ```
- Success: 200
- Errors: 401

### GET /families/current

- Description: The family of the authenticated parent.
- Success: 200
- Errors: 401, 404 the caller has no family

### GET /ads/{ad_id}

- Description: One ad with its text.
- Success: 200
- Errors: 401, 404

### GET /notes/{note_id}

- Description: One note with its text.
- Success: 200
- Errors: 401, 404
"""
DB = """## Tables

### families

- id: uuid PRIMARY KEY

### profiles

- id: uuid PRIMARY KEY
- auth_user_id: uuid UNIQUE REFERENCES auth.users(id)
- family_id: uuid NOT NULL REFERENCES families(id)
- display_name: text NOT NULL
- role: text CHECK (role IN ('parent', 'child'))
- kind: text
- pin_hash: text
- pin_failed_attempts: integer
- pin_lock_expires_at: timestamptz

### ads

- id: uuid PRIMARY KEY
- poster_id: uuid NOT NULL REFERENCES profiles(id)
- status: text NOT NULL

### notes

- id: uuid PRIMARY KEY
- poster_id: uuid REFERENCES profiles(id)
- body: text

## Policies

- profiles: members read the profiles of their own family

```sql
CREATE POLICY ads_read ON ads FOR SELECT USING (status = 'OPEN' OR poster_id = auth.uid());
CREATE POLICY notes_write ON notes FOR INSERT WITH CHECK (poster_id = auth.uid());
CREATE POLICY notes_all ON notes FOR SELECT USING (body = 'a' OR body = 'b');
CREATE POLICY notes_read ON notes FOR SELECT USING (poster_id IS NULL OR auth.uid() = poster_id);
```
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
    Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
)


def flow(call: str) -> str:
    return "\n".join(told(DOCUMENTS, call, 5))


def test_me_is_one_row() -> None:
    said = flow("GET /profiles/me")

    assert "Read the row of `profiles` where `profiles.auth_user_id` = the caller (" in said
    assert "family_id" not in said
    assert "); `404` if there is none (by convention)" in said


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (
            "GET /profiles/me",
            "`pinLock.failedAttempts` = `pin_failed_attempts`, `pinLock.lockExpiresAt` = `pin_lock",
        ),
        ("GET /families/current", "; otherwise `403` (by convention)"),
        ("GET /families/current", "`profiles.auth_user_id` = the caller; `404` if there is none ("),
        ("GET /ads/{ad_id}", "it may be seen: `status` = `OPEN`, or `poster_id` = the caller;"),
        ("GET /notes/{note_id}", "it may be seen: `poster_id` IS NULL, or `poster_id` = the"),
    ],
)
def test_whose_row_is_read_and_how_it_is_answered(call: str, words: str) -> None:
    assert words in flow(call)


def test_a_secret_column_is_answered_by_nobody() -> None:
    assert "- No answer holds `pin_hash` (db-plan.md:" in "\n".join(
        told(DOCUMENTS, "GET /profiles/me", 6)
    )


def test_a_sample_and_what_it_may_be_else_are_a_choice() -> None:
    said = "\n".join(told(DOCUMENTS, "GET /profiles/me", 4))

    assert "`kind`: string, one of `own`, `shared` (" in said
