"""Rows of logs: by the kinds that they know, and by those that a line names."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT.

## Endpoints

### POST /api/kites

- Description: Creates a kite from a sketch within a club shelf, for all club racks.
- Body: `{"name": "string"}`
- Success: 201

### PATCH /api/kites/{id}/approve

- Description: Approves a pending kite.
- Body: `{"name": "string"}`
- Success: 200

### POST /api/kites/{id}/ropes

- Description: Adds a rope.
- Body: `{"length": 3}`
- Success: 201

### POST /api/kites/{id}/launch

- Description: Launches the kite.
- Success: 200
- Side effects:
  - Create `kite_launched` telemetry event with wind value in event_data
  - Create `kite_lost` telemetry event

### POST /api/kites/{id}/reject

- Description: Rejects the kite.
- Success: 200

### POST /api/kites/drawings

- Description: Draws a kite with AI.
- Body: `{"prompt": "string"}`
- Success: 201
"""
DB = """# Database

## kites

- id: UUID PRIMARY KEY
- name: TEXT NOT NULL
- status: TEXT CHECK (status IN ('pending', 'approved', 'rejected'))
- reviewed_by: UUID REFERENCES users(id)
- reviewed_at: TIMESTAMPTZ

## ropes

- id: UUID PRIMARY KEY
- kite_id: UUID NOT NULL REFERENCES kites(id)
- length: INTEGER NOT NULL

## drawings

- id: UUID PRIMARY KEY
- prompt: TEXT NOT NULL
- status: TEXT NOT NULL DEFAULT 'hung' CHECK (status IN ('hung', 'completed', 'failed'))

## club_shelves

- id: UUID PRIMARY KEY
- name: TEXT NOT NULL

## club_racks

- id: UUID PRIMARY KEY
- name: TEXT NOT NULL

## users

- id: UUID PRIMARY KEY

## audit_logs

- id: UUID PRIMARY KEY
- action: TEXT NOT NULL CHECK (action IN ('kite_created', 'kite_approved', 'club_created'))
- actor_id: UUID NOT NULL REFERENCES users(id)
- target_table: TEXT NOT NULL
- target_id: UUID NOT NULL

## happenings

- id: UUID PRIMARY KEY
- event_type: TEXT NOT NULL CHECK (event_type IN ('kite_launched', 'kite_landed'))
- event_data: JSONB
- kite_id: UUID REFERENCES kites(id)
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), text=API, role="api-plan"),
    Document(path=RepoPath(".ai/db-plan.md"), text=DB, role="db-plan"),
)


@pytest.mark.parametrize(
    ("call", "lines"),
    [
        (
            "POST /api/kites",
            [
                "Insert a row into `kites`: `name`",
                (
                    "Insert a row into `audit_logs`: `action` = `kite_created`, `actor_id` = the"
                    " caller, `target_table` = `kites`, `target_id` = the new row of `kites`"
                ),
            ],
        ),
        (
            "PATCH /api/kites/{id}/approve",
            [
                (
                    "Update only the given fields of the row of `kites`: `name`,"
                    " `status` = `approved`, `reviewed_by` = the caller, `reviewed_at` = now"
                ),
                (
                    "Insert a row into `audit_logs`: `action` = `kite_approved`, `actor_id` = the"
                    " caller, `target_table` = `kites`, `target_id` = `id`"
                ),
            ],
        ),
        (
            "POST /api/kites/{id}/ropes",
            ["Insert a row into `ropes`: `kite_id` = `id`, `length`"],
        ),
        (
            "POST /api/kites/{id}/launch",
            [
                (
                    "Insert a row into `happenings`: `event_type` = `kite_launched`,"
                    " `event_data` = an object with `wind` (no column of its own), `kite_id` = `id`"
                ),
                "Create `kite_lost` telemetry event",
            ],
        ),
        (
            "POST /api/kites/{id}/reject",
            [
                (
                    "Update the row of `kites`: `status` = `rejected`, `reviewed_by` = the caller,"
                    " `reviewed_at` = now"
                ),
            ],
        ),
        (
            "POST /api/kites/drawings",
            ["Insert a row into `drawings`: `prompt`"],
        ),
    ],
)
def test_rows_of_logs_name_what_was_done(call: str, lines: list[str]) -> None:
    flow = [one.partition(" ")[2] for one in told(DOCUMENTS, call, 5)[1:]]
    found = [
        one.rpartition(" (")[0] if "db-plan" in one else one.partition(" (api")[0] for one in flow
    ]
    written = [one for one in found if one.startswith(("Insert", "Update", "Create"))]
    assert written == lines
