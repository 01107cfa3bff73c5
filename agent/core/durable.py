"""What must be on disk before what, so that no power cut turns the two round (F52)."""

from __future__ import annotations

from agent.core.events import Event
from agent.core.moves import Action, Apply, Commit, Propose, RereadPlan, RunChecks, Summarise
from agent.core.session import Session
from agent.core.work import ApplyIntended, ChangeCommitted, ChecksRun, ProposalApplied, Refused


def comes_first(event: Event) -> bool:
    """Whether files are written as soon as it is on disk."""
    return isinstance(event, ApplyIntended | Refused)


def comes_after(
    action: Action, session: Session, *, model: str = "", last: Event | None = None
) -> bool:
    """Whether all that has happened must be on disk before it: a commit, a check.

    A `model` may draft for minutes, and what the user said is as old by then; where the `last` that
    happened is a commit, he said it before that, and git's history tells of the commit itself. So
    it does where a commit follows its apply without a check. An apply begins with its intent, which
    goes there first; the others change nothing and are over at once. At a question the disk has
    until the answer.
    """
    if isinstance(action, RunChecks):
        return bool(session.checks)
    if isinstance(action, Commit) and not session.checks:
        return not isinstance(last, ProposalApplied | ChecksRun)
    if isinstance(action, Propose):
        return model != "" and not isinstance(last, ChangeCommitted)
    return not isinstance(action, Apply | Summarise | RereadPlan)
