"""Where told sentences stand: values before the write, each row once, the answer at the end."""

from __future__ import annotations

from dataclasses import replace

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath, Source
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.writes.placing import once

API = """# API

Bearer token in every request: `Authorization: Bearer <JWT>`.

### POST /jobs/{id}/run

- Description: Runs a job
- Success: 200
- Errors: 402 the purse is empty, 404 no such job
- Business Logic:
  - Returns the first rows of the result
  - Creates `results` entry if it works
  - Uses a read-only connection

### POST /jobs

- Description: Adds a job
- Body: `{ "name": "string", "rank": 1 }`
- Success: 201
"""
DB = """# Database

### jobs

- id: uuid PRIMARY KEY
- name: text
- rank: integer
- ran_at: timestamptz

### results

- id: uuid PRIMARY KEY
- job_id: uuid NOT NULL REFERENCES jobs(id)
- state: text NOT NULL DEFAULT 'new'
"""
DOCUMENTS = (
    Document(path=RepoPath("api-plan.md"), role="api-plan", text=API, why=""),
    Document(path=RepoPath("db-plan.md"), role="db-plan", text=DB, why=""),
)
HERE = Source(path=RepoPath("api-plan.md"), line=1, last=1)


def _facts(*texts: str) -> list[Fact]:
    return [Fact(text=one, sources=(HERE,)) for one in texts]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Creates `results` entry if it works", False),
        ("Creates `others` entry if it works", True),
        ("Creates an entry", True),
        ("Deletes `results` entry", True),
        ("Creates `results` entry if it works and nobody has done so before", True),
    ],
)
def test_a_deed_that_is_a_step_of_others_is_told_once(text: str, *, kept: bool) -> None:
    way = "Store the time; Run it; Create `results` entry"
    found = [one.text for one in once(_facts(text, way, "Create `results` entry, alone"))]

    assert (text in found, way in found) == (kept, True)


def test_an_action_tells_its_steps_in_order() -> None:
    steps = [one for one in told(DOCUMENTS, "POST /jobs/{id}/run", 5) if one[:1].isdigit()]

    assert [one.partition(" (api-plan")[0] for one in steps[2:4]] == [
        "3. Refuse with `402`: the purse is empty",
        "4. Uses a read-only connection",
    ]


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("For jobs at night: rank is automatically set to 1", True),
        ("Set `rank` to 1 where it is night", True),
        ("The purse is automatically set to 0", False),
    ],
)
def test_a_value_of_a_new_row_is_set_before_it(said: str, *, first: bool) -> None:
    api = f"{API}- Business Logic:\n  - {said}\n"
    steps = "\n".join(told((replace(DOCUMENTS[0], text=api), DOCUMENTS[1]), "POST /jobs", 5))

    assert (0 < steps.find(said) < steps.index("Insert a row into `jobs`")) is first


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ("Creates `results` and updates `jobs`", True),
        ("Execute against the other database with timeout", False),
        ("Send the caller an e-mail", False),
    ],
)
def test_a_transaction_is_not_around_what_is_done_elsewhere(said: str, *, whole: bool) -> None:
    api = API.replace("- Creates `results` entry if it works", f"- Updates `jobs`\n  - {said}")
    documents = (replace(DOCUMENTS[0], text=api), DOCUMENTS[1])

    assert ("in one transaction" in "\n".join(told(documents, "POST /jobs/{id}/run", 9))) is whole


@pytest.mark.parametrize(
    ("stack", "whole"),
    [
        ("Astro 5, Postgres", True),
        ("Astro 5, Supabase", False),
        ("Astro 5, Supabase with Prisma", True),
        ("Python, Supabase", True),
    ],
)
def test_a_client_without_transactions_writes_in_none(stack: str, *, whole: bool) -> None:
    api = API.replace(
        "- Creates `results` entry if it works",
        "- Updates `jobs`\n  - Creates `results` and updates `jobs`",
    )
    used = Document(path=RepoPath("tech-stack.md"), role="tech-stack", text=f"- {stack}")
    documents = (replace(DOCUMENTS[0], text=api), DOCUMENTS[1], used)

    assert ("in one transaction" in "\n".join(told(documents, "POST /jobs/{id}/run", 9))) is whole


STAGES = """
## Business logic

### Sheet Generation Workflow

**Stage 1: choice**

1. Load the list of shelves from the cache
2. Send the shelves' names to GPT-4
3. GPT-4 answers with five shelves
4. Store the start time

**Stage 2: writing**

1. Load all pages of the chosen shelves
2. Send the pages to GPT-4
"""
SHEETS = """
### POST /sheets/generate

- Description: Generates a sheet with GPT-4
- Body: `{ "topic": "string" }`
- Success: 201
"""


def test_the_steps_of_a_documented_work_keep_their_order() -> None:
    documents = (replace(DOCUMENTS[0], text=API + SHEETS + STAGES), DOCUMENTS[1])
    flow = "\n".join(one for one in told(documents, "POST /sheets/generate", 5) if one[:1] != "-")
    steps = [one.partition(". ")[2] for one in STAGES.splitlines() if one[:1].isdigit()]

    places = [flow.find(one) for one in steps if one in flow]
    assert len(places) > 4
    assert places == sorted(places)
