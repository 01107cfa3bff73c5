"""A rule on how an endpoint is added gives each step what it says of that layer."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from planprojects import asked
from test_plan_stacks import drafted

from agent.core.documents import Document, RepoPath
from agent.core.spec import Rule
from agent.drafter import PlanDraft
from agent.drafters.builtin import plan as drafter

INLINE = """- Use class-based views (APIView)
- Adding a new endpoint: (1) create the Serializer, (2) add a Command/DTO, (3) create the Service
 with `execute()`, (4) create the view that hands on to it, (5) add tests of the view.
- Add endpoint names to the list
""".replace("Service\n with", "Service with")
HEADED = """## Tasks

### How to Add a New API Endpoint

1. **Schemas** go to `app/schemas/`
   - never beside a service
2. Write the logic in `app/services/`

3. Create the route handler
4. Add tests in `tests/api/`
5. Update the route list in README.md
6. Call it from the frontend service

Ask before a release.

### Adding a New Table

1. Write the migration
"""
TOLD = """When creating new endpoints, always:

- Use Zod schemas for what is given
- Use the service classes
- Export `prerender = false`
- Test each route

- Keep it small
"""


def by_rule(text: str) -> dict[str, str]:
    steps = re.split(r"^### \d+\. ", text, flags=re.MULTILINE)[1:]
    found = {
        one.partition(":")[0]: re.findall(r"- .*, by the rule[^:]*: (.*)", one) for one in steps
    }
    return {name: said[0] for name, said in found.items() if said}


@pytest.mark.parametrize(
    ("stack", "rules", "expected"),
    [
        (
            "Django",
            INLINE,
            {
                "Types": "create the Serializer; add a Command/DTO (",
                "Service": "create the Service with `execute()` (",
                "Route": "create the view that hands on to it (",
                "Tests": "add tests of the view (",
            },
        ),
        (
            "FastAPI",
            HEADED,
            {
                "Schemas": "Schemas go to `app/schemas/` (",
                "Service": "Write the logic in `app/services/` (",
                "Route": "Create the route handler (",
                "Tests": "Add tests in `tests/api/` (",
            },
        ),
        (
            "Astro",
            TOLD,
            {
                "Validation": "Use Zod schemas for what is given (",
                "Service": "Use the service classes (",
                "Route": "Export `prerender = false` (",
                "Tests": "Test each route (",
            },
        ),
        ("Django", "## Adding an endpoint\n\n1. Write a view\n2. Write a test\n", {}),
        ("Django", "## Adding a frontend route\n\n" + HEADED.partition("\n\n### How")[0], {}),
    ],
)
def test_each_step_has_what_the_rule_says_of_its_layer(
    stack: str, rules: str, expected: dict[str, str]
) -> None:
    found = by_rule(drafted(stack, rules=rules))
    assert found.keys() == expected.keys()
    assert all(said.startswith(expected[name]) for name, said in found.items())


def test_what_is_of_no_layer_stands_with_the_rules() -> None:
    (said,) = re.findall(
        r"^Rules for .*?: (.*)$", drafted("FastAPI", rules=HEADED), flags=re.MULTILINE
    )
    assert said.startswith("Update the route list in README.md (")
    assert "frontend" not in said


def test_a_service_is_tested_where_the_rule_has_a_folder_for_it() -> None:
    both = HEADED.replace("`tests/api/`", "`tests/api/` and `tests/services/`")
    files = (
        "`tests/api/test_loan_items.py` (new), `tests/services/test_loan_items_service.py` (new)"
    )
    assert files in drafted("FastAPI", rules=both)
    assert "tests/services" not in drafted("FastAPI", rules=HEADED)


def test_a_service_with_one_method_is_a_class_for_each_deed() -> None:
    text = drafted("Django", rules=INLINE)
    assert "### 2. Service: CreateLoanItemService.execute()" in text
    assert "`loan_items/services/create_loan_item_service.py` (new)" in text
    assert "calls `CreateLoanItemService.execute` " in text
    assert "Service: create_loan_item()" in drafted("Django", "loan_items/services/fees.py")


RULE = "# Rules\n\n- In a service raise domain exceptions, which views map to statuses.\n"
LOANS = "# API\n\n### POST /api/loans\n\nAdds a loan.\n\n- 201: added\n- {code}: bad\n"


@pytest.mark.parametrize(("code", "count"), [(409, 1), (400, 0)])
def test_how_a_service_refuses_is_told_where_it_does(code: int, count: int) -> None:
    path = RepoPath(".cursor/rules/backend.mdc")
    documents = (
        Document(path=RepoPath("api-plan.md"), role="api-plan", text=LOANS.format(code=code)),
        Document(path=RepoPath("tech-stack.md"), role="tech-stack", text="# Stack\n\nDjango\n"),
        Document(path=path, role="rules", text=RULE),
    )
    request = asked(documents, "POST /api/loans")
    rule = Rule(path=path, text=RULE, always=True)
    found = drafter.plan(replace(request, spec=replace(request.spec, rules=(rule,))))
    assert isinstance(found, PlanDraft)
    assert found.text.count("raise domain exceptions, which views map to statuses") == count
