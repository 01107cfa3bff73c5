"""What was left out, and which of the later steps may need it."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from agent.core.batch import CLOSED, StepState
from agent.core.depending import Missing, reliance
from agent.core.page import Block, Span, line
from agent.core.plan import Step
from agent.core.session import Session
from agent.pages.tongue import spoken

_TO_DO: frozenset[StepState] = frozenset(("open", "agreed", "undone"))
_WITHOUT: frozenset[StepState] = frozenset(("skipped", "unneeded"))


def need_rows(session: Session, step: Step, missing: Missing) -> Iterator[Block]:
    """A line for each step before this one that was skipped and that it may need."""
    steps = session.steps
    before = [one for one, _ in steps]
    place = next((at for at, one in enumerate(before) if one.id == step.id), 0)
    for at, (one, state) in enumerate(steps[:place]):
        found = reliance(step, one, before[:at], missing) if state == "skipped" else ()
        if found:
            said = spoken(session).say("needs", number=one.number, names=", ".join(found))
            yield line(Span(f"  {said}", "warn"), hang=4)


def undone_rows(session: Session, step_id: str) -> Iterator[Block]:
    """A line where steps that stand may need what this one made."""
    needed = needed_by(session, step_id, lambda _: False, CLOSED - _WITHOUT)
    if needed:
        yield line(Span(f"  {needed}", "warn"), hang=4)


def needed_by(
    session: Session, step_id: str, missing: Missing, states: AbstractSet[StepState] = _TO_DO
) -> str:
    """`2 may need it: BookCreate`, for the steps after this one in these states."""
    steps = session.steps
    place = next((at for at, (one, _) in enumerate(steps) if one.id == step_id), len(steps))
    before = [one for one, _ in steps[:place]]
    found = []
    for one, state in steps[place + 1 :]:
        relies = reliance(one, steps[place][0], before, missing)
        if relies and state in states:
            names = ", ".join(relies)
            found.append(spoken(session).say("needed", number=one.number, names=names))
    return "; ".join(found)
