"""Lines that are no step by their form."""

from __future__ import annotations

import pytest
from planprojects import asked

from agent.core.documents import Document, RepoPath
from agent.drafters.builtin.planning.assemble import brief_of
from agent.drafters.builtin.planning.sentences.strays import is_stray

API = """# API

### GET /toys

- Description: Lists toys
- Success: 200

### POST /toys

- Description: Adds a toy
- Body: `{ "name": "string" }`
- Success: 201
"""
DOCUMENTS = (Document(path=RepoPath("api-plan.md"), role="api-plan", text=API, why=""),)


@pytest.mark.parametrize(
    ("call", "text", "stray"),
    [
        ("POST /toys", '`{ "id": "uuid", "name": "x" }`', True),
        ("POST /toys", "{ ...toys }", True),
        ("POST /toys", 'Message: "Toy added"', True),
        ("POST /toys", "<td>Toy</td>", True),
        ("POST /toys", "\u2192 Receive the toy", True),
        ("POST /toys", "Content-Type: application/json", True),
        ("POST /toys", "Response `201`: the toy", True),
        ("POST /toys", "200 if the toy is there already", False),
        ("POST /toys", "GET /toys/all # for admins", True),
        ("POST /toys", "POST `/toys` \u2013 adds one", False),
        ("POST /toys", "Close: `DELETE /toys/{id}` keeps it", False),
        ("POST /toys", "Its name is set (which the UI never shows)", False),
        ("POST /toys", "The answer could optionally hold its shop", True),
        ("POST /toys", "Recommendation: add toys one by one", True),
        ("POST /toys", "All endpoints are designed for clarity", True),
        ("POST /toys", "The list is made so that the UI needs no other call", True),
        ("POST /toys", "F-05: adding toys", True),
        ("POST /toys", "List Toys for a Shop", True),
        ("POST /toys", "Create a Toy (Admin)", False),
        ("GET /toys", "Create mapping (admin)", True),
        ("POST /toys", "Delete old toys (all)", False),
        ("POST /toys", "2. List Toys for a Shop", True),
        ("POST /toys", "No request parameters required", True),
        ("POST /toys", "`updated_at` is automatically updated by a trigger", True),
        ("POST /toys", "Unit tests: add one twice", True),
        ("POST /toys", "Toys of a shop have different names", False),
    ],
)
def test_which_lines_are_no_steps(call: str, text: str, *, stray: bool) -> None:
    assert is_stray(brief_of(asked(DOCUMENTS, call), ()), text) is stray
