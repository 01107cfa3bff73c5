"""A row above that a row added below it brings into another state, with what runs then."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT.

## Bouts

### POST /bouts/{id}/strikes

- Description: Records a strike of the fencer whose turn it is (`current_fencer`).
- Body: `{"zone": "string"}`
- Response 201: `{"strikeId": 1, "zone": "arm", "boutStatus": "decided", "victor": {"id": 2}}`

### POST /bouts/{id}/remarks

- Description: Adds a remark of the umpire.
- Body: `{"text": "string"}`
- Response 201: `{"remarkId": 1, "text": "string"}`

## Business rules

### Strike rules

- A strike lands in a zone of the fencer
- `running` → `decided`: a strike of the fencer is the last one of the turn, the fencer is victor
- The zone of a strike is on the fencer
"""
DB = """# Schema

```sql
CREATE TYPE bout_status AS ENUM ('running', 'decided', 'off');
CREATE TABLE fencers (id int PRIMARY KEY, name text);
CREATE TABLE bouts (
  id int PRIMARY KEY,
  status bout_status NOT NULL DEFAULT 'running',
  current_fencer int,
  victor_id int REFERENCES fencers(id), updated_at timestamptz
);
CREATE TABLE strikes (
  id int PRIMARY KEY,
  bout_id int NOT NULL REFERENCES bouts(id),
  zone text NOT NULL
);
CREATE TABLE remarks (
  id int PRIMARY KEY,
  bout_id int NOT NULL REFERENCES bouts(id),
  text text NOT NULL
);
CREATE TRIGGER bouts_rank AFTER UPDATE ON bouts
FOR EACH ROW EXECUTE FUNCTION rank_up();
```
"""
DOCUMENTS = (
    Document(path=RepoPath("api-plan.md"), text=API, role="api-plan"),
    Document(path=RepoPath("db-plan.md"), text=DB, role="db-plan"),
)
CALL = "POST /bouts/{id}/strikes"


@pytest.mark.parametrize(
    "said",
    [
        (
            "Update the row of `bouts`: `current_fencer`, `victor_id`, "
            "and `status` where it comes to `decided`; "
            "set `updated_at` to the time of the change (db-plan.md:6"
        ),
        "After it the trigger `bouts_rank` runs `rank_up()` (db-plan.md:22-23)",
    ],
)
def test_the_row_above_changes_where_the_rules_draw_its_way(said: str) -> None:
    assert any(one.partition(". ")[2].startswith(said) for one in told(DOCUMENTS, CALL, 5))


def test_no_row_above_changes_without_such_a_rule() -> None:
    lines = told(DOCUMENTS, "POST /bouts/{id}/remarks", 5)

    assert not any("Update" in one or "bouts_rank" in one for one in lines)
