from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from loop import project
from sandbox import Sandbox  # noqa: TC002 - as every other test has it

from agent.adapters.terminal.script import ScriptReader
from agent.core.errors import ExitCode
from agent.core.page import Line, Page, Style
from agent.dialogue import Ask
from agent.opening import Opening, resume_or_not, where
from agent.sessions import SessionSummary

SUMMARY = SessionSummary(
    id="s1",
    endpoint="GET /api/cards",
    state="none",
    started="2026-01-02T03:04:05Z",
    last="2026-01-02T03:04:05Z",
    branch="main",
    worktree="/w",
    open=True,
    done=0,
    total=None,
)
NOW = datetime(2026, 1, 3, 9, 0, tzinfo=timezone(timedelta(hours=2)))
HINT = "Enter, y, a /command or a ? question goes on there; n, or an endpoint, is for another"


class Lines(ScriptReader):
    def __init__(self, lines: Sequence[str]) -> None:
        self.said: list[str] = []
        super().__init__(lines, self)  # type: ignore[arg-type]  # it is both, as far as is asked

    def show(self, page: Page) -> None:
        self.said.extend(one.text for one in page if isinstance(one, Line))

    def once(self, text: str, style: Style = "plain") -> None:
        self.say(text, style)

    def say(self, text: str, _style: Style = "plain") -> None:
        self.said.append(text)


def ask(keys: Lines) -> Opening:
    return resume_or_not(SUMMARY, now=NOW, screen=keys, reader=keys)  # type: ignore[arg-type]  # it is both, as far as is asked


@pytest.mark.parametrize(
    ("lines", "opening", "hints"),
    [
        (("",), Opening(session_id="s1"), 0),
        (("Y",), Opening(session_id="s1"), 0),
        (("n",), Opening(), 0),
        (("yes please", "cards", "n"), Opening(), 2),
        (("T",), Opening(session_id="s1"), 0),
        (("ok",), Opening(session_id="s1"), 0),
        (("/api/pens",), Opening(words="api/pens"), 0),
        (("post pens",), Opening(words="post pens"), 0),
        (("/help",), Opening(session_id="s1", words="/help"), 0),
        (
            ("/endpoint GET /api/pens",),
            Opening(session_id="s1", words="/endpoint GET /api/pens"),
            0,
        ),
        (("? which status",), Opening(session_id="s1", words="? which status"), 0),
        (("!git log",), Opening(session_id="s1", words="!git log"), 0),
        (("get /api/pens",), Opening(words="get /api/pens"), 0),
        (("get /api/cards",), Opening(session_id="s1"), 0),
        (("1", "y"), Opening(session_id="s1"), 1),
    ],
)
def test_a_plain_answer_or_an_endpoint_goes_on_or_begins_anew(
    lines: tuple[str, ...], opening: Opening, hints: int
) -> None:
    keys = Lines(lines)
    assert ask(keys) == opening
    assert keys.said.count(HINT) == hints


@pytest.mark.parametrize("word", ["/quit", "exit"])
def test_the_user_may_leave_at_the_first_question(word: str) -> None:
    keys = Lines((word,))
    with pytest.raises(EOFError):
        ask(keys)


@pytest.mark.parametrize(
    ("summary", "said"),
    [
        (SUMMARY, "GET /api/cards, no plan yet, yesterday 05:04"),
        (
            replace(
                SUMMARY, state="started", done=3, total=6, last="2026-01-03T06:00:00.000+00:00"
            ),
            "GET /api/cards, 3 of 6, today 08:00",
        ),
        (
            replace(SUMMARY, state="planned", total=6, last="2025-12-31T23:00:00Z"),
            "GET /api/cards, 0 of 6, 2026-01-01 01:00",
        ),
        (
            replace(SUMMARY, endpoint=None, state="unreadable", last=None),
            "no endpoint yet, cannot be read whole",
        ),
        (replace(SUMMARY, state="started", last="x"), "GET /api/cards, started, x"),
    ],
)
def test_where_it_stands_is_said_in_words(summary: SessionSummary, said: str) -> None:
    first = where(summary, NOW)[0]
    assert isinstance(first, Line)
    assert first.text == said


def test_what_is_loaded_behind_waits_for_the_prompt_to_be_drawn() -> None:
    loaded: list[str] = []

    class Drawing(Lines):
        def ask(self, ask: Ask) -> str:
            loaded.append("asked")
            ask.drawn(lambda: None)
            assert done.wait(20)
            return super().ask(ask)

    done = threading.Event()

    def behind() -> None:
        loaded.append("model")
        done.set()

    keys = Drawing(["y"])
    resume_or_not(SUMMARY, now=NOW, screen=keys, reader=keys, behind=behind)  # type: ignore[arg-type]  # it is both, as far as is asked

    assert loaded == ["asked", "model"]


DEMO = Path(__file__).parents[1] / "agent/demo/project"
_LOADED = """
import sys
from agent.__main__ import main
sys.argv = ["waltz", *sys.argv[1:]]
code = main()
clients = ("langchain", "langsmith", "openai", "anthropic", "google", "ollama", "httpx")
clients += ("agent.adapters.chat", "agent.drafters.model")
print(code, sorted(name for name in sys.modules if name.startswith(clients)))
"""


def loaded(repo: Sandbox, answers: str, **environ: str) -> tuple[str, str]:
    """What a run with these answers says, and how it ended with which of a model's modules."""
    command = (sys.executable, "-c", _LOADED, "--answers", "/dev/stdin")
    ran = subprocess.run(
        command,
        cwd=repo.root,
        env={**os.environ, **environ},
        input=answers.encode(),
        capture_output=True,
        check=False,
    )
    said, _, end = ran.stdout.decode().rstrip("\n").rpartition("\n")
    return said + ran.stderr.decode(), end


def test_no_client_is_loaded_before_the_prompt(repo: Sandbox) -> None:
    project(repo)
    model = {"OPENAI_API_KEY": "sk-none", "OPENAI_BASE_URL": "http://127.0.0.1:9"}

    said, end = loaded(repo, "", WALTZ_MODEL="openai:m", **model)

    assert "langchain" not in end, said
    assert "openai'" not in end, said


def test_without_a_model_nothing_of_one_is_loaded_for_a_whole_batch(empty: Sandbox) -> None:
    shutil.copytree(DEMO, empty.root, dirs_exist_ok=True)
    empty.commit("chore: the demo")

    said, end = loaded(empty, "POST /api/books\ny\ny\nn\ny\ny\ny\n")

    assert "Done 3 of 4" in said
    assert end == f"{ExitCode.WAITING} []", said
