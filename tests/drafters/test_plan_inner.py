"""Rows inside of rows: what ties them to those right around them, and switches that add some."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

### GET /farms/{farm_id}/day

- Query: `includePast` (boolean, default `false`): the day before too
- Query: `includeVisits` (boolean, default `true`): whoever came
- Response:

```json
{
  "date": "2026-01-01",
  "plots": [
    {
      "plotId": "uuid",
      "name": "North",
      "shifts": [
        {
          "shiftId": "uuid",
          "workerId": "uuid",
          "startedAt": "2026-01-01",
          "chores": [{ "choreId": "uuid", "name": "Weed", "done": true }]
        }
      ],
      "recentVisits": [{ "id": "uuid", "guestName": "Ann", "cameAt": "2026-01-01" }]
    }
  ]
}
```

- Success: 200
"""
DB = """# Tables

### farms

- id: uuid PRIMARY KEY

### plots

- id: uuid PRIMARY KEY
- farm_id: uuid NOT NULL REFERENCES farms(id)
- name: text

### workers

- id: uuid PRIMARY KEY

### shifts

- id: uuid PRIMARY KEY
- plot_id: uuid NOT NULL REFERENCES plots(id)
- worker_id: uuid NOT NULL REFERENCES workers(id)
- started_at: timestamptz

### chores

- id: uuid PRIMARY KEY
- plot_id: uuid NOT NULL REFERENCES plots(id)
- worker_id: uuid NOT NULL REFERENCES workers(id)
- name: text

### chore_entries

- id: uuid PRIMARY KEY
- chore_id: uuid NOT NULL REFERENCES chores(id)
- shift_id: uuid NOT NULL REFERENCES shifts(id)

### visits

- id: uuid PRIMARY KEY
- plot_id: uuid NOT NULL REFERENCES plots(id)
- guest_name: text
- came_at: timestamptz
"""
SAME = "; with the same `worker_id` as that row of `shifts`"
DONE = "; `done`: by its row in `chore_entries` (`chore_id`, `shift_id`), none yet without one"


def _flow(api: str = API, db: str = DB) -> str:
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=db),
    )
    return "\n".join(told(documents, "GET /farms/{farm_id}/day", 5))


def test_rows_are_tied_to_those_right_around_them() -> None:
    assert f"`chores.plot_id`: `choreId` = `id`, `name`{SAME}{DONE}" in _flow()


@pytest.mark.parametrize(
    ("db", "same", "done"),
    [
        (DB.replace("- name: text\n\n### chore_e", "- done: boolean\n\n### chore_e"), True, False),
        (DB.replace("- shift_id: uuid NOT NULL REFERENCES shifts(id)", "- at: date"), True, False),
    ],
)
def test_what_the_rows_hold_needs_no_other(db: str, *, same: bool, done: bool) -> None:
    flow = _flow(db=db)
    assert (SAME in flow) is same
    assert (DONE in flow) is done


def test_a_switch_is_told_with_its_rows_or_by_itself() -> None:
    flow = _flow()
    assert "`includePast`: " in flow
    assert "`cameAt`; only with `includeVisits`" in flow
    assert "`includeVisits`: " not in flow


ONE = """# API

### GET /plots/{id}

- Response: `{"id": "uuid", "owner": {"id": "uuid", "name": "A"}, "deed": {"seal": "x", "at": "x"}}`
- Success: 200
"""
OF_ONE = """# Tables

### owners

- id: uuid PRIMARY KEY
- name: text NOT NULL

### plots

- id: uuid PRIMARY KEY
- owner_id: uuid NULLNESS REFERENCES owners(id)

### deeds

- id: uuid PRIMARY KEY
- plot_id: uuid NOT NULL ONLY REFERENCES plots(id)
- seal: text NOT NULL
- at: date NOT NULL
"""


@pytest.mark.parametrize(
    ("nullness", "only", "owner", "deed"),
    [
        ("NOT NULL", "UNIQUE", "", ", at most one (unique), null without one"),
        ("NULL", "", ", null without one", ", null without one"),
    ],
)
def test_a_row_inside_may_be_missing(nullness: str, only: str, owner: str, deed: str) -> None:
    db = OF_ONE.replace("NULLNESS", nullness).replace("ONLY", only)
    documents = (
        Document(path=RepoPath("api-plan.md"), role="api-plan", text=ONE),
        Document(path=RepoPath("db-plan.md"), role="db-plan", text=db),
    )
    said = "\n".join(told(documents, "GET /plots/{id}", 5))

    assert f"`owner` is the row of `owners` by `plots.owner_id`{owner}: " in said
    assert f"`deed` is the row of `deeds` by `deeds.plot_id`{deed}: " in said


PAIRS = (
    DB
    + """
### crops

- id: uuid PRIMARY KEY
- title: text
- season: text

### plot_crops

- plot_id: uuid NOT NULL REFERENCES plots(id)
- crop_id: uuid NOT NULL REFERENCES crops(id)
- sown_at: timestamptz
"""
)
JOINED = "are rows of `crops`, joined by `plot_crops.plot_id`, `plot_crops.crop_id`: `id`"


@pytest.mark.parametrize(
    ("inside", "there"),
    [
        ('"crops": [{ "id": "uuid", "title": "Rye" }]', True),
        # What the pair itself holds is no crop.
        ('"crops": [{ "id": "uuid", "sownAt": "2026-01-01", "note": "x" }]', False),
        ('"beds": [{ "id": "uuid", "title": "Rye" }]', False),
    ],
)
def test_rows_are_read_through_their_table_of_pairs(inside: str, *, there: bool) -> None:
    api = API.replace('"name": "North",', f'"name": "North", {inside},')
    assert (JOINED in _flow(api=api, db=PAIRS)) is there


UNNAMED = """# API

All endpoints need a JWT.

### GET /shelves/{id}

- Response: `{ "id": 1, "books": [{ "id": 1, "title": "x" }] }`
- Success: 200

### GET /shelves/{shelf_id}/books

- Response: `[{ "id": 1, "title": "x" }]`
- Success: 200

### GET /shelves/{shelf_id}/books/{id}

- Response: `{ "id": 1, "title": "x" }`
- Success: 200

### POST /shelves/{shelf_id}/books

- Body: `{ "title": "x" }`
- Response: `{ "id": 1, "title": "x" }`
- Success: 201
"""
BOOKS = """# Tables

### shelves

- id: uuid PRIMARY KEY

### books

- id: uuid PRIMARY KEY
- title: text

## Relations

N:M between books and shelves, by a join table with book_id and shelf_id
"""
AT = "`book_id` = `books.id` and `shelf_id` = `shelf_id` (db-plan.md:7, db-plan.md:14)"


@pytest.mark.parametrize(
    ("call", "there"),
    [
        (
            "GET /shelves/{id}",
            "`books[]` are rows of `books`, joined by the join table of `book_id`, `shelf_id`",
        ),
        (
            "GET /shelves/{shelf_id}/books",
            f"the join table, which has no name yet, has a row with {AT}",
        ),
        (
            "POST /shelves/{shelf_id}/books",
            "Insert a row into the join table, which has no name yet",
        ),
    ],
)
def test_a_table_of_pairs_without_a_name_joins_rows_too(call: str, there: str) -> None:
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=UNNAMED),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=BOOKS),
    )
    assert there in "\n".join(told(documents, call, 5))
