"""Rows of somebody else that are answered as if they were not there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

## Endpoints

### GET /books/{book_id}

- One book of the caller's own.
- Success: 200

### GET /books/{book_id}/pages

- The pages of the caller's own book.
- Success: 200
- Errors: 403 the book is of another user

### PATCH /books/{book_id}

- Changes a book of the caller's own.
- Body: `{"title": "T"}`
- Success: 200
- Errors: 404

### DELETE /books/{book_id}

- Removes a book of the caller's own.
- Success: 204
- Errors: 404 no such book, or not owned by the caller

## Authentication

- JWT in the `Authorization` header.

## Errors

GENERAL
"""
DB = """# DB

### books

- `id` uuid primary key
- `user_id` uuid not null references users(id)
- `title` text not null

### pages

- `id` uuid primary key
- `book_id` uuid not null references books(id)
"""
PLAIN = "- 403 Forbidden: no rights\n"


def _documents(general: str) -> tuple[Document, ...]:
    text = API.replace("GENERAL", general)
    return (
        Document(path=RepoPath("docs/api-plan.md"), role="api-plan", text=text),
        Document(path=RepoPath("docs/db-plan.md"), role="db-plan", text=DB),
    )


@pytest.mark.parametrize(
    ("general", "code"),
    [
        ("| 403 Forbidden | another user's row (will surface as 404 by design) |", "404"),
        ("- 403 is never told: return 404, not 403, to not leak that a row exists", "404"),
        ("- 404 preferred over 403 for foreign rows", "404"),
        ("- 403 Forbidden: brak praw\n- 404 zamiast 403 dla cudzych wierszy", "404"),
        (PLAIN + "- 404 Not Found: no such row, or it does not belong to the user", "404"),
        (PLAIN + "- 404 Not Found: not visible due to RLS", "404"),
        (PLAIN + "- 404 Not Found: no such row", "403"),
        ("- 403: a row of another user\n- 404: not visible due to RLS", "403"),
    ],
)
def test_a_foreign_row_is_refused_as_the_general_sections_say(general: str, code: str) -> None:
    documents = _documents(general)
    flow = "\n".join(told(documents, "GET /books/{book_id}", 5))
    rest = "\n".join(told(documents, "GET /books/{book_id}", 7))
    assert f"the caller; otherwise `{code}`" in flow
    assert ("`403`" in rest) is (code == "403")


@pytest.mark.parametrize(
    ("general", "code"),
    [
        ("- Rows not owned by the user return 403 Forbidden", "403"),
        (
            "- Rows not owned by the user return 403 Forbidden\n- 404: no such row, or foreign",
            "404",
        ),
        (PLAIN, "404"),
    ],
)
def test_a_bare_404_of_its_own_says_nothing_of_foreign_rows(general: str, code: str) -> None:
    documents = _documents(general)
    flow = "\n".join(told(documents, "PATCH /books/{book_id}", 5))
    assert f"the caller; otherwise `{code}`" in flow


def test_a_404_of_its_own_that_speaks_of_foreign_rows_holds() -> None:
    documents = _documents("- Rows not owned by the user return 403 Forbidden")
    flow = "\n".join(told(documents, "DELETE /books/{book_id}", 5))
    assert "the caller; otherwise `404`" in flow


def test_the_endpoints_own_words_come_first() -> None:
    documents = _documents("- 404 instead of 403 for foreign rows")
    flow = "\n".join(told(documents, "GET /books/{book_id}/pages", 5))
    assert "otherwise `403`" in flow


@pytest.mark.parametrize(
    ("own", "code", "both"),
    [
        ("- Errors: 403, 404\n- Returns 404 if the book is of a different user", "404", False),
        ("- Errors: 403 the book is of another user, 404", "403", True),
        (
            "- 403 - daily limit exceeded\n- 404 - no such book, or not owned by the user",
            "404",
            True,
        ),
    ],
)
def test_its_own_line_on_foreign_rows_is_told_once(own: str, code: str, *, both: bool) -> None:
    documents = _documents(PLAIN)
    text = documents[0].text.replace("- One book of the caller's own.", f"- One book.\n{own}")
    documents = (replace(documents[0], text=text), documents[1])
    flow = "\n".join(told(documents, "GET /books/{book_id}", 5))
    rest = "\n".join(told(documents, "GET /books/{book_id}", 7))
    assert f"the caller; otherwise `{code}`" in flow
    assert ("`403`" in rest) is both


POLICY = """
```sql
CREATE POLICY own ON books FOR SELECT USING (EVENT);
CREATE POLICY changes ON books FOR UPDATE USING (user_id = auth.uid());
```
"""


@pytest.mark.parametrize(
    ("call", "policy", "times"),
    [
        ("GET /books/{book_id}/pages", "user_id = auth.uid()", 1),
        # Whom the row is shown to it is refused to.
        ("PATCH /books/{book_id}", "user_id = auth.uid() OR title = 'open'", 0),
        # The session is not the caller's own.
        ("GET /books/{book_id}/pages", "user_id = current_setting('app.user')", 0),
        ("DELETE /books/{book_id}", "user_id = auth.uid()", 0),
    ],
)
def test_a_row_that_policies_hide_is_looked_for_past_them(
    call: str, policy: str, times: int
) -> None:
    api, db = _documents(PLAIN)
    text = db.text + POLICY.replace("EVENT", policy)
    said = "\n".join(told((api, replace(db, text=text)), call, 6))

    assert said.count("forbidden, not missing: it is looked up past them") == times


POLICIES = """
CREATE POLICY own_select ON books FOR SELECT USING (user_id = auth.uid());
CREATE POLICY own_update ON books FOR UPDATE USING (user_id = auth.uid());
CREATE POLICY own_delete ON books FOR DELETE USING (user_id = auth.uid());
"""
BY_CALLER = "- RLS holds: each query goes through a client with the caller's JWT.\n"


@pytest.mark.parametrize(
    ("general", "policy", "code"),
    [
        (PLAIN + BY_CALLER, POLICIES, "404"),
        (PLAIN, POLICIES, "403"),
        (PLAIN + BY_CALLER, "", "403"),
        (PLAIN + BY_CALLER, POLICIES.replace("user_id = auth.uid()", "true"), "403"),
        ("- 403 Forbidden: the row of another user\n" + BY_CALLER, POLICIES, "403"),
        (PLAIN + BY_CALLER.replace("caller's JWT", "service key"), POLICIES, "403"),
    ],
)
def test_a_row_that_policies_hide_from_the_callers_token_is_missing(
    general: str, policy: str, code: str
) -> None:
    api, db = _documents(general)
    sql = f"{db.text}\n```sql\n{policy}```\n" if policy else db.text
    text = "\n".join(told((api, replace(db, text=sql)), "GET /books/{book_id}", 5))
    assert f"the caller; otherwise `{code}`" in text


def test_a_row_that_is_only_marked_is_ruled_by_the_policy_for_updates() -> None:
    api, db = _documents(PLAIN)
    marked = db.text.replace("- `title`", "- `deleted_at` timestamptz\n- `title`", 1)
    documents = (api, replace(db, text=f"{marked}\n```sql\n{POLICIES}```\n"))
    text = "\n".join(told(documents, "DELETE /books/{book_id}", 6))
    assert "SELECT, UPDATE on `books`" in text


@pytest.mark.parametrize(("access", "owned"), [("Authenticated users", False), ("A token", True)])
def test_what_everyone_signed_in_may_do_asks_for_no_owner(access: str, *, owned: bool) -> None:
    text = (
        f"# API\n\n## Endpoints\n\n### POST /books/{{book_id}}/lend\n\n- Access: {access}\n"
        "- Success: 200\n\n## Authentication\n\n- JWT in the `Authorization` header.\n"
    )
    policies = "\n## RLS\n\n- `books`: SELECT, UPDATE: `user_id = auth.uid()`\n"
    documents = (
        Document(path=RepoPath("docs/api-plan.md"), role="api-plan", text=text),
        Document(path=RepoPath("docs/db-plan.md"), role="db-plan", text=DB + policies),
    )
    flow = "\n".join(told(documents, "POST /books/{book_id}/lend", 5))
    assert ("it is the caller's" in flow) is owned
