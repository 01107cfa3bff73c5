"""What a step is proved by before there are tests, and what the tests call then."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from planprojects import asked, profile, told
from test_plan_stacks import drafted

from agent.core.documents import Document, RepoPath
from agent.drafter import PlanDraft
from agent.drafters.builtin import plan as drafter

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
            "each field of `POST /api/loan-items` (section 2, section 4) is there",
        ),
        ("Service", "`createLoanItem` alone does what section 5 says"),
        ("Route", "`POST /api/loan-items` returns `201`"),
        ("Tests", "the tests of `POST /api/loan-items` pass"),
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
            "`createLoanItem`: one test for what it does\n- `POST /api/loan-items` itself: `201`",
        ),
        ("- .NET 9", (), "One test for each response of `POST /api/loan-items`: `201`"),
        ("- Django REST", (), "One test for each response of `POST /api/loan-items`: `201`"),
    ],
)
def test_the_tests_of_a_service_leave_to_the_route_what_it_answers(
    stack: str, there: tuple[str, ...], told: str
) -> None:
    said = "\n".join(step(drafted(stack, *there), "Tests"))

    assert f"\n- {told}" in said


@pytest.mark.parametrize(
    ("rules", "files"),
    [
        (
            "- Django: the service layer (`shop/services/*.py`) holds the logic.",
            ("loan/services/loan_item.py", "loan/tests/test_loan_items.py"),
        ),
        (
            "- Django: each module has a sibling `tests/` folder, none a global one.",
            ("loan/services.py", "loan/tests/test_loan_item_view.py"),
        ),
    ],
)
def test_a_rule_places_services_and_tests(rules: str, files: tuple[str, ...]) -> None:
    text = drafted("- Django REST", rules=rules, table="loan_loanitem")

    assert [one for one in files if f"`{one}`" not in text] == []


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
            "of `GET /rooms/{id}` itself: `401`, `500`; those of `getRoom` pass",
        ),
        (
            "POST /rooms",
            9,
            "- `POST /rooms` calls `createRoom` for the caller once the body is valid (section 2)",
        ),
        (
            "GET /towns",
            9,
            "calls `listTowns` and returns `200`\n- Errors of `GET /towns` itself: `401`, `500`",
        ),
        (
            "GET /rooms/{id}",
            2,
            "- Path parameters: `id` (integer, `rooms.id`) (api-plan.md:5, db-plan.md:5)",
        ),
        ("POST /rooms", 8, "No document makes a demand on the performance of `POST /rooms`."),
    ],
)
def test_a_line_holds_what_is_known_of_its_part(call: str, number: int, line: str) -> None:
    assert line in "\n".join(told(ROOMS, call, number))


LAMP_API = """# API

All endpoints need a Bearer token, else 401.

## Lamps

Entity enums:
- kind: 1 = desk, 2 = floor

### POST /lamps

- Description: Adds a lamp.
- Request:

```json
{
  "name": "string (<=80)",
  "kind": 1,
  "watts": 1..90,
  "bought": "YYYY-MM-DD",
  "hours": 1..9
}
```

- Success: 201
- Errors: 400, 422

## Lamp rules

- For kind=1 (desk): hours is automatically set to 1 (not chosen by the user).

### PATCH /lamps/{id}

- Request body:

```json
{ "name": "string (<=80)", "kind": 1|2, "bought": "string" }
```

- Success: 200
- Errors: 400

## Data models

- LampCreateRequest:

```json
{ "name": "string", "kind": 1, "watts": 1, "bought": "2026-01-01", "hours": 1 }
```
"""
LAMP_DB = """# DB

### lamps

- id: uuid, primary key
- owner_id: uuid, references users(id)
- name: text
- kind: int
- watts: int
- bought: date
- hours: int

### users

- id: uuid, primary key
"""
LAMPS = (
    Document(path=RepoPath("api-plan.md"), role="api-plan", text=LAMP_API),
    Document(path=RepoPath("db-plan.md"), role="db-plan", text=LAMP_DB),
    Document(path=RepoPath("tech-stack.md"), role="tech-stack", text="- ASP.NET Core"),
)


def test_a_service_is_proved_by_the_rows_that_it_leaves() -> None:
    assert "alone leaves `lamps` as section 5" in drafted_by("endpoint", "POST /lamps")


def drafted_by(name: str, call: str) -> str:
    made = drafter.plan(replace(asked(LAMPS, call), profile=profile(name)))
    assert isinstance(made, PlanDraft)
    return made.text


@pytest.mark.parametrize(
    ("call", "lines"),
    [
        (
            "POST /lamps",
            [
                "even where the API requires them: `Name` (profile dotnet)",
                "`Validators/LampCreateRequestValidator.cs` (new)",
                "  - kind: 1 = desk, 2 = floor",
                "- `400`: malformed or missing input",
                "- `422`: `name`, `watts`, `bought`, `hours` outside the limits",
            ],
        ),
        (
            "PATCH /lamps/{id}",
            [
                "- `400`: malformed or missing input, `name`, `kind` outside the limits",
                "even where the API requires them: `Name` (profile dotnet)",
            ],
        ),
    ],
)
def test_a_class_of_dotnet_knows_what_its_values_are(call: str, lines: list[str]) -> None:
    text = drafted_by("dotnet", call)

    assert [one for one in lines if one not in text] == []


TESTED = "src/test/java/com/example/service/LoanItemServiceTest.java"


@pytest.mark.parametrize(
    ("stack", "there", "rules", "is_told"),
    [
        ("Spring Boot", (), "- Unit tests with JUnit 5 and Mockito", True),
        ("Spring Boot", ("src/test/java/com/example/service/BookServiceTest.java",), "", True),
        ("Spring Boot", (), "", False),
    ],
)
def test_a_service_in_java_has_a_test_of_its_own(
    stack: str, there: tuple[str, ...], rules: str, *, is_told: bool
) -> None:
    text = drafted(stack, *there, rules=rules)
    assert (f"`{TESTED}` (new)" in text) is is_told
    assert ("; `createLoanItem`: one test for what it does" in text) is is_told


@pytest.mark.parametrize(
    ("stack", "rules", "kit"),
    [
        (
            "- Astro 5, zod, Jest or Vitest",
            "",
            ["- Test library for `POST /api/loan-items`: Vitest (tech-stack.md:3)"],
        ),
        (
            "- .NET 9",
            "- Tests use xUnit\n- Testcontainers start the database\n",
            ["- Test library for `POST /api/loan-items`: xUnit, Testcontainers (backend.mdc:1-2)"],
        ),
        ("- .NET 9, Vitest, Testcontainers", "", []),
        ("- Astro 5", "- React components are tested with Vitest\n", []),
    ],
)
def test_tests_are_written_with_the_documented_library(
    stack: str, rules: str, kit: list[str]
) -> None:
    said = step(drafted(stack, rules=rules), "Tests")
    assert [one for one in said if "library" in one] == kit
