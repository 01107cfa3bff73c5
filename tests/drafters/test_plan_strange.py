"""What general sections say for other endpoints is no sentence of this one."""

from __future__ import annotations

import pytest
from planprojects import asked

from agent.core.documents import Document, RepoPath, Source
from agent.core.spec import Excerpt
from agent.drafters.builtin.planning.assemble import brief_of
from agent.drafters.builtin.planning.sentences.strange import is_of_strangers, is_strange

API = """# API

### GET /nests

- Description: Lists nests
- Success: 200

### GET /nests/{id}

- Description: One nest
- Success: 200

### POST /nests

- Description: Adds a nest
- Body: `{ "name": "string", "eggs": [{ "size": 1 }] }`
- Success: 201

### DELETE /nests/{id}

- Description: Removes a nest
- Success: 204

### POST /hatchings

- Description: Generates names for the brood with an LLM
- Body: `{ "nest_id": "uuid" }`
- Success: 201

### POST /auth/login

- Description: A session
- Success: 200

### POST /doors

- Description: A door with a password
- Success: 201

### GET /admin/nests

- Description: All nests
- Success: 200
"""
DB = """# Database

### nests

- id: uuid PRIMARY KEY
- name: text

### nest_visitors

- id: uuid PRIMARY KEY
- nest_id: uuid REFERENCES nests(id)

### eggs

- id: uuid PRIMARY KEY
- shell: text
- nest_id: uuid REFERENCES nests(id)

### hatchings

- id: uuid PRIMARY KEY
- nest_id: uuid REFERENCES nests(id)
"""
DOCUMENTS = (
    Document(path=RepoPath("api-plan.md"), role="api-plan", text=API, why=""),
    Document(path=RepoPath("db-plan.md"), role="db-plan", text=DB, why=""),
)
LIST, ONE, ADD, DROP = "GET /nests", "GET /nests/{id}", "POST /nests", "DELETE /nests/{id}"
HATCH, ADMIN = "POST /hatchings", "GET /admin/nests"


@pytest.mark.parametrize(
    ("call", "text", "strange"),
    [
        (ADD, "Nest visitors: a name is required", True),
        (ADD, "Visitors: a name is required", True),
        (ADD, "Nests: a name is required", False),
        (ADD, "Eggs: each has a size", False),  # the body holds them
        (ADD, "Nest Hatching: makes a row of `hatchings`", True),
        (HATCH, "Nest Hatching: makes a row of `hatchings`", False),
        (ADD, "Hatching process: a row is made", True),
        (ADD, "Processing: a row is made", False),
        (ADD, "Rules: a row is made", False),
        (ADD, "Users: see their own rows", False),
        (LIST, "Admin routes (e.g. logs) require a key", True),
        (ADMIN, "Admin routes (e.g. logs) require a key", False),
        (LIST, "Access to certain endpoints is restricted", True),
        (LIST, "Access is restricted (e.g. to certain endpoints)", False),
        (LIST, "`/nests` is one of certain endpoints", False),
        (LIST, "Nests may be public (outside MVP scope)", True),
        (LIST, "ETag / If-Match for PATCH", True),
        (LIST, "ETag for GET", False),
        (LIST, "Policies for SELECT and DELETE", False),
        (ADD, "When the AI service fails, an error is logged", True),
        (HATCH, "When the AI service fails, an error is logged", False),
        (ONE, "Generation errors are logged", True),
        (DROP, "A nest must have at least one egg", True),
        (DROP, "A nest that is removed must have no egg", False),
        (ADD, "A nest must have at least one egg", False),
        (ADD, "Indexes optimize data retrieval", True),
        (LIST, "Indexes optimize data retrieval", False),
        (ADD, "Pagination is part of list endpoints", True),
        (ONE, "400 for malformed JSON", True),
        (ADD, "400 for malformed JSON", False),
        (LIST, "Rate limit AI endpoints (e.g. 5 calls/min)", True),
        (HATCH, "Rate limit AI endpoints (e.g. 5 calls/min)", False),
        (HATCH, "Rate limit hatching endpoints", False),
        (LIST, "All requests but those to auth endpoints need a token", False),
        (LIST, "Per token a bucket of 100 requests, and a smaller one for AI endpoints", False),
        (LIST, "Throttling will come in future versions", True),
        (LIST, "Bcrypt hashes with 12 rounds", True),
        ("POST /auth/login", "Bcrypt hashes with 12 rounds", False),
        ("POST /doors", "Bcrypt hashes with 12 rounds", False),  # it has a password
        (ONE, "Search: by the vector of its words", True),
        (LIST, "Search: by the vector of its words", False),
        (ONE, "nest_key: required", True),
        (ADD, "nest_key: required", False),
        (LIST, "No duplicates of a name", True),
        (ADD, "No duplicates of a name", False),
        (ADD, "Read: only own rows", True),
        (ADD, "UPDATE and DELETE only for the owner", True),
        (ADD, "INSERT only for the owner", False),
        (HATCH.replace("POST", "PATCH"), "Latest rows are cached", True),
        (ADD, "Indexes keep queries fast", True),
        (ADD, "Nest tidying: a process runs periodically over nests", True),
        (ADD, "Nest tidying runs with each of them", False),
        (LIST, "Indexes keep queries fast", False),
        (ADD, "All endpoints must use HTTPS", True),
        (ADD, "`409` for the same `(nest_id, shell)`", True),
        (ADD, "`409` for the same `name`", False),
        (ADD, "`shell` is counted", False),
        (LIST, "`shell` is required", False),
        (ADD, "Cached rows are invalidated", False),
    ],
)
def test_sentences_of_other_endpoints_are_known(call: str, text: str, *, strange: bool) -> None:
    brief = brief_of(asked(DOCUMENTS, call), ())

    assert is_strange(brief, text) is strange


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("**Hatching errors**:\n- Reads `hatchings` again\n- Rolls back", True),
        ("**Hatching errors**:\n- Reads `hatchings` of the nests", False),
        ("**Rolls back**:\n- On failure", False),
        ("- Reads `hatchings` again\n- Rolls back", False),
        ("**Hatching errors**:", False),
    ],
)
def test_lines_below_the_lead_of_others_are_known(text: str, *, strange: bool) -> None:
    brief = brief_of(asked(DOCUMENTS, ADD), ())
    source = Source(path=RepoPath("api-plan.md"), line=1, last=3)

    assert is_of_strangers(brief, Excerpt(source=source, text=text)) is strange
