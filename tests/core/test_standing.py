from __future__ import annotations

from collections.abc import Callable

import pytest
from story import (
    SPLIT_PLAN,
    Story,
    a_plan,
    a_step,
    agreed,
    closing,
    planned,
    sought,
    step_done,
    undoing,
    waiting,
)

from agent.core.batch import StepState
from agent.core.plan import Plan
from agent.core.standing import Standing, State, standing
from agent.core.unfinished import is_open, session_standing

IDS = {number: a_step(number).id for number in ("1", "2", "2.1", "2.2", "3")}


@pytest.mark.parametrize(
    ("plan", "states", "found"),
    [
        (None, {}, Standing(state="none")),
        (None, {"1": "applied", "2": "undone"}, Standing(state="started", done=1)),
        (a_plan(count=0), {}, Standing(state="none")),
        (a_plan(count=3), {}, Standing(state="planned", total=3)),
        (a_plan(count=3), {"1": "agreed"}, Standing(state="planned", total=3)),
        (a_plan(count=3), {"1": "verified"}, Standing(state="started", done=1, total=3)),
        (a_plan(count=3), {"1": "undone"}, Standing(state="started", total=3)),
        (SPLIT_PLAN, {"2.1": "taken"}, Standing(state="started", done=1, total=4)),
        (
            SPLIT_PLAN,
            {"1": "skipped", "2": "unneeded", "3": "covered"},
            Standing(state="done", done=3, total=3),
        ),
    ],
)
def test_how_far_an_endpoint_is(
    plan: Plan | None, states: dict[str, StepState], found: Standing
) -> None:
    assert standing(plan, {IDS[number]: state for number, state in states.items()}) == found


@pytest.mark.parametrize(
    ("story", "state", "unfinished"),
    [
        (Story, "none", False),
        (sought, "none", True),
        (planned, "none", True),
        (waiting, "planned", True),
        (agreed, "started", True),
        (lambda: step_done(agreed()), "started", True),
        (lambda: waiting(a_plan(count=1), closing(a_step("1"))), "done", False),
        (lambda: waiting(a_plan(count=1)).say("skip 1"), "done", True),
        (
            lambda: undoing(waiting(a_plan(count=1), closing(a_step("1"))), a_step("1")),
            "done",
            True,
        ),
    ],
)
def test_how_far_a_session_is(
    story: Callable[[], Story], state: State, *, unfinished: bool
) -> None:
    session = story().session
    assert (session_standing(session).state, is_open(session)) == (state, unfinished)
