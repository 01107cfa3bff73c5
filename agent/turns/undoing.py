"""Taking a step back, or forward again, by content: a change like any other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from agent.core.commits import own_commits
from agent.core.documents import RepoPath
from agent.core.edits import BlobId, CommitId, FileEdit, FileMode, Proposal
from agent.core.errors import UsageError, refused
from agent.core.events import ErrandStarted, Event
from agent.core.job import ForRedo, ForUndo
from agent.core.reversal import Reversal, to_redo, to_undo
from agent.core.session import Session
from agent.core.steering import leave_work
from agent.core.undo import Conflict, invert
from agent.ports import Ports
from agent.turns.planning import target
from agent.turns.subjects import worded

Direction = Literal["undo", "redo"]


def take_back(session: Session, ports: Ports, number: str | None) -> Iterator[Event]:
    """Propose to undo a step (the last committed one, when none is named)."""
    chosen = to_undo(session, number)
    proposal = _proposal(session, ports, chosen, "undo")
    yield from leave_work(session, "undone")
    purpose = ForUndo(step_id=chosen.step.id, commit=chosen.commit)
    yield ErrandStarted(purpose=purpose, proposal=proposal)


def bring_forward(session: Session, ports: Ports, number: str | None) -> Iterator[Event]:
    """Propose to bring an undone step back (the last one undone, when none is named)."""
    chosen = to_redo(session, number)
    proposal = _proposal(session, ports, chosen, "redo")
    yield from leave_work(session, "undone")
    purpose = ForRedo(step_id=chosen.step.id, commit=chosen.commit)
    yield ErrandStarted(purpose=purpose, proposal=proposal)


def _why(conflict: Conflict) -> str:
    """What stands in the way, and where in the file as it is now."""
    lines = ", ".join(str(number) for number in conflict.lines)
    by_hand = "change it by hand, then /todo"
    match conflict.reason:
        case "gone":
            return f"its lines no longer stand near line {lines}; {by_hand}"
        case "ambiguous":
            return f"its lines stand in several places, at lines {lines}; {by_hand}"
        case "binary":
            return f"it is no text; {by_hand}"
        case "missing":
            return "the file is gone"
        case "exists":
            return "there is such a file again"


def _proposal(session: Session, ports: Ports, chosen: Reversal, way: Direction) -> Proposal:
    """The files without what the step's commits made of them, its repairs too, or with it again."""
    step = chosen.step
    commits = own_commits(ports.history.records(), target(session), step.id, chosen.commit)
    files: dict[RepoPath, bytes | None] = {}
    modes: dict[RepoPath, FileMode] = {}
    for edit in _reversals(ports, commits, way):
        now = files[edit.path] if edit.path in files else ports.worktree.read(edit.path)
        result = invert(_load(ports, edit.before), _load(ports, edit.after), now)
        if isinstance(result, Conflict):
            reason = f"cannot {way} step {step.number}: {_why(result)}"
            raise refused("stale-file", edit.path, reason)
        files[edit.path] = result
        modes[edit.path] = edit.mode
    edits = [_edit(ports, path, files[path], mode) for path, mode in modes.items()]
    changed = tuple(edit for edit in edits if edit is not None)
    if not changed:
        raise UsageError(f"step {step.number}: there is nothing left to {way}")
    dirty = ports.repo.changed([edit.path for edit in changed])
    subject = worded(ports, "revert" if way == "undo" else "redo", step.title)
    return Proposal(edits=changed, subject=subject, dirty=dirty)


def _reversals(ports: Ports, commits: Sequence[CommitId], way: Direction) -> Iterator[FileEdit]:
    """The changes to take back, newest first; to redo one is to take its undoing back."""
    if way == "undo":
        for commit in commits:
            yield from ports.history.edits(commit)
        return
    for commit in reversed(commits):
        for edit in ports.history.edits(commit):
            yield replace(edit, before=edit.after, after=edit.before)


def _edit(ports: Ports, path: RepoPath, data: bytes | None, mode: FileMode) -> FileEdit | None:
    now = ports.worktree.read(path)
    if now == data:
        return None
    return FileEdit(
        path=path,
        before=None if now is None else ports.repo.store(now),
        after=None if data is None else ports.repo.store(data),
        mode=mode,
    )


def _load(ports: Ports, blob: BlobId | None) -> bytes | None:
    return None if blob is None else ports.repo.load(blob)
