"""A feature of the product requirements, worked in the conversation as an endpoint is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from loop import Loop, plan_text, project, step_text

from agent.drafters.builtin.drafter import BuiltIn

if TYPE_CHECKING:
    from sandbox import Sandbox

PRD = """\
# PRD

## User stories

### US-001: Leave the draw

As a member I want to leave.

- My seat is given to the next one.

### US-002: Enter the draw

As a guest I want to enter.
"""
PLAN = ".ai/leave-draw-implementation-plan.md"


@pytest.fixture
def wanted(empty: Sandbox) -> Loop:
    empty.write(".ai/prd.md", PRD)
    empty.write("app/main.py", "main = 1\n")
    empty.commit("chore: start")
    return Loop(empty)


def test_a_feature_is_chosen_planned_worked_and_resumed(wanted: Loop) -> None:
    loop = Loop(wanted.box, who=BuiltIn())

    run = loop.speak(iter(["leave", "y", "y"]), words="the")
    assert "matches 2 features" in run.seen[0]
    assert "profile feature: there is .ai/prd.md and no api plan" in run.text
    assert "no template writes this step" in run.gate
    assert loop.subjects[-1] == "docs: plan US-001 Leave the draw"
    assert "Waltz-Endpoint: US-001 Leave the draw\n" in wanted.box.git("log", "-1", "--format=%B")
    wanted.box.write("app/types.py", "Seat = int\n")

    again = loop.resume("/take app/types.py", "y", "stop", "/report")
    assert "Done 1 of 2" in again.text
    assert "## US-001 Leave the draw" in again.text
    assert loop.states()[0] == "taken"


def test_a_plan_of_a_feature_is_found_by_its_title(wanted: Loop) -> None:
    wanted.box.write(PLAN, plan_text(step_text(1), endpoint="US-001 Leave the draw"))
    wanted.box.commit("docs: plan")

    run = wanted.speak(iter(["none"]), words="US-001")
    assert PLAN in run.seen[0]
    assert "Next 1 of 1 open" in run.gate


def test_a_feature_beside_endpoints_is_planned_by_the_profile_for_features(empty: Sandbox) -> None:
    box = project(empty, plan=None)
    box.commit("docs: requirements", **{".ai/prd.md": PRD})

    run = Loop(box, who=BuiltIn()).speak(iter(()), words="US-002")
    assert "profile feature: US-002 has no endpoint" in run.text
