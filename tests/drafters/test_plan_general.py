"""What general sections say of an endpoint: by their titles, their rows, and what it cites."""

from __future__ import annotations

from dataclasses import replace

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

## Endpoints

### POST /loans

- Description: Creates a loan.
- Success: 201
- Errors: 400 bad day, 404 no such book

### PATCH /loans/{loan_id}

- Success: 200
- Errors: 404 no such loan

### POST /loans/{id}/prolong

- Description: Prolongs a loan by days.
- Success: 200
- Errors: 404 no such loan

### POST /members

- Description: Adds a member (FR-7).
- Success: 201

## Business Logic

- **Loan**
  - The day begins at noon in the library.
- **Member**
  - A loan is told to the member by mail every day.
- **Later (`PATCH /loans/{id}` with a new day)**:
  1. Checks the day.
  2. Writes the day.
  3. Tells the member.

### Loan Prolongation Process

**Work**:
1. Reads the loan and its book
2. Handles the days:
   - **Short**:
     - writes it
3. Counts all days of it
4. Returns 423 while the book is asked for

### Loan Limits

- Nobody prolongs a loan of another library.

### Rate limiting

- Login: 5 requests per minute
- All endpoints: 60 requests per minute per user
- Anonymous callers: 3 requests per minute

**Loans**:
- 10 loans a day for each reader
- answers 429 then

**Books**:
- answers 429 after 9 of them

## Views

| Endpoint | View | Access | Throttle | Notes |
|---|---|---|---|---|
| /loans (POST/GET) | LoanView | clerks only by permission | LoanThrottle | - |
| /members | MemberView | all | None | sends mail |

## Rules

| Rule | How |
|---|---|
| FR-7 One card a member | a unique column |
| FR-8 No rows | none |
"""
DOCUMENTS = (Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),)


@pytest.mark.parametrize(
    ("call", "number", "line"),
    [
        ("POST /loans", 5, "The day begins at noon in the library (api-plan.md:30)"),
        ("PATCH /loans/{loan_id}", 5, "With a new day: Checks the day (api-plan.md:34)"),
        (
            "POST /loans/{id}/prolong",
            5,
            (
                "Reads the loan and its book (api-plan.md:41); Handles the days: Short: writes it"
                " (api-plan.md:42-44); Counts all days of it (api-plan.md:45)"
            ),
        ),
        ("POST /loans", 6, "Access: clerks only by permission (api-plan.md:69)"),
        ("POST /loans", 8, "Throttle: LoanThrottle (api-plan.md:69)"),
        ("POST /members", 5, "Notes: sends mail (api-plan.md:70)"),
        ("POST /members", 5, "FR-7 One card a member: a unique column (api-plan.md:76)"),
        (
            "POST /loans",
            8,
            (
                "In general, for `POST /loans`: Loans: 10 loans a day for each reader"
                " (api-plan.md:58-60)"
            ),
        ),
        (
            "POST /loans/{id}/prolong",
            7,
            "Returns 423 while the book is asked for (api-plan.md:46)",
        ),
    ],
)
def test_a_general_passage_is_told(call: str, number: int, line: str) -> None:
    lines = [one.partition(" ")[2] for one in told(DOCUMENTS, call, number)]

    assert line in lines


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("POST /loans", "by mail every day"),
        ("POST /loans", "Handles the days"),
        ("POST /members", "The day begins"),
    ],
)
def test_a_passage_about_something_else_is_not(call: str, words: str) -> None:
    assert words not in "\n".join(told(DOCUMENTS, call, 5))


SECTIONS = """# API

## Endpoints

### Cards

Rules:
- A card has a letter
- Nobody renames a card

#### POST /cards

- Success: 201

### Rooms

#### POST /rooms

- Success: 201
- Errors: 409 taken

#### GET /rooms/{id}

- Success: 200

#### POST /rooms/{id}/open

- Success: 200

#### GET /health

- Success: 200

## Rules

**Keys**:
- Made before the door opens in POST /rooms/{room_id}/open
- If none is free: set `state = 'waiting'`
- A room has a floor (sent by `POST /rooms`, and by `GET /rooms/{room_id}` too)

## Error Handling

- The API answers `400` with the details of a validation failure
- A violated unique constraint is `409`

- `404` for a room or a card that is not there
- `403` for every endpoint of somebody else

## Access

Card clerks:
- POST on `Cards` by the role of a clerk
"""


@pytest.mark.parametrize(
    ("call", "number", "words", "is_told"),
    [
        ("POST /cards", 5, "A card has a letter", False),
        ("POST /rooms", 5, "A card has a letter", False),
        ("POST /cards", 7, "`404` for a room or a card", True),
        ("POST /rooms", 7, "`404` for a room or a card", False),
        ("POST /rooms", 7, "`403` for every endpoint", True),
        ("POST /rooms", 7, "A violated unique constraint", True),
        ("POST /rooms/{id}/open", 5, "Made before the door opens", True),
        ("POST /rooms", 5, "Made before the door opens", False),
        ("GET /rooms/{id}", 5, "A room has a floor", True),
        ("POST /rooms/{id}/open", 5, "A room has a floor", False),
        ("GET /rooms/{id}", 7, "A violated unique constraint", False),
        ("GET /rooms/{id}", 7, "details of a validation failure", True),
        ("GET /health", 7, "details of a validation failure", False),
    ],
)
def test_what_holds_for_a_section_or_for_all(
    call: str,
    number: int,
    words: str,
    is_told: bool,  # noqa: FBT001 (a column)
) -> None:
    documents = (replace(DOCUMENTS[0], text=SECTIONS),)

    assert (words in "\n".join(told(documents, call, number))) is is_told


LEADS = """# API

## Endpoints

### PATCH /families/{id}

- Description: Change a family.
- Request body: `{ "name": "string" }`
- Success: 200

### DELETE /families/{id}

- Description: Delete a family.
- Success: 204

## Rules

- **Family**:
  - A family keeps its name for a day.
- **Family Wallet**:
  - Security of wallets: only a nightly job by its service role reads the family.
- **Errors**:
  - 404 for a family that is not there
- **Values**:
  - All requests on a family are validated.
  - A family name must be unique.
"""
LEADING_ROWS = """# DB

### families

- id: uuid PRIMARY KEY
- name: text

### family_wallets

- id: uuid PRIMARY KEY
"""


@pytest.mark.parametrize(
    ("call", "number", "words", "is_told"),
    [
        ("PATCH /families/{id}", 5, "keeps its name for a day", False),
        ("PATCH /families/{id}", 6, "nightly job", False),
        ("PATCH /families/{id}", 7, "`404`: a family that is not there", True),
        ("PATCH /families/{id}", 5, "All requests on a family are validated", False),
        ("PATCH /families/{id}", 5, "A family name must be unique", True),
        ("DELETE /families/{id}", 5, "A family name must be unique", False),
    ],
)
def test_what_leads_a_passage_and_what_it_bounds_say_whose_it_is(
    call: str,
    number: int,
    words: str,
    is_told: bool,  # noqa: FBT001 (a column)
) -> None:
    documents = (
        replace(DOCUMENTS[0], text=LEADS),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=LEADING_ROWS),
    )

    assert (words in "\n".join(told(documents, call, number))) is is_told


AUTH = """# API

### GET /loans

- Description: Lists loans.
- Success: 200

## Authentication and Authorization

**Roles & Access**
- Sessions are required with a role in them.
- admin: may do all that there is with members and books.
"""


def test_who_else_may_do_what_is_nothing_of_the_endpoint() -> None:
    documents = (Document(path=RepoPath("api-plan.md"), role="api-plan", text=AUTH, why=""),)
    said = "\n".join(told(documents, "GET /loans", 6))

    assert "Sessions are required" in said
    assert "Roles & Access" not in said
    assert "may do all" not in said


@pytest.mark.parametrize(("given", "is_told"), [("password", True), ("name", False)])
def test_how_a_secret_is_hashed_is_told_where_one_is_given(given: str, *, is_told: bool) -> None:
    passage = f'### POST /members\n\n- Request: `{{ "{given}": "string" }}`\n- Success: 201\n'
    text = f"# API\n\n{passage}\n## Rules\n\n- Passwords hashed with bcrypt.\n"
    documents = (replace(DOCUMENTS[0], text=text),)

    said = "\n".join(line for number in (5, 6) for line in told(documents, "POST /members", number))
    assert ("hashed with bcrypt" in said) is is_told


RATES = """# API

## Endpoints

### POST /loans

### GET /members

## Rate limiting

- Suggested limits:
  - Loans: 10 requests per minute
  - Uploads: 5 requests per minute
  - All others: 60 requests per minute
"""


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ("POST /loans", "`429` above it: 10 requests per minute (api-plan.md:12"),
        ("GET /members", "`429` above it: 60 requests per minute (api-plan.md:14"),
    ],
)
def test_limits_below_one_lead_are_each_for_their_own_calls(call: str, text: str) -> None:
    document = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=RATES)
    said = "\n".join(told((document,), call, 5))

    assert text in said
    assert "Uploads" not in said


GROUPS = """# API

## 2. Endpoints

### 2.1 Lamp Upkeep (Derived)

- **GET `/lamps/{lampId}/upkeep`**
  - Description: What the lamp has cost.
  - Response JSON: `{ "cost": 4 }`
  - Success: 200

### 2.2 Lamps

- **GET `/lamps`**
  - Description: Lists the lamps.
  - Success: 200
- **POST `/lamps`**
  - Description: Adds a lamp.
  - Success: 201

## 4. Validation and Business Logic

- **Lamp Upkeep**
  - Compute the cost by the latest repairs.
- **Lamps**
  - Compute the height by the pole.
- **Performance**
  - Implement ETag/`If-None-Match` for read-heavy endpoints (`/lamps/{lampId}/upkeep`).
"""


@pytest.mark.parametrize(
    ("call", "words", "is_told"),
    [
        ("GET /lamps/{lampId}/upkeep", "Compute the cost by the latest repairs (api-", True),
        ("GET /lamps/{lampId}/upkeep", "Not Modified, without a body, while `If-None-Match`", True),
        ("GET /lamps/{lampId}/upkeep", "height", False),
        ("GET /lamps", "height", False),
        ("GET /lamps", "Not Modified", False),
    ],
)
def test_rules_by_the_title_of_a_section_that_only_reads_are_its(
    call: str, words: str, *, is_told: bool
) -> None:
    documents = (Document(path=RepoPath("api-plan.md"), role="api-plan", text=GROUPS, why=""),)

    assert (words in "\n".join(told(documents, call, 5))) is is_told


CLEANED = """# API

## Endpoints

### POST /recipes
Adds a recipe.
- Body: `{ "title": "string", "photo_url": "string" }`

### POST /recipes/search
Searches by a text.
- Body: `{ "text": "string" }`

### GET /recipes
Lists recipes.

## Security

### Sanitization

- Wszystkie dane wejściowe sanityzowane przed zapisem
- Escape all the HTML of recipes
- Validation of photo URLs (whitelist of domains)
- Validation of video URLs (whitelist of domains)
"""


@pytest.mark.parametrize(
    ("call", "words", "is_told"),
    [
        ("POST /recipes", "Wszystkie dane wejściowe sanityzowane przed zapisem", True),
        ("POST /recipes/search", "sanityzowane", False),
        ("GET /recipes", "sanityzowane", False),
        ("POST /recipes", "Escape all the HTML of recipes", True),
        ("POST /recipes", "photo URLs (whitelist of domains)", True),
        ("POST /recipes", "video URLs", False),
    ],
)
def test_what_cleans_input_holds_where_it_is_stored(
    call: str, words: str, *, is_told: bool
) -> None:
    plan = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=CLEANED)
    assert (words in "\n".join(told((plan,), call, 6))) is is_told
