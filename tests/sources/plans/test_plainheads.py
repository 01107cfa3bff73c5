from __future__ import annotations

import pytest

from agent.core.documents import RepoPath
from agent.sources.plans.plainheads import headed
from agent.sources.plans.reading import read_plans

PLAN = """# API Endpoint Implementation Plan: POST /boats

1) Overview
Makes a boat.

**2) Request details**
- Method: POST

3) Response details
- 201

4) Data flow
1. Check
2. Insert

5. Error handling:
- 400

6) Implementation steps
1. Add the schema in `src/boat.ts`
2. Add the route
"""


def test_numbered_lines_are_sections_where_nothing_else_is() -> None:
    (plan,) = read_plans(RepoPath(".ai/boats.md"), PLAN)

    assert [(one.title, one.line) for one in plan.sections] == [
        ("Overview", 3),
        ("Request details", 6),
        ("Response details", 9),
        ("Data flow", 12),
        ("Error handling", 16),
        ("Implementation steps", 19),
    ]
    assert [(one.title, one.line) for one in plan.steps] == [
        ("Add the schema in `src/boat.ts`", 20),
        ("Add the route", 21),
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"{PLAN}\n## Notes\n",
        "# Plan\n\n1. Overview of boats\n2. Add the route\n3. Errors\n",
        f"# Plan\n\n```\n{PLAN.partition(chr(10))[2]}```\n",
        PLAN.replace("3)", "1)").replace("4)", "1)").replace("5.", "2.").replace("6)", "2)"),
    ],
)
def test_other_numbered_lines_stay_what_they_are(text: str) -> None:
    assert headed(text) == text
