"""Which step is taken back, brought forward or repaired, and by which commit."""

from __future__ import annotations

from collections.abc import Callable

from agent.core.commits import Closing
from agent.core.edits import CommitId
from agent.core.errors import UsageError
from agent.core.plan import Step
from agent.core.session import Session
from agent.core.values import dataclass

_COMMITTED = frozenset(("applied", "verified", "taken"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """A step and its own commit, whose change is turned round, or made once more."""

    step: Step
    commit: CommitId


def to_undo(session: Session, number: str | None) -> Reversal:
    """The step of this number, else the one committed last; UsageError when there is none."""
    nothing = "no step of this endpoint has a commit to take back"
    return _pick(session, number, lambda one: one.state in _COMMITTED, nothing)


def to_redo(session: Session, number: str | None) -> Reversal:
    """The step of this number, else the one undone last; UsageError when there is none."""
    nothing = "no step of this endpoint was undone"
    return _pick(session, number, lambda one: one.state == "undone", nothing)


def to_repair(session: Session) -> Step | None:
    """The step to repair when one that was to be confirmed failed: the one committed last."""
    found = _steps(session, lambda one: one.state in _COMMITTED)
    return found[-1].step if found else None


def _pick(
    session: Session, number: str | None, wanted: Callable[[Closing], bool], nothing: str
) -> Reversal:
    found = _steps(session, wanted)
    if number is not None:
        found = [one for one in found if one.step.number == number]
        nothing = f"step {number}: {nothing}"
    if not found:
        raise UsageError(nothing)
    return found[-1]


def _steps(session: Session, wanted: Callable[[Closing], bool]) -> list[Reversal]:
    """Those that have a commit to go by, the newest last."""
    steps = {step.id: step for step in session.plan.all_steps()} if session.plan else {}
    return [
        Reversal(step=steps[one.step_id], commit=commit)
        for one in session.closings.values()
        if one.step_id in steps and wanted(one) and (commit := one.original or one.commit)
    ]
