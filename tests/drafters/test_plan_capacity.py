"""How many rows one may have is counted before one more is made, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from planprojects import asked

from agent.core.documents import Document, RepoPath
from agent.drafter import PlanDraft
from agent.drafters.builtin import plan as drafter

API = """# API

All endpoints need a JWT.

### POST /tags

- Description: Makes a tag (max 30 per user).
- Request body: `{ "name": "string" }`
- Success: 201
- Errors: 403 tag limit reached

### PUT /tags/{id}

- Request body: `{ "name": "string" }`
- Success: 200

### POST /decks/{deckId}/cards

- Request body: `{ "front": "string" }`
- Success: 201

### PUT /decks/{deckId}/cards/{id}

- Request body: `{ "front": "string" }`
- Success: 200

### POST /notes

- Request body: `{ "text": "string" }`
- Success: 201

### POST /visits

- Request body: `{ "day": "date" }`
- Success: 201

### POST /marks

- Request body: `{ "day": "date" }`
- Success: 201

## Validation

### Card limits

- Each user is limited to 1,000 cards
- Max 200 cards per deck
- Returns 422 Unprocessable Entity if a limit is exceeded

### Notes

- Each user can have at most 9 notes (checked in the service)
- At most 5 notes per user per day

### Marks

- Each user is limited to 12 marks

### Visits

- Max 100 visits per user; the oldest one is evicted
"""
DB = """## Schema

### tags

- id: uuid, PRIMARY KEY
- user_id: uuid, NOT NULL, REFERENCES auth.users(id)
- name: text, NOT NULL

### decks

- id: uuid, PRIMARY KEY
- user_id: uuid, NOT NULL, REFERENCES auth.users(id)

### cards

- id: uuid, PRIMARY KEY
- user_id: uuid, NOT NULL, REFERENCES auth.users(id)
- deck_id: uuid, NOT NULL, REFERENCES decks(id)
- front: text, NOT NULL

### notes

- id: uuid, PRIMARY KEY
- user_id: uuid, NOT NULL, REFERENCES auth.users(id)
- text: text, NOT NULL

### marks

- id: uuid, PRIMARY KEY
- day: date, NOT NULL

### visits

- id: uuid, PRIMARY KEY
- user_id: uuid, NOT NULL, REFERENCES auth.users(id)
- day: date, NOT NULL
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
    Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
)


def plan(endpoint: str) -> str:
    drafted = drafter.plan(asked(DOCUMENTS, endpoint))
    assert isinstance(drafted, PlanDraft)
    return drafted.text


@pytest.mark.parametrize(
    ("endpoint", "said"),
    [
        (
            "POST /tags",
            "`403`: tag limit reached (api-plan.md:10): the caller has `30` rows in `tags`",
        ),
    ],
)
def test_rows_are_counted_where_one_more_is_made(endpoint: str, said: str) -> None:
    text = plan(endpoint)
    assert said in text
    assert "limited to" not in text
    assert "can have" not in text
    assert text.index(said) < text.index("Insert a row into")


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("Limit: in a transaction `COUNT(*) < 30` is checked before the insert", True),
        ("Limit: `COUNT(*) < 30` is checked before the insert", False),
        ("A transaction takes 30 ms", False),
    ],
)
def test_what_is_counted_in_a_transaction_is_said_so(line: str, *, whole: bool) -> None:
    db = replace(DOCUMENTS[1], text=f"{DB}\n## Rules\n\n- {line}\n")
    drafted = drafter.plan(asked((DOCUMENTS[0], db), "POST /tags"))
    assert isinstance(drafted, PlanDraft)
    assert ("counted in the transaction of the new row" in drafted.text) is whole


def test_where_no_status_refuses_one_more_the_sentence_stays() -> None:
    assert "can have at most 9 notes" in plan("POST /notes")


@pytest.mark.parametrize("endpoint", ["PUT /tags/{id}", "PUT /decks/{deckId}/cards/{id}"])
def test_nothing_is_counted_where_nothing_is_made(endpoint: str) -> None:
    text = plan(endpoint)
    assert "rows in" not in text
    assert "limited to" not in text
    assert "Returns 422" not in text


def test_rows_of_nobody_are_not_counted_and_the_sentence_stays() -> None:
    text = plan("POST /marks")
    assert "counted by" not in text
    assert "Each user is limited to 12 marks" in text


def test_a_row_that_takes_the_place_of_the_oldest_is_not_refused() -> None:
    text = plan("POST /visits")
    assert "counted by" not in text
    assert "the oldest one is evicted" in text
