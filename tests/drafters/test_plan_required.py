"""What stories demand of the endpoint that serves them, in its plan; nothing of screens."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

### POST /canoes

Adds a canoe. Request body: `{ "name": "string" }`

- Success: 201
- Errors: 409 the name is taken

### PATCH /canoes/{id}

Changes the name of a canoe.

- Success: 200

### GET /canoes

Lists the canoes.

- Success: 200
"""
PRD = """# Requirements

## Stories

### US-1: Add a canoe

As a keeper,
I want a canoe,
so that somebody paddles.

Acceptance criteria:

%s

### US-2: Browse canoes

- The list has the newest canoe first
- The paddle is painted blue

### US-3: Manage canoes

- No canoe sinks

## Notes

%s
"""
STORE = "Each canoe gets a berth at the jetty"


def lines(call: str, *demands: str, note: str = "") -> list[str]:
    text = PRD % ("\n".join(f"- {one}" for one in demands), note)
    documents = (
        Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=API),
        Document(path=RepoPath(".ai/prd.md"), role="prd", text=text),
    )
    found = (one for at in range(1, 10) for one in told(documents, call, at))
    return [one for one in found if "(prd.md:" in one]


@pytest.mark.parametrize(
    ("demand", "said"),
    [
        (STORE, True),
        # of a file, and none comes with the request
        ("The photo is at most 5 MB large", False),
        # a screen, but a state is the row's
        ("The button turns green", False),
        ("After the click the status of the canoe is MOORED", True),
        # what may be done, but for a bound
        ("I can add a canoe", False),
        ("There is an option to add it", False),
        ("The keeper enters a colour", False),
        ("I can add only 3 canoes", True),
        # what a field means, and what is worked out elsewhere
        ("The field `name` means a canoe's call sign", True),
        ("On each day float_rate = 1 - leaks / days is kept", False),
        ("Each row shows the canoe and its status (failed)", False),
        # a refusal that the plan has
        ("409 if the name is taken", False),
    ],
)
def test_a_demand_on_the_work_is_told(demand: str, said: bool) -> None:  # noqa: FBT001 - a row
    assert lines("POST /canoes", demand) == ([f"- US-1: {demand} (prd.md:13)"] if said else [])


def test_a_refusal_stands_with_the_errors_and_those_of_one_section_in_one_entry() -> None:
    demands = (STORE, "The error of a second berth is logged", "A berth has a number for each")

    assert lines("POST /canoes", *demands) == [
        f"- US-1: {STORE} (prd.md:13); {demands[2]} (prd.md:15)",
        f"- US-1: {demands[1]} (prd.md:14)",
    ]


def test_of_a_list_only_what_is_read_is_told_and_of_what_serves_many_nothing() -> None:
    assert lines("GET /canoes", STORE) == [
        "- US-2: The list has the newest canoe first (prd.md:17)"
    ]
    assert lines("PATCH /canoes/{id}", STORE) == []


def test_a_line_that_calls_it_is_told_whole() -> None:
    note = "`PATCH /canoes/{canoe_id}` also clears the berth"

    assert lines("PATCH /canoes/{id}", STORE, note=note) == [f"- {note} (prd.md:26)"]


CALLED = """# API

### POST /canoes/hire

- Description: Hires one
- Success: 200
"""


def test_a_demand_that_names_the_path_is_what_is_done_where_nothing_else_says_it() -> None:
    demand = "The endpoint `POST /canoes/hire` adds the key to the black box"
    story = PRD.replace("US-1: Add a canoe", "US-1: Hire a canoe") % (f"- {demand}", "")
    documents = (
        Document(path=RepoPath("api-plan.md"), role="api-plan", text=CALLED),
        Document(path=RepoPath("prd.md"), role="prd", text=story),
    )
    said = [one.partition(". ")[2] for one in told(documents, "POST /canoes/hire", 5)]

    assert f"{demand} (prd.md:13)" in said
    assert not any(one.startswith("Hires one") for one in said)
