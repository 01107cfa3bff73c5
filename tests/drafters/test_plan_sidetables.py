"""What other tables want of the rows that a sentence writes to them, and the own table's checks."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT as `Authorization: Bearer`.

### POST /moves

- Request body: `{ "item_id": "uuid", "from_id": "uuid", "to_id": "uuid", "count": 3 }`
- Success: 201

### PATCH /cards/{card_id}

- Description: Changes a card.
- Request body: `{ "status": "string" }`
- Success: 200
- Errors: 404

### GET /cards/{card_id}

- Success: 200

### POST /cards

- Request body: `{ "front": "string" }`
- Success: 201

## Business Logic

- **Moving (`POST /moves`)**:
  1. Create a `moves` record.
  2. Update the `stock` table: the count of both places.
  3. Never update the `items` table.
- **New state (`PATCH /cards/{id}` with another status)**:
  1. Find the `events` record; for a card that is kept increment `kept_count`.
  2. When it is kept, ensures a `reviews` record is created for it.
  3. Delete the `drafts` of the card.
- **New card (`POST /cards`)**:
  1. Creates a `reviews` record.
- **Reading (`GET /cards/{id}`)**:
  1. Never create a `reviews` record.
"""
DB = """## Schema

```sql
CREATE TABLE items (id uuid PRIMARY KEY, name text CHECK (length(name) > 2));
CREATE TABLE moves (
  id uuid PRIMARY KEY,
  item_id uuid NOT NULL REFERENCES items(id),
  from_id uuid, to_id uuid, count int,
  CHECK ( from_id <> to_id ), CHECK (count > 0)
);
CREATE TABLE stock (
  item_id uuid NOT NULL REFERENCES items(id),
  place_id uuid NOT NULL,
  count int NOT NULL DEFAULT 0 CHECK (count >= 0),
  kind text CHECK (kind IN ('a', 'b')),
  UNIQUE (item_id, place_id)
);
CREATE TABLE texts (id uuid PRIMARY KEY);
CREATE TABLE cards (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users(id),
  text_id uuid REFERENCES texts(id),
  front text,
  status text,
  updated_at timestamptz
);
CREATE TRIGGER set_timestamp_cards BEFORE UPDATE ON cards
FOR EACH ROW EXECUTE FUNCTION trigger_set_timestamp();
CREATE TABLE events (
  id uuid PRIMARY KEY,
  text_id uuid NOT NULL REFERENCES texts(id),
  kept_count int NOT NULL DEFAULT 0
);
CREATE TABLE drafts (id uuid PRIMARY KEY, name text);
CREATE TABLE reviews (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users(id),
  card_id uuid NOT NULL REFERENCES cards(id),
  due timestamptz NOT NULL DEFAULT now(),
  days int NOT NULL DEFAULT 1,
  CONSTRAINT one_each UNIQUE (user_id, card_id)
);
```
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
    Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
)
STOCK = (
    "In `stock`: one row for each `item_id`, `place_id`; refuse what would break `count >= 0`; "
    "a new row starts with `count` = `0` (db-plan.md:14, db-plan.md:16)"
)
EVENTS = "In `events`: `events.text_id` = `cards.text_id` (db-plan.md:22, db-plan.md:31)"
REVIEWS = (
    "In `reviews`: `user_id` = the caller; `card_id` = {card}; one row for each `user_id`, "
    "`card_id`; a new row starts with `due` = `now()`, `days` = `1` (db-plan.md:37-41)"
)


def _flow(call: str) -> list[str]:
    return [line.partition(". ")[2] for line in told(DOCUMENTS, call, 5)]


@pytest.mark.parametrize(
    ("call", "items"),
    [
        ("POST /moves", [STOCK]),
        ("PATCH /cards/{card_id}", [EVENTS, REVIEWS.format(card="`card_id`")]),
        ("POST /cards", [REVIEWS.format(card="the new row of `cards`")]),
        ("GET /cards/{card_id}", []),
    ],
)
def test_tables_beside_the_own_one_tell_what_they_want(call: str, items: list[str]) -> None:
    assert [one for one in _flow(call) if one.startswith("In ")] == items


def test_a_check_on_several_columns_is_kept() -> None:
    found = [one for one in _flow("POST /moves") if one.startswith("Keep")]

    assert found == ["Keep the row as `moves` checks it: `from_id <> to_id` (db-plan.md:9)"]


def test_steps_of_one_case_leave_the_change_itself_standing() -> None:
    found = _flow("PATCH /cards/{card_id}")

    assert any(
        one.startswith("Update only the given fields of the row of `cards`") for one in found
    )
    assert any(one.startswith("With another status: Find the `events` record") for one in found)
    assert any(one.startswith("`updated_at` is set by its trigger") for one in found)


def test_tables_that_sentences_write_to_are_the_services() -> None:
    does = next(one for one in told(DOCUMENTS, "PATCH /cards/{card_id}", 9) if "section 5" in one)

    assert "writes `cards`, `events`, `reviews`, `drafts`; in one transaction" in does


RUNS = """# API

### POST /runs/{runId}/complete

- Description: Ends it; calculates a bonus by `run_records`, writes `bonus_entries`.
- Response: `{ "status": "completed", "bonusFactor": 2.0, "laps": 3, "bonusEntryId": "uuid" }`
- Success: 200

## Business Logic

- The completion endpoint updates `run_records`.
"""
RUN_ROWS = """# DB

```sql
CREATE TABLE clubs (id uuid PRIMARY KEY);
CREATE TABLE tracks (id uuid PRIMARY KEY, club_id uuid NOT NULL REFERENCES clubs(id));
CREATE TABLE profiles (id uuid PRIMARY KEY, club_id uuid NOT NULL REFERENCES clubs(id));
CREATE TABLE runs (
  id uuid PRIMARY KEY,
  track_id uuid NOT NULL REFERENCES tracks(id),
  runner_profile_id uuid NOT NULL REFERENCES profiles(id),
  status text NOT NULL CHECK (status IN ('open', 'completed')),
  completed_at timestamptz,
  started_at timestamptz,
  laps int NOT NULL DEFAULT 0,
  bonus_factor numeric NOT NULL DEFAULT 1
);
CREATE TABLE run_records (
  runner_profile_id uuid NOT NULL REFERENCES profiles(id),
  track_id uuid NOT NULL REFERENCES tracks(id),
  best int,
  PRIMARY KEY (runner_profile_id, track_id)
);
CREATE TABLE bonus_entries (
  id uuid PRIMARY KEY,
  club_id uuid NOT NULL REFERENCES clubs(id),
  kind text NOT NULL CHECK (kind IN ('run', 'gift')),
  amount int NOT NULL,
  note text
);
```
"""


def test_a_row_that_an_action_writes_beside_tells_its_keys_and_what_it_needs() -> None:
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=RUNS),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=RUN_ROWS),
    )
    said = "\n".join(told(documents, "POST /runs/{runId}/complete", 5))

    assert [
        one
        for one in (
            (
                "In `bonus_entries`: `club_id` = `tracks.club_id`; it needs `kind`"
                " (one of `run`, `gift`), `amount` ("
            ),
            (
                "In `run_records`: `run_records.runner_profile_id` = `runs.runner_profile_id`;"
                " `run_records.track_id` = `runs.track_id`"
            ),
            "`status` = `completed`, `completed_at` = now, `bonus_factor` = as worked out (",
            "`bonusEntryId` = the new row of `bonus_entries`",
        )
        if one not in said
    ] == []
