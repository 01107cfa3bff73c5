"""Sections whose titles speak of what one endpoint does, and those of others' deeds."""

from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.spec import Endpoint
from agent.sources.general import globalnotes
from agent.sources.text.roots import is_in, root, roots

API = """# API

## Endpoints

### Loans

#### Issue a loan

`POST /loans`

Issues a loan of a book to a reader by hand.

#### Change a loan

`PATCH /loans/{id}`

#### Write a summary

`POST /books/{id}/summarize`

Allows a clerk to compile a summary of the book with AI.

#### Sort the shelf

`PUT /shelves/reorder`

Reorder the books of a shelf.

#### Value a gift

`POST /valuations`

Starts the valuation of a gift.

#### Give back

`POST /loans/{id}/return`

#### A book's loans

`GET /loans`

`HEAD /`

## Business logic

### Issuing by hand (US-7)

- The reader has no fee open.

### AI Summary Compilation

**Nightly compilation:**

- Runs at noon.

**Retries**:

- Three times, then the call fails.

### Loan rules

#### Update

- No day before today.

#### Creation

- The number is the next one.

#### Rejection

- A clerk gives the reason.

### Shelf Reordering

- Two clerks at once are refused (`PUT /shelves/reorder`).

- The loans of the shelf stay as they are (`POST /loans/{id}/return`).

### Returning a loan

- The day of the return is kept.

### Frontend for issuing a loan

- A button.

### How a clerk who has lost the paper issues a loan by hand to a reader

- With a pen.

### Gift valuation

- The value of the gift is told in writing.
"""
DOCUMENT = Document(path=RepoPath(".ai/api-plan.md"), text=API, role="api-plan")


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("POST /loans", [("The reader has no fee open", ""), ("The number is the next", "")]),
        ("PATCH /loans/{id}", [("No day before today", "")]),
        ("POST /books/{id}/summarize", [("Three times, then the call fails", "Retries")]),
        ("PUT /shelves/reorder", [("Two clerks at once are refused", "")]),
        ("POST /loans/{id}/return", [("The day of the return is kept", "")]),
        ("POST /valuations", [("The value of the gift is told", "")]),
        ("GET /loans", []),
    ],
)
def test_titles_speak_of_the_deed(call: str, told: list[tuple[str, str]]) -> None:
    method, _, path = call.partition(" ")
    notes = globalnotes.notes(DOCUMENT, Endpoint(method=method, path=path))
    own = [one for one in notes if one.topic is not None and one.topic.own]
    found = [(one.text, one.topic.within) for one in own if one.topic is not None]
    assert len(found) == len(told)
    assert all(
        line in text and name == within
        for (text, name), (line, within) in zip(found, told, strict=True)
    )


def test_what_is_of_another_deed_is_marked() -> None:
    notes = globalnotes.notes(DOCUMENT, Endpoint(method="POST", path="/loans"))
    others = [one.text for one in notes if one.topic is not None and not one.topic.own]
    assert "- The day of the return is kept." in others


@pytest.mark.parametrize(
    ("word", "known", "same"),
    [
        ("Generation", "generate", True),
        ("generowanie", "generuj", True),
        ("modifications", "modify", True),
        ("recipients", "recipe", False),
        ("card", "cart", False),
        ("AI", "ai", True),
    ],
)
def test_forms_of_a_word_have_one_root(word: str, known: str, same: bool) -> None:  # noqa: FBT001 (a column)
    assert is_in(word, roots([known])) is same
    assert root(word) == root(word.upper())


def test_a_part_of_a_path_may_be_a_number() -> None:
    document = Document(
        path=RepoPath("api-plan.md"),
        role="api-plan",
        text="## Endpoints\n\n### POST /wizard/step/1\n\nSaves it.\n\n"
        "### POST /wizard/save\n\n## Save a step\n\nOnce a day.\n",
    )
    endpoint = Endpoint(method="POST", path="/wizard/step/1")
    assert [one.text for one in globalnotes.notes(document, endpoint)] == []


@pytest.mark.parametrize(
    ("description", "title", "lead", "own"),
    [
        ("Takes a note and prints labels.", "Label Printing", "Rules", True),
        ("Takes a note with labels.", "Label Printing", "Rules", False),
        ("Takes a note and prints labels.", "Label Printing", "Status Handling", True),
        ("Takes a note and prints labels.", "Label Printing", "Implementation status", False),
    ],
)
def test_a_deed_may_be_joined_to_another(
    description: str, title: str, lead: str, *, own: bool
) -> None:
    text = (
        f"## Endpoints\n\n### POST /notes\n\n{description}\n\n"
        f"## Logic\n\n### {title}\n\n**{lead}**:\n- Ink is black\n"
    )
    document = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text)

    notes = globalnotes.notes(document, Endpoint(method="POST", path="/notes"))

    assert any(one.topic is not None and one.topic.own for one in notes) == own


@pytest.mark.parametrize(
    ("line", "own"),
    [
        ("Location: a function, called during letter creation", True),
        ("Location: a function, called during the creation of the world", False),
        ("Location: a function, called during parcel creation", False),
        ("Location: a function for letter creation", False),
    ],
)
def test_a_section_may_say_during_which_deed_it_is_called(line: str, *, own: bool) -> None:
    text = (
        "## Endpoints\n\n### POST /letters\n\nTakes a letter.\n\n"
        f"## Business logic\n\n### Ink Mixture\n\n- Ink is black\n- {line}\n"
    )
    document = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text)

    notes = globalnotes.notes(document, Endpoint(method="POST", path="/letters"))

    assert any(one.topic is not None and one.topic.own for one in notes) == own


LINES = """# API

## Endpoints

### POST /desks/line

Puts the caller into the waiting line of the desk.

### DELETE /desks/line

Leaves the waiting line.

### PUT /desks/{id}/seen

Says that somebody is there (for the waiting line).

### POST /desks/{id}/call

Calls one reader.

## Business logic

### Waiting line logic

- First come, first served.
"""


@pytest.mark.parametrize(
    ("call", "own"),
    [
        ("POST /desks/line", True),
        ("DELETE /desks/line", False),
        ("PUT /desks/{id}/seen", False),
        ("POST /desks/{id}/call", False),
    ],
)
def test_a_logic_is_of_the_one_who_changes_what_it_is_of(call: str, *, own: bool) -> None:
    method, path = call.split()
    document = Document(path=RepoPath("api-plan.md"), role="api-plan", text=LINES)

    notes = globalnotes.notes(document, Endpoint(method=method, path=path))

    assert any(one.topic is not None and one.topic.own for one in notes) == own
