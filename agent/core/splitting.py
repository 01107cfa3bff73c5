"""A step that counts through its own items, and the way back."""

from __future__ import annotations

from agent.core.events import Event
from agent.core.plan import Step
from agent.core.replies import Hint
from agent.core.session import Session
from agent.core.steps import StepJoined, StepSplit


def split_reply(session: Session, step: Step) -> tuple[Event, ...] | Hint:
    """`split N`: the step by its items; where it is split already, whole again."""
    if not step.items:
        return Hint(text=f"step {step.number} has no items of its own to split into")
    return join_reply(session, step) if is_split(session, step) else (StepSplit(step_id=step.id),)


def join_reply(session: Session, step: Step) -> tuple[Event, ...] | Hint:
    """`unsplit N`: the step as a whole, while none of its items has begun."""
    if not is_split(session, step):
        return Hint(text=f"step {step.number} is not split")
    begun = next((item for item in step.items if item.id in session.closings), None)
    if begun is not None:
        state = session.closings[begun.id].state
        return Hint(text=f"step {step.number} stays split: {begun.number} is {state}")
    return (StepJoined(step_id=step.id),)


def is_split(session: Session, step: Step) -> bool:
    """Whether the step counts through its items now."""
    return step.id in session.split or any(item.id in session.closings for item in step.items)
