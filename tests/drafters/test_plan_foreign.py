"""What is no step of the endpoint: of its client, of another deed or state, of the document."""

from __future__ import annotations

import pytest
from planprojects import asked

from agent.core.documents import Document, RepoPath, Source
from agent.drafters.builtin.planning.assemble import brief_of
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.sections.foreign import steps_of

API = """# API

### GET /toys

- Description: Lists toys
- Success: 200

### POST /toys

- Description: Adds a toy
- Body: `{ "name": "string" }`
- Success: 201

### PATCH /toys/{id}

- Description: Changes a toy
- Body: `{ "state": "string" }`
- Success: 200

### POST /toys/{id}/accept

- Description: Accepts a toy
- Success: 200
"""
DB = """# Database

### toys

- id: uuid PRIMARY KEY
- name: text
- state: text NOT NULL CHECK (state IN ('new', 'accepted', 'lost'))
"""
DOCUMENTS = (
    Document(path=RepoPath("api-plan.md"), role="api-plan", text=API, why=""),
    Document(path=RepoPath("db-plan.md"), role="db-plan", text=DB, why=""),
)
HERE = Source(path=RepoPath("api-plan.md"), line=1, last=1)
ACCEPT, ADD, CHANGE, LIST = (
    "POST /toys/{id}/accept",
    "POST /toys",
    "PATCH /toys/{id}",
    "GET /toys",
)


@pytest.mark.parametrize(
    ("call", "text", "kept"),
    [
        (ADD, "Saving flow: The frontend takes the text and calls this", ""),
        (LIST, "Events are counted; frontend reads `/toys`", ""),
        (ADD, "Drag and drop → `POST /toys` with a name", ""),
        (ADD, "Executed before the query in POST /toys", ""),
        (ADD, "Prevents SQL injection", ""),
        (ADD, "Prevents `name` from injection", "Prevents `name` from injection"),
        (ADD, "Not explicitly in PRD but added", ""),
        (ADD, "Closing is triggered by an edge function", ""),
        (ADD, "Newest toys come first", ""),
        (LIST, "Newest toys come first", "Newest toys come first"),
        (ADD, "FR-10 Adding: a signed in user can add a toy", ""),
        (ADD, "FR-10 Adding: a user can add a toy only once", "*"),
        (ADD, "Name it; deactivating a toy frees its place", "Name it"),
        (ADD, "When it is accepted, tell the owner", "*"),
        (ADD, "When accepted, tell the owner", ""),
        (ADD, "When toy accepted, tell the owner", ""),
        (ADD, "When toy added, tell the owner", "*"),
        (ACCEPT, "When toy accepted, tell the owner", "*"),
        (CHANGE, "Deactivating a toy frees its place", "*"),
        (ADD, "Completion endpoint sets the time", ""),
        (ACCEPT, "Acceptance endpoint sets the time", "*"),
        (ADD, "This endpoint sets the time", "*"),
        (LIST, "Ensure it is visible before allowing redemption", ""),
        (ADD, "Ensure it is named before allowing creation", "*"),
        (ACCEPT, "Ensure it is named before allowing acceptance", "*"),
        (ACCEPT, "When `other`, tell the owner", "*"),
        (CHANGE, "When `lost`, tell the owner", "*"),
        (ADD, "State transitions: `new → accepted`, `accepted → lost`", ""),
        (ACCEPT, "State transitions: `new → accepted`, `accepted → lost`", "*"),
        (ADD, "State transitions: `new → accepted`", "*"),
    ],
)
def test_what_is_no_step_of_the_endpoint_is_left_out(call: str, text: str, kept: str) -> None:
    brief = brief_of(asked(DOCUMENTS, call), ())
    found = [one.text for one in steps_of(brief, [Fact(text=text, sources=(HERE,))])]

    assert found == ([text] if kept == "*" else [kept] if kept else [])
