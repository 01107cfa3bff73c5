"""What has to hold for a write: conditions with their numbers, flags, and concurrent changes."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

Bearer token in every request: `Authorization: Bearer <JWT>`.

### DELETE /toys/{id}

- Description: Removes a toy (RB-01)
- Success: 204
- Errors: 403 TOY_DELETE_FORBIDDEN, 404 no such toy

RB-01 Removal only if nobody lent the toy.

### PATCH /toys/{id}

- Description: Changes a toy of the caller
- Body: `{ "name": "string" }`
- Success: 200
- Errors: 403 not the owner or a shared toy, 409 concurrent change found by updated_at

### DELETE /boxes/{id}

- Description: Removes a box
- Success: 204
- Errors: 404 no such box, 409 the box is full

### POST /boxes

- Description: Adds a box
- Body: `{ "name": "string" }`
- Success: 201
- Errors: 403 not a keeper of boxes, 409 box name already in use, 422 shelf of the box too small
- Notes:
  - Whoever adds must be a keeper of boxes
  - The box name must not be in use and must have the format of names
  - Return "You cannot have a box name in use"
  - A shelf must not be small for its box
"""
DB = """# Database

### toys

- id: uuid PRIMARY KEY
- box_id: uuid REFERENCES boxes(id) ON DELETE RESTRICT
- owner_id: uuid NOT NULL REFERENCES users(id)
- name: text
- is_shared: boolean NOT NULL
- is_new: boolean NOT NULL
- updated_at: timestamptz

### boxes

- id: uuid PRIMARY KEY
- owner_id: uuid NOT NULL REFERENCES users(id)

### users

- id: uuid PRIMARY KEY
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API, why=""),
    Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB, why=""),
)


@pytest.mark.parametrize(
    ("call", "words", "is_told"),
    [
        ("POST /boxes", "must be a keeper of boxes; otherwise `403`", True),
        ("POST /boxes", "must have the format of names; otherwise", False),
        ("POST /boxes", 'box name in use"; otherwise', False),
        ("POST /boxes", "must not be small for its box; otherwise `422`", True),
        ("DELETE /toys/{id}", "RB-01 Removal only if nobody lent the toy; otherwise `403`", True),
        ("PATCH /toys/{id}", "Refuse with `403` where `toys.is_shared` is true", True),
        ("PATCH /toys/{id}", "is_new", False),
        (
            "PATCH /toys/{id}",
            "`name`, only where `updated_at` is still the value that the caller last read",
            True,
        ),
        ("DELETE /toys/{id}", "is still the value", False),
        (
            "DELETE /boxes/{id}",
            "the box is full (api-plan.md:24): it stays while rows refer to it: `toys.box_id`",
            True,
        ),
    ],
)
def test_what_has_to_hold_for_a_write(call: str, words: str, *, is_told: bool) -> None:
    assert (words in "\n".join(told(DOCUMENTS, call, 5))) is is_told


LONGER = "RB-01 Removal only if nobody lent the toy: read its loans, deny when there is one."
PRD = "# PRD\n\nFR-02 Removal of a toy: allowed only if it has no loan.\n"


def _flow(api: str, prd: str = "") -> str:
    own = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api, why="")
    more = Document(path=RepoPath(".ai/prd.md"), role="prd", text=prd, why="")
    return "\n".join(told((own, DOCUMENTS[1], more), "DELETE /toys/{id}", 5))


def test_of_a_condition_that_is_told_twice_the_fuller_one_stays() -> None:
    flow = _flow(API.replace("### PATCH", f"{LONGER}\n\n### PATCH", 1))

    assert flow.count("RB-01") == 1
    assert "deny when there is one; otherwise `403`" in flow


@pytest.mark.parametrize(("api", "is_told"), [(API.replace("RB-01 Removal", "Removal"), True)])
def test_a_demand_that_the_api_has_a_rule_for_is_told_by_it(api: str, *, is_told: bool) -> None:
    api = api.replace("(RB-01)", "(RB-01, FR-02)")

    assert ("FR-02 Removal of a toy" in _flow(api, PRD)) is is_told


@pytest.mark.parametrize(("call", "is_told"), [("POST /login", True), ("POST /authors", False)])
def test_where_tokens_come_from_is_told_of_what_makes_them(call: str, *, is_told: bool) -> None:
    said = "Tokens are JWT that the server signs for a caller"
    auth = f"## Authentication\n\n- {said}.\n- The JWT has a role claim that is checked.\n"
    api = f"# API\n\n### {call}\n\n- Success: 200\n\n{auth}"
    own = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api, why="")

    assert (said in "\n".join(told((own, DOCUMENTS[1]), call, 6))) is is_told


def test_of_a_passage_on_tokens_the_demands_are_told() -> None:
    said = "Tokens are JWT that the server signs. Only tokens of a verified shop are taken"
    api = f"# API\n\n### POST /toys\n\n- Success: 200\n\n## Authentication\n\n- {said}.\n"
    own = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=api, why="")

    security = "\n".join(told((own, DOCUMENTS[1]), "POST /toys", 6))

    assert ": Only tokens of a verified shop are taken (api-plan.md:9)" in security


def test_a_rule_is_told_without_the_layer_that_would_keep_it() -> None:
    how = "View hook / serializer `validate()` reads loans"
    row = f"| RB-01 Removal only if nobody lent the toy | {how} |"
    table = f"\n## Rules\n\n| Rule | How |\n|---|---|\n{row}\n"
    api = API.replace("RB-01 Removal only if nobody lent the toy.", "") + table

    assert "RB-01 Removal only if nobody lent the toy: reads loans; otherwise `403`" in _flow(api)
