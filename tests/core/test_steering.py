from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pytest
from story import (
    ONE,
    SPLIT_PLAN,
    THREE,
    TWO,
    Story,
    agreed,
    applied,
    at_diff,
    closing,
    confirming,
    errand,
    planned,
    red,
    repairing,
    step_done,
    waiting,
)

from agent.core.errors import UsageError
from agent.core.events import ErrandDropped, Event
from agent.core.gates import AskConfirm, Gate
from agent.core.steering import at_wait, close, leave_work, may_leave, reopen, split
from agent.core.steps import StepSplit
from agent.core.work import (
    BatchEnded,
    StepClosed,
    StepHanded,
    StepReopened,
    SurpriseKept,
)

How = Literal["confirmed", "skipped"]


def gate(story: Story) -> Gate:
    move = story.move()
    assert isinstance(move, Gate)
    return move


def handed() -> Story:
    return agreed().tell(StepHanded(reason="yours"))


def worked() -> Story:
    return waiting(None, closing(ONE))


def skipped(number: str, note: str = "") -> StepClosed:
    step = {"1": ONE, "2": TWO, "3": THREE}[number]
    return StepClosed(step_id=step.id, how="skipped", note=note)


@pytest.mark.parametrize(
    ("story", "words", "how", "event"),
    [
        (waiting, ("2",), "skipped", skipped("2")),
        (waiting, ("2", "not", "now"), "skipped", skipped("2", "not now")),
        (waiting, ("3",), "confirmed", StepClosed(step_id=THREE.id, how="confirmed")),
        (at_diff, (), "skipped", skipped("1")),
        (at_diff, ("1",), "skipped", skipped("1")),
        (at_diff, ("not", "here"), "skipped", skipped("1", "not here")),
        (handed, ("later",), "skipped", skipped("1", "later")),
        (
            confirming,
            ("ran", "it"),
            "confirmed",
            StepClosed(step_id=ONE.id, how="confirmed", note="ran it"),
        ),
        (confirming, (), "skipped", skipped("1")),
    ],
)
def test_a_step_is_closed(
    story: Callable[[], Story], words: tuple[str, ...], how: How, event: Event
) -> None:
    told = story()
    assert close(told.session, gate(told), words, how) == (event,)


@pytest.mark.parametrize(
    ("story", "words", "how", "said"),
    [
        (waiting, (), "skipped", "which step? name its number"),
        (waiting, ("9",), "skipped", "the plan has no step 9"),
        (worked, ("1",), "skipped", "step 1 is closed: applied; /todo 1 opens it"),
        (at_diff, ("2",), "skipped", "step 1 is the one at hand; stop ends the batch"),
        (at_diff, (), "confirmed", "the open step has a diff or is to be drafted"),
        (red, (), "skipped", "answer what is asked first"),
        (errand, ("1",), "skipped", "a diff is open: y or n to it first"),
        (planned, ("1",), "skipped", "that is for a wait: answer what is asked first"),
    ],
)
def test_a_step_that_cannot_be_closed(
    story: Callable[[], Story], words: tuple[str, ...], how: How, said: str
) -> None:
    told = story()
    with pytest.raises(UsageError) as caught:
        close(told.session, gate(told), words, how)
    assert str(caught.value).startswith(said)


def test_a_repair_is_not_confirmed() -> None:
    told = repairing()
    with pytest.raises(UsageError, match="say what is missing"):
        close(told.session, AskConfirm(job=told.job), (), "confirmed")


def test_a_closed_step_is_opened_and_a_long_one_split() -> None:
    assert reopen(worked().session, ("1",)) == (StepReopened(step_id=ONE.id),)
    with pytest.raises(UsageError, match="step 2 is open already"):
        reopen(worked().session, ("2",))
    long = SPLIT_PLAN.steps[1]
    assert split(waiting(SPLIT_PLAN).session, ("2",)) == (StepSplit(step_id=long.id),)
    with pytest.raises(UsageError, match="step 1 has no items"):
        split(waiting(SPLIT_PLAN).session, ("1",))
    with pytest.raises(UsageError, match="step 1 is closed; /todo 1 opens it"):
        split(worked().session, ("1",))
    with pytest.raises(UsageError, match="end the batch with stop"):
        at_wait(at_diff().session)


@pytest.mark.parametrize(
    ("story", "said"),
    [(errand, "a diff is open"), (applied, "a change is on disk"), (red, "a change is on disk")],
)
def test_work_at_hand_is_not_left(story: Callable[[], Story], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        may_leave(story().session)


@pytest.mark.parametrize(
    ("story", "kinds"),
    [
        (Story, []),
        (waiting, []),
        (lambda: waiting().say("use other words"), [ErrandDropped]),
        (lambda: step_done(agreed(), "c1", "app/a.py"), [SurpriseKept, BatchEnded]),
        (at_diff, [BatchEnded]),
    ],
)
def test_what_ends_the_work(story: Callable[[], Story], kinds: list[type[Event]]) -> None:
    told = story()
    may_leave(told.session)
    events = leave_work(told.session)
    assert [type(one) for one in events][: len(kinds)] == kinds
    told.tell(*events)
    assert not told.session.surprise
