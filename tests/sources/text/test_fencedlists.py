"""Steps in a fence are read as the list that they are; code stays code."""

from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.spec import Endpoint
from agent.sources.general.globalnotes import notes
from agent.sources.text.fencedlists import unfenced

STEPS = """1. Check that the book is there
2. In one transaction:
   a. Lend it
   - note who has it

3. Return the loan"""


def fenced(text: str, opening: str = "```") -> list[str]:
    return ["Flow:", "", opening, *text.split("\n"), opening[:3], "", "End."]


@pytest.mark.parametrize("opening", ["```", "```text", "``` plaintext", "~~~"])
def test_steps_in_a_fence_are_a_list(opening: str) -> None:
    assert unfenced(fenced(STEPS, opening)) == ["Flow:", "", "", *STEPS.split("\n"), "", "", "End."]


def test_steps_in_an_indented_fence_are_a_list() -> None:
    lines = ["- Flow:", "  ```", "  1. Find it", "  2. Lend it", "", "  ```"]
    assert unfenced(lines) == ["- Flow:", "", *lines[2:5], ""]


CASES = """IF days = 0:
  fee = 0

ELSE IF days > 3:
  fee = days * 2
  IF late:
    fee += 1"""


def test_cases_in_a_fence_are_a_list() -> None:
    said = ["- IF days = 0:", "  - fee = 0", "", "- ELSE IF days > 3:", "  - fee = days * 2"]
    said += ["  - IF late:", "    - fee += 1"]
    assert unfenced(fenced(CASES)) == ["Flow:", "", "", *said, "", "", "End."]


def test_a_line_may_lead_the_steps_of_a_fence() -> None:
    lines = fenced("On each loan:\n1. Find it\n2. Lend it")
    assert unfenced(lines)[3:6] == ["On each loan:", "1. Find it", "2. Lend it"]


@pytest.mark.parametrize(
    ("title", "steps", "is_list"),
    [
        ("## 9. Implementation Steps", "1. Write it\n2. Test it", True),
        ("## 9. Implementation Steps", "1. **Write it**\n   - here\n\n2. **Test it**", True),
        ("## Etapy wdro\u017cenia", "### Krok 1: Kod\n- tu\n### Krok 2: Testy\nraz", True),
        ("## 9. Implementation Steps", "- first\n1. Write it\n2. Test it", False),
        ("## 9. Implementation Steps", "1. Write it", False),
        ("As follows:", "## 9. Implementation steps\n\n1. Write it\n2. Test it", True),
        ("## Example of a report", "1. Write it\n2. Test it", False),
        ("What to do:", "1. Write it\n2. Test it", False),
    ],
)
def test_steps_in_markdown_under_their_heading(title: str, steps: str, *, is_list: bool) -> None:
    lines = [title, "", *fenced(steps, "```markdown")[2:]]
    assert (unfenced(lines) != lines) is is_list


@pytest.mark.parametrize(
    "lines",
    [
        fenced(STEPS, "```sql"),
        fenced("1. Only one"),
        fenced("2. Find it\n3. Lend it"),
        fenced("1. Find it\nconst a = 1\n2. Lend it"),
        fenced("1. 5\n2. 7"),
        fenced("1. POST /api/loans: lend it\n2. Return the loan"),
        fenced('{"a": 1}'),
        fenced("IF a = 1:\nELSE:"),
        fenced("IF (a) {\n  b\n}"),
        fenced("On each loan:\n1. Find it"),
        ["```", "1. Find it", "2. Lend it"],
        ["- ```ts", "  1. Find it", "  2. Lend it", "  ```"],
    ],
)
def test_anything_else_stays_in_its_fence(lines: list[str]) -> None:
    assert unfenced(lines) == lines


def test_steps_of_a_deed_are_notes_on_its_endpoint() -> None:
    text = (
        "# API\n\n## Loans\n\n### Accept loan\n\n- **POST** `/api/loans/{id}/accept`\n"
        "- Description: Accept a loan\n\n### Return loan\n\n- **POST** `/api/loans/{id}/return`\n"
        "\n## Business logic\n\n### Loan Acceptance\n\n```\n1. Validate loan status = 'open'\n"
        "2. Set status = 'accepted'\n```\n"
    )
    document = Document(path=RepoPath("api-plan.md"), role="api-plan", text=text)
    accept, back = (
        [
            one.text
            for one in notes(document, Endpoint(method="POST", path=path))
            if one.topic is not None and one.topic.own
        ]
        for path in ("/api/loans/{id}/accept", "/api/loans/{id}/return")
    )
    assert [one[:6] for one in accept] == ["1. Val", "2. Set"]
    assert back == []
