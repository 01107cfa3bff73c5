"""Rows that a passage or a section on the deed says are made beside the endpoint's own."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT.

## Endpoints

### POST /letters

- Description: Creates a letter and rows in `letter_readers`.
- Body: `{"text": "string", "reader_ids": ["uuid"]}`
- Success: 201
- Behaviour:
  - Records the day in `post_days` and `post_marks` with:
    - `kind = 'sent'`
  - If the reader is new, adds a row to `greetings`.
  - On success:
    - Adds a row to `greetings`.
  - Removes the old row and adds one to `drawers`.
  - Logic: looks for an old one in `drawers`

### POST /ai/generate

- Description: Generates cards using AI from a text.
- Body: `{"text": "string"}`
- Response:

```json
{
  "cards": [
    {
      "id": "uuid",
      "front": "string",
      "back": {"words": "string"},
      "created_at": "string"
    }
  ]
}
```

- Success: 201

### POST /ai/outline

- Description: Drafts an outline using AI. The outline is a preview, nothing is stored.
- Body: `{"text": "string"}`
- Success: 200
- Business Logic:
  1. Counts the words
  2. Call OpenRouter with the text
  3. Parse and validate the outline

### POST /stamps

- Description: Prints a stamp.
- Success: 201
- Behaviour:
  - Logs `stamp_printed` and `stamp_paid` audit events

### POST /labels/parse

- Description: Parses a label using AI, looks each drawer up, saves salutes
- Body: `{"text": "string"}`
- Response:

```json
{"found": [{"drawerId": "uuid", "words": "string", "tone": "string"}]}
```

- Success: 201

### GET /letters

- Description: Adds a row to `post_days`.
- Success: 200

## Business Logic

### Letter Creation

- Set `folded = true`
- Set `colour = 'red'`

### AI Generation

- Logs the time of the call in the `compilations` table
- Errors are logged in the `compilation_errors` table
"""
DB = """# Database

## letters

- id: UUID PRIMARY KEY
- text: TEXT NOT NULL
- folded: BOOLEAN NOT NULL

## letter_readers

- id: UUID PRIMARY KEY
- letter_id: UUID NOT NULL REFERENCES letters(id)
- reader_id: UUID NOT NULL REFERENCES users(id)
- UNIQUE (letter_id, reader_id)

## post_days

- id: UUID PRIMARY KEY
- letter_id: UUID NOT NULL REFERENCES letters(id)
- kind: TEXT NOT NULL
- hour: INTEGER NOT NULL

## post_marks

- id: UUID PRIMARY KEY
- box_id: UUID NOT NULL REFERENCES boxes(id)

## boxes

- id: UUID PRIMARY KEY

## greetings

- id: UUID PRIMARY KEY
- letter_id: UUID NOT NULL REFERENCES letters(id)

## salutes

- id: UUID PRIMARY KEY
- user_id: UUID NOT NULL REFERENCES users(id)
- drawer_id: UUID NOT NULL REFERENCES drawers(id)
- words: TEXT NOT NULL
- tone: TEXT NOT NULL

## drawers

- id: UUID PRIMARY KEY
- letter_id: UUID NOT NULL REFERENCES letters(id)

## audit_events

- id: UUID PRIMARY KEY
- event_type: TEXT NOT NULL

## users

- id: UUID PRIMARY KEY

## compilations

- id: UUID PRIMARY KEY
- user_id: UUID NOT NULL REFERENCES users(id)
- duration_ms: INTEGER NOT NULL
- rejected: INTEGER NOT NULL

## compilation_errors

- id: UUID PRIMARY KEY
- user_id: UUID NOT NULL REFERENCES users(id)
- error_message: TEXT NOT NULL

## cards

- id: UUID PRIMARY KEY
- user_id: UUID NOT NULL REFERENCES users(id)
- compilation_id: UUID NOT NULL REFERENCES compilations(id)
- front: TEXT NOT NULL
- back: JSONB NOT NULL

## Triggers

- `letter_readers`: readers_told tells each reader at the insert
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), text=API, role="api-plan"),
    Document(path=RepoPath(".ai/db-plan.md"), text=DB, role="db-plan"),
)


@pytest.mark.parametrize(
    ("call", "lines"),
    [
        (
            "POST /ai/generate",
            [
                (
                    "Build the prompt from `text` and call the AI model; its answer gives the"
                    " response's `cards[].front`, `cards[].back.words`"
                ),
                (
                    "Where that fails, insert a row into `compilation_errors`: `user_id` = the"
                    " caller, `error_message`; the request ends there with its error"
                ),
                (
                    "Insert a row into `compilations`: `user_id` = the caller,"
                    " `duration_ms` = the measured time of the call, `rejected` = `0`"
                ),
                "Return `201`",
            ],
        ),
        (
            "POST /labels/parse",
            [
                (
                    "Insert a row into `salutes`: `user_id` = the caller, `drawer_id`, `words`,"
                    " `tone`, for each entry of `found`"
                ),
                "Return `201`",
            ],
        ),
        (
            "POST /ai/outline",
            [
                "Counts the words",
                "Build the prompt from `text` and call OpenRouter",
                "Parse and validate the outline",
                "Return `200`",
            ],
        ),
        (
            "POST /stamps",
            [
                "Insert a row into `audit_events`: `event_type` = `stamp_printed` / `stamp_paid`",
                "Return `201`",
            ],
        ),
    ],
)
def test_rows_that_lines_say_are_made(call: str, lines: list[str]) -> None:
    flow = (one.partition(" ")[2] for one in told(DOCUMENTS, call, 5)[1:])
    found = [one.partition(" (")[0] for one in flow if one]
    assert found[-len(lines) :] == lines
