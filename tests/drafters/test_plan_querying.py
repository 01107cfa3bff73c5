"""A query that the documents write out is told by its tables and clauses."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

## Resources

| Resource | Database Table |
| --- | --- |
| Standings | `results` |
| Races | `races` |

## Endpoints

All endpoints need a Bearer token, else 401.

### GET /races/{race_id}/standings

- Description: The standings of one race.
- Query: `limit` (default 10)
- Response:
  ```json
  { "data": [{ "place": 1, "runner_id": "uuid", "nick": "string", "seconds": 12 }] }
  ```
- Success: 200
- Errors: 401, 404

- Query logic:

```sql
SQL
```
"""
DB = """## Tables

### races

- id: uuid PRIMARY KEY

### runners

- id: uuid PRIMARY KEY
- nick: text NOT NULL

### results

- id: uuid PRIMARY KEY
- race_id: uuid NOT NULL REFERENCES races(id)
- runner_id: uuid NOT NULL REFERENCES runners(id)
- seconds: integer NOT NULL
"""
RANKED = """SELECT r.runner_id, p.nick, r.seconds,
  RANK() OVER (ORDER BY r.seconds, p.nick) AS place
FROM results r
JOIN runners p ON r.runner_id = p.id
WHERE r.race_id = :race_id
ORDER BY r.seconds, p.nick
LIMIT :limit OFFSET :offset"""
SUMMED = """SELECT r.*, SUM(r.seconds) AS place
FROM results AS r LEFT JOIN runners
  ON r.runner_id = runners.id
GROUP BY r.runner_id;"""


def _flow(query: str, number: int = 5) -> str:
    api = API.replace("SQL", query)
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
    )
    return "\n".join(told(documents, "GET /races/{race_id}/standings", number))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            RANKED,
            (
                "the rows of `results`, joined with `runners` on `r.runner_id = p.id`, where "
                "`r.race_id = :race_id`, ordered by `r.seconds, p.nick`; "
                "`place` = `RANK() OVER (ORDER BY r.seconds, p.nick)`"
            ),
        ),
        (
            SUMMED,
            (
                "the rows of `results`, joined with `runners` on `r.runner_id = runners.id`, "
                "grouped by `r.runner_id`; `place` = `SUM(r.seconds)`"
            ),
        ),
        ("SELECT runner_id, seconds, id AS place FROM results", "the rows of `results` ("),
    ],
)
def test_a_query_is_told_by_its_tables_and_clauses(query: str, said: str) -> None:
    flow = _flow(query)
    assert f"Run the documented query: {said}" in flow
    assert flow.index("Find the row of `races`") < flow.index("Run the documented query")


@pytest.mark.parametrize(
    "query",
    [
        RANKED.replace("JOIN runners", "JOIN people"),
        RANKED.replace("JOIN runners p", "JOIN results r"),
        RANKED.replace("r.seconds,\n", "(SELECT 1) AS seconds,\n"),
        RANKED.replace(":race_id", ":season"),
        "SELECT id, runner_id FROM results",
        "UPDATE results SET seconds = 1",
    ],
)
def test_a_query_of_other_tables_or_fields_is_left_alone(query: str) -> None:
    assert "documented query" not in _flow(query)


def test_the_row_above_a_list_is_not_what_it_is_about() -> None:
    assert "Works on `results`" in _flow(RANKED, 1)
