"""Refusals: by the request alone before a row is read, by the row once it is."""

from __future__ import annotations

import pytest
from planprojects import asked, told

from agent.core.documents import Document, RepoPath
from agent.drafter import PlanDraft
from agent.drafters.builtin import plan as drafter

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


def test_a_decision_names_the_status_of_what_is_not_valid_not_of_a_name_taken() -> None:
    text = (
        '# API\n\n### POST /tags\n\n- Request body: `{ "name": "string" }`\n- Success: 201\n'
        "- Errors:\n  - 400: name already taken\n  - 422: invalid name\n"
    )
    documents = (Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text),)

    drafted = drafter.plan(asked(documents, "POST /tags"))

    assert isinstance(drafted, PlanDraft)
    refused = [one for one in drafted.decisions if "`400`" in one or "`422`" in one]
    assert refused == ["Invalid input is `422` (api-plan.md:9)"]
