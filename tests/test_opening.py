from __future__ import annotations

from collections.abc import Sequence

import pytest

from agent.adapters.terminal.script import ScriptReader
from agent.core.page import Line, Page, Style
from agent.opening import Opening, resume_or_not, where
from agent.ports import SessionSummary

SUMMARY = SessionSummary(
    id="s1",
    endpoint="GET /api/cards",
    state="none",
    started="2026-01-02T03:04:05Z",
    last="2026-01-02T03:04:05Z",
    branch="main",
    worktree="/w",
    open=True,
)
HINT = "Enter or y goes on there, n begins anew"


class Lines(ScriptReader):
    def __init__(self, lines: Sequence[str]) -> None:
        self.said: list[str] = []
        super().__init__(lines, self)  # type: ignore[arg-type]  # it is both, as far as is asked

    def show(self, page: Page) -> None:
        self.said.extend(one.text for one in page if isinstance(one, Line))

    def say(self, text: str, _style: Style = "plain") -> None:
        self.said.append(text)


@pytest.mark.parametrize(
    ("lines", "opening", "hints"),
    [
        (("",), Opening(session_id="s1"), 0),
        (("Y",), Opening(session_id="s1"), 0),
        (("n",), Opening(), 0),
        (("yes please", "GET /api/cards", "n"), Opening(), 2),
        (("1", "y"), Opening(session_id="s1"), 1),
    ],
)
def test_only_a_plain_answer_goes_on_or_begins_anew(
    lines: tuple[str, ...], opening: Opening, hints: int
) -> None:
    keys = Lines(lines)
    assert resume_or_not(SUMMARY, keys, keys) == opening  # type: ignore[arg-type]  # it is both, as far as is asked
    assert keys.said.count(HINT) == hints


@pytest.mark.parametrize("word", ["/quit", "exit"])
def test_the_user_may_leave_at_the_first_question(word: str) -> None:
    keys = Lines((word,))
    with pytest.raises(EOFError):
        resume_or_not(SUMMARY, keys, keys)  # type: ignore[arg-type]  # it is both, as far as is asked


def test_where_it_stands_is_said_in_words() -> None:
    first = where(SUMMARY)[0]
    assert isinstance(first, Line)
    assert first.text == "GET /api/cards, no plan yet; last worked 2026-01-02 03:04 UTC"
