from __future__ import annotations

from dataclasses import replace

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

### POST /books/{book_id}/loans

- Request body:
  ```json
  { "member": "string", "due": "date" }
  ```
- Success: 201
- Errors: 404 no such book, 409 lent already

### GET /books/{book_id}/loans

- Success: 200
- Errors: 404 no such book

### GET /shelves/{shelf_id}/loans

- Success: 200
- Errors: 404 no such shelf

### POST /library/books

- Description: Register a book with its loans. Owners of old cards are told.
- Request body:
  ```json
  { "title": "string", "loans": [{ "member": "string", "colour": "string" }] }
  ```
- Success: 201

### POST /books/{book_id}/lend

\\- \\*\\*Description\\*\\*: Lends the book out. It writes `due\\_day` and mails the member.
- Success: 200
- Errors: 404 no such book

### GET /library/members/{id}/loans

- Success: 200

### POST /books/{book_id}/return

- Description: Takes a book back.
- Success: 200

## Business Logic

- **Return (`POST /books/{book_id}/return`)**:
  1. Checks that the book is out.
  2. Changes the loan:
     - `due` = today
     - the fine from the tariff
  3. Mails the member.

## Cards

### POST /cards/{id}/accept

- Success: 200
- Errors: 403 not the invited user

### DELETE /cards/{id}

- Success: 204
- Errors: 403 forbidden, 404 no such card

### DELETE /cards/{card_id}/marks/{id}

- Success: 204

### PUT /cards/{id}

- Success: 200

### GET /cards/{id}

- Implementation status: done in the handler, as it seems
- Response headers:
  - `ETag`: the hash of what is answered
- Success: 200

## Authentication

- Bearer token in the `Authorization` header.
- Readers see the loans of books that they are allowed to see by a role.
- Members see the shelves by their role, and nothing beside them.

## Rate limiting

- Loans: 10 of them in a day for each caller

## Errors

- All errors are JSON `{ code, message }`.
"""
DB = """## Tables

### library_books

- id: int PRIMARY KEY

### loans

- id: int PRIMARY KEY
- book_id: int REFERENCES library_books(id)
- member: text
- due: date
- member_id: int REFERENCES members(id)

### members

- id: int PRIMARY KEY

Constraints:
- `uq_loans_book_due` UNIQUE (book_id, due)
- `uq_loans_book_due` UNIQUE (book_id, due), as said

### cards

- id: int PRIMARY KEY
- organization_id: int
- user_id: int
- invited_user_id: int
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
    Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
)


def flow(call: str) -> list[str]:
    return section(call, 5)


def section(call: str, number: int) -> list[str]:
    return told(DOCUMENTS, call, number)


@pytest.mark.parametrize(
    ("call", "lines"),
    [
        (
            "POST /books/{book_id}/loans",
            [
                (
                    "Find the row of `library_books` with `id` = `book_id`; `404`"
                    " if there is none (db-plan.md:3, db-plan.md:5, api-plan.md:10)"
                ),
                (
                    "Refuse with `409`: lent already (api-plan.md:10): `book_id`, `due` are"
                    " unique together in `loans` (db-plan.md:20)"
                ),
                (
                    "Insert a row into `loans`: `book_id`, `member`, `due`"
                    " (db-plan.md:7, db-plan.md:10-12)"
                ),
            ],
        ),
        (
            "GET /books/{book_id}/loans",
            [
                (
                    "Find the row of `library_books` with `id` = `book_id`; `404`"
                    " if there is none (db-plan.md:3, db-plan.md:5, api-plan.md:15)"
                ),
                "Read the rows of `loans`: `book_id` = `book_id` (db-plan.md:7, db-plan.md:10)",
            ],
        ),
        (
            "GET /shelves/{shelf_id}/loans",
            ["Read the rows of `loans`: `shelf_id` (db-plan.md:7)"],
        ),
        (
            "GET /library/members/{id}/loans",
            [
                (
                    "Find the row of `members` with `id` = `id` (db-plan.md:15, db-plan.md:17);"
                    " `404` if there is none (by convention)"
                ),
                "Read the rows of `loans`: `member_id` = `id` (db-plan.md:7, db-plan.md:13)",
            ],
        ),
        (
            "POST /library/books",
            [
                "Insert a row into `library_books` (db-plan.md:3)",
                (
                    "Insert a row into `loans`: `book_id` = the new row of `library_books`,"
                    " `member`, for each entry of `loans`"
                    " (db-plan.md:7, db-plan.md:10-11, api-plan.md:27)"
                ),
            ],
        ),
    ],
)
def test_what_is_done_with_a_nested_resource(call: str, lines: list[str]) -> None:
    said = [line.partition(". ")[2] for line in flow(call) if line]

    assert [one for one in said[2:-1] if not one.startswith("Validate ")] == lines


def test_an_action_is_told_in_the_words_of_its_description() -> None:
    said = [line.partition(". ")[2] for line in flow("POST /books/{book_id}/lend") if line]

    assert said[2:] == [
        (
            "Find the row of `library_books` with `id` = `book_id`; `404`"
            " if there is none (db-plan.md:3, db-plan.md:5, api-plan.md:35)"
        ),
        "It writes `due_day` and mails the member (api-plan.md:33)",
        "Return `200` (api-plan.md:34)",
    ]


def test_what_the_description_says_of_access_is_left_to_security() -> None:
    text = "\n".join(flow("POST /library/books"))

    assert "Owners" not in text


def test_the_documented_logic_of_an_endpoint_is_its_work() -> None:
    said = [line.partition(". ")[2] for line in flow("POST /books/{book_id}/return") if line]

    assert said[3:] == [
        "Checks that the book is out (api-plan.md:49)",
        "Changes the loan: `due` = today; the fine from the tariff (api-plan.md:50-52)",
        "Mails the member (api-plan.md:53)",
        "Return `200` (api-plan.md:44)",
    ]


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (
            "POST /cards/{id}/accept",
            "`id` may name somebody else's row of `cards`: section 5 checks it",
        ),
        ("DELETE /cards/{id}", "`id` may name somebody else's row of `cards`: section 5 checks it"),
        ("PUT /cards/{id}", "`id` may name somebody else's row of `cards`: section 5 checks it"),
        ("DELETE /cards/{card_id}/marks/{id}", ""),
        ("GET /cards/{id}", ""),
        ("POST /books/{book_id}/lend", ""),
    ],
)
def test_whose_a_row_is_is_said_of_the_table_in_the_path(call: str, told: str) -> None:
    said = [line for line in section(call, 6) if "somebody else's row" in line]

    assert [told in line for line in said] == ([True] if told else [])


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (
            6,
            # Where tokens stand the flow need not be told twice.
            ["Readers see the loans"],
        ),
        (7, ["All errors are JSON `{ code, message }` (api-plan.md:94)"]),
        (8, ["Loans: 10 of them in a day for each caller (api-plan.md:90)"]),
    ],
)
def test_a_section_tells_what_the_general_sections_say(number: int, said: list[str]) -> None:
    text = "\n".join(section("GET /books/{book_id}/loans", number))

    assert "In general, for `GET /books/{book_id}/loans`: " in text
    assert [one for one in said if one not in text] == []
    assert "shelves" not in text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("- Bearer token in the `Authorization` header.", "`401`, `404`, `500` (by convention)"),
        (
            "- Bearer token, else 401 Unauthorized.",
            "`401 Unauthorized`: a call without a valid sign-in (api-plan.md:84)",
        ),
    ],
)
def test_where_all_must_sign_in_a_stranger_is_refused(line: str, said: str) -> None:
    text = API.replace("- Bearer token in the `Authorization` header.", line)
    documents = (replace(DOCUMENTS[0], text=text), DOCUMENTS[1])

    assert said in "\n".join(told(documents, "GET /cards/{id}", 7))
    steps = "\n".join(told(documents, "GET /cards/{id}", 9))
    assert "- Errors of `GET /cards/{id}` itself: `401`" in steps
    assert steps.count("`401`") == len(["the route", "its tests"])


TITLED = """# API

**1. List Shelves**
- **Method:** `GET`
- **URL:** `/shelves`
- **Success:** `200 OK`

**2. Update Location**
- **Method:** `PUT`
- **URL:** `/shelves/:id`
- **Success:** `200 OK`, with a Location header
"""


@pytest.mark.parametrize(("call", "shown"), [("GET /shelves", False), ("PUT /shelves/:id", True)])
def test_a_title_names_no_header_of_the_answer(call: str, *, shown: bool) -> None:
    documents = (replace(DOCUMENTS[0], text=TITLED),)

    assert ("headers: `Location`" in "".join(told(documents, call, 5))) is shown


LINKED = """# API

Callers send a JWT.

### POST /shelves

- Request body: `{"name": "a"}`
- **Success:** 201 Created
  - **Headers:** `Location: /shelves/501`
- **Errors:**
  - 403 Forbidden
"""
OWNED = "# DB\n\n## shelves\n\n- id: uuid\n- owner_id: uuid REFERENCES users(id)\n- name: text\n"


def test_a_new_row_is_the_caller_s_and_has_a_place_of_its_own() -> None:
    db = Document(path=RepoPath("db-plan.md"), role="db-plan", text=OWNED)
    documents = (replace(DOCUMENTS[0], text=LINKED), db)
    flow, errors = ("\n".join(told(documents, "POST /shelves", part)) for part in (5, 7))

    assert "headers: `Location: /shelves/{id}`" in flow
    assert "501" not in errors
    assert "who is not `shelves.owner_id`" not in errors


def test_neither_progress_nor_headers_of_the_answer_are_work() -> None:
    call = "GET /cards/{id}"

    assert "handler" not in "".join(flow(call))
    assert "ETag" not in "".join(section(call, 2)) + "".join(section(call, 9))


CALLS = """# API

### POST /scans

- Description: Scans a text (max 20 a day).
- Request body:
  - `text`: string, 5 to 90 characters
- Success: 200
- Errors: 401, 503 AI service error

### POST /keys

- Description: Make a key for the caller.
- Generates a new secret token.
- This is a convenience endpoint for the browser.
- Success: 201
- Errors: 401

### POST /invites/{id}/accept

- Description: Accept an invite.
- Logic: Creates a `members` record and updates the invite `status` to 'accepted'.
- Success: 204

### POST /invites/{id}/decline

- Description: Decline an invite.
- Logic: Updates the invite `status` to 'declined'.
- Success: 204

### POST /seats

- Description: Takes a seat.
- Request body:
  - `hall_id`: uuid
  - `guest_id`: uuid
  - `price`: integer, max 9, less than 10
- Success: 201
- Errors: 401, 404, 422 the seat is occupied

### POST /chairs

- Description: Adds a chair.
- Request body: `{ "hall_id": "uuid" }`
- Create an immutable `chairs` record.
- Update the `halls` table to ensure that it is counted.
- Success: 201

### DELETE /members/{id}

- Description: De-activate a member (sets `active=false`).
- Success: 204

## Business Logic

- **AI scan (`POST /scans`)**:
  1. Validates `text` length.
  2. Calls the LLM API with `text`.
  3. Creates a `scans` record.
  4. Only admins see scans of others.
  5. Non-admins see scans of no others.
"""
ROWS = """# DB

### invites

- id: uuid PRIMARY KEY
- status: text CHECK (status IN ('open', 'accepted', 'declined'))

### members

- id: uuid PRIMARY KEY
- active: boolean

### scans

- id: uuid PRIMARY KEY

### halls

- id: uuid PRIMARY KEY

### guests

- id: uuid PRIMARY KEY

### chairs

- id: uuid PRIMARY KEY
- hall_id: uuid REFERENCES halls(id)

### seats

- id: uuid PRIMARY KEY
- hall_id: uuid REFERENCES halls(id)
- guest_id: uuid REFERENCES guests(id)
- price: integer
"""
SAID_ONCE = (
    replace(DOCUMENTS[0], text=CALLS),
    replace(DOCUMENTS[1], text=ROWS),
)


@pytest.mark.parametrize(
    ("call", "items"),
    [
        (
            "POST /scans",
            [
                "Validate body",
                "Calls the LLM API with `text` (api-plan.md:58); `503`: AI service error",
                "Creates a `scans` record",
                "Only admins",
            ],
        ),
        ("POST /keys", ["Generates a new secret token"]),
        (
            "POST /chairs",
            [
                "Validate body",
                "`hall_id` must be",
                "Insert a row into `chairs`: `hall_id`",
                "Update the `halls`",
            ],
        ),
        (
            "POST /seats",
            [
                "Validate body",
                "`hall_id` must be a row of `halls`, `guest_id` must be a row of `guests`",
                "Refuse with `422`: the seat is occupied",
                "Insert a row into `seats`: ",
            ],
        ),
        ("POST /invites/{id}/accept", ["Find", "Creates a `members` record and updates"]),
        ("POST /invites/{id}/decline", ["Find", "Update the row of `invites`: `status` = `dec"]),
        ("DELETE /members/{id}", ["Find", "De-activate a member (sets `active=false`)"]),
    ],
)
def test_what_is_done_is_said_once_and_in_its_order(call: str, items: list[str]) -> None:
    lines = [line.partition(". ")[2] for line in told(SAID_ONCE, call, 5)[2:] if line]
    said = [line for line in lines if not line.startswith(("Identify", "Require", "Return"))]

    assert [line[: len(item)] for line, item in zip(said, items, strict=True)] == items


def test_a_row_that_a_sentence_changes_is_written() -> None:
    steps = "\n".join(told(SAID_ONCE, "POST /invites/{id}/accept", 9))

    assert "writes `members`, `invites`" in steps


OPEN = """# API

### POST /notes

- Description: Adds a note (no authentication required).
- Request body: `{ "text": "string" }`
- Success: 201

### POST /cards

- Description: Adds a card.
- Authentication: required
- Request body: `{ "text": "string" }`
- Sets a cookie, and requires nothing for it.
- Success: 201
- Errors: 401

### PATCH /cards/{id}

- Description: Changes a card.
- Authentication: required
- Request body: `{ "text": "string" }`
- Success: 200
"""
OWNED = """# DB

### notes

- id: uuid PRIMARY KEY
- user_id: uuid REFERENCES users(id)
- text: text

### cards

- id: uuid PRIMARY KEY
- user_id: uuid REFERENCES users(id)
- text: text

### users

- id: uuid PRIMARY KEY
"""


@pytest.mark.parametrize(
    ("call", "number", "words", "is_told"),
    [
        ("POST /notes", 6, "`user_id` is never taken from the body", False),
        ("POST /cards", 6, "`user_id` is never taken from the body", False),  # 5 says so
        ("PATCH /cards/{id}", 6, "`user_id` is never taken from the body", True),
        ("POST /cards", 5, "Insert a row into `cards`: `user_id` = the caller, `text`", True),
        ("POST /cards", 5, "4. Sets a cookie", True),
    ],
)
def test_who_calls_is_no_matter_where_nobody_has_to_sign_in(
    call: str,
    number: int,
    words: str,
    is_told: bool,  # noqa: FBT001 (a column)
) -> None:
    documents = (replace(DOCUMENTS[0], text=OPEN), replace(DOCUMENTS[1], text=OWNED))

    assert (words in "\n".join(told(documents, call, number))) is is_told


NOTED = """# API

### POST /texts

- Description: Makes a text of a prompt.
- Success: 200

### POST /pages

- Description: Adds a page.
- Request body: `{ "prompt": "string" }`
- Note: the page is not printed by this endpoint.
- Success: 201

### POST /prints

- Description: Print the pages, provision accounts.
- Success: 200

### DELETE /waiting/place

- Description: Leave the line.
- Success: 200

## Notes

Important: `POST /texts` does not insert into `texts` for the client.

- A page of a text should be logged in `texts` by the prior `POST /texts` call.
"""
TEXTS = """# DB

### texts

- id: uuid PRIMARY KEY
- prompt: text

### pages

- id: uuid PRIMARY KEY
- prompt: text
"""


@pytest.mark.parametrize(
    ("call", "number", "words", "is_told"),
    [
        ("POST /texts", 5, "does not insert", False),
        ("POST /texts", 5, "should be logged", False),
        ("POST /pages", 5, "not printed", False),
        ("POST /pages", 6, "the page is not printed", True),
        ("DELETE /waiting/place", 5, "Leave the line (api-plan.md:22)", True),
        ("POST /prints", 5, "Provision accounts (api-plan.md:17)", True),
        ("POST /prints", 5, "Print the pages", False),
    ],
)
def test_a_note_is_no_step(
    call: str,
    number: int,
    words: str,
    is_told: bool,  # noqa: FBT001 (a column)
) -> None:
    documents = (replace(DOCUMENTS[0], text=NOTED), replace(DOCUMENTS[1], text=TEXTS))

    assert (words in "\n".join(told(documents, call, number))) is is_told


DECIDED = """# API

### POST /offers/{id}/accept

- Description: Accept an offer.
- Authentication: required
- Logic: Creates a `guild_members` record and updates the offer `status` to 'accepted'.
- Success: 204
- Errors: 401, 404 no such offer

### POST /offers/{id}/confirm

- Description: Confirm an offer.
- Logic: Creates a `marks` record for the offer.
- Success: 204
- Errors: 409 confirmed already

### POST /marks/{id}/accept

- Description: Accept a mark.
- Success: 204

### POST /accept

- Description: Accept all that is there.
- Success: 204
"""
OFFERS = """# DB

### offers

- id: uuid PRIMARY KEY
- guild_id: uuid REFERENCES guilds(id)
- user_id: uuid REFERENCES users(id)
- role: text
- made_at: date
- status: text DEFAULT 'pending' CHECK (status IN ('pending', 'accepted'))

### guild_members

- guild_id: uuid REFERENCES guilds(id)
- user_id: uuid REFERENCES users(id)
- role: text
- made_at: date

### guilds

- id: uuid PRIMARY KEY

### users

- id: uuid PRIMARY KEY

### marks

- id: uuid PRIMARY KEY
- status: text
"""


@pytest.mark.parametrize(
    ("call", "items"),
    [
        (
            "POST /offers/{id}/accept",
            [
                "Find the row of `offers`",
                "Go on only while `offers.status` is `pending` (db-plan.md:10); o",
                (
                    "Insert a row into `guild_members`: `guild_id` = `offers.guild_id`,"
                    " `user_id` = the caller, `role` = `offers.role` (db-plan.md:"
                ),
                "Update the row of `offers`: `status` = `accepted` (db-plan.md:",
            ],
        ),
        (
            "POST /offers/{id}/confirm",
            ["Find", "Refuse with `409`: confirmed already", "Creates a `marks` record"],
        ),
        ("POST /marks/{id}/accept", ["Find", "Accept a mark"]),
        ("POST /accept", ["Accept all that is there"]),
    ],
)
def test_what_is_decided_is_told_of_each_row(call: str, items: list[str]) -> None:
    documents = (replace(DOCUMENTS[0], text=DECIDED), replace(DOCUMENTS[1], text=OFFERS))
    lines = [line.partition(". ")[2] for line in told(documents, call, 5)[2:] if line]
    said = [line for line in lines if not line.startswith(("Identify", "Require", "Return"))]

    assert [line[: len(item)] for line, item in zip(said, items, strict=True)] == items


CHECKS = """# API

### POST /cards

- Description: Makes a card.
- Request body: `{ "question": "string", "answer": "string", "isDrawn": true, "text": "string" }`
- Success: 201

### PATCH /cards/{id}

- Description: Changes a card.
- Request body: `{ "question": "string", "answer": "string" }`
- Success: 200

### POST /contacts

- Description: Sends words.
- Request body: `{ "subject": "string" }`
- Success: 201

## 4. Validation and Business Logic

### 4.1. Input Validation

- **Cards (`POST /cards`, `PATCH /cards/{id}`):**
  - `question`: Required (for POST), string, min 5 characters.
  - `answer`: Required (for POST), string, min 3 characters.
  - `isDrawn`: Boolean.
  - `text`: String, required if `isDrawn` is true.
  - Database-level `CHECK` constraints for `question` will also apply.

- **Contacts (`POST /contacts`):**
  - `subject`: Optional, string.

### 4.2. Business Logic Implementation

- **US-002: Drawing cards:**
  - Saving a drawn card is done by the client calling `POST /cards` with `isDrawn: true`.
- **US-003: Own cards:** Implemented by `POST /cards` with `isDrawn: false` (or omitted).
"""
CARDS = """# Tables

## cards

- id UUID PRIMARY KEY
- question TEXT NOT NULL
- answer TEXT NOT NULL
- is_drawn BOOLEAN
- text TEXT
"""


def test_of_checks_alone_no_row_comes_about() -> None:
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=CHECKS),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=CARDS),
    )

    way = "\n".join(told(documents, "POST /cards", 5))

    assert "Insert a row into `cards`: `question`, `answer`, `is_drawn`, `text`" in way
