"""The row policies that concern an endpoint's own operation stand with its security."""

from __future__ import annotations

from dataclasses import replace

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath
from agent.drafters.builtin.planning.tables.policysql import told_for

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

### GET /books

- Response: `{"items": [{"id": "uuid", "title": "string", "shelf": {"id": "uuid", "room": "a"}}]}`
- Success: 200

### GET /public/books

- No authentication.
- Response: `{"items": [{"id": "uuid", "title": "string", "shelf": {"id": "uuid", "room": "a"}}]}`
- Success: 200

### PATCH /shelves/{id}

- Request body: `{ "name": "string" }`
- Success: 200
"""
DB = """## Schema

```sql
CREATE TABLE shelves (id uuid PRIMARY KEY, user_id uuid REFERENCES users(id), room text);
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
    AND shelves.id IS NOT NULL AND shelves.user_id IS NOT NULL AND books.title IS NOT NULL
    AND shelves.id <> shelves.user_id AND books.title <> 'a title that nobody wants')
);
CREATE POLICY finds ON shelves FOR UPDATE USING (
  EXISTS (SELECT 1 FROM books WHERE books.shelf_id = shelves.id AND books.user_id = auth.uid()
    AND books.title IS NOT NULL)
);
CREATE POLICY sees ON shelves FOR SELECT USING (user_id = auth.uid());
CREATE POLICY broken ON books FOR DELETE USING (user_id = auth.uid(
```
"""
ADDED = (
    "INSERT on `books`: `user_id = auth.uid()`; "
    "SELECT on `shelves`: `user_id = auth.uid()` (db-plan.md:11, db-plan.md:13, db-plan.md:28)"
)
CHANGED = (
    "UPDATE on `books`: `user_id = auth.uid() WITH CHECK title <> ''` or the policy `lends` "
    "(db-plan.md:17-23)"
)
MOVED = (
    "SELECT on `shelves`: `user_id = auth.uid()`; UPDATE on `shelves`: `user_id = auth.uid()` or "
    "`EXISTS (SELECT 1 FROM books WHERE books.shelf_id = shelves.id AND "
    "books.user_id = auth.uid() AND books.title IS NOT NULL)` (db-plan.md:11, db-plan.md:24-28)"
)
SEEN = "SELECT on `shelves`: `user_id = auth.uid()` (db-plan.md:11, db-plan.md:28)"
REMOVED = (
    "DELETE on `books`: `user_id = auth.uid()` or the policy `broken` "
    "(db-plan.md:17-18, db-plan.md:29)"
)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            "POST /shelves/{shelf_id}/books",
            ADDED,
        ),
        ("GET /books/{id}", SEEN),
        (
            "PATCH /books/{id}",
            CHANGED,
        ),
        (
            "PATCH /books/{id}/close",
            CHANGED,
        ),
        ("PATCH /shelves/{id}", MOVED),
        (
            "DELETE /books/{id}",
            REMOVED,
        ),
        ("GET /shelves", SEEN),
        ("GET /books", SEEN),
        ("GET /public/books", ""),
    ],
)
def test_policies_of_the_operation_are_told(call: str, said: str) -> None:
    lines = told(DOCUMENTS, call, 6)

    found = [
        one.partition("has to hold them itself: ")[2] for one in lines if "Row policies" in one
    ]
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


INSERTED = "CREATE POLICY adds ON books FOR INSERT WITH CHECK ( user_id = auth.uid() );\n"
SHUT = "no policy lets a user insert it: with the server's own key"


@pytest.mark.parametrize(
    ("policies", "shut"),
    [
        (INSERTED, False),
        ("CREATE POLICY sees ON books FOR SELECT USING (user_id = auth.uid());\n", True),
        (
            "CREATE POLICY job ON books FOR INSERT TO service_role WITH CHECK (auth.uid() = id);"[
                :-1
            ],
            True,
        ),
        ("CREATE POLICY sees ON books FOR SELECT USING (user_id = app_user());\n", False),
        ("", False),
    ],
)
def test_a_row_that_no_policy_lets_a_user_insert_wants_the_server(
    policies: str, *, shut: bool
) -> None:
    db = "\n".join(one for one in DB.split("\n") if " ON books " not in one)
    db = db.partition("  USING (user_id = auth.uid()) WITH CHECK")[0] + f"{policies}```\n"
    documents = (DOCUMENTS[0], replace(DOCUMENTS[1], text=db))
    [row] = [
        one for one in told(documents, "POST /shelves/{shelf_id}/books", 5) if "Insert a row" in one
    ]

    assert (SHUT in row) is shut


@pytest.mark.parametrize(
    ("text", "event", "said"),
    [
        ("SELECT/UPDATE policy: USING (user_id = auth.uid()).", "update", "`user_id = auth.uid()`"),
        ("SELECT/UPDATE policy: USING (user_id = auth.uid()).", "insert", ""),
        (
            "own | INSERT | authenticated | id = auth.uid() | Own ones",
            "insert",
            "`id = auth.uid()`",
        ),
        (
            "books_add \u2013 Typ: INSERT; Dostęp: Każdy może dodać swoją książkę: WITH CHECK: x",
            "insert",
            "Każdy może dodać swoją książkę",
        ),
        (
            "Policy ALL: Members reach the shelf. Others do not.",
            "delete",
            "Members reach the shelf",
        ),
        ("SELECT: Users can see: all of it", "select", ""),
        ("We apply policies SELECT and INSERT to books.", "select", ""),
        ("books: USING (id = (SELECT id FROM shelves))", "select", ""),
        ("GRANT SELECT ON books TO authenticated: all", "select", ""),
        ("CREATE POLICY a ON books FOR SELECT USING (true)", "select", ""),
    ],
)
def test_a_policy_in_words_is_of_its_commands(text: str, event: str, said: str) -> None:
    assert told_for(text, event) == said


IN_WORDS = """## 1. books

- id: uuid, primary key
- user_id: uuid
- title: text

## 2. visits

- id: uuid, primary key
- book_id: uuid, references books(id)
- count: int

## Policies (RLS)

### books

- RLS is enabled.
- SELECT: user_id = auth.uid()
- UPDATE: Only who owns the book may change it.

### visits

- UPDATE: user_id of the book = auth.uid()
"""


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("GET /books/{id}", "SELECT on `books`: `user_id = auth.uid()`"),
        (
            "PATCH /books/{id}",
            (
                "SELECT on `books`: `user_id = auth.uid()`; "
                "UPDATE on `books`: Only who owns the book may change it"
            ),
        ),
    ],
)
def test_policies_in_words_are_told(call: str, said: str) -> None:
    api = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API)
    plan = Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=IN_WORDS)

    lines = told((api, plan), call, 6)

    found = [
        one.partition("has to hold them itself: ")[2] for one in lines if "Row policies" in one
    ]
    assert [one.partition(" (db-plan")[0] for one in found] == [said]


SIDE = """# API

All endpoints need a JWT as `Authorization: Bearer`.

## Endpoints

### POST /books

- Request body: `{ "title": "string" }`
- Success: 201
- Logic:
  - Insert a `visits` row for the caller.
  - Update the `shelves` count.
"""
SIDE_DB = """## Schema

```sql
CREATE TABLE shelves (id uuid PRIMARY KEY, count int);
CREATE TABLE books (id uuid PRIMARY KEY, user_id uuid REFERENCES users(id), title text);
CREATE TABLE visits (id uuid PRIMARY KEY, user_id uuid REFERENCES users(id), title text);
CREATE POLICY a ON visits FOR INSERT WITH CHECK (user_id = auth.uid());
CREATE POLICY b ON shelves FOR INSERT WITH CHECK (id IS NULL);
CREATE POLICY c ON shelves FOR UPDATE USING (count >= 0);
```
"""


def test_policies_of_rows_that_are_made_or_changed_beside_are_told() -> None:
    api = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=SIDE)
    plan = Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=SIDE_DB)

    lines = told((api, plan), "POST /books", 6)

    found = [
        one.partition("has to hold them itself: ")[2] for one in lines if "Row policies" in one
    ]
    assert [one.partition(" (db-plan")[0] for one in found] == [
        "UPDATE on `shelves`: `count >= 0`; INSERT on `visits`: `user_id = auth.uid()`"
    ]


def test_a_row_that_a_sentence_makes_is_added() -> None:
    text = SIDE.replace("Update the `shelves` count", "Find the shelf or create a new shelf")
    api = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)
    plan = Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=SIDE_DB)
    assert "INSERT on `shelves`: `id IS NULL`" in "\n".join(told((api, plan), "POST /books", 6))
