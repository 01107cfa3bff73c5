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

    assert "`kind`: string, one of `own`, `shared`, may be null (" in said


RULED = (
    Document(
        path=RepoPath(".ai/api-plan.md"),
        role="api-plan",
        text="""# API

All calls need a Bearer token, else 401.

## Tasks

| Method | Path | Description |
| ------ | ---- | ----------- |
| POST | `/tasks` | Adds a task. |
| PATCH | `/tasks/{id}` | Changes a task. |
| GET | `/tasks/{id}` | One task. |

POST request:

```json
{ "title": "string" }
```

PATCH request:

```json
{ "title": "string", "worker_id": "uuid" }
```

Validation: `title` max 80 characters. Rules: at most 50 tasks/team; only worker or lead may update.

## Errors

| Code | When |
| ---- | ---- |
| 403 | Not allowed |
""",
    ),
    Document(
        path=RepoPath(".ai/db-plan.md"),
        role="db-plan",
        text="""## Tables

### teams

- id: uuid PRIMARY KEY

### team_members

- team_id: uuid REFERENCES teams(id)
- user_id: uuid REFERENCES auth.users(id)
- role: text CHECK (role IN ('lead', 'guest'))

### tasks

- id: uuid PRIMARY KEY
- team_id: uuid NOT NULL REFERENCES teams(id)
- worker_id: uuid
- title: text
""",
    ),
)


@pytest.mark.parametrize(
    ("errors", "opened"),
    [
        ("401 `UNAUTHENTICATED`", False),
        ("401 when called without authentication", False),
        ("404. Unauthenticated access is fine", True),
        ("404. Visible for unauthenticated visitors", True),
        ("404 (PUBLIC)", True),
    ],
)
def test_what_is_said_of_a_refusal_opens_nothing(errors: str, *, opened: bool) -> None:
    api = f"# API\n\n### GET /ads\n\n- Description: All ads.\n- Success: 200\n- Errors: {errors}\n"
    document = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api)

    said = "\n".join(told((document,), "GET /ads", 5))

    assert ("No sign-in is needed" in said) is opened


def test_a_row_of_a_table_tells_who_may_call_and_what_is_sent() -> None:
    row = "| POST | `/ads` | Adds an ad. Body requires `title`. | seller |"
    api = f"# API\n\n| Method | Path | Description | Auth |\n|--|--|--|--|\n{row}\n"
    documents = (Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),)

    assert "- Who may call `POST /ads`: seller (api-plan.md:5)" in told(documents, "POST /ads", 6)
    assert "`title` (required" in "\n".join(told(documents, "POST /ads", 2))
    assert "Body requires" not in "\n".join(told(documents, "POST /ads", 5))


def test_values_of_a_check_are_told_whatever_their_letters() -> None:
    api = '# API\n\n### POST /ads\n\n- Request body: `{ "city": "string" }`\n- Success: 201\n'
    check = "CHECK (city IN ('\u0141\u00f3d\u017a', 'Zielona G\u00f3ra'))"
    db = f"## Schema\n\n### ads\n\n- city TEXT {check}\n"
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=db),
    )

    said = "\n".join(told(documents, "POST /ads", 2))

    assert "one of `\u0141\u00f3d\u017a`, `Zielona G\u00f3ra`" in said


@pytest.mark.parametrize(
    ("body", "secret"),
    [
        ('{ "refresh_token": "string" }', True),
        ('{ "max_tokens": 5 }', False),
        ('{ "invite_token": "string", "shown": true }', True),
    ],
)
def test_a_secret_that_is_sent_is_told_and_a_count_of_tokens_is_none(
    body: str, *, secret: bool
) -> None:
    text = f"# API\n\n### POST /keys\n\n- Request body: `{body}`\n- Success: 201\n"
    document = Document(path=RepoPath("docs/api-plan.md"), role="api-plan", text=text)
    said = "\n".join(told((document,), "POST /keys", 6))
    assert ("never appears in a log" in said) is secret
