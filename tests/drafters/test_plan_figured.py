"""Rows below the path's row that an answer is computed from, where no field of it shows them."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT.

### GET /looms/{id}/weave-rate

- Description: The rate of weaving up to a day.
- Query: `until=YYYY-MM-DD` (optional)
- Response 200: `{"loomId": 1, "weaveRate": 0.5}`

### GET /looms/{id}/idle-rate

- Response 200: `{"loomId": 1, "idleRate": 0.5}`

## Rules

### Weave Rate

- For wool:
  - weaveRate = rowsWoven / rowsAimed
- For mode=2: weaveRate = 0 + 1

### Idle Rate

- idleRate = gauge / 2
"""
DB = """# Schema

## looms

| column | type | rules |
|---|---|---|
| id | int | PK |
| mode | int | NOT NULL |
| rowsAimed | int | NOT NULL |

## shifts

| column | type | rules | what |
|---|---|---|---|
| id | int | PK | |
| loomId | int | NOT NULL, FK → looms(id) | |
| day | date | NOT NULL | |
| rowsWoven | int | NOT NULL | |
| rowsAimed | int | NOT NULL | |
| modeSnapshot | int | NOT NULL | 1 = plain, 2 = twill |
| gauge | int | NOT NULL | |

- `shifts.modeSnapshot` is copied from the loom with the shift
"""
DOCUMENTS = (
    Document(path=RepoPath("api-plan.md"), text=API, role="api-plan"),
    Document(path=RepoPath("db-plan.md"), text=DB, role="db-plan"),
)
CALL = "GET /looms/{id}/weave-rate"


def test_rows_are_read_whose_columns_a_calculation_names() -> None:
    [line] = [one for one in told(DOCUMENTS, CALL, 5) if "`shifts`: " in one and one[0] != "-"]

    assert line.partition(". ")[2].startswith(
        "Read the rows of `shifts`: `loomId` = `id`, `day` <= `until`; "
        "the calculation takes `rowsWoven`, `modeSnapshot` from them (db-plan.md:11"
    )


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (CALL, "For wool: weaveRate = rowsWoven / rowsAimed (api-plan.md:20)"),
        (CALL, "- Columns of `shifts`: `modeSnapshot`: 1 = plain, 2 = twill (db-plan.md:20)"),
        (CALL, "; `shifts.modeSnapshot` is copied from the loom with the shift (db-plan.md:23)"),
    ],
)
def test_what_the_documents_say_of_it_is_told(call: str, said: str) -> None:
    assert any(said in one for one in told(DOCUMENTS, call, 5))


def test_one_name_alone_speaks_for_no_table() -> None:
    lines = told(DOCUMENTS, "GET /looms/{id}/idle-rate", 5)

    assert not any("shifts" in one for one in lines)
