from __future__ import annotations

import pytest

from agent.drafters.model.lines import Lines
from agent.drafters.model.reciting import SECTION, TITLE, Recital

PLAN = ["# Plan", "", "## 1. Overview", "It lists.", "```", "code", "```", "- end"]
TEXT = "\n".join(PLAN)


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
@pytest.mark.parametrize(
    "answer",
    [
        TEXT,
        f"{TEXT}\n",
        f"## Decisions\n- one (a.md:1)\n\n{TEXT}\n\n\n",
        f"# Decyzje\n- one (a.md:1)\n\n{TEXT}",
        f"<analysis>\n- aloud\n</analysis>\n{TEXT}",
        f"Here:\n```markdown\n{TEXT}\n```\n",
        TEXT.replace("\n", "\r\n"),
    ],
)
def test_the_plans_lines_are_told_as_they_come(answer: str, size: int) -> None:
    told: list[str] = []
    recital = Recital(told.append)

    for at in range(0, len(answer), size):
        recital.feed(answer[at : at + size])
    recital.end()

    assert told == PLAN


def test_a_line_is_told_once_it_is_whole() -> None:
    told: list[str] = []
    recital = Recital(told.append, opens=TITLE)

    recital.feed("# Plan\nfirst li")

    assert told == ["# Plan"]


def test_what_is_no_plan_is_not_told() -> None:
    told: list[str] = []
    recital = Recital(told.append)
    recital.feed("I read a little first.\n## 1. Overview\n")
    recital.end()

    assert told == []


def test_it_goes_on_from_a_section() -> None:
    told: list[str] = []
    recital = Recital(told.append, SECTION)
    recital.feed("Of course.\n## 2. Steps\n1. Do it")
    recital.end()

    assert told == ["## 2. Steps", "1. Do it"]


def test_F40_a_long_line_in_pieces_is_one_line() -> None:
    lines = Lines()

    assert not any(lines.feed("word ") for _ in range(200_000))
    assert lines.feed("end\nnext") == ["word " * 200_000 + "end"]
    assert lines.end() == ["next"]
    assert lines.end() == []
