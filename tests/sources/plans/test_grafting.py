from __future__ import annotations

import pytest

from agent.core.documents import RepoPath
from agent.sources.plans.grafting import grafted
from agent.sources.plans.reading import read_plans

PATH = RepoPath("plan.md")
DRAFT = """# API Endpoint Implementation Plan: POST /cards

## 1. Overview

Adds a card.

## 2. Request Details

- `title`

## 3. Types

- `Card`

## 4. Data Flow

1. Check the body (section 2)
2. Insert the row

## 5. Implementation Steps

### 1. Service: addCard()

- Kind: edit; files: `cards.py`
- `addCard`: section 4, no. 2; takes `Card` (section 3)

### 2. Route: POST /cards

- Kind: edit; files: `routes.py`
- Refuses what section 2 does not allow
"""
BARE = """# API Endpoint Implementation Plan: POST /cards

## {one}Overview

Mine.

## {two}Request Details

- `name`
"""
NUMBERED = BARE.format(one="1. ", two="2. ")
NAMED = BARE.format(one="", two="")


def put(plan: str, draft: str = DRAFT) -> str:
    return grafted(plan, read_plans(PATH, plan)[0], draft, read_plans(PATH, draft)[0])


@pytest.mark.parametrize(
    ("plan", "added"),
    [
        (NUMBERED, ["## 3. Types", "## 4. Data Flow", "## 5. Implementation Steps"]),
        (NAMED, ["## Types", "## Data Flow", "## Implementation Steps"]),
        (f"{NUMBERED}\n## 3. Data Flow\n\nMine.\n", ["## 4. Types", "## 5. Data Flow"]),
        (f"{NUMBERED}\n## 3. Types\n\nMine.\n", ["## 4. Data Flow"]),
        (f"{NUMBERED}\n## 3. Implementation Steps\n\nNone yet.\n", ["## Types", "## Data Flow"]),
    ],
    ids=["numbered", "named", "its own flow", "its own types", "its own section for steps"],
)
def test_what_the_steps_point_at_comes_along(plan: str, added: list[str]) -> None:
    saved = put(plan)
    assert [one for one in plan.splitlines() if one not in saved.splitlines()] == []
    assert [one for one in saved.splitlines() if one in added] == added
    assert saved.count("## 1. Overview") + saved.count("## Overview") == 1
    assert len(read_plans(PATH, saved)[0].steps) == 2


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (NUMBERED, ["section 4, no. 2; takes `Card` (section 3)", "what section 2 does not"]),
        (
            NAMED,
            [
                "section “Data Flow”, no. 2; takes `Card` (section “Types”)",
                "body (section “Request Details”)",
                "what section “Request Details” does not",
            ],
        ),
        (f"{NUMBERED}\n## 7. Types\n\nMine.\n", ["section 8, no. 2; takes `Card` (section 7)"]),
    ],
)
def test_references_name_the_sections_of_the_plan(plan: str, said: list[str]) -> None:
    saved = put(plan)
    assert [one for one in said if one not in saved] == []


def test_polish_references_are_read_too() -> None:
    draft = DRAFT.replace("section 4, no. 2", "sekcja 4, nr 2")
    assert "sekcja 4, nr 2" in put(NUMBERED, draft)
    assert "sekcja “Data Flow”, nr 2" in put(NAMED, draft)
