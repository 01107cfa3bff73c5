"""What the database does by itself, and what a passage says there is none of."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

All endpoints need a JWT.

### POST /notes

- Request body: `{ "title": "string" }`
- Success: 201

### POST /tags

- Request body: `{ "name": "string" }`
- Success: 201

### POST /marks

- Request body: `{ "name": "string" }`
- Success: 201

### POST /notes/{note_id}/publish

- Description: Publishes a note.
- Request Payload: None
- Success: 200

### POST /notes/{note_id}/archive

- Description: Archives a note.
- **Request Body:** No body.
- Success: 200

### POST /notes/{note_id}/hide

- Description: Hides a note.
- Success: 200

### POST /notes/titles/suggest

- Request body: `{ "text": "string" }`
- Response: `{ "title": "string" }`
- Success: 200

### POST /notes/{note_id}/star

Stars a note (FR-3). Body optional; can be empty.

- Success: 200
"""
DB = """## Schema

### notes

- id: uuid, PRIMARY KEY, DEFAULT gen_random_uuid()
- user_id: uuid, NOT NULL, REFERENCES auth.users(id)
- title: text, NOT NULL
- created_at: timestamptz, NOT NULL, DEFAULT now()

### tags

- id: bigserial, PRIMARY KEY
- name: text, NOT NULL
- uses: integer, NOT NULL, DEFAULT 0
- label: text, DEFAULT NULL

### marks

- id: uuid, PRIMARY KEY
- name: text, NOT NULL
"""
DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
    Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
)


@pytest.mark.parametrize(
    ("call", "items"),
    [
        (
            "POST /notes",
            [
                (
                    "Insert a row into `notes`: `user_id` = the caller, `title`;"
                    " defaults fill in `id`, `created_at`"
                )
            ],
        ),
        (
            "POST /tags",
            ["Insert a row into `tags`: `name`", "Defaults fill in `id`, `uses` = `0`"],
        ),
        ("POST /marks", ["Insert a row into `marks`: `name`"]),
    ],
)
def test_a_table_gives_keys_times_and_values(call: str, items: list[str]) -> None:
    said = [line.partition(". ")[2].rpartition(" (")[0] for line in told(DOCUMENTS, call, 5)]

    assert [one for one in said if one.startswith(("Insert", "Defaults"))] == items


@pytest.mark.parametrize(
    ("call", "line"),
    [
        (
            "POST /notes/{note_id}/publish",
            "- Request Payload: None (api-plan.md:23)",
        ),
        (
            "POST /notes/{note_id}/archive",
            "- Request Body: No body (api-plan.md:29)",
        ),
        (
            "POST /notes/{note_id}/hide",
            "- `POST /notes/{note_id}/hide` takes no body: no document names one.",
        ),
        (
            "POST /notes/{note_id}/star",
            "- Body optional; can be empty (api-plan.md:45)",
        ),
    ],
)
def test_a_body_that_is_none_is_cited(call: str, line: str) -> None:
    assert line in told(DOCUMENTS, call, 2)


LONG = """# API

All endpoints need a JWT.

### PATCH /cards/{card_id}

- Description: Changes a card.
- Request body: `{ "front": "a | b", "back": "a | b", "state": "a | b", "size": "a | b" }`
- Success: 200

## Business logic

- **Changing a card (`PATCH /cards/{card_id}`):**
"""
DECK = """## Schema

### cards

- id: uuid, PRIMARY KEY
- front: text, NOT NULL
- back: text, NOT NULL
- state: text, NOT NULL

### due_cards

- id: uuid, PRIMARY KEY
- card_id: uuid, NOT NULL, REFERENCES cards(id)
"""


def test_short_neighbours_share_an_item_before_any_is_left_out() -> None:
    steps = [f"  {at}. Sends part {at} of the card to the printer" for at in range(1, 13)]
    api = Document(
        path=RepoPath(".ai/api-plan.md"), role="api-plan", text=LONG + "\n".join(steps) + "\n"
    )
    deck = Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DECK)

    said = "\n".join(told((api, deck), "PATCH /cards/{card_id}", 5))

    assert all(f"Sends part {at} " in said for at in range(1, 13))
    assert "; Sends part 2 " in said


def test_a_sentence_that_writes_is_left_out_last() -> None:
    long = " and waits until the shelf behind it is free again" * 6
    steps = [f"  {at}. Sends part {at} of the card to the printer{long}" for at in range(1, 12)]
    steps.append(f"  12. If the state becomes `active`, creates a `due_cards` record{long}")
    api = Document(
        path=RepoPath(".ai/api-plan.md"), role="api-plan", text=LONG + "\n".join(steps) + "\n"
    )
    deck = Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DECK)

    said = "\n".join(told((api, deck), "PATCH /cards/{card_id}", 5))

    assert "Sends part 1 " in said
    assert "Sends part 11 " not in said
    assert "creates a `due_cards` record" in said


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("", ", optional, one of `front`, `back`, default `front` (api-plan.md:7, db-plan.md:6)"),
        (", defaults to the front", "one of `front`, `back`; defaults to the front (api-plan.md"),
        (", required", ", required, one of `front`, `back` (api-plan.md"),
    ],
)
def test_a_new_row_has_the_default_of_its_column(note: str, said: str) -> None:
    text = f"# API\n\n### POST /cards\n\n- Request body:\n\n  - `side` (string, front|back{note})\n"
    side = "- side: text, NOT NULL, DEFAULT 'front'"
    deck = f"## Schema\n\n### cards\n\n- id: uuid, PRIMARY KEY\n{side}\n"
    api = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)
    db = Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=deck)

    (line,) = [one for one in told((api, db), "POST /cards", 2) if "`side`" in one]

    assert said in line
