"""What a new row needs beside what the request gives stands in the flow."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT.

### POST /summaries

- Request body: `{ "source_text": "string", "cost": "number", "plan_id": "uuid" }`
- Success: 201

### POST /orders

- Request body: `{ "name": "string", "lines": [{ "amount": "number" }] }`
- Success: 201

### POST /games

- Request body: `{ "size": 3 }`
- Success: 201

### POST /games/{game_id}/moves

- Request body: `{ "field": 1 }`
- Success: 201

### POST /badges

- Request body: `{ "colour": "string" }`
- Success: 201
"""
DB = """## Schema

### plans

- id: uuid, PRIMARY KEY
- points: integer, NOT NULL

### summaries

- id: uuid, PRIMARY KEY
- user_id: uuid, NOT NULL, REFERENCES auth.users(id)
- plan_id: uuid, REFERENCES plans(id)
- points: integer, NOT NULL (copied from the plan)
- source_text_hash: text, NOT NULL
- source_text_length: integer, NOT NULL
- cost_points: integer, NOT NULL
- shown: boolean, NOT NULL
  - (set by the code)
  - (by default FALSE)
- serial: bigserial, NOT NULL
- taken: integer, NOT NULL

### orders

- id: uuid, PRIMARY KEY
- name: text, NOT NULL

### lines

- id: uuid, PRIMARY KEY
- order_id: uuid, NOT NULL, REFERENCES orders(id)
- user_id: uuid, NOT NULL, REFERENCES users(id)
- amount: integer, NOT NULL
- sort_key: integer, NOT NULL

### users

- id: bigserial, PRIMARY KEY

### games

| Column | Type | Nullable | Default | Description |
|---|---|---|---|---|
| id | BIGSERIAL | NO | - | key |
| size | SMALLINT | NO | - | |
| player1_id | BIGINT | NO | - | (foreign key -> users.id) |
| player2_id | BIGINT | YES | NULL | (foreign key -> users.id) |

### moves

| Column | Type | Required |
|---|---|---|
| id | BIGSERIAL | yes |
| game_id | BIGINT | yes |
| field | SMALLINT | yes |
| move_order | SMALLINT | yes |
| label_order | TEXT | yes |
| note_order | SMALLINT | no |

### badges

- id: uuid, PRIMARY KEY
- shape: text, NOT NULL
"""
SUMMARY = (
    "Insert a row into `summaries`: `user_id` = the caller, `plan_id`, `points` = `plans.points`,"
    " `source_text_hash` = the hash of `source_text`,"
    " `source_text_length` = the length of `source_text`, `cost_points` = `cost`, `shown` = `FALSE`"
)
LINE = (
    "Insert a row into `lines`: `order_id` = the new row of `orders`, `user_id` = the caller,"
    " `amount`, for each entry of `lines`"
)


@pytest.mark.parametrize(
    ("call", "items"),
    [
        (
            "POST /summaries",
            [SUMMARY, "The service also sets `taken`: not null, without a default"],
        ),
        (
            "POST /orders",
            [
                "Insert a row into `orders`: `name`",
                LINE,
                "The service also sets `sort_key`: not null, without a default",
            ],
        ),
        ("POST /games", ["Insert a row into `games`: `size`, `player1_id` = the caller"]),
        (
            "POST /games/{game_id}/moves",
            [
                (
                    "Insert a row into `moves`: `game_id`, `field`,"
                    " `move_order` = the greatest `move_order` of the same `game_id` + 1"
                ),
                "The service also sets `label_order`: not null, without a default",
            ],
        ),
        ("POST /badges", ["Insert a row into `badges`"]),
    ],
)
def test_a_new_row_has_what_it_needs(call: str, items: list[str]) -> None:
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
    )
    said = [line.partition(". ")[2].rpartition(" (")[0] for line in told(documents, call, 5)]

    made = "; defaults fill in"
    said = [one.partition(made)[0] for one in said if one.startswith(("Insert", "The service"))]

    assert said == items
