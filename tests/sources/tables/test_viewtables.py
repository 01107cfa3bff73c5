from __future__ import annotations

from agent.core.documents import Document, RepoPath
from agent.sources.gathering.databases import schema_of
from agent.sources.tables.viewtables import view_tables

PLAN = """# Database

## Tables

### games

- `id` uuid PRIMARY KEY
- `winner_id` uuid
- `score` integer

## Views

### 7.1. game_summary (VIEW)

A view of games.

**Columns**:
- All columns of the table `games`
- `winner_name`, `winner_rank` - who won
- other things

**Usage**:
- `not_a_column` is none

### 7.2. top_players (MATERIALIZED VIEW)

The best, registered ones only.

**Kolumny**:
- `id` - whose

**Sortowanie**: `score DESC`, `id ASC`

### 7.3. player_stats

```sql
CREATE VIEW player_stats AS
SELECT user_id, COUNT(*) AS total, SUM(COALESCE(score, 0)) as points, 1 + 2
FROM games ORDER BY points DESC;
```
"""


def test_views_have_the_columns_and_the_order_that_are_said_of_them() -> None:
    document = Document(path=RepoPath("db-plan.md"), role="db-plan", text=PLAN)
    schema = schema_of((document,))
    found = {one.name: one for one in view_tables(schema, (document,))}

    names = {name: [one.name for one in table.columns] for name, table in found.items()}
    assert names == {
        "game_summary": ["id", "winner_id", "score", "winner_name", "winner_rank"],
        "top_players": ["id"],
        "player_stats": ["user_id", "total", "points"],
    }
    (order,) = found["top_players"].stated
    assert order.text == "score DESC, id ASC"
    assert "Sortowanie" in PLAN.split("\n")[order.source.line - 1]
    assert found["top_players"].note == "The best, registered ones only."
    assert (
        found["top_players"].source.line
        == PLAN.split("\n").index("### 7.2. top_players (MATERIALIZED VIEW)") + 1
    )
    assert found["game_summary"].constraints == ()
    assert found["player_stats"].note == ""


def test_a_view_of_a_document_that_is_not_given_is_none() -> None:
    document = Document(path=RepoPath("db-plan.md"), role="db-plan", text=PLAN)

    assert view_tables(schema_of((document,)), ()) == ()
