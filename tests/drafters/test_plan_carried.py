"""What the sections for all endpoints say: what carries the caller, what an error tells."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

## Endpoints

### POST /books

- Request: `{ "title": "string" }`
- Success: 201
- Errors: 401 NOT_KNOWN, 409 BOOK_TWICE (same title), 422 TITLE_BAD

### PATCH /books/{id}

- Request: `{ "title": "string" }`
- Success: 200
- Errors: 403 BOOK_SHUT

## Authentication and Authorization

AUTH

## Errors

| HTTP | Code | Message |
|---|---|---|
| 401 | NOT_KNOWN | Nobody is signed in |
| 409 | BOOK_TWICE | The title is there already |
| 409 | CARD_TWICE | The card is there already |
| 422 | TITLE_BAD | Field 'title' must be short |
"""
HEADER = "- Callers send a JWT in the `Authorization` header."
EITHER = "- Callers send `Authorization: Bearer <token>`, or have a session cookie."
COOKIE = "- JWT in HttpOnly `Set-Cookie: shelf_token=<jwt>`, or in the `Authorization` header."
SESSION = "- Sessions with cookies.\n- Cookie name: `shelf_session`"
FENCED = "- Sessions with cookies.\n\n### Its form\n\n```\nCookie Name: shelf_key\n```"
NAMELESS = "- Sessions with cookies, no `Authorization` header."
SERVICE = "- JWT of readers.\n- Service-role keys come as `Authorization: Bearer <key>`."
APART = (
    "- JWT of readers.\n\n## Clients\n\n- Every request to the API: `Authorization: Bearer <key>`"
)
TOLD = """- JWT.
- Per-request DB session context is set to who calls, for the RLS policies of rows.
- DB session context is set for RLS."""
LIMITED = """- JWT.

## Rate limiting

- All endpoints: 60 requests/min per user

## Error statuses

| Code | When |
|---|---|
| 429 | Rate limit exceeded |"""


def _documents(auth: str) -> tuple[Document, ...]:
    text = API.replace("AUTH", auth)
    return (Document(path=RepoPath("docs/api-plan.md"), role="api-plan", text=text),)


@pytest.mark.parametrize(
    ("auth", "known"),
    [
        (HEADER, "from the `JWT` in the `Authorization: Bearer` header;"),
        (f"{HEADER}\n- It has the user ID (`sub` claim).", "from the `JWT` (its `sub`) in the"),
        (f"{HEADER}\n- Its claims: `userId`, `role`", "from the `JWT` (its `userId`) in the"),
        (f"{HEADER}\n- A sub shelf is none.", "from the `JWT` in the `Authorization: Bearer`"),
        (f"{SESSION}\n- Claims: `sub`", "from the `shelf_session` cookie;"),
        ("- All but `/shelves`: nobody.\n- JWT.", "from the `JWT`;"),
        (
            "- All endpoints except `/shelves` need a JWT in the `Authorization` header.",
            "from the `JWT` in the `Authorization: Bearer` header;",
        ),
        (EITHER, "from the token in the `Authorization: Bearer` header or session cookie;"),
        (COOKIE, "from the `JWT` in the `shelf_token` cookie or `Authorization: Bearer` header;"),
        (SESSION, "from the `shelf_session` cookie;"),
        (FENCED, "from the `shelf_key` cookie;"),
        (NAMELESS, "from the `cookies`;"),
        (SERVICE, "from the `JWT`;"),
        (APART, "from the `JWT` in the `Authorization: Bearer` header;"),
        (APART.replace("Every", "An admin"), "from the `JWT`;"),
        (
            f"{SESSION}\n  - Validate: not expired, not revoked",
            "from the `shelf_session` cookie (not expired, not revoked);",
        ),
        (f"{SESSION}\n\n## Cards\n\n\n\n- Check: not expired", "from the `shelf_session` cookie;"),
    ],
)
def test_what_a_request_carries_the_caller_in(auth: str, known: str) -> None:
    assert f"Identify the caller {known}" in "\n".join(told(_documents(auth), "POST /books", 5))


@pytest.mark.parametrize(
    ("call", "words", "is_told"),
    [
        ("POST /books", "BOOK_TWICE (same title); message: The title is there already", True),
        ("POST /books", "The card is there already", False),
        ("POST /books", "NOT_KNOWN; message: Nobody is signed in", True),
        ("POST /books", "message: Field", False),
        ("PATCH /books/{id}", "message:", False),
    ],
)
def test_the_message_of_an_error_by_its_code(
    call: str,
    words: str,
    is_told: bool,  # noqa: FBT001 (a column)
) -> None:
    assert (words in "\n".join(told(_documents(HEADER), call, 7))) is is_told


@pytest.mark.parametrize(
    ("line", "number", "is_told"),
    [
        ("Bcrypt password hashing of each role (cost 12)", 6, False),
        ("Uniqueness constraints of all books return 409 where they break", 7, False),
        ("Uniqueness constraints on `title` of books return 409", 7, True),
        ("Uniqueness constraints on `shelf` of books return 409", 7, False),
    ],
)
def test_what_cannot_be_here_is_left_out(
    line: str,
    number: int,
    is_told: bool,  # noqa: FBT001 (a column)
) -> None:
    rows = "# DB\n\n### books\n\n- id: uuid PRIMARY KEY\n- title: text\n"
    documents = (
        *_documents(f"- JWT of readers.\n- {line}"),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=rows),
    )
    assert (line[:20] in "\n".join(told(documents, "POST /books", number))) is is_told


def test_what_the_database_is_told_of_the_caller_is_said_once() -> None:
    section = "\n".join(told(_documents(TOLD), "POST /books", 6))
    assert section.count("DB session context") == 1
    assert "for the RLS policies of rows" in section


@pytest.mark.parametrize(("auth", "count"), [(LIMITED, 1), (HEADER, 0)])
def test_a_limit_of_requests_has_its_status(auth: str, count: int) -> None:
    flow, errors = (told(_documents(auth), "POST /books", number) for number in (5, 7))
    assert "\n".join(flow).count("`429` above it: 60 requests/min per user") == count
    assert "\n".join(errors).count("`429`: above the rate limit") == count


def test_what_it_is_told_of_others_is_said_too() -> None:
    told_of = "- JWT.\n- Sets the session variable `app.guest` for guests.\n"
    told_of += "- For readers it sets the session variable `app.reader`, which RLS policies ask."
    section = "\n".join(told(_documents(told_of), "POST /books", 6))
    assert "`app.guest`" in section
    assert "`app.reader`" in section


def test_a_token_that_a_sign_in_answers_as_a_bearer_s_carries_the_caller() -> None:
    login = '### POST /login\n\n- Response: `{"token": "a", "tokenType": "Bearer"}`\n'
    text = f"# API\n\n### POST /books\n\n- Success: 201\n- Errors: 401\n\n{login}"
    documents = (Document(path=RepoPath("docs/api-plan.md"), role="api-plan", text=text),)
    flow = "\n".join(told(documents, "POST /books", 5))
    assert "from the token in the `Authorization: Bearer` header; `401`" in flow
