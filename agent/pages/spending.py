"""What a model used, as it is said below the prompt and after a batch."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from agent.core.session import Session
from agent.core.spending import Spent, together


def so_far(session: Session) -> str:
    """What was used for the endpoint; empty without a model."""
    spent = together(one for _, one in session.spent)
    return f"{spent} so far" if spent else ""


def for_steps(session: Session, step_ids: Collection[str]) -> str:
    """What was used for these steps, and for the endpoint; empty without a model."""
    spent = together(one for step_id, one in session.spent if step_id in step_ids)
    return f"the model: {_requests(spent)}, {spent}; {so_far(session)}" if spent else ""


def of_run(each: Iterable[Spent]) -> str:
    """What was used by a run without a conversation; empty without a model."""
    spent = together(each)
    return f"the model: {_requests(spent)}, {spent}" if spent else ""


def _requests(spent: Spent) -> str:
    return "1 request" if spent.requests == 1 else f"{spent.requests} requests"
