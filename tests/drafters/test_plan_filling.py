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


KINDS = """# API

## Resources

- **Drafts**: rows of the `pages` table.

### POST /api/drafts

Makes a draft of a page, or finds it.

- Body: `{ "title": "string", "state": "open" }`
- Success: 201 Created, 200 OK

### PATCH /api/pages/{id}

- Body: `{ "state": "shut", "is_sold": true }`
- Success: 200

### POST /api/pages/{id}/shut

- Success: 200
"""
PAGES = """# DB

### pages

- id: uuid, primary key
- title: text
- is_draft: boolean, not null, default false
- is_page: boolean
- state: text, check (state in ('open', 'shut', 'gone'))
- is_sold: boolean
- ended_at: timestamptz, null, only for shut/gone
- gone_at: timestamptz, null
- sold_at: timestamptz, null
- seen_at: timestamptz, null
"""


@pytest.mark.parametrize(
    ("call", "wanted", "other"),
    [
        (
            "POST /api/drafts",
            ["`is_draft` = `true`", "`201`; `200`: where none is added"],
            "is_page",
        ),
        (
            "PATCH /api/pages/{id}",
            [
                "Set `ended_at` to now where `state` becomes `shut`, `gone`",
                "Set `gone_at` to now where `state` becomes `gone`",
                "Set `sold_at` to now where `is_sold` becomes `true`",
            ],
            "seen_at",
        ),
        (
            "POST /api/pages/{id}/shut",
            ["`state` = `shut`", "Set `ended_at` to the time of the change"],
            "gone_at",
        ),
    ],
)
def test_a_row_of_a_kind_and_in_a_state_has_what_says_so(
    call: str, wanted: list[str], other: str
) -> None:
    documents = (
        Document(path=RepoPath("api-plan.md"), role="api-plan", text=KINDS),
        Document(path=RepoPath("db-plan.md"), role="db-plan", text=PAGES),
    )
    said = "\n".join(one for one in told(documents, call, 5) if one[:1].isdigit())

    assert [one for one in wanted if one not in said] == []
    assert other not in said
