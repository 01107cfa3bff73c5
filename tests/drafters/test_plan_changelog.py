"""A log of a row's changes is written where a row is changed."""

from __future__ import annotations

import re

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT as `Authorization: Bearer`.

### PATCH /tasks/{id}

- Description: Changes a task.
- Request body: `{ "status": "todo", "title": "string" }`
- Success: 200

### POST /tasks/{id}/finish

- Description: Finish a task.
- Success: 200

### PATCH /notes/{id}

- Request body: `{ "text": "string" }`
- Success: 200
"""
DB = """# Database

## Tables

### profiles

- id: uuid PRIMARY KEY

### tasks

- id: uuid PRIMARY KEY
- title: text
- status: text CHECK (status IN ('todo', 'finished'))

### task_log

- id: uuid PRIMARY KEY
- task_id: uuid NOT NULL REFERENCES tasks(id)
- changed_by_user_id: uuid NOT NULL REFERENCES profiles(id)
- previous_status: text
- new_status: text
- previous_title: text
- old_owner: text
- new_owner: text

### notes

- id: uuid PRIMARY KEY
- text: text

### note_log

- id: uuid PRIMARY KEY
- note_id: uuid NOT NULL REFERENCES notes(id)
- old_text: text
- new_text: text

## Triggers

{triggers}

## Notes

{notes}
"""
KEPT = "- **Audit**: `task_log` captures changes; `note_log` holds changes of notes."
ENTRY = (
    "Insert a row into `task_log`: `task_id` = `id`, `changed_by_user_id` = the caller, "
    "`previous_status` = `status` before the change, `new_status` = `status`; "
    "only where `status` changes"
)
NOTE = (
    "Insert a row into `note_log`: `note_id` = `id`, `old_text` = `text` before the change, "
    "`new_text` = `text`; only where `text` changes"
)
FILLS = "- `keep_tasks` AFTER UPDATE on `tasks` fills `task_log`."


@pytest.mark.parametrize(
    ("call", "triggers", "notes", "entry"),
    [
        ("PATCH /tasks/{id}", "None.", KEPT, ENTRY),
        ("POST /tasks/{id}/finish", "None.", KEPT, ENTRY),
        ("PATCH /notes/{id}", "None.", KEPT, NOTE),
        # Nobody says that it is a log.
        ("PATCH /tasks/{id}", "None.", "None.", ""),
        # The database itself does it.
        ("PATCH /tasks/{id}", FILLS, KEPT, ""),
    ],
)
def test_a_change_is_logged(call: str, triggers: str, notes: str, entry: str) -> None:
    db = DB.replace("{triggers}", triggers).replace("{notes}", notes)
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
        Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=db),
    )
    said = [line.partition(". ")[2].rpartition(" (")[0] for line in told(documents, call, 5)]
    found = [one for one in said if re.match(r"Insert a row into `\w+_log`", one)]

    assert found == ([entry] if entry else [])
