"""Row-level security in general sentences: on for what is written, or left to the code."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT as `Authorization: Bearer`.

### POST /books

- Request body: `{ "title": "string" }`
- Success: 201

### GET /books

- Success: 200

### POST /auth/register

- Description: Creates a `users` record.
- Success: 201
"""
DB = """# Database

## Tables

### users

- id: uuid PRIMARY KEY
- email: text

### books

- id: uuid PRIMARY KEY
- user_id: uuid NOT NULL REFERENCES users(id)
- title: text

## Security

{said}
"""
ON = "`RLS` (row-level security) is on for `books`, which `POST /books` writes"
CODE = "Access (RLS) is checked in the application layer"


@pytest.mark.parametrize(
    ("call", "said", "line"),
    [
        ("POST /books", "- RLS will be enabled on all tables in the `app` schema.", ON),
        ("POST /books", "RLS włączone dla: `books`, `users`.", ON),
        ("POST /books", "Enable RLS on all tables (`users`).", ""),
        ("POST /books", "Enable RLS on all tables that hold somebody's data.", ""),
        ("POST /books", "RLS is enabled on all tables.\n\nRLS is deferred.", ""),
        ("POST /books", "RLS on `books` is not handled.", ""),
        ("POST /books", f"{CODE}. It is simple.", CODE),
        ("GET /books", "RLS is enabled on all tables.", ""),
        ("POST /auth/register", "RLS is enabled on all tables.", ""),
        ("POST /auth/register", f"{CODE}.", ""),
    ],
)
def test_what_general_sentences_say_of_row_level_security(call: str, said: str, line: str) -> None:
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB.replace("{said}", said)),
    )
    lines = [one.removeprefix("- ").partition(" (db-plan")[0] for one in told(documents, call, 6)]

    assert [one for one in lines if "RLS" in one] == ([line] if line else [])


POLICY = "CREATE POLICY own ON books FOR ALL USING (auth.uid() = user_id);"
OFF = "alter table books disable row level security;"
SAID_OFF = "`RLS` (row-level security) was turned off for `books`: only the queries of"


@pytest.mark.parametrize("call", ["POST /books", "GET /books"])
@pytest.mark.parametrize("off", [True, False])
def test_policies_that_a_migration_turned_off_are_not_told_as_in_force(
    call: str, *, off: bool
) -> None:
    sql = f"create table books (id uuid primary key, user_id uuid);\n{OFF if off else ''}\n"
    said = f"RLS is enabled on all tables.\n\n```sql\n{POLICY}\n```"
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB.replace("{said}", said)),
        Document(path=RepoPath("db/migrations/2_off.sql"), role="db-schema", text=sql),
    )

    text = "\n".join(told(documents, call, 6))

    assert (SAID_OFF in text) is off
    assert ("Row policies (RLS)" in text) is not off
    assert ON not in text


STALLS = """# API

All endpoints need a JWT as `Authorization: Bearer`.

### GET /stalls/{id}

- Response: `{ "id": "uuid", "user_name": "string", "likes_count": 1, "is_liked": true }`
- Success: 200
"""
LIKES = """# Database

### users

- id: uuid PRIMARY KEY
- name: text

### stalls

- id: uuid PRIMARY KEY
- user_id: uuid NOT NULL REFERENCES users(id)

### likes

- id: uuid PRIMARY KEY
- stall_id: uuid NOT NULL REFERENCES stalls(id)
- user_id: uuid NOT NULL REFERENCES users(id)

```sql
CREATE POLICY a ON users FOR SELECT USING (auth.uid() = id);
CREATE POLICY b ON likes FOR SELECT USING (auth.uid() = user_id);
```
"""


@pytest.mark.parametrize(
    ("api", "db", "there"),
    [
        (STALLS, LIKES, True),
        (STALLS, LIKES.replace("auth.uid() = id", "true"), False),
        # Whether the caller's own row is there is no secret.
        (STALLS.replace('"user_name": "string", ', ""), LIKES, False),
    ],
)
def test_rows_that_policies_hide_need_another_way(api: str, db: str, *, there: bool) -> None:
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=db),
    )
    said = "\n".join(told(documents, "GET /stalls/{id}", 6))
    hidden = "`GET /stalls/{id}` reads rows of `users` that their policies hide from the caller"
    assert (hidden in said) is there
    assert said.count("hide from") == there
