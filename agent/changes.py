"""What has changed in the repository since a session was last worked."""

from __future__ import annotations

from collections.abc import Iterator

from agent.core.edits import BlobId, blob_id
from agent.core.session import Errand, Session
from agent.core.trailers import read_trailers
from agent.ports import History, Repo, Worktree


def changes(
    session: Session, *, repo: Repo, history: History, worktree: Worktree
) -> tuple[str, ...]:
    """One line for each: another branch, commits that are not the session's, an edited plan."""
    return tuple(_changes(session, repo, history, worktree))


def _changes(session: Session, repo: Repo, history: History, worktree: Worktree) -> Iterator[str]:
    head = repo.head()
    if head.branch != session.branch:
        yield f"now on {head.branch or 'no branch'}, the session was on {session.branch or 'none'}"
    if head.commit != session.head:
        yield from _commits(session, history)
    if session.plan is not None and session.plan_blob is not None:
        data = worktree.read(session.plan.path)
        if data is None:
            yield f"{session.plan.path} is gone"
        elif blob_id(data, like=session.plan_blob) not in {session.plan_blob, *_writing(session)}:
            yield f"{session.plan.path} was edited"


def _writing(session: Session) -> Iterator[BlobId | None]:
    """What a change outside any batch has written, or was about to."""
    if isinstance(session.stage, Errand) and session.stage.job.on_disk is not None:
        yield from (edit.after for edit in session.stage.job.on_disk.edits)


def _commits(session: Session, history: History) -> Iterator[str]:
    made = history.since(session.head)
    if made is None:
        yield f"commit {session.head[:7]} is no longer in this branch's history"
        return
    for record in made:
        trailers = read_trailers(record.message) or {}
        if trailers.get("Waltz-Session") != session.session_id:
            yield f"{record.id[:7]} {record.message.partition(chr(10))[0]}"
