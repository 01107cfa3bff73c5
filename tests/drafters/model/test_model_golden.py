"""What is sent, word by word, for each phase of a batch and each profile: golden files.

`WALTZ_GOLDEN=write` writes them anew; a change of one is a change of what every model is told.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from scripted import Line, ScriptedChat, drafter, edit, step
from test_model_drafter import FILES, ONE, PLAN, SPEC, STEPS, code, knowing, request
from test_model_planner import ANSWER, REQUEST
from test_told_tables import BOXES

from agent.chat import Message
from agent.core.check import Check, CheckResult
from agent.core.documents import RepoPath
from agent.core.profile import Profile
from agent.core.spec import Rule
from agent.drafter import Asked
from agent.files import shipped
from agent.sources.profiles.reading import read_profile

WRITES = os.environ.get("WALTZ_GOLDEN") == "write"
GOLDEN = Path(__file__).parents[2] / "data/model"
OWN = tuple(sorted(shipped("prompts/profiles").glob("*.md")))


def _batch() -> ScriptedChat:
    chat = ScriptedChat([ONE])
    asked = replace(request(last=2), settled=(("id", "no tabs"),))
    rule = Rule(path=RepoPath("AGENTS.md"), text="Be brief.\n\n## React\n\nUse hooks.", always=True)
    spec = replace(SPEC, tables=(BOXES,), rules=(rule,))
    drafter(chat).propose(
        replace(
            knowing(asked, spec=spec, standing=("short names",)),
            closed=((STEPS[2], "confirmed"),),
            written="# Cards\n\nCards.",
        )
    )
    return chat


def _noted() -> ScriptedChat:
    chat = ScriptedChat([ONE])
    mine = drafter(chat)
    mine.propose(request(last=2))
    mine.propose(replace(request(last=2), notes=("five, please",)))
    return chat


def _red() -> ScriptedChat:
    result = CheckResult(
        check=Check(run=("pytest", "-q"), when="step"), exit=1, seconds=1, tail="app/a.py:1: oh\n"
    )
    chat = ScriptedChat([ONE])
    mine = drafter(chat)
    mine.propose(request(last=1))
    applied = {**FILES, "app/a.py": b"x = 9\ny = 2\n"}
    mine.propose(replace(request(last=1, files=applied), red=(result,), repairs=1))
    return chat


def _again() -> ScriptedChat:
    chat = ScriptedChat([step(1, edit("app/a.py", "x = 7\n", "x = 9\n", 1)), ONE])
    drafter(chat).propose(request(last=1))
    return chat


def _textual() -> ScriptedChat:
    chat = ScriptedChat(["### read app/b.py 1-1\n", ONE], tools=False)
    drafter(chat).propose(request(last=1))
    return chat


def _question() -> ScriptedChat:
    chat = ScriptedChat(["Yes."])
    drafter(chat).reply(Asked(words="does it", spec=SPEC, code=code(), plan=PLAN))
    return chat


def _revised() -> ScriptedChat:
    chat = ScriptedChat([Line(text=ANSWER)])
    mine = drafter(chat)
    mine.plan(REQUEST)
    mine.plan(replace(REQUEST, notes=("only cards",)))
    return chat


def _planned(profile: Profile) -> Callable[[], ScriptedChat]:
    def play() -> ScriptedChat:
        chat = ScriptedChat([ANSWER])
        drafter(chat).plan(replace(REQUEST, profile=profile))
        return chat

    return play


PHASES: dict[str, Callable[[], ScriptedChat]] = {
    "batch": _batch,
    "noted": _noted,
    "red": _red,
    "again": _again,
    "textual": _textual,
    "question": _question,
    "plan-revised": _revised,
    **{
        f"plan-{one.stem}": _planned(read_profile(one.read_text("utf-8"), name=one.stem))
        for one in OWN
    },
}


def _said(messages: Sequence[Message]) -> str:
    rows = [f"=== {one.role}{' (stays)' if one.stable else ''}\n{one.text}" for one in messages]
    return "\n".join(rows).rstrip() + "\n"


@pytest.mark.parametrize("phase", PHASES)
def test_what_is_sent_is_known_word_by_word(phase: str) -> None:
    said = _said(PHASES[phase]().sent[-1])
    file = GOLDEN / f"{phase}.txt"
    if WRITES:
        file.parent.mkdir(exist_ok=True)
        file.write_text(said)

    assert file.read_text() == said


def test_no_golden_file_is_left_over() -> None:
    assert {one.stem for one in GOLDEN.glob("*.txt")} == set(PHASES)
