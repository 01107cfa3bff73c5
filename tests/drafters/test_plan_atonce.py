"""What general sections say of two writes at once, and of values by their names."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

### POST /kites

Adds a kite. Request body: `{ "remark": "string" }`

- Success: 201
- Errors: 409 there is one

### PATCH /kites/{id}

Changes a kite. Request body: `{ "remark": "string" }`

- Success: 200

### GET /kites

- Success: 200

## Consistency

- LINE

## Security

- The role of kites is told by the club that has it
- A kite has the role that the hill gives to it
- Permission of kites is told by the string they are on
- The owner of kites is told by what they are of
- Prevent injection in remarks that somebody gives to it
"""
RACES = "In race conditions for a new kite rely on the unique constraint; return conflict"
CREATES = "Use transactions around create operations, so that all or nothing is there"
WRITES = "Concurrent write operations take a lock of the table first"
OTHER = "Flag hoisting must wrap its insert in a transaction for a kite"


@pytest.mark.parametrize(
    ("line", "calls"),
    [
        (RACES, ["POST /kites", "PATCH /kites/{id}"]),
        (RACES.replace("a new", "create of a"), ["POST /kites"]),
        (CREATES, ["POST /kites"]),
        (WRITES, ["POST /kites", "PATCH /kites/{id}"]),
        (OTHER, []),
    ],
)
def test_what_becomes_of_writes_at_once_stands_with_the_errors(line: str, calls: list[str]) -> None:
    text = API.replace("LINE", line)
    documents = (Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text),)
    every = ("POST /kites", "PATCH /kites/{id}", "GET /kites")

    assert [one for one in every if line in "\n".join(told(documents, one, 7))] == calls


def test_of_many_lines_one_that_names_a_value_is_near() -> None:
    documents = (Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),)

    assert "Prevent injection in remarks" in "\n".join(told(documents, "POST /kites", 6))
