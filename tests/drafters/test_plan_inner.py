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
