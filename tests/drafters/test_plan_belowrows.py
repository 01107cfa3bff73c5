"""Rows below the one that the path names: which table they are of, and which of them are meant."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT.

### DELETE /camps/{campId}/members/{userId}

- Description: Remove a person.
- Success: 204

### DELETE /camps/:campId/plants/:x/:y

- Description: Take it out.
- Success: 204

### DELETE /big-lists/{listId}/items/{itemId}

- Description: Remove an item.
- Success: 204

### PATCH /big-lists/{listId}/items/{itemId}

- Description: Edit an item.
- Request body: `{ "note": "string" }`
- Success: 200

### POST /camps/{campId}/choose

- Description: Choose a plant.
- Request body: `{ "plant_placement_id": "uuid", "user_id": "uuid", "big_list_id": "uuid" }`
- Success: 200
- Errors: 404 not found

### DELETE /camps/{campId}/stars

- Description: Take back your star.
- Success: 204
- Errors: 404 no star

### DELETE /camps/{campId}/cover

- Description: Remove the cover.
- Success: 204

### PATCH /camps/{campId}/covers/{coverId}

- Description: Edit a cover.
- Request body: `{ "file": "string" }`
- Success: 200
- Errors: 403 not a member

### DELETE /users/me

- Description: Remove the account.
- Success: 204
"""
DB = """# Database

## camps

- id: UUID PRIMARY KEY
- cover_id: UUID REFERENCES covers(id)
- name: TEXT

## store_items

- id: UUID PRIMARY KEY
- camp_id: UUID NOT NULL REFERENCES camps(id)

## camp_memberships

- camp_id: UUID NOT NULL REFERENCES camps(id)
- user_id: UUID NOT NULL REFERENCES users(id)

## camp_stars

- id: UUID PRIMARY KEY
- camp_id: UUID NOT NULL REFERENCES camps(id)
- user_id: UUID NOT NULL REFERENCES users(id)
- UNIQUE (user_id, camp_id)

## covers

- id: UUID PRIMARY KEY
- file: TEXT NOT NULL

## plant_placements

- id: UUID PRIMARY KEY
- camp_id: UUID NOT NULL REFERENCES camps(id)
- x: INTEGER NOT NULL
- y: INTEGER NOT NULL
- plant_name: TEXT

## big_lists

- id: UUID PRIMARY KEY

## big_list_items

- id: UUID PRIMARY KEY
- big_list_id: UUID NOT NULL REFERENCES big_lists(id)
- note: TEXT
- edited_at: TIMESTAMPTZ

## favourites

- id: UUID PRIMARY KEY
- user_id: UUID NOT NULL REFERENCES users(id)
"""


@pytest.mark.parametrize(
    ("endpoint", "there"),
    [
        (
            "DELETE /camps/{campId}/members/{userId}",
            "Delete the row of `camp_memberships`: `camp_id` = `campId`, `user_id` = `userId`",
        ),
        (
            "DELETE /camps/{campId}/stars",
            "Delete the row of `camp_stars`: `camp_id` = `campId`, `user_id` = the caller",
        ),
        ("DELETE /camps/{campId}/cover", "Delete the row of `covers`: `id` = `camps.cover_id`"),
        (
            "DELETE /camps/:campId/plants/:x/:y",
            "Delete the row of `plant_placements`: `camp_id` = `campId`, `x` = `x`, `y` = `y`",
        ),
        ("DELETE /big-lists/{listId}/items/{itemId}", "Delete the row of `big_list_items`"),
        ("PATCH /big-lists/{listId}/items/{itemId}", "Set `edited_at` to the time of the change"),
        (
            "POST /camps/{campId}/choose",
            "`plant_placement_id` must be a row of `plant_placements` with `camp_id` = `campId`,",
        ),
    ],
)
def test_rows_below_are_of_their_own_table(endpoint: str, there: str) -> None:
    assert there in _flow(endpoint)


@pytest.mark.parametrize(
    ("endpoint", "absent"),
    [
        ("DELETE /users/me", "`user_id` = NULL"),
        ("DELETE /camps/:campId/plants/:x/:y", "`plant_name` = NULL"),
        ("POST /camps/{campId}/choose", "must be a row of `big_lists` with"),
    ],
)
def test_no_key_is_emptied(endpoint: str, absent: str) -> None:
    assert absent not in _flow(endpoint)


@pytest.mark.parametrize(
    ("endpoint", "told_"),
    [
        ("DELETE /camps/{campId}/stars", False),
        ("PATCH /camps/{campId}/covers/{coverId}", False),
        ("POST /camps/{campId}/choose", True),
    ],
)
def test_no_threat_is_told_that_nothing_answers(endpoint: str, *, told_: bool) -> None:
    assert ("somebody else's row" in _section(endpoint, 6)) is told_


def _flow(endpoint: str) -> str:
    return _section(endpoint, 5)


def _section(endpoint: str, number: int) -> str:
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
    )
    return "\n".join(told(documents, endpoint, number))
