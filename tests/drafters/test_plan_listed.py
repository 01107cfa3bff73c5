"""Rows that a list of keys in the body makes, and those below what is the caller's own."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT.

## Endpoints

### POST /api/concerts

- Description: Creates a concert.
- Body: `{"title": "string", "performer_ids": ["uuid"]}`
- Success: 201

### POST /api/choirs/{choirId}/members

- Description: Adds singers to a choir.
- Body: `{"singerIds": ["uuid"]}`
- Success: 201

### POST /api/luthiers/me/crafts

- Description: Adds crafts to the luthier.
- Body: `{"craft_ids": ["uuid"]}`
- Success: 200

### DELETE /api/luthiers/me/gallery/{photoId}

- Description: Deletes a photo of the gallery.
- Success: 204
- Errors: 404
"""
DB = """# Database

## concerts

- id: UUID PRIMARY KEY
- title: TEXT NOT NULL

## musicians

- id: UUID PRIMARY KEY

## concert_performers

- concert_id: UUID NOT NULL REFERENCES concerts(id)
- musician_id: UUID NOT NULL REFERENCES musicians(id)

## choirs

- id: UUID PRIMARY KEY

## choir_members

- id: UUID PRIMARY KEY
- choir_id: UUID NOT NULL REFERENCES choirs(id)
- singer_id: UUID NOT NULL REFERENCES musicians(id)

## luthier_profiles

- user_id: UUID PRIMARY KEY REFERENCES users(id)

## crafts

- id: UUID PRIMARY KEY

## luthier_crafts

- luthier_id: UUID NOT NULL REFERENCES luthier_profiles(user_id)
- craft_id: UUID NOT NULL REFERENCES crafts(id)

## gallery_photos

- id: UUID PRIMARY KEY
- luthier_id: UUID NOT NULL REFERENCES luthier_profiles(user_id)
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), text=API, role="api-plan"),
    Document(path=RepoPath(".ai/db-plan.md"), text=DB, role="db-plan"),
)


@pytest.mark.parametrize(
    ("call", "line"),
    [
        (
            "POST /api/concerts",
            (
                "Insert a row into `concert_performers`: `concert_id` = the new row of `concerts`,"
                " `musician_id` = the entry, for each entry of `performer_ids`"
            ),
        ),
        (
            "DELETE /api/luthiers/me/gallery/{photoId}",
            "Find the row of `gallery_photos` with `id` = `photoId`; `404` if there is none",
        ),
        ("DELETE /api/luthiers/me/gallery/{photoId}", "Delete the row of `gallery_photos`"),
    ],
)
def test_rows_of_a_list_and_of_the_callers_own(call: str, line: str) -> None:
    flow = "\n".join(told(DOCUMENTS, call, 5))
    assert line in flow
