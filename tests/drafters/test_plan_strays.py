"""Lines that are no step by their form, and lines below a field's name."""

from __future__ import annotations

import pytest
from planprojects import asked

from agent.core.documents import Document, RepoPath, Source
from agent.drafters.builtin.planning.assemble import brief_of
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.sentences.belowfield import of_field
from agent.drafters.builtin.planning.sentences.strays import is_stray

API = """# API

### GET /toys

- Description: Lists toys
- Success: 200

### POST /toys

- Description: Adds a toy
- Body: `{ "name": "string" }`
- Success: 201

## Rules

- **name:**
  - Maximum length: 9
  - Must be one that the shop knows

  - Kept for good
- **Name:**
  - Never sold twice
- **Shops:**
  - Open all day
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
        ("POST /toys", 'Close it: `PATCH /toys/1 { "open": false }`', True),
        ("POST /toys", "Close: `DELETE /toys/{id}` keeps it", False),
        ("POST /toys", "Its name is set (which the UI never shows)", False),
        ("POST /toys", "The answer could optionally hold its shop", True),
        ("POST /toys", "Recommendation: add toys one by one", True),
        ("POST /toys", "All endpoints are designed for clarity", True),
        ("POST /toys", "The list is made so that the UI needs no other call", True),
        ("POST /toys", "F-05: adding toys", True),
        ("POST /toys", "Toy CRUD (PRD F1)", True),
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


@pytest.mark.parametrize(
    ("line", "text", "said"),
    [
        (17, "Maximum length: 9", None),
        (18, "Must be one that the shop knows", "`name`: must be one that the shop knows"),
        (20, "Kept for good", "`name`: kept for good"),
        (22, "Never sold twice", "`name`: never sold twice"),
        (24, "Open all day", "Open all day"),
        (16, "name", "name"),
    ],
)
def test_what_stands_below_a_field_is_said_of_it(line: int, text: str, said: str | None) -> None:
    source = Source(path=RepoPath("api-plan.md"), line=line, last=line)

    found = of_field(
        brief_of(asked(DOCUMENTS, "POST /toys"), ()), Fact(text=text, sources=(source,))
    )

    assert (found.text if found is not None else None) == said
