from __future__ import annotations

from dataclasses import replace

import pytest
from test_model_drafter import PLAN, SPEC, STEPS

from agent.core.documents import RepoPath
from agent.core.plan import Plan, StepFile, StepKind
from agent.core.spec import Feature, Rule
from agent.drafters.model.ruling import rules
from agent.drafters.model.sending import Fence

LONG = "- Handle errors first, and return as early as you can."
KEPT = f"# Rules\n\n## Errors\n\n{LONG}\n\nExample:\n\n- one"


@pytest.mark.parametrize(
    ("second", "sent", "partly"),
    [
        (KEPT, "1|# Rules\n3|## Errors\n7|Example:\n9|- one", True),
        (
            f"---\na: b\n---\n## Errors\n\n{LONG}  \n\n## Logs\n\n- Log.",
            "8|## Logs\n10|- Log.",
            True,
        ),
        (f"## Errors\n\n### Early\n\n{LONG}", "", False),
        (f"```md\n\n{LONG}\n```", f"1|```md\n2|\n3|{LONG}\n4|```", False),
        ("- One  \n- two\n\n\n- three\n", "1|- One\n2|- two\n5|- three", False),
    ],
)
def test_rules_that_are_kept_twice_are_told_once(second: str, sent: str, *, partly: bool) -> None:
    every = [
        Rule(path=RepoPath(f".rules/{name}.md"), text=text, always=True)
        for name, text in (("a", KEPT), ("b", second))
    ]

    text = rules(replace(SPEC, rules=tuple(every)), (), Fence("7f3a", str))

    told = text.partition("\n[[/7f3a]]\n\n")[2].partition("]]\n")[2]
    assert told.removesuffix("\n[[/7f3a]]") == sent
    assert ("b.md, beside what is above" in text) is partly


def planned(path: str = "app/a.py", title: str = "Make part 1", kind: StepKind = "edit") -> Plan:
    step = replace(STEPS[0], title=title, kind=kind, files=(StepFile(path=RepoPath(path)),))
    return replace(PLAN, steps=(step,))


def told(text: str, plan: Plan | None, name: str = "AGENTS.md") -> str:
    rule = Rule(path=RepoPath(name), text=text, always=True)
    return rules(replace(SPEC, rules=(rule,)), (), Fence("m", str), plan)


MIXED = """# Rules

## Frontend

### General

- Keep pages static.

### Astro

- Check input with zod.

### React_Coding

- Use hooks, and the Context API.
- Name event handlers `on`.

#### Data

- Ask the endpoints in hooks.

### Styling

```css
# no title

a {}
```

## Backend for React

- Serve it.

## Code

- Return early.
"""
SERVED = """[[m rules AGENTS.md, without what is for screens]]
1|# Rules
3|## Frontend
9|### Astro
11|- Check input with zod.
13|### React_Coding
18|#### Data
20|- Ask the endpoints in hooks.
30|## Backend for React
32|- Serve it.
34|## Code
36|- Return early.
[[/m]]"""


def test_of_rules_for_screens_only_what_names_a_server_is_told() -> None:
    assert told(MIXED, planned()) == SERVED


@pytest.mark.parametrize(
    ("plan", "cut"),
    [
        (planned("src/pages/api/cards.ts"), True),
        (planned("src/Card.tsx"), False),
        (planned("src/components/card.ts"), False),
        (planned(title="Show it in a component"), False),
        (planned("src/Card.tsx", kind="confirm"), True),
        (None, True),
    ],
)
def test_rules_for_screens_are_told_where_the_plan_has_one(plan: Plan | None, *, cut: bool) -> None:
    assert ("- Use hooks" not in told(MIXED, plan)) is cut


def test_rules_for_screens_are_told_for_a_feature_that_has_no_plan() -> None:
    rule = Rule(path=RepoPath("AGENTS.md"), text=MIXED, always=True)
    feature = replace(SPEC, endpoint=Feature(name="Deal"), rules=(rule,))

    assert "- Use hooks" in rules(feature, (), Fence("m", str))


@pytest.mark.parametrize(
    ("name", "text", "sent"),
    [
        (".cursor/rules/react.mdc", "- Use hooks.", False),
        (".cursor/rules/ui-shadcn.mdc", "# Buttons\n\n- Round ones.", False),
        (".cursor/rules/react.mdc", "- Use hooks.\n- The API is called in `lib`.", True),
        (".cursor/rules/frontend-api.mdc", "- Use hooks.", True),
        (".cursor/rules/shared.mdc", "- Use hooks.", True),
        (".cursor/rules/vue.mdc", "- Prefer the Composition API.", False),
    ],
)
def test_a_document_for_screens_alone_is_named_and_not_sent(
    name: str, text: str, *, sent: bool
) -> None:
    left = f"Left out, being for screens: rules {name}."

    assert (told(text, planned(), name) != left) is sent
