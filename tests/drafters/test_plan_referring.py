"""Rows that the body names have to be there, and the caller's where nobody else sees them."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT. Users can access only their own data.

### POST /likes

- Request body: `{ "post_id": "uuid" }`
- Success: 201
- Errors: 400 cannot like own post, 409 liked already

### POST /cards

- Request body: `{ "deck_id": "uuid" }`
- Success: 201
- Errors: 404 no such deck

### PUT /cards/{id}

- Request body: `{ "deck_id": "uuid" }`
- Success: 200
- Errors: 404 Not Found

### POST /users/register

- Request body: `{ "email": "string", "password": "string" }`
- Success: 201
- Errors: 409 email already exists

## Rules

### First

- **Rule**: Nobody can like own post
- **Code**: `prevent_own`
- **Endpoint**: `POST /likes`

### Second

- **Rule**: When two people have already liked posts of each other, both become friends
  - **Rule**: deeper
- **Endpoint**: `POST /likes`
- **Result**: A row in `friends`
"""
DB = """## Schema

```sql
CREATE TABLE users (
  id uuid PRIMARY KEY,
  email text NOT NULL UNIQUE,
  password text NOT NULL
);
CREATE TABLE posts (id uuid PRIMARY KEY, author_id uuid NOT NULL REFERENCES users(id));
CREATE POLICY all_posts ON posts FOR SELECT USING (true);
CREATE TABLE likes (
  user_id uuid REFERENCES users(id),
  post_id uuid REFERENCES posts(id),
  UNIQUE (user_id, post_id)
);
CREATE TABLE decks (id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES users(id));
CREATE TABLE cards (id uuid PRIMARY KEY, deck_id uuid REFERENCES decks(id));
CREATE TABLE friends (id uuid PRIMARY KEY);
```
"""


@pytest.mark.parametrize(
    ("call", "items"),
    [
        (
            "POST /cards",
            [
                (
                    "`deck_id` must be a row of `decks` that is the caller's (`decks.user_id`);"
                    " `404` if there is none"
                ),
                "Insert a row into `cards`: `deck_id`",
            ],
        ),
        (
            "PUT /cards/{id}",
            [
                (
                    "Find the row of `cards` with `id` = `id`; `404` if there is none"
                    " (db-plan.md:17, api-plan.md:21); it is the caller's: `decks.user_id` ="
                    " the caller, reached by `cards.deck_id`; otherwise `404`"
                ),
                (
                    "`deck_id` must be a row of `decks` that is the caller's (`decks.user_id`);"
                    " `400` if there is none"
                ),
                "Update the row of `cards`: `deck_id`",
            ],
        ),
        (
            "POST /users/register",
            [
                (
                    "Refuse with `409`: email already exists (api-plan.md:27):"
                    " `email` is unique in `users`"
                ),
                "Insert a row into `users`: `email`, `password` = the hash of `password`",
            ],
        ),
    ],
)
def test_rows_that_are_named_are_looked_up(call: str, items: list[str]) -> None:
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
    )
    said = [line.partition(". ")[2].rpartition(" (")[0] for line in told(documents, call, 5)]
    apart = ("Identify", "Require", "Return", "Validate")

    assert [one for one in said if one and not one.startswith(apart)] == items


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("uuid", "`deck_id` must be a row of `decks`"),
        ("uuid | null", "`deck_id`, where given, must be a row of `decks`"),
        ("uuid, optional", "`deck_id`, where given, must be a row of `decks`"),
        ("uuid, required", "`deck_id` must be a row of `decks`"),
    ],
)
def test_what_may_be_left_out_refers_where_it_is_given(kind: str, said: str) -> None:
    text = API.replace('`{ "deck_id": "uuid" }`', f"\n\n  - `deck_id` ({kind})")
    api = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)

    db = Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB)

    assert any(said in one for one in told((api, db), "POST /cards", 5))


@pytest.mark.parametrize(
    ("errors", "tail"),
    [
        ("400 validation error", "; `400` if there is none (db-plan.md:16-17, by convention)"),
        ("422 bad input", "; `422` if there is none (db-plan.md:16-17, by convention)"),
        ("400 malformed, 422 out of bounds", " (db-plan.md:16-17)"),
        ("400 validation error, 404 deck or user not found", ""),
        ("409 taken", "; `400` if there is none (db-plan.md:16-17, by convention)"),
    ],
)
def test_a_key_of_no_row_is_input_that_does_not_fit(errors: str, tail: str) -> None:
    text = API.replace("404 no such deck", errors)
    api = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)
    db = Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB)

    [item] = [one for one in told((api, db), "POST /cards", 5) if "must be a row" in one]

    assert ("by convention" in item) == ("by convention" in tail)
    assert item.endswith(tail)


CREWS = """# Tables

- **crews**
  - `id uuid` PK.
- **pilots**
  - `id uuid` PK.
  - `crew_id uuid` NOT NULL REFERENCES `crews(id)`.
  - `deleted_at timestamptz`.
- **routes**
  - `id uuid` PK.
  - `crew_id uuid` NOT NULL REFERENCES `crews(id)`.
  - `deleted_at timestamptz`.
- **route_legs**
  - `id uuid` PK.
  - `route_id uuid` NOT NULL REFERENCES `routes(id)`.
  - `pilot_id uuid` NOT NULL REFERENCES `pilots(id)`.
  - `position smallint` NOT NULL.
  - `deleted_at timestamptz`.
- **flights**
  - `id uuid` PK.
  - `route_id uuid` NOT NULL REFERENCES `routes(id)`.
  - `pilot_id uuid` NOT NULL REFERENCES `pilots(id)`.
  - `flight_day date` NOT NULL.
  - `status text` NOT NULL CHECK (status IN ('planned', 'flying', 'landed')).
  - `started_at timestamptz`.
  - `due timestamptz`.
  - UNIQUE (`pilot_id`, `route_id`, `flight_day`).
"""
FLIGHTS = """# API

All endpoints need a JWT. Broken constraints are `409 Conflict` or `422`.

- A flight goes: `planned → flying → landed`.

### POST /pilots/{pilotId}/flights

- Description: Create or start a flight; transitions status to `flying`, sets `started_at`, `due`.
- Request:
  ```json
  {"routeId": "uuid", "flightDay": "YYYY-MM-DD"}
  ```
- Response:
  ```json
  {"id": "uuid", "status": "flying", "legs": [{"legId": "uuid", "position": 1}]}
  ```
- Success: 201
- Errors: 409 Flight is flying already

### POST /flights/{flightId}/land

- Description: Land a flight.
- Request:
  ```json
  {"flownLegs": [{"legId": "uuid"}]}
  ```
- Success: 200
"""


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            "POST /pilots/{pilotId}/flights",
            [
                "Validate path, body (section 2); invalid input is `400` (by convention)",
                (
                    "`routeId` must be a row of `routes` with `crew_id` = `pilots.crew_id`,"
                    " `deleted_at` IS NULL; `400` if there is none"
                ),
                (
                    "`status` = `flying`, `started_at` = now, `due` = a value that the"
                    " documents leave open; a row with the same `pilot_id`, `route_id`,"
                    " `flight_day` is changed instead, while its `status` is `planned`"
                ),
                (
                    "`legs[]` are the rows of `route_legs` with `route_id` = `routeId`,"
                    " `pilot_id` = `pilotId`, `deleted_at` IS NULL: `legId` = `id`, `position`,"
                    " in the order of `position`"
                ),
            ],
        ),
        (
            "POST /flights/{flightId}/land",
            [
                (
                    "Each of `flownLegs[].legId` must be a row of `route_legs` with `route_id` ="
                    " `flights.route_id`, `pilot_id` = `flights.pilot_id`, `deleted_at` IS NULL"
                ),
            ],
        ),
    ],
)
def test_rows_of_one_request_hang_at_the_same(call: str, said: list[str]) -> None:
    api = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=FLIGHTS)
    db = Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=CREWS)
    text = "\n".join(told((api, db), call, 5))

    assert [one for one in said if one not in text] == []
    assert "Transitions status" not in text
