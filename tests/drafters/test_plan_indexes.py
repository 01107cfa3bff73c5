"""Which indexes serve an endpoint: those that begin with most of what its rows are read by."""

from __future__ import annotations

from dataclasses import replace

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT. Everyone reads their own kites only.

### GET /kites

- Query parameters: `state` (string)
- Success: 200

### GET /kites/{id}

- Success: 200
- Errors: 404 no such kite

### POST /kites

- Request body: `{ "state": "string" }`
- Success: 201
"""
DB = """## Schema

```sql
CREATE TABLE kites (
  id uuid PRIMARY KEY,
  flyer_id uuid NOT NULL REFERENCES auth.users(id),
  state text NOT NULL,
  flown_at timestamptz
);
CREATE POLICY own ON kites FOR SELECT USING (auth.uid() = flyer_id);
CREATE INDEX kites_flown ON kites(flown_at);
CREATE INDEX kites_state ON kites(state, flown_at);
CREATE INDEX kites_flyer ON kites(flyer_id, state);
```
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
    Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
)


@pytest.mark.parametrize(
    ("call", "served"),
    [
        ("GET /kites", ["- An index on `flyer_id`, `state` of `kites` serves it (db-plan.md:13)"]),
        # It is found by its key, whoever's it is.
        ("GET /kites/{id}", []),
        ("POST /kites", []),
    ],
)
def test_the_index_that_most_of_it_is_read_by(call: str, served: list[str]) -> None:
    assert [one for one in told(DOCUMENTS, call, 8) if "index" in one] == served


LISTED = """## Tables

### kites

- id: uuid PRIMARY KEY
- flyer_id: uuid NOT NULL REFERENCES users(id)
- state: text

**Indexes**:
- `ix_kites_state`: (state, flyer_id DESC) INCLUDE (id)
- `pk_kites`: (id)
"""


@pytest.mark.parametrize(
    ("call", "served"),
    [
        ("GET /kites", ["- An index on `state`, `flyer_id` of `kites` serves it (db-plan.md:10)"]),
        ("GET /kites/{id}", []),
    ],
)
def test_an_index_that_is_listed_with_its_table(call: str, served: list[str]) -> None:
    documents = (DOCUMENTS[0], replace(DOCUMENTS[1], text=LISTED))

    assert [one for one in told(documents, call, 8) if "index" in one] == served


@pytest.mark.parametrize("title", ["### Later (deferred)", "### Przysz\u0142e"])
def test_an_index_that_is_put_off_serves_nothing(title: str) -> None:
    late = LISTED.replace("**Indexes**:", title)
    documents = (DOCUMENTS[0], replace(DOCUMENTS[1], text=late))

    assert [one for one in told(documents, "GET /kites", 8) if "index" in one] == []


ASKED = """# API

All endpoints need a JWT.

### GET /kites

- Lists kites, each with its number of flights.
- Response 200: `[{ "id": "uuid", "state": "string", "flightCount": 3 }]`
"""
BESIDE = """# Database

### kites

- id: uuid PRIMARY KEY
- state: text

### flights

- id: uuid PRIMARY KEY
- kite_id: uuid NOT NULL REFERENCES kites(id)
- UNIQUE (kite_id)

**Indexes**:
- `ix_flights` NONCLUSTERED (kite_id)
"""


def test_an_index_of_what_a_field_of_the_answer_counts() -> None:
    documents = (replace(DOCUMENTS[0], text=ASKED), replace(DOCUMENTS[1], text=BESIDE))

    found = [one for one in told(documents, "GET /kites", 8) if "index" in one]
    assert found == ["- An index on `kite_id` of `flights` serves it (db-plan.md:15)"]
