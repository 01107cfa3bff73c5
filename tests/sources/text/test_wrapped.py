"""Documents as a chat answers with them: inside a fence, with a word before and after."""

from __future__ import annotations

import pytest

from agent.core.documents import RepoPath
from agent.sources.plans.reading import read_plans
from agent.sources.text.repair import mended

PLAN = """# API Endpoint Implementation Plan: POST /api/books

## 1. Endpoint Overview
Adds a book.

## 2. Request Details
- HTTP Method: POST

```json
{"title": "x"}
```

## 3. Implementation Steps
1. Add the schema
   ```ts
   const a = 1;
   ```
2. Add the service

```ts
const b = 2;
```

3. Add the route
"""
UNSAID = PLAN.replace("```json", "```")
OTHER = PLAN.replace("POST /api/books", "DELETE /api/books/{id}")


def wrap(opening: str = "```markdown", plan: str = PLAN, closing: str = "```") -> str:
    return f"{opening}\n{plan}{closing}\n"


@pytest.mark.parametrize(
    "text",
    [
        wrap(),
        "Here is the plan:\n\n" + wrap(),
        "Here is the plan:\n\n" + wrap() + "\nSay if it should change.\n",
        "Here:\n\n" + wrap("````md", PLAN, "````") + "\nDone.\n",
        "Here:\n\n" + wrap("~~~markdown", PLAN, "~~~"),
        "Here:\n\n" + wrap("```markdown", PLAN, ""),
        "Here:\n\n" + wrap("```markdown", UNSAID) + "\nDone.\n",
        "# Answer\n\n" + wrap("```markdown", PLAN) + "\nDone.\n",
        "<analysis>\n1. thoughts\n</analysis>\n\n" + wrap(),
        wrap("```"),
        "Here:\n\n" + wrap("```text") + "\nDone.\n",
    ],
)
def test_a_plan_inside_a_fence(text: str) -> None:
    (plan,) = read_plans(RepoPath("x.md"), text)
    assert [str(one) for one in plan.endpoints] == ["POST /api/books"]
    assert [one.title for one in plan.steps] == [
        "Add the schema",
        "Add the service",
        "Add the route",
    ]
    lines = text.split("\n")
    assert [one.title in lines[one.line - 1] for one in plan.steps] == [True] * 3


def test_two_plans_each_in_its_fence() -> None:
    plans = read_plans(RepoPath("x.md"), f"First:\n\n{wrap()}\nSecond:\n\n{wrap(plan=OTHER)}")
    assert [str(one.endpoints[0]) for one in plans] == ["POST /api/books", "DELETE /api/books/{id}"]
    assert [len(one.steps) for one in plans] == [3, 3]


@pytest.mark.parametrize(
    "text",
    [
        # A template in a document of its own, a sample that is the smaller part, code.
        "# Guide\n\n## Plans\n\nWrite:\n\n" + wrap(),
        "Write it so. \n" * 60 + wrap(),
        "Run:\n\n```\n# first\na\n# then\nb\n```\n",
        "```sh\na\n```\n\n" + wrap("```"),
        "```markdown\none\n```\n",
        "```\n```\n\n```ts\na\n",
    ],
)
def test_what_is_no_document_in_a_fence(text: str) -> None:
    assert mended(text).count("```") == text.count("```")
