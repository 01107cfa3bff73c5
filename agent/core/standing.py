"""How far an endpoint is: none, planned, started or done, counted in steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from agent.core.batch import CLOSED, StepState, units
from agent.core.plan import Plan
from agent.core.session import Choosing, Session, Waiting

State = Literal["none", "planned", "started", "done"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A state and its steps; `total` is None where no plan tells."""

    state: State
    done: int = 0
    total: int | None = None


def standing(plan: Plan | None, states: Mapping[str, StepState]) -> Standing:
    """How far the steps of this plan are; without one, what is closed still counts."""
    if plan is None:
        closed = sum(state in CLOSED for state in states.values())
        return Standing(state="started" if closed else "none", done=closed)
    steps = units(plan, states)
    closed = sum(states.get(step.id, "open") in CLOSED for step in steps)
    if steps and closed == len(steps):
        return Standing(state="done", done=closed, total=closed)
    begun = closed or "undone" in states.values()
    return Standing(state="started" if begun else "planned", done=closed, total=len(steps))


def session_standing(session: Session) -> Standing:
    """How far the session's endpoint is; a plan that is not on disk yet is none."""
    saved = session.plan if session.plan_blob is not None else None
    found = standing(saved, session.states)
    agreed = "agreed" in session.states.values()
    return Standing(state="started", done=found.done, total=found.total) if agreed else found


def is_open(session: Session) -> bool:
    """Whether a user who comes back has something to go on with."""
    if isinstance(session.stage, Choosing):
        return False
    return not (session.done and isinstance(session.stage, Waiting) and not session.unrecorded)
