from __future__ import annotations

import pytest

from agent.core.documents import RepoPath
from agent.core.plan import Plan
from agent.sources.finding.roles import candidates, classify
from agent.sources.plans.reading import read_plans

KIRO = """# Implementation Plan

- [x] 1. Set up the boat store

  - Keep boats in memory
  - _Requirements: 1.1_

- [-] 2. Build the boats endpoints
  - [x] 2.1 Implement GET /boats/{id} endpoint
  - [ ]* 2.2 Write tests for GET /sails endpoint
  - GET /boats
  - POST /boats

- [ ] 3. Call GET /weather of the other service
"""
SPEC_KIT = """# Tasks: Boats

- **[P]**: may run beside others

## Phase 1: Setup

- [x] T001 Create the module in go.mod
- [ ] T002 [P] Add tests for POST /boats in tests/

## Phase 2: User Story 1

- [ ] T003 [US1] Register POST /boats route in main.go
- [ ] T004 [P] [US1] Implement DELETE /boats/:id in main.go

**Checkpoint**: boats can be made
"""


def read(text: str, path: str = ".kiro/specs/boats/tasks.md") -> tuple[Plan, ...]:
    return read_plans(RepoPath(path), text)


@pytest.mark.parametrize(
    ("text", "endpoints", "steps"),
    [
        (
            KIRO,
            ["GET /boats/{id}", "GET /boats", "POST /boats"],
            [
                ("Set up the boat store", 3, True),
                ("Build the boats endpoints", 8, False),
                ("Call GET /weather of the other service", 14, False),
            ],
        ),
        (
            SPEC_KIT,
            ["POST /boats", "DELETE /boats/:id"],
            [
                ("T001 Create the module in go.mod", 7, True),
                ("T002 [P] Add tests for POST /boats in tests/", 8, False),
                ("T003 [US1] Register POST /boats route in main.go", 12, False),
                ("T004 [P] [US1] Implement DELETE /boats/:id in main.go", 13, False),
            ],
        ),
    ],
)
def test_tasks_are_steps(
    text: str, endpoints: list[str], steps: list[tuple[str, int, bool]]
) -> None:
    (plan,) = read(text)

    assert [str(one) for one in plan.endpoints] == endpoints
    assert [(one.title, one.line, one.ticked) for one in plan.steps] == steps


def test_a_task_ends_where_its_group_does() -> None:
    (plan,) = read(SPEC_KIT)

    assert plan.steps[1].body == ""
    assert [one.title for one in plan.sections] == [
        "Phase 1: Setup",
        "Phase 2: User Story 1",
    ]


def test_the_entries_of_a_task_are_its_items() -> None:
    (plan,) = read(KIRO)

    assert [one.title for one in plan.steps[1].items][:2] == [
        "Implement GET /boats/{id} endpoint",
        "Write tests for GET /sails endpoint",
    ]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (KIRO, ".kiro/specs/boats/notes.md"),
        (KIRO.replace("- [x] 1.", "1.").replace("- [ ] 3.", "3."), "specs/1/tasks.md"),
        ("# Tasks\n\n- [ ] Draw the page\n- [ ] Ship\n- [ ] Call GET /boats\n", "specs/1/tasks.md"),
    ],
)
def test_what_makes_no_endpoint_by_tasks_is_no_such_plan(text: str, path: str) -> None:
    assert read(text, path) == ()


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("openspec/changes/boats/tasks.md", "plan"),
        ("backend/specs/001-boats/tasks.md", "plan"),
        ("notes/tasks.md", None),
    ],
)
def test_where_such_a_list_is_looked_for(path: str, role: str | None) -> None:
    place = RepoPath(path)
    found = candidates((place,))
    assert (classify(place, "# Tasks: Boats\n") if found else None) == role
