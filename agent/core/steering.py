"""Steps closed, opened and split by command; and whether the work at hand may be left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from agent.core.answers import answer
from agent.core.batch import CLOSED
from agent.core.errors import UsageError
from agent.core.events import ErrandDropped, Event
from agent.core.gates import AskConfirm, AskHands, AskNothing, AskVerdict, Gate
from agent.core.patterns import deferred
from agent.core.plan import Step
from agent.core.replies import Reply
from agent.core.session import Errand, Scoping, Session, Waiting, Working
from agent.core.splitting import split_reply
from agent.core.summary import Summary
from agent.core.verdicts import skip_reply
from agent.core.work import (
    BatchEnded,
    BatchSummarised,
    StepClosed,
    StepReopened,
    SurpriseKept,
)

_DONE_BY_HAND = (
    "/take PATH… brings in what you changed; if there is nothing to commit: kind confirm, then d"
)
_NUMBER = deferred(r"\d+(?:\.\d+)*")


def close(
    session: Session, gate: Gate, words: Sequence[str], how: Literal["confirmed", "skipped"]
) -> tuple[Event, ...]:
    """`[N] [note]`: the open step as its gate allows, or at a wait any step that is open."""
    numbered = bool(words) and _NUMBER.fullmatch(words[0]) is not None
    number = words[0] if numbered else None
    note = " ".join(words[1:] if numbered else words)
    if isinstance(session.stage, Working):
        _is_open_one(session.stage, number)
        return _answered(session, gate, note, how)
    at_wait(session)
    step = _named(session, number)
    state = session.states.get(step.id, "open")
    if state in CLOSED:
        raise UsageError(f"step {step.number} is closed: {state}; /todo {step.number} opens it")
    return (StepClosed(step_id=step.id, how=how, note=note),)


def _is_open_one(working: Working, number: str | None) -> None:
    if working.job is None or number not in {None, working.step.number}:
        raise UsageError(f"step {working.step.number} is the one at hand; stop ends the batch")


def _answered(
    session: Session, gate: Gate, note: str, how: Literal["confirmed", "skipped"]
) -> tuple[Event, ...]:
    match gate, how:
        case AskConfirm(), "confirmed":
            line = f"d {note}"
        case AskHands(), "confirmed":
            raise UsageError(_DONE_BY_HAND)
        case _, "confirmed":
            raise UsageError("the open step has a diff or is to be drafted; [s]kip, /take or stop")
        case AskVerdict(), _:
            return _closed(skip_reply(gate, note))
        case AskHands() | AskNothing() | AskConfirm(), _:
            line = f"s {note}"
        case _:
            raise UsageError("answer what is asked first")
    return _closed(answer(session, gate, line))


def _closed(reply: Reply) -> tuple[Event, ...]:
    if not isinstance(reply, tuple):
        raise UsageError(getattr(reply, "text", "that is not possible here"))
    return reply


def reopen(session: Session, words: Sequence[str]) -> tuple[Event, ...]:
    """`N`: a closed step is to be done after all."""
    at_wait(session)
    step = _named(session, words[0] if words else None)
    if session.states.get(step.id, "open") not in CLOSED:
        raise UsageError(f"step {step.number} is open already")
    return (StepReopened(step_id=step.id),)


def split(session: Session, words: Sequence[str]) -> tuple[Event, ...]:
    """`N`: a step counts through its own items; one that is split already is whole again."""
    at_wait(session)
    step = _named(session, words[0] if words else None)
    if session.closed(step.id):
        raise UsageError(f"step {step.number} is closed; /todo {step.number} opens it")
    return _closed(split_reply(session, step))


def _named(session: Session, number: str | None) -> Step:
    if number is None:
        raise UsageError("which step? name its number")
    steps = session.plan.all_steps() if session.plan else ()
    found = next((step for step in steps if step.number == number), None)
    if found is None:
        raise UsageError(f"the plan has no step {number}")
    return found


def at_wait(session: Session) -> None:
    """UsageError where the user is not at a wait."""
    match session.stage:
        case Waiting():
            return
        case Errand():
            raise UsageError("a diff is open: y or n to it first")
        case Working():
            raise UsageError("that is for a wait: end the batch with stop, or finish it")
        case _:
            raise UsageError("that is for a wait: answer what is asked first")


def may_leave(session: Session) -> None:
    """UsageError where a diff outside a batch is open, or something stands uncommitted."""
    stage = session.stage
    if isinstance(stage, Errand):
        raise UsageError("a diff is open: y or n to it first")
    if isinstance(stage, Working) and stage.job is not None and stage.job.on_disk is not None:
        raise UsageError("a change is on disk and not committed: decide about it first")


def leave_work(session: Session) -> tuple[Event, ...]:
    """What ends the open batch, or question, so that something else can be done."""
    kept = (SurpriseKept(),) if session.surprise else ()
    stage = session.stage
    if isinstance(stage, Scoping):
        return (ErrandDropped(),)
    if not isinstance(stage, Working):
        return kept
    summary = Summary(results=stage.results, reason="stopped", declined=stage.declined)
    return (*kept, BatchEnded(reason="stopped"), BatchSummarised(summary=summary))
