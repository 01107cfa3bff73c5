"""How far an endpoint is: none, planned, started or done, counted in steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from agent.core.batch import CLOSED, StepState, stated
from agent.core.plan import Plan
from agent.core.values import dataclass

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
    steps = stated(plan, states)
    if not steps:
        # Nothing in it can be agreed to, whatever it is called.
        return Standing(state="none")
    closed = sum(state in CLOSED for _, state in steps)
    if closed == len(steps):
        return Standing(state="done", done=closed, total=closed)
    begun = closed or "undone" in states.values()
    return Standing(state="started" if begun else "planned", done=closed, total=len(steps))
