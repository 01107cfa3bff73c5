"""Where an endpoint is: as the newest session left it and git sees it now, else from git alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from agent.changes import changes
from agent.cli.context import Context
from agent.core.commits import last_worked, progress
from agent.core.edits import CommitId
from agent.core.events import SessionResumed
from agent.core.fold import apply
from agent.core.recorded import proven, recorded
from agent.core.session import Session, Waiting
from agent.core.spec import Target
from agent.core.summary import StepResult
from agent.core.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """The session as it is now; what sessions tell of its commits, and what has changed since.

    `left` is the session as it was left, None where there is none of this endpoint.
    """

    session: Session
    left: Session | None = None
    results: Mapping[CommitId, StepResult] = field(default_factory=dict)
    changed: tuple[str, ...] = ()


def now(context: Context, endpoint: Target | None = None) -> Now:
    """Where this endpoint is, the one worked last where none is named."""
    left = context.past()
    mine = left.endpoint if left else None
    if left is None or mine is None or (endpoint is not None and mine.key != endpoint.key):
        return _told(context, _from_git(context, endpoint))
    return _told(context, _from_session(context, left, mine))


def _from_session(context: Context, left: Session, endpoint: Target) -> Now:
    repo, history = context.repo(), context.history()
    known = progress(history.records(), endpoint)
    resumed = SessionResumed(head=repo.head().commit, closings=known.closings)
    changed = changes(left, repo=repo, history=history, worktree=context.worktree())
    return Now(session=apply(left, resumed), left=left, changed=(*changed, *known.doubts))


def _from_git(context: Context, named: Target | None) -> Now:
    head = context.repo().head()
    empty = Session(session_id="", worktree="", branch=head.branch, head=head.commit)
    records = tuple(context.history().records())
    endpoint = named or last_worked(records)
    if endpoint is None:
        return Now(session=empty)
    found = recorded(endpoint, context.library().plans(), records)
    session = replace(
        empty,
        stage=Waiting(fresh=True),
        endpoint=endpoint,
        plan=found.plan,
        plan_blob=found.blob if found.plan else None,
        closings={one.step_id: one for one in found.known.closings},
    )
    return Now(session=session, changed=found.known.doubts)


def _told(context: Context, found: Now) -> Now:
    """With what sessions wrote down of the same commits: checks, and whose hands it was."""
    closings = tuple(found.session.closings.values())
    results = context.archive().results({one.commit for one in closings if one.commit})
    known = {one.step_id: one for one in proven(closings, results)}
    return replace(
        found,
        session=replace(found.session, closings=known),
        results={one.commit: one for one in results if one.commit},
    )
