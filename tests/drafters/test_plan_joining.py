"""Who joins a group becomes a row of its members, whatever names the group."""

from __future__ import annotations

import re

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT.

## Endpoints

### POST /api/crews/join

- Description: Join a crew by its pin. Only skippers can update boats.
- Body: `{"pin": "123456", "nickname": "string"}`
- Success: 201

### POST /api/tickets/{ticket}/accept

- Description: Accepts a ticket to join a crew.
- Success: 201

### POST /api/tickets/{ticket}/decline

- Description: Declines a ticket to join a crew.
- Success: 200

### POST /api/crews/{crewId}/join

- Description: Join a crew with its password.
- Body: `{"password": "string"}`
- Success: 200
- Errors: 401 wrong password

### POST /api/crews/{crewId}/set-password

- Description: Gives the crew another password.
- Body: `{"password": "string"}`
- Success: 200

### POST /api/boats

- Description: Creates a boat.
- Body: `{"name": "string"}`
- Success: 201
- Side effects:
  - Creates a row in `letters`
"""
DB = """# Database

## crews

- id: UUID PRIMARY KEY
- pin_hash: TEXT NOT NULL
- password_hash: TEXT

## crew_members

- crew_id: UUID NOT NULL REFERENCES crews(id)
- user_id: UUID NOT NULL REFERENCES users(id)
- nickname: TEXT

## tickets

- id: UUID PRIMARY KEY
- crew_id: UUID NOT NULL REFERENCES crews(id)

## boats

- id: UUID PRIMARY KEY
- name: TEXT NOT NULL

## letters

- id: UUID PRIMARY KEY
- boat_id: UUID NOT NULL REFERENCES boats(id)
- recipient_user_id: UUID NOT NULL REFERENCES users(id)

## users

- id: UUID PRIMARY KEY
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), text=API, role="api-plan"),
    Document(path=RepoPath(".ai/db-plan.md"), text=DB, role="db-plan"),
)


@pytest.mark.parametrize(
    ("call", "lines"),
    [
        (
            "POST /api/crews/join",
            [
                (
                    "Insert a row into `crew_members`: `crew_id` = `id` of the row of `crews`"
                    " that `pin` names (`pin_hash`), `user_id` = the caller, `nickname`"
                ),
            ],
        ),
        (
            "POST /api/tickets/{ticket}/accept",
            [
                (
                    "Insert a row into `crew_members`: `crew_id` = `tickets.crew_id`,"
                    " `user_id` = the caller"
                ),
            ],
        ),
        ("POST /api/tickets/{ticket}/decline", []),
        (
            "POST /api/boats",
            ["Insert a row into `boats`: `name`", "Creates a row in `letters`"],
        ),
    ],
)
def test_who_joins_becomes_a_member(call: str, lines: list[str]) -> None:
    flow = [one.partition(" ")[2] for one in told(DOCUMENTS, call, 5)[1:]]
    found = [re.sub(r" \([\w.-]+\.md:.*", "", one) for one in flow]
    assert [one for one in found if "Insert" in one or "Creates" in one] == lines


def test_what_others_may_change_is_not_written() -> None:
    steps = "\n".join(told(DOCUMENTS, "POST /api/crews/join", 9))
    assert "writes `crew_members`" in steps
    assert "`boats`" not in steps


def test_the_secret_of_what_is_joined_is_compared_and_kept() -> None:
    flow = "\n".join(told(DOCUMENTS, "POST /api/crews/{crewId}/join", 5))
    assert "`password` must match the hash in `crews.password_hash`; otherwise `401`" in flow
    assert "Insert a row into `crew_members`: `crew_id`, `user_id` = the caller" in flow
    assert "Update the row of `crews`" not in flow
    assert "the caller belongs to it" not in flow


def test_another_secret_is_stored_as_its_hash() -> None:
    flow = "\n".join(told(DOCUMENTS, "POST /api/crews/{crewId}/set-password", 5))
    assert "Update the row of `crews`: `password_hash` = the hash of `password`" in flow
    assert "must match" not in flow
