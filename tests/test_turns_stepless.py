from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

import pytest
from loop import ENDPOINT, PLAN, Key, Loop, Writer, plan_text, project, step_text
from sandbox import Sandbox  # noqa: TC002 - as every other test has it

from agent.core.gates import Gate
from agent.drafter import PlanDraft, PlanRequest, Unable
from agent.pages.helping import GATES

NONE = plan_text()
NO_PART = NONE.partition("## 4.")[0]
DEEP = NO_PART.replace("\n## ", "\n### ")
TWO = plan_text(step_text(1), step_text(2))
GATE = f"This plan has no steps that can be read: {PLAN}"
AFTER = NONE + "\n## Notes\n\nMine.\n"


@dataclass
class Mute(Writer):
    def plan(self, request: PlanRequest) -> PlanDraft | Unable:
        del request
        return Unable(reason="I cannot plan")


def stepless(box: Sandbox, plan: str = NONE, drafter: Writer | None = None) -> Loop:
    return Loop(project(box, plan=plan), drafter or Writer(plan_as=TWO))


@pytest.mark.parametrize(
    ("plan", "heading"),
    [
        (NONE, "### 1. Make part 1"),
        (AFTER, "### 1. Make part 1"),
        (NO_PART, "## 4. Implementation Steps\n\n### 1. Make part 1"),
        (DEEP, "### 4. Implementation Steps\n\n#### 1. Make part 1"),
    ],
    ids=["empty", "empty in between", "no section", "deeper headings"],
)
def test_F34_steps_are_drafted_into_the_plan_that_has_none(
    empty: Sandbox, plan: str, heading: str
) -> None:
    loop = stepless(empty, plan)
    run = loop.talk("d", "y")
    assert GATE in run.seen[0]
    assert "+ ### 1. Make part 1" in run.seen[1].replace("#### ", "### ")
    assert "Next 2 of 2 open" in run.gate
    saved = loop.read(PLAN)
    assert heading in saved
    kept = [one for one in plan.splitlines() if one]
    assert [one for one in saved.splitlines() if one in kept and one] == kept
    assert loop.subjects == [f"docs: steps for {ENDPOINT}"]
    assert loop.box.status() == ""


def test_F34_a_declined_draft_leaves_the_gate_open(empty: Sandbox) -> None:
    loop = stepless(empty)
    run = loop.talk("d", "n", "")
    assert GATE in run.seen[2]
    assert "[o]ther endpoint" in run.gate
    assert loop.read(PLAN) == NONE


@pytest.mark.parametrize(
    ("drafter", "said"),
    [
        (Mute(), "No steps could be drafted: I cannot plan"),
        (Writer(plan_as=NO_PART), "No steps could be drafted: its draft has none"),
        (Writer(plan_as=plan_text("No steps here.\n")), "cannot be put into it"),
    ],
)
def test_F34_what_cannot_be_drafted_is_said(empty: Sandbox, drafter: Writer, said: str) -> None:
    run = stepless(empty, drafter=drafter).talk("d")
    assert said in run.last
    assert "[d]raft its steps" in run.gate


def test_the_plan_is_written_in_the_users_editor(empty: Sandbox) -> None:
    loop = stepless(empty)
    assert "No editor" in loop.talk("e").last
    loop.editor = lambda text, _name: text
    assert "Nothing edited" in loop.resume("e").last
    loop.editor = lambda text, _name: f"{text}\n{step_text(1)}"
    run = loop.resume("v", "e", "y")
    assert "## 4. Implementation Steps" in run.seen[1]
    assert "Next 1 of 1 open" in run.gate


def test_steps_written_meanwhile_are_read(empty: Sandbox) -> None:
    loop = stepless(empty)

    def write() -> str:
        loop.box.write(PLAN, TWO)
        return ""

    keys: tuple[Key, ...] = (write, "y")
    assert "Next 2 of 2 open" in loop.talk(*keys).gate


def test_another_endpoint_may_be_chosen(empty: Sandbox) -> None:
    assert "Which endpoint" in stepless(empty).talk("o").gate


def test_every_gate_has_a_name_of_its_own_and_its_help() -> None:
    assert [one.gate for one in GATES if one.gate not in get_args(Gate)] == []
    assert {one.gate for one in GATES} == set(get_args(Gate))
    assert len({one.name for one in GATES}) == len(GATES)
