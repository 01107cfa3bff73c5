"""How far a session is, and whether there is something in it to go on with."""

from __future__ import annotations

from agent.core.session import Choosing, Session, Waiting
from agent.core.sharing import own_plan
from agent.core.standing import Standing, standing


def session_standing(session: Session) -> Standing:
    """How far the session's endpoint is; a plan that is not on disk yet is none."""
    saved = session.plan if session.plan_blob is not None else None
    own = own_plan(saved, session.endpoint) if saved else None
    found = standing(own, session.states)
    agreed = "agreed" in session.states.values()
    return Standing(state="started", done=found.done, total=found.total) if agreed else found


def is_open(session: Session) -> bool:
    """Whether a user who comes back has something to go on with."""
    if isinstance(session.stage, Choosing):
        return False
    return not (session.done and isinstance(session.stage, Waiting) and not session.unrecorded)
