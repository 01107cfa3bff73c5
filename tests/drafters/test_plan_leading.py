"""Which general sentences a plan's overview tells: those that begin with the endpoint's own."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

## Endpoints

### GET /shelves

- Query: `page` (integer)
- Success: 200

### GET /shelves/{id}

- Success: 200

### POST /shelves

- Request body: `{"title": "a"}`
- Success: 201

### DELETE /shelves/{id}

- Success: 204

### POST /shelves/{id}/rotate

- Success: 200

## Business Logic

- {line}
"""


@pytest.mark.parametrize(
    ("call", "line", "said"),
    [
        ("POST /shelves", "Shelves are numbered by the hall they stand in.", False),
        ("POST /shelves", "A hall has seven shelves in its middle.", False),
        ("POST /shelves", "Each hall counts what stands on shelves.", False),
        ("POST /shelves", "All requests are kept for a year by us.", False),
        ("POST /shelves", "Shelves are sorted by their age and read once.", False),
        ("POST /shelves", "Naming: `title` of shelves is kept without spaces.", True),
        ("POST /shelves", "Is a shelf of shelves really one shelf?", False),
        ("POST /shelves", "Shelves move with the same PATCH and its number.", False),
        ("POST /shelves", "Deletion: shelves leave their books in the hall.", False),
        ("POST /shelves/{id}/rotate", "States: `left → rotated`, `rotated → left`.", False),
        ("POST /shelves/{id}/rotate", "States: `left → sold`, `sold → left` (timeout).", False),
        ("GET /shelves", "Shelves are listed by the hall, and filtered.", True),
        ("GET /shelves", "Shelves are burnt when they are of no use.", False),
        ("GET /shelves/{id}", "Shelves list is sorted by the hall of shelves.", False),
        ("GET /shelves/{id}", "Shelves show the hall they stand in.", True),
        ("POST /shelves/{id}/rotate", "Rotation writes the day into the shelf.", True),
        ("POST /shelves/{id}/rotate", "Shelves are numbered by the hall and rotate.", False),
        (
            "POST /shelves/{id}/rotate",
            "Rotation (e.g. by `/shelves/{id}/rotate`) are red.",
            False,
        ),
        (
            "POST /shelves/{id}/rotate",
            "Rotation (e.g. by `/shelves/{id}/open`) are red.",
            False,
        ),
    ],
)
def test_a_general_sentence_is_told_by_what_it_begins_with(
    call: str, line: str, *, said: bool
) -> None:
    text = API.replace("{line}", line)
    document = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)

    way = "\n".join(told((document,), call, 5))

    assert (line.rstrip(".?") in way) == said


@pytest.mark.parametrize(
    ("call", "number", "line", "said"),
    [
        ("POST /shelves", 7, "A second title in a hall is a 409 conflict error.", True),
        ("GET /shelves", 7, "A second title in a hall is a 409 conflict error.", False),
        ("POST /shelves", 6, "Permit change of a hall for the owner alone.", True),
        ("GET /shelves", 6, "Permit change of a hall for the owner alone.", False),
        ("GET /shelves", 6, "Owner: has the permission to burn a hall down.", False),
        ("GET /shelves", 6, "Owner: has the permission to count the shelves.", True),
    ],
)
def test_what_only_a_write_or_another_role_meets_is_left_out(
    call: str, number: int, line: str, *, said: bool
) -> None:
    text = API.replace("{line}", line)
    document = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)

    section = "\n".join(told((document,), call, number))

    assert (line.rstrip(".") in section) == said


def test_steps_in_a_fence_of_the_passage_are_told() -> None:
    steps = "**Flow:**\n\n```\n1. Look for a hall that has room\n2. Paint its shelf\n```\n"
    text = API.replace("- Request body", f"{steps}\n- Request body").replace("{line}", "None")
    document = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)

    way = "\n".join(told((document,), "POST /shelves", 5))

    assert "Look for a hall that has room" in way
    assert "Paint its shelf" in way


def test_a_long_rule_of_dashes_is_gone_through_once() -> None:
    text = API + f"\n## Authentication\n\nA Bearer token {'-' * 3000} is needed, else 401.\n"
    document = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)
    assert "`401`" in "\n".join(told((document,), "GET /shelves", 5))


CALL = "- **Method**: `POST`\n- **Path**: `/a`"
STEPS = "- **Description**:\n  1. Checks the hall.\n  2. Saves the row."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"### 3.1. Lend a book\n\n{CALL}\n{STEPS}\n", "Lend a book"),
        (f"### POST /a\n\n{STEPS}\n", "Checks the hall ("),
        ("### POST /a\n\n- Description: Lends a book.\n", "Lends a book ("),
    ],
)
def test_of_a_list_of_steps_the_title_says_what_it_is_for(text: str, said: str) -> None:
    document = Document(path=RepoPath("api-plan.md"), role="api-plan", text=f"# API\n\n{text}")

    assert told((document,), "POST /a", 1)[2].startswith(said)


@pytest.mark.parametrize(
    ("line", "told_there"),
    [
        ("**Adding:** Handled via POST `/shelves`. Counts the halls first. Sends a note.", True),
        ("Adding: Implemented in `POST /shelves`. Counts the halls first.", True),
        ("Adding: Handled via DELETE `/shelves/{id}`. Counts the halls first.", False),
        ("Adding: Handled via the clerk. Counts the halls first.", False),
    ],
)
def test_what_follows_where_it_is_handled_is_done_there(line: str, *, told_there: bool) -> None:
    document = Document(
        path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API.replace("{line}", line)
    )

    way = "\n".join(told((document,), "POST /shelves", 5))

    assert ("Counts the halls first (api-plan.md:29)" in way) == told_there
    assert "Handled" not in way
