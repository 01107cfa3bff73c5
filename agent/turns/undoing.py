"""Taking a step back, or forward again, by content: a change like any other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from agent.core.commits import Closing
from agent.core.edits import CommitId, FileEdit, Proposal
from agent.core.errors import UsageError, refused
from agent.core.events import ErrandStarted, Event
from agent.core.job import ForRedo, ForUndo
from agent.core.plan import Step
from agent.core.session import Session, Working
from agent.core.summary import Summary
from agent.core.undo import Conflict, invert
from agent.core.work import BatchEnded, BatchSummarised, SurpriseKept
from agent.ports import Ports

Direction = Literal["undo", "redo"]


def take_back(session: Session, ports: Ports, number: str | None) -> Iterator[Event]:
    """Propose to undo a step (the last committed one, when none is named)."""
    step, closing = _committed_step(session, number)
    commit = _original(closing)
    proposal = _proposal(ports, commit, step, "undo")
    yield from _leave_batch(session)
    yield ErrandStarted(purpose=ForUndo(step_id=step.id, commit=commit), proposal=proposal)


def bring_forward(session: Session, ports: Ports, number: str | None) -> Iterator[Event]:
    """Propose to bring an undone step back (the last one undone, when none is named)."""
    step, closing = _undone_step(session, number)
    commit = _original(closing)
    proposal = _proposal(ports, commit, step, "redo")
    yield from _leave_batch(session)
    yield ErrandStarted(purpose=ForRedo(step_id=step.id, commit=commit), proposal=proposal)


def _leave_batch(session: Session) -> Iterator[Event]:
    if session.surprise:
        yield SurpriseKept()
    stage = session.stage
    if isinstance(stage, Working):
        yield BatchEnded(reason="undone")
        summary = Summary(results=stage.results, reason="undone", declined=stage.declined)
        yield BatchSummarised(summary=summary)


def _committed_step(session: Session, number: str | None) -> tuple[Step, Closing]:
    found = [
        (step, closing)
        for step, closing in _with_closings(session)
        if closing.commit and closing.state in {"applied", "verified", "taken"}
    ]
    return _pick(found, number, "no step of this endpoint has a commit to take back")


def _undone_step(session: Session, number: str | None) -> tuple[Step, Closing]:
    found = [pair for pair in _with_closings(session) if pair[1].state == "undone"]
    return _pick(found, number, "no step of this endpoint was undone")


def _with_closings(session: Session) -> list[tuple[Step, Closing]]:
    steps = {step.id: step for step in session.plan.all_steps()} if session.plan else {}
    return [(steps[one.step_id], one) for one in session.closings.values() if one.step_id in steps]


def _pick(
    found: list[tuple[Step, Closing]], number: str | None, nothing: str
) -> tuple[Step, Closing]:
    if number is not None:
        found = [pair for pair in found if pair[0].number == number]
        nothing = f"step {number}: {nothing}"
    if not found:
        raise UsageError(nothing)
    return found[-1]


def _original(closing: Closing) -> CommitId:
    commit = closing.original or closing.commit
    if commit is None:
        raise UsageError("the step has no commit")
    return commit


def _why(conflict: Conflict) -> str:
    """What stands in the way, and where in the file as it is now."""
    lines = ", ".join(str(number) for number in conflict.lines)
    by_hand = "change it by hand, then /todo"
    match conflict.reason:
        case "gone":
            return f"its lines no longer stand near line {lines}; {by_hand}"
        case "ambiguous":
            return f"its lines stand in several places, at lines {lines}; {by_hand}"
        case "binary":
            return f"it is no text; {by_hand}"
        case "missing":
            return "the file is gone"
        case "exists":
            return "there is such a file again"


def _proposal(ports: Ports, commit: CommitId, step: Step, way: Direction) -> Proposal:
    edits = []
    for edit in ports.history.edits(commit):
        before, after = edit.before, edit.after
        old = None if before is None else ports.repo.load(before)
        new = None if after is None else ports.repo.load(after)
        now = ports.worktree.read(edit.path)
        result = invert(old, new, now) if way == "undo" else invert(new, old, now)
        if isinstance(result, Conflict):
            reason = f"cannot {way} step {step.number}: {_why(result)}"
            raise refused("stale-file", edit.path, reason)
        if result != now:
            edits.append(
                FileEdit(
                    path=edit.path,
                    before=None if now is None else ports.repo.store(now),
                    after=None if result is None else ports.repo.store(result),
                    mode=edit.mode,
                )
            )
    if not edits:
        raise UsageError(f"step {step.number}: there is nothing left to {way}")
    dirty = ports.repo.changed([edit.path for edit in edits])
    subject = f"revert: {step.title}" if way == "undo" else f"redo: {step.title}"
    return Proposal(edits=tuple(edits), subject=subject, dirty=dirty)
