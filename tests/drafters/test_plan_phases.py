"""Which sentences are steps of a request, and which part of its work each is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from planprojects import asked, told

from agent.core.documents import Document, RepoPath, Source
from agent.drafters.builtin.planning.assemble import brief_of
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.sentences.admitted import steps_for_all, steps_in
from agent.drafters.builtin.planning.sentences.phases import phase_of
from agent.drafters.builtin.planning.sentences.saying import Derived

API = """# API

Bearer token in every request: `Authorization: Bearer <JWT>`.

### POST /jars

- Description: Adds a jar. The jar is filled at once.
- Request body:
  - `label`: string, 2 to 40 characters
  - `weight`: integer
- Behaviour:
  1. Hash the label
  2. Save the jar in the database
  3. Assign the next shelf number
  4. Return the new jar
  5. Send a letter to the shop
- Success: 201
- Errors: 409 label taken

### PATCH /jars/{id}

- Description: Changes a jar
- Request body:
  - `label`: string
- Behaviour:
  - Deleting a jar empties it
  - Cannot change the weight
- Success: 200
"""
DB = """# Database

### jars

- id: uuid PRIMARY KEY
- label: text UNIQUE
- weight: integer
- state: text

### lids

- id: uuid PRIMARY KEY
- colour: text
"""
DOCUMENTS = (
    Document(path=RepoPath("api-plan.md"), role="api-plan", text=API, why=""),
    Document(path=RepoPath("db-plan.md"), role="db-plan", text=DB, why=""),
)
HERE = Source(path=RepoPath("api-plan.md"), line=1, last=1)
ROW = Fact(text="Insert a row into `jars`: `label`, `weight`")
UNIQUE = Fact(text="`label` is unique in `jars`")


@pytest.mark.parametrize(
    ("text", "phase"),
    [
        ("Validate that the plan has sessions", "check"),
        ("Total photos per room cannot exceed 10", "check"),
        ("If `requests_today >= limit`, return 403 Forbidden", "check"),
        ("If nothing is left to be found", None),
        ("Only pending invitations can be cancelled", "check"),
        ("Users can only update their own comments", "check"),
        ("Sprawdzenie limitu 10 kart", "check"),
        ("Duplicate Detection: Hash the text (SHA-256) and store it", "compute"),
        ("Start date must be before the end date", "check"),
        ("`next_date` = now() + interval", "compute"),
        ("Send the prompt to OpenRouter", "compute"),
        ("Passwords hashed with bcrypt", "compute"),
        ("The `POST /x` endpoint will compute the sum", "compute"),
        ("Jars filled by hand do not create log entries", None),
        ("Empty jars (`weight: 0`) do not create log entries", "write"),
        ("Updates `lists.last_score`", "write"),
        ("The creator is automatically set as the owner", "write"),
        ("For each item: marks it as bought, then deletes it", "write"),
        ("When the state changes to `read`: automatically set `read_at`", "write"),
        ("Mails the member", "after"),
        ("Takes the copy back", "write"),
        ("Cofa wszystkie zmiany", "write"),
        ("清除缓存", "write"),
        ("Logs the deletion", "after"),
        ("Return the new jar", "answer"),
        ("Topics are shared by all", None),
        ("Users can create cards directly", None),
        ("The client shows a toast", None),
        ("Can be linked to a goal", None),
        ("No history tracking, an MVP simplification", None),
        ("Core Formula", None),
        ("Query Parameters: none", None),
    ],
)
def test_the_part_of_the_work_that_a_sentence_is(text: str, phase: str | None) -> None:
    assert phase_of(text) == phase


@pytest.mark.parametrize(
    ("call", "text", "kept"),
    [
        ("POST /jars", "Label must be 2 to 40 characters", False),
        ("POST /jars", "Label must not be empty and differ from the lid", True),
        ("POST /jars", "`label` must be unique", False),
        ("POST /jars", "`colour` must be red", False),
        ("POST /jars", "Save the jar", False),
        ("POST /jars", "Save the jar in `lids`", True),
        ("POST /jars", "Return the new jar", False),
        ("POST /jars", "Return the old jar if there is one", True),
        ("POST /jars", "Return `423` for a shelf that is locked", True),
        ("POST /jars", "Find the jar", False),
        ("POST /jars", "Count the jars", True),
        ("POST /jars", "Shelf: oak; Notes: counts the jars", True),
        ("PATCH /jars/{id}", "Label must be red", True),
    ],
)
def test_only_steps_of_this_request_are_told(call: str, text: str, *, kept: bool) -> None:
    brief = brief_of(asked(DOCUMENTS, call), ())
    said = [Fact(text=text, sources=(HERE,))]

    assert bool(steps_in(brief, said, Derived(facts=(ROW, UNIQUE), written=(ROW,)))) is kept


def test_of_two_that_say_the_same_the_fuller_one_is_told() -> None:
    brief = brief_of(asked(DOCUMENTS, "POST /jars"), ())
    said = ["Send letter shop owner", "Send letter shop owner neighbour", "Send letter shop owner"]
    found = steps_in(brief, [Fact(text=one, sources=(HERE,)) for one in said], Derived(facts=()))

    assert [one.text for one in found] == ["Send letter shop owner neighbour"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("`POST /jars` counts the shelves", True),
        ("On creation, count the shelves", True),
        ("Creation counts the shelves", True),
        ("On removal, count the shelves", False),
        ("The label is kept without spaces", True),
        ("Each shop is limited to 12 jars", True),
        ("Shelves are counted at night", False),
        ("Jars have lids", False),
        ("…", False),
    ],
)
def test_of_what_holds_for_many_only_what_is_of_this_one(text: str, *, kept: bool) -> None:
    brief = brief_of(asked(DOCUMENTS, "POST /jars"), ())

    assert bool(list(steps_for_all(brief, [Fact(text=text, sources=(HERE,))]))) is kept


def test_the_steps_of_a_way_stand_around_the_write() -> None:
    lines = [one.partition(". ")[2] for one in told(DOCUMENTS, "POST /jars", 5) if one]

    assert "; Assign the next shelf number" in lines[4]
    assert [one.partition(" (")[0] for one in lines if one][1:] == [
        "Validate body",
        "Refuse with `409`: label taken",
        "Hash the label",
        "Insert a row into `jars`: `label`, `weight`",
        "Send a letter to the shop",
        "Return `201`",
    ]


def test_a_row_that_is_only_marked_as_removed_stays() -> None:
    api = (
        API
        + "\n### DELETE /jars/{id}\n\n- Removes a jar\n- Logic: Set archived=true\n- Success: 204\n"
    )
    flow = "\n".join(told((replace(DOCUMENTS[0], text=api), DOCUMENTS[1]), "DELETE /jars/{id}", 5))

    assert "Update the row of `jars`" in flow
    assert "Delete the row" not in flow
