"""Which tables a plan says that the endpoint works on, and which only hang at them."""

from __future__ import annotations

import re

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT as `Authorization: Bearer`.

### POST /decks/{deck_id}/cards/generate

- Description: Generate card proposals with an AI model from a text.
- Request body: `{ "input_text": "string" }`
- Success: 200 `{ "proposals": [{ "front": "string" }] }`
- Errors: 404

### POST /cards

- Description: Add a card.
- Request body: `{ "deck_id": "uuid", "front": "string" }`
- Success: 201

### PATCH /cards/{card_id}

- Request body: `{ "front": "string" }`
- Success: 200

### POST /auth/login

- Description: Creates a row in `sessions`.
- Request: checked against the table users.
- Request body: `{ "email": "string", "password": "string" }`
- Success: 200

### POST /decks

- Request body: `{ "title": "string" }`
- Success: 201

### POST /decks/reload

- Success: 204

## Business Logic

- **New card (`POST /cards`)**: Creates a `reviews` record.
"""
DB = """## Schema

```sql
CREATE TABLE app.users (id uuid PRIMARY KEY, email text);
CREATE TABLE app.decks (
  id uuid PRIMARY KEY,
  title text,
  user_id uuid NOT NULL REFERENCES app.users(id),
  shared_with uuid NOT NULL REFERENCES app.users(id)
);
CREATE TABLE cards (
  id uuid PRIMARY KEY,
  deck_id uuid NOT NULL REFERENCES app.decks(id),
  front text NOT NULL,
  updated_at timestamptz
);
CREATE TABLE reviews (id uuid PRIMARY KEY, card_id uuid NOT NULL REFERENCES cards(id));
CREATE TABLE sessions (id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES app.users(id));
```

## Triggers

{triggers}
"""
GUARD = (
    "- `only_front` BEFORE UPDATE trigger on `cards` allows modifying only `front`, `updated_at`."
)
SETS = "- `touch` BEFORE UPDATE on `cards` sets `updated_at`."
SIMPLE = "- `cards`: `updated_at` is kept by a trigger that sets it on each update."


def _documents(triggers: str) -> tuple[Document, ...]:
    db = DB.replace("{triggers}", triggers)
    return (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=db),
    )


def _named(call: str) -> tuple[list[str], list[str]]:
    text = "\n".join(told(_documents(SETS), call, 1))
    own, _, tied = text.partition("Works on")[2].partition("Related:")
    return re.findall(r"`(\w+)`", own), re.findall(r"`(\w+)`", tied)


@pytest.mark.parametrize(
    ("call", "own", "tied"),
    [
        # What only a model is asked for is written nowhere.
        ("POST /decks/{deck_id}/cards/generate", ["decks"], ["cards"]),
        ("POST /cards", ["cards", "decks", "reviews"], []),
        ("POST /auth/login", ["sessions", "users"], []),
        ("POST /decks/reload", ["decks"], []),
    ],
)
def test_the_tables_of_the_flow_are_those_worked_on(
    call: str, own: list[str], tied: list[str]
) -> None:
    assert _named(call) == (own, tied)


@pytest.mark.parametrize(
    ("triggers", "said"),
    [
        (GUARD, "Set `updated_at` to the time of the change"),
        (SETS, "`updated_at` is set by its trigger"),
        (SIMPLE, "`updated_at` is set by its trigger"),
    ],
)
def test_a_trigger_that_only_names_the_column_does_not_set_it(triggers: str, said: str) -> None:
    flow = " ".join(told(_documents(triggers), "PATCH /cards/{card_id}", 5))

    assert said in flow


def test_a_key_that_is_worked_out_is_only_read() -> None:
    lines = told(_documents(SETS), "POST /decks", 9)

    assert any("reads `users`; writes `decks`" in one for one in lines)
