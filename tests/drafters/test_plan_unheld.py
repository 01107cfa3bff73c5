"""Fields of a write's answer that no column holds: the answer's item says who makes them."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

### POST /games

- Description: Adds a game
- Body: `{ "name": "string" }`
- Response: `{ "id": "uuid", "name": "x", "board": "text", "accessToken": "x", "made_at": "x" }`
- Success: 201

### GET /games/{id}

- Description: Shows a game
- Response: `{ "id": "uuid", "board": "text" }`
- Success: 200

### PATCH /games/{id}

- Description: Changes a game
- Body: `{ "name": "string" }`
- Success: 200
"""
DB = """# Database

### games

- id: uuid PRIMARY KEY
- name: text
"""
DOCUMENTS = (
    Document(path=RepoPath("api-plan.md"), role="api-plan", text=API, why=""),
    Document(path=RepoPath("db-plan.md"), role="db-plan", text=DB, why=""),
)


@pytest.mark.parametrize(
    ("call", "end"),
    [
        ("POST /games", "Return `201`; no column holds `board`: the service works that out"),
        ("GET /games/{id}", "Return `200`"),
        ("PATCH /games/{id}", "Return `200`; no column holds `board`: the service works that out"),
    ],
)
def test_what_no_column_holds_is_told_with_the_answer(call: str, end: str) -> None:
    last = [one for one in told(DOCUMENTS, call, 5) if one[:1].isdigit()][-1]

    assert last.partition(". ")[2].partition(" (api-plan")[0] == end


def test_what_a_key_of_the_row_tells_is_read_by_it() -> None:
    api = API.replace('"board": "text"', '"has_map": true, "map_url": "x"')
    db = f"{DB}- map_id: uuid REFERENCES maps(id)\n\n### maps\n\n- id: uuid PRIMARY KEY\n"
    documents = (
        Document(path=RepoPath("api-plan.md"), role="api-plan", text=api, why=""),
        Document(path=RepoPath("db-plan.md"), role="db-plan", text=db, why=""),
    )
    end = "`has_map`: whether `map_id` is set; no column"
    assert end in "\n".join(told(documents, "POST /games", 5))


RUNS = """# API

All endpoints need a JWT.

### POST /jobs/{id}/launch

- Description: Runs a job
- Success: 200

```json
{ "id": "uuid", "launched_at": "time", "failure_reason": "string" }
```

## Business Logic

### Launch of a job

**Logic**:
1. Store the start of the launch
2. Run the job in its sandbox
3. Handle outcome:
   - Success:
     - `state = 'ok'`
     - Store `launched_at` timestamp
   - Failure:
     - `state = 'bad'`
     - Store failure reason
     - Store `launched_at` timestamp
"""
JOBS = """# Database

### jobs

- id: uuid PRIMARY KEY
- state: text NOT NULL
- launched_at: timestamptz
"""


def test_what_a_sentence_stores_at_the_end_is_not_set_before() -> None:
    documents = (
        Document(path=RepoPath("api-plan.md"), role="api-plan", text=RUNS, why=""),
        Document(path=RepoPath("db-plan.md"), role="db-plan", text=JOBS, why=""),
    )
    said = [one.partition(". ")[2] for one in told(documents, "POST /jobs/{id}/launch", 5)]
    told_ = next(at for at, one in enumerate(said) if "Store `launched_at`" in one)
    assert said[told_ + 1].startswith(
        "Update the row of `jobs`: `state`, `launched_at` as told before"
    )
    assert not any("`launched_at` = now" in one for one in said)
    assert "no column holds `failure_reason`, which the documents store: settle where" in "".join(
        said
    )
