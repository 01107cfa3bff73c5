"""What a step is proved by before there are tests, and what the tests call then."""

from __future__ import annotations

import re

import pytest
from planprojects import told
from test_plan_stacks import drafted

from agent.core.documents import Document, RepoPath

ASTRO = "- Astro 5, zod"


def step(text: str, title: str) -> list[str]:
    """The entries of the step whose title begins so."""
    found = re.split(r"^### \d+\. ", text, flags=re.MULTILINE)
    return next(one for one in found if one.startswith(title)).strip().split("\n")[2:]


@pytest.mark.parametrize(
    ("title", "proof"),
    [
        (
            "Types",
            "each field of `POST /api/loan-items` (section 2, section 4) has its place there",
        ),
        ("Service", "`createLoanItem`, called by itself, does what section 5 says"),
        ("Route", "`POST /api/loan-items` returns `201`"),
        ("Tests", "the new tests of `POST /api/loan-items` pass"),
    ],
)
def test_a_step_is_proved_by_itself_not_by_a_later_one(title: str, proof: str) -> None:
    assert step(drafted(ASTRO), title)[-1] == f"- Proof: {proof}"


@pytest.mark.parametrize(
    ("stack", "there", "told"),
    [
        (
            ASTRO,
            ("src/lib/services/box.service.ts", "src/lib/services/box.service.test.ts"),
            "`createLoanItem`: one test for what it does; `POST /api/loan-items` itself: `201`",
        ),
        ("- .NET 9", (), "One test for each response of `POST /api/loan-items`: `201`"),
        ("- Django REST", (), "One test for each response of `POST /api/loan-items`: `201`"),
    ],
)
def test_the_tests_of_a_service_leave_to_the_route_what_it_answers(
    stack: str, there: tuple[str, ...], told: str
) -> None:
    [line] = [one for one in step(drafted(stack, *there), "Tests") if "one test" in one.lower()]

    assert line.removeprefix("- ").startswith(told)


def test_a_route_that_is_no_router_is_registered_as_a_route() -> None:
    assert "Register the route of loan_items" in drafted("- Django REST")


ROOM_API = """# API

All endpoints need a Bearer token, else 401.

### GET /rooms/{id}

- Success: 200
- Errors: 404

### POST /rooms

- Request body: `{"name": "a"}`
- Success: 201

### GET /towns

- Success: 200
"""
ROOM_DB = """# DB

### rooms

- id: bigserial, primary key
- owner_id: uuid, references users(id)
- name: text

Index: `CREATE INDEX by_name ON rooms (name)`

### users

- id: uuid, primary key

### towns

- id: uuid, primary key
- name: text
"""
ROOMS = (
    Document(path=RepoPath("api-plan.md"), role="api-plan", text=ROOM_API),
    Document(path=RepoPath("db-plan.md"), role="db-plan", text=ROOM_DB),
)


@pytest.mark.parametrize(
    ("call", "number", "line"),
    [
        (
            "GET /rooms/{id}",
            9,
            "errors: `401`, `500`; errors of `getRoom` pass as they are",
        ),
        (
            "POST /rooms",
            9,
            "- `POST /rooms` calls `createRoom` for the caller once the body is valid (section 2)",
        ),
        (
            "GET /towns",
            9,
            "- `GET /towns` calls `listTowns` and returns `200`; errors: `401`, `500`",
        ),
        (
            "GET /rooms/{id}",
            2,
            "- Path parameters: `id` (integer, `rooms.id`) (api-plan.md:5, db-plan.md:5)",
        ),
        ("POST /rooms", 8, "The documents say nothing about the performance of `POST /rooms`."),
    ],
)
def test_a_line_holds_what_is_known_of_its_part(call: str, number: int, line: str) -> None:
    assert line in "\n".join(told(ROOMS, call, number))
