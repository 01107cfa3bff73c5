"""Lists in a body: which rows their entries are, and what each of these has."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT.

### POST /notecards

- Description: Create one or more.
- Request body: `{ "items": [{ "front": "string", "kind": "own", "deck_id": "uuid" }] }`
- Validation:
  - `front` at most 200 characters
  - `batch_id` required for `own`, must be null for others
- Success: 201

### POST /plants

- Description: A plant with all that belongs to it.
- Request body:
  ```json
  {
    "name": "string",
    "ills": [{ "name": "string", "advice": "string" }],
    "plans": [{ "season": "string", "every": 7 }],
    "labels": ["uuid"],
    "words": ["string"]
  }
  ```
- Success: 201

### POST /decks/{id}/keep

- Description: Keep what was chosen.
- Request body: `{ "batch_id": "uuid", "chosen": [{ "front": "string", "kind": "own" }] }`
- Response: `{ "saved_count": 1, "told": "string" }`
- Business rules:
  - For each one, insert into notecards with: kind = made; batch_id = the given one
- Success: 201
"""
DB = """## Schema

```sql
CREATE TABLE decks (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users(id)
);
CREATE TABLE batches (
  id uuid PRIMARY KEY
);
CREATE TABLE notecards (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users(id),
  deck_id uuid REFERENCES decks(id),
  batch_id uuid REFERENCES batches(id),
  front text NOT NULL,
  kind text NOT NULL
);
CREATE TABLE plants (
  id uuid PRIMARY KEY,
  name text NOT NULL
);
CREATE TABLE ill_entries (
  id uuid PRIMARY KEY,
  plant_id uuid NOT NULL REFERENCES plants(id),
  name text NOT NULL,
  advice text
);
CREATE TABLE yearly_plan (
  plant_id uuid NOT NULL REFERENCES plants(id),
  season text NOT NULL,
  every integer
);
CREATE TABLE labels (
  id uuid PRIMARY KEY,
  name text
);
CREATE TABLE plant_labels (
  plant_id uuid NOT NULL REFERENCES plants(id),
  label_id uuid NOT NULL REFERENCES labels(id)
);
```
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
    Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
)


def _flow(call: str) -> list[str]:
    items = (line.partition(". ")[2] for line in told(DOCUMENTS, call, 5))
    return [one.partition(" (")[0].partition("; the table")[0] for one in items if one]


@pytest.mark.parametrize(
    ("call", "rows"),
    [
        (
            "POST /notecards",
            [
                (
                    "Insert a row into `notecards`: `user_id` = the caller, `deck_id`, `batch_id`,"
                    " `front`, `kind`, for each entry of `items`"
                )
            ],
        ),
        (
            "POST /plants",
            [
                "Insert a row into `plants`: `name`",
                (
                    "Insert a row into `ill_entries`: `plant_id` = the new row of `plants`, `name`,"
                    " `advice`, for each entry of `ills`"
                ),
                (
                    "Insert a row into `yearly_plan`: `plant_id` = the new row of `plants`,"
                    " `season`, `every`, for each entry of `plans`"
                ),
                (
                    "Insert a row into `plant_labels`: `plant_id` = the new row of `plants`,"
                    " `label_id` = the entry, for each entry of `labels`"
                ),
            ],
        ),
        (
            "POST /decks/{id}/keep",
            [
                (
                    "Insert a row into `notecards`: `user_id` = the caller, `deck_id` = `id`,"
                    " `batch_id`, `front`, `kind` = `made`, for each entry of `chosen`"
                )
            ],
        ),
    ],
)
def test_entries_are_rows_with_their_own_values(call: str, rows: list[str]) -> None:
    assert [one for one in _flow(call) if one.startswith("Insert")] == rows


def test_a_value_that_only_a_rule_of_the_entries_names_is_one_of_theirs() -> None:
    body = next(one for one in told(DOCUMENTS, "POST /notecards", 2) if "batch_id" in one)

    assert "`items[].batch_id`: stored as uuid; required for own, must be null for others" in body


def test_a_key_that_an_entry_may_leave_out_names_a_row_where_it_is_given() -> None:
    refers = next(one for one in _flow("POST /notecards") if "must be a row" in one)

    assert refers.startswith(
        "`items[].deck_id`, where given, must be a row of `decks`, `items[].batch_id`, where given,"
    )


def test_how_many_were_saved_is_counted_by_their_rows() -> None:
    answer = _flow("POST /decks/{id}/keep")[-1]

    assert answer == (
        "Return `201` with `saved_count` = the number of rows inserted; no column holds `told`: the"
        " service works that out"
    )


def test_a_page_is_cut_from_what_is_in_order() -> None:
    api = "# API\n\n### GET /decks\n\n- Query parameters:\n  - `page`: integer\n\n**Notes**:\n"
    api += "- Sorts decks in reverse chronological order\n- Counts the cards of each deck\n"
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
    )
    text = "\n".join(told(documents, "GET /decks", 5))
    marks = ("reverse chronological", "Paginate by", "Counts the cards")
    assert sorted(marks, key=text.index) == list(marks)
