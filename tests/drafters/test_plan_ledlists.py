"""What the lists of the endpoint's own passage say in its flow, by what leads them."""

from __future__ import annotations

import pytest
from planprojects import told

from agent.core.documents import Document, RepoPath

API = """# API

## Endpoints

### POST /kilns/{id}/fire

Fires a kiln.

**Request Body:** `{"heat": 900}`

{lead}

- {line}

- Success: 200
- Errors: 404 no such kiln

## Firing

- {general}
"""


def _plan(number: int, *, lead: str = "Notes", line: str = "-", general: str = "-") -> str:
    text = API.replace("{lead}", lead).replace("{line}", line).replace("{general}", general)
    document = Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)
    return "\n".join(told((document,), "POST /kilns/{id}/fire", number))


@pytest.mark.parametrize(
    ("lead", "line", "said"),
    [
        ("**Pre-firing Checks**:", "Kiln has not been fired", True),
        ("**Warunki wst\u0119pne**:", "Piec bez \u015blad\u00f3w popio\u0142u", True),
        ("**Business Logic**:", "Glaze in even layers", True),
        ("**Business Logic**:", "Even", False),
        ("**Business Logic**:", "Shown in the browser as a red bar", False),
        ("**Test Steps**:", "Glaze in even layers", False),
        ("**Business Logic** of a kiln", "Glaze in even layers", False),
        ("**Colours of it**:", "Glaze in even layers", False),
    ],
)
def test_an_entry_of_a_list_is_a_step_by_its_lead(lead: str, line: str, *, said: bool) -> None:
    assert (line in _plan(5, lead=lead, line=line)) == said


def test_a_nested_list_is_led_by_its_entry() -> None:
    line = "Glaze\n  - Business logic:\n    - Ash in even layers"

    assert "Ash in even layers" in _plan(5, lead="**Colours**:", line=line)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Even ash across all shelves", True),
        ("Clay of `06`", True),
        ("Ash evenly", False),
        ("Ash in `POST /kilns/{id}/fire` as said", False),
    ],
)
def test_a_section_on_the_deed_says_what_is_so(line: str, *, said: bool) -> None:
    assert (line in _plan(5, general=line)) == said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Answers with its own ash only, never the neighbours'", True),
        ("Return the ash of the caller only, never that of others", True),
        ('Return a clear message: "Cannot fire it"', False),
    ],
)
def test_an_answer_is_told_where_something_is_kept_back(line: str, *, said: bool) -> None:
    assert (line in _plan(5, lead="**Process**:", line=line)) == said


def test_a_goal_in_minutes_is_of_the_performance() -> None:
    line = "Target: <2 minutes for most of the kilns"

    assert line in _plan(8, line=line)
    assert line not in _plan(5, line=line)


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        ("heat must be at least 100", False),
        ("must glow", False),
        ("some like it warm or cold", False),
    ],
)
def test_what_stands_behind_the_limits_of_a_line_is_told(clause: str, *, said: bool) -> None:
    line = f"`heat` between 100 and 1200; {clause}"
    way = _plan(5, lead="**Validation**:", line=line)

    assert (f"{clause[:1].upper()}{clause[1:]}" in way) == said
