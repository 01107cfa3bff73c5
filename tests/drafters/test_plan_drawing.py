"""Rows that are drawn by lot, and accounts for those who have none."""

from __future__ import annotations

import re

from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

### POST /draws/{draw_id}/pairs

- Description: Make pairs, provision accounts
- Success: 201
- Errors: 400 already paired

### POST /draws/{draw_id}/links

- Description: Make links.
- Success: 201

## Business logic

- **Account provisioning**: After pairing, create `users` for guests with `set_at=null`, `kind=new`.
- **Account creation**: a day.
- **Word limits**: accounts have none.
"""

DB = """# Database

### users

- id: uuid PRIMARY KEY
- email: text NOT NULL UNIQUE
- role: text CHECK (role IN ('host', 'guest'))
- set_at: timestamp
- kind: text

### draws

- id: uuid PRIMARY KEY

### draw_guests

- id: uuid PRIMARY KEY
- draw_id: uuid NOT NULL REFERENCES draws(id)
- user_id: uuid REFERENCES users(id)
- email: text NOT NULL

### pairs

- id: uuid PRIMARY KEY
- draw_id: uuid NOT NULL REFERENCES draws(id)
- one_id: uuid NOT NULL REFERENCES draw_guests(id)
- two_id: uuid NOT NULL REFERENCES draw_guests(id)
- UNIQUE (draw_id, one_id)
- UNIQUE (draw_id, two_id)
- CHECK (one_id <> two_id)

### links

- id: uuid PRIMARY KEY
- draw_id: uuid NOT NULL REFERENCES draws(id)
- one_id: uuid NOT NULL REFERENCES draw_guests(id)
- two_id: uuid NOT NULL REFERENCES draw_guests(id)
- UNIQUE (draw_id, one_id)
"""

DOCUMENTS = (
    Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
    Document(path=RepoPath(".ai/db-plan.md"), role="db-plan", text=DB),
)


def flow(call: str) -> list[str]:
    """The items of the flow without where they stand."""
    text = "\n".join(told(DOCUMENTS, call, 5))
    return re.findall(r"^\d+\. (.*)", re.sub(r" \([\w.-]+\.md:[^()]*\)", "", text), re.MULTILINE)


def test_pairs_are_a_ring_of_the_shuffled_rows_and_made_once() -> None:
    assert flow("POST /draws/{draw_id}/pairs")[1:4] == [
        (
            "Refuse with `400`: already paired: go on only while `pairs` has no row yet with "
            "`draw_id` = `draw_id`"
        ),
        (
            "Read the rows of `draw_guests` with `draw_id` = `draw_id` and shuffle them: each "
            "is the `one_id` of a row whose `two_id` is the next of them, the last one's is the "
            "first; with two or more nobody gets themselves, and each is in "
            "either place once (by convention)"
        ),
        (
            "Insert rows into `pairs`, each with: `draw_id`, `one_id` = each of them, `two_id` = "
            "the next of them"
        ),
    ]


def test_accounts_are_rows_for_those_without_one() -> None:
    said = flow("POST /draws/{draw_id}/pairs")

    assert said[4:] == [
        (
            "Insert a row into `users`: `email` = `draw_guests.email`, `role` = `guest`, `set_at` "
            "= NULL, `kind` = `new`; one for each row of `draw_guests` with `draw_id` = `draw_id`, "
            "`user_id` IS NULL, and `draw_guests.user_id` = its key; a row of `users` with this "
            "`email` is taken if there is one"
        ),
        "Return `201`",
    ]


def test_keys_without_such_rules_are_worked_out() -> None:
    said = flow("POST /draws/{draw_id}/links")

    assert any(one.startswith("Worked out for each: `one_id`, `two_id`") for one in said)
