"""The message of each commit that Waltz makes: subject, body, trailers."""

from __future__ import annotations

from typing import assert_never

from agent.core.commits import closed_value
from agent.core.job import (
    ForDecision,
    ForPlan,
    ForRedo,
    ForRepair,
    ForSetup,
    ForStep,
    ForUndo,
    Purpose,
)
from agent.core.plan import Plan, Step
from agent.core.session import Session
from agent.core.subjects import ordering_nothing
from agent.core.trailers import Trailers, compose


def message(session: Session, purpose: Purpose, subject: str) -> str:
    """The whole message of the commit for this purpose."""
    body = ordering_nothing(_body(session, purpose))
    return compose(subject, body, _trailers(session, purpose))


def record_text(session: Session) -> str:
    """What the commit does that records steps which ended without one."""
    count = len(session.unrecorded)
    return f"close {'1 step' if count == 1 else f'{count} steps'} of {session.endpoint}"


def record_message(session: Session, subject: str) -> str:
    """The whole message of that commit, which changes no file."""
    return compose(subject, "", (*_head(session), *_tail(session)))


def _body(session: Session, purpose: Purpose) -> str:
    match purpose:
        case ForStep() | ForRepair():
            return purpose.step.title
        case ForUndo() | ForRedo():
            step = session.plan.step(purpose.step_id) if session.plan else None
            return f"{step.title}\n\nOf commit {purpose.commit}." if step else ""
        case ForPlan() | ForDecision() | ForSetup():
            return ""
        case _:
            assert_never(purpose)


def _trailers(session: Session, purpose: Purpose) -> Trailers:
    own: Trailers
    match purpose:
        case ForStep():
            own = _step(session.plan, purpose.step)
        case ForRepair():
            repair = ("Waltz-Repair", str(purpose.number))
            own = (*_step(session.plan, purpose.step), repair)
        case ForUndo():
            step = session.plan.step(purpose.step_id) if session.plan else None
            own = (*_step_or_id(session, step, purpose.step_id), ("Waltz-Undo", purpose.commit))
        case ForRedo():
            step = session.plan.step(purpose.step_id) if session.plan else None
            own = (*_step_or_id(session, step, purpose.step_id), ("Waltz-Redo", purpose.commit))
        case ForPlan() | ForDecision() | ForSetup():
            own = ()
        case _:
            assert_never(purpose)
    return (*_head(session), *own, *_tail(session))


def _head(session: Session) -> Trailers:
    found: list[tuple[str, str]] = []
    if session.endpoint is not None:
        found.append(("Waltz-Endpoint", str(session.endpoint)))
    if session.plan is not None:
        blob = f"@{session.plan_blob}" if session.plan_blob else ""
        found.append(("Waltz-Plan", f"{session.plan.path}{blob}"))
    return tuple(found)


def _step(plan: Plan | None, step: Step) -> Trailers:
    total = len(plan.steps) if plan else 0
    return (("Waltz-Step", f"{step.number}/{total}"), ("Waltz-Step-Id", step.id))


def _step_or_id(session: Session, step: Step | None, step_id: str) -> Trailers:
    return _step(session.plan, step) if step else (("Waltz-Step-Id", step_id),)


def _tail(session: Session) -> Trailers:
    closed = closed_value(session.unrecorded)
    own = (("Waltz-Session", session.session_id),)
    return (*own, ("Waltz-Closed", closed)) if closed else own
