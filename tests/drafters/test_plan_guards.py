"""Refusals: by the request alone before a row is read, by the row once it is."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

Bearer token in every request: `Authorization: Bearer <JWT>`.

### PATCH /toys/{id}

- Description: Changes a toy of the caller
- Body: `{ "state": "string" }`
- Success: 200
- Errors: 400 Invalid payload or invalid state transition, 404 no such toy

### POST /toys/{id}/loans

- Description: Lends a toy
- Body: `{ "until": "string", "note": "string" }`
- Success: 201
- Errors: 400 if content exceeds limit, 404 no such toy, 422 after the deadline

### POST /toys

- Description: Adds a toy
- Body: `{ "text": "string" }`
- Success: 201
- Errors: 400 if text exceeds limit
"""
DB = """# Database

### toys

- id: uuid PRIMARY KEY
- owner_id: uuid NOT NULL REFERENCES users(id)
- state: text
- text: text

### loans

- id: uuid PRIMARY KEY
- toy_id: uuid NOT NULL REFERENCES toys(id)
- until: date
- note: text

### users

- id: uuid PRIMARY KEY
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API, why=""),
    Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB, why=""),
)


@pytest.mark.parametrize(
    ("call", "words", "place"),
    [
        ("PATCH /toys/{id}", "invalid input is `400`", 1),
        ("PATCH /toys/{id}", "Refuse with `400`: invalid state transition", 3),
        ("POST /toys/{id}/loans", "Refuse with `422`: after the deadline", 3),
        ("POST /toys", "invalid input is `400`", 1),
    ],
)
def test_what_a_row_decides_is_refused_once_it_is_read(call: str, words: str, place: int) -> None:
    steps = [one for one in told(DOCUMENTS, call, 5) if one[:1].isdigit()]

    assert [at for at, one in enumerate(steps) if words in one] == [place], steps
