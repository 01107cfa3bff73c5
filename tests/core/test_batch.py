from __future__ import annotations

import pytest
from story import SPLIT_PLAN, a_plan, a_step

from agent.core.batch import Batch, StepState, choose, named, open_steps, units
from agent.core.plan import Plan

STEPS = a_plan().steps


@pytest.mark.parametrize("count", [0, 4, 5])
def test_a_batch_refuses_a_fourth_step(count: int) -> None:
    with pytest.raises(ValueError, match="1 to 3 steps"):
        Batch(steps=STEPS[:count])


def test_a_batch_refuses_a_step_twice() -> None:
    with pytest.raises(ValueError, match="twice"):
        Batch(steps=(a_step("1"), a_step("1")))


def open_after(plan: Plan, states: dict[str, StepState]) -> str:
    ids = {step.number: step.id for step in plan.all_steps()}
    known = {ids[number]: state for number, state in states.items()}
    return " ".join(step.number for step in open_steps(plan, known))


@pytest.mark.parametrize(
    ("states", "left"),
    [
        ({}, "1 2 3 4 5"),
        ({"1": "verified", "3": "skipped"}, "2 4 5"),
        ({"1": "applied", "2": "taken", "3": "confirmed", "4": "covered"}, "5"),
        ({"1": "unneeded", "2": "agreed"}, "2 3 4 5"),
        ({"4": "undone", "1": "applied"}, "4 2 3 5"),
        ({"5": "undone", "3": "undone"}, "3 5 1 2 4"),
    ],
)
def test_what_is_open_and_in_which_order(states: dict[str, StepState], left: str) -> None:
    assert open_after(a_plan(), states) == left


@pytest.mark.parametrize(
    ("states", "left"),
    [
        ({}, "1 2 3"),
        ({"2.1": "open", "2.2": "open"}, "1 2.1 2.2 3"),
        ({"2.1": "applied"}, "1 2.2 3"),
        ({"2.1": "applied", "2.2": "verified", "1": "applied"}, "3"),
        ({"2.1": "applied", "2.2": "undone"}, "2.2 1 3"),
        ({"2.1": "open", "2": "applied"}, "1 3"),
    ],
)
def test_a_split_step_counts_through_its_items(states: dict[str, StepState], left: str) -> None:
    assert open_after(SPLIT_PLAN, states) == left


def test_a_plan_counts_items_only_where_it_was_split() -> None:
    assert [one.number for one in units(SPLIT_PLAN, {})] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("4", "4"),
        ("4-5", "4 5"),
        ("5,4", "5 4"),
        ("1 3", "1 3"),
        (" 2, 3 ,5 ", "2 3 5"),
        ("1-3", "1 2 3"),
    ],
)
def test_fewer_or_other_steps_in_the_named_order(text: str, numbers: str) -> None:
    chosen = choose(text, STEPS)
    assert not isinstance(chosen, str)
    assert " ".join(step.number for step in chosen) == numbers


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1-4", "at most 3 steps at a time; you named 4"),
        ("1,2,3,4", "at most 3"),
        ("9", "step 9 is not among 1, 2, 3, 4, 5"),
        ("4-9", "step 9 is not among"),
        ("-2", "step ? is not among"),
        ("2-", "step ? is not among"),
        ("3-1", "3-1 runs backwards; write 1-3, or 3,1"),
        ("2,2", "a step is named twice"),
        ("", "step ? is not among"),
    ],
)
def test_what_cannot_be_agreed_is_said(text: str, why: str) -> None:
    chosen = choose(text, STEPS)
    assert isinstance(chosen, str)
    assert why in chosen


def test_more_than_three_may_be_named_where_nothing_is_agreed() -> None:
    assert named("1-5", STEPS) == STEPS
    assert named("1", ()) == "step 1 is not among none"
