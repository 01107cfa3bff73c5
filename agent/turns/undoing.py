"""Taking a step back, or forward again, by content: a change like any other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal, assert_never

from agent.core.commits import own_commits
from agent.core.documents import RepoPath
from agent.core.edits import CommitId, FileEdit, FileMode, Proposal
from agent.core.errors import UsageError, refused
from agent.core.events import ErrandStarted, Event
from agent.core.job import ForDecision, ForPlan, ForRedo, ForRepair, ForSetup, ForStep, ForUndo
from agent.core.reversal import Reversal, to_redo, to_undo
from agent.core.session import Session
from agent.core.subjects import parted
from agent.core.undo import Conflict, invert
from agent.ports import Ports
from agent.turns.briefing import target
from agent.turns.filebytes import change, loaded
from agent.turns.subjects import template_of, worded

Direction = Literal["undo", "redo"]


def take_back(session: Session, ports: Ports, number: str | None) -> Iterator[Event]:
    """Propose to undo a step (the last committed one, when none is named)."""
    chosen = to_undo(session, number)
    proposal = _proposal(session, ports, chosen, "undo")
    purpose = ForUndo(step_id=chosen.step.id, commit=chosen.commit)
    yield ErrandStarted(purpose=purpose, proposal=proposal)


def bring_forward(session: Session, ports: Ports, number: str | None) -> Iterator[Event]:
    """Propose to bring an undone step back (the last one undone, when none is named)."""
    chosen = to_redo(session, number)
    proposal = _proposal(session, ports, chosen, "redo")
    purpose = ForRedo(step_id=chosen.step.id, commit=chosen.commit)
    yield ErrandStarted(purpose=purpose, proposal=proposal)


def take_back_surprise(session: Session, ports: Ports) -> Iterator[Event]:
    """Propose to take the commit back that a hook changed: as it is usual for what it was for."""
    surprise = session.surprise
    if surprise is None:
        raise UsageError("there is nothing to take back")
    match surprise.purpose:
        case ForPlan() | ForDecision() | ForSetup() as purpose:
            proposal = _without(ports, surprise.commit)
            yield ErrandStarted(purpose=purpose, proposal=proposal)
        case ForUndo(step_id=step_id):
            yield from bring_forward(session, ports, _number(session, step_id))
        case ForRedo(step_id=step_id):
            yield from take_back(session, ports, _number(session, step_id))
        case ForStep(step=step) | ForRepair(step=step):
            yield from take_back(session, ports, step.number)
        case _:
            assert_never(surprise.purpose)


def _number(session: Session, step_id: str) -> str | None:
    step = session.plan.step(step_id) if session.plan else None
    return step.number if step else None


def _without(ports: Ports, commit: CommitId) -> Proposal:
    """A document's files without what this commit made of them."""
    edits = []
    for edit in ports.history.edits(commit):
        now = ports.worktree.read(edit.path)
        result = invert(loaded(ports, edit.before), loaded(ports, edit.after), now)
        if isinstance(result, Conflict):
            raise refused("stale-file", edit.path, f"cannot take it back: {_why(result)}")
        edits.append(change(ports, edit.path, now, result, edit.mode))
    changed = tuple(edit for edit in edits if edit is not None)
    if not changed:
        raise UsageError("there is nothing left to take back")
    dirty = ports.repo.changed([edit.path for edit in changed])
    names = ", ".join(edit.path.name for edit in changed)
    return Proposal(edits=changed, subject=f"docs: take back {names}", dirty=dirty)


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
        result = invert(loaded(ports, edit.before), loaded(ports, edit.after), now)
        if isinstance(result, Conflict):
            reason = f"cannot {way} step {step.number}: {_why(result)}"
            raise refused("stale-file", edit.path, reason)
        files[edit.path] = result
        modes[edit.path] = edit.mode
    edits = [
        change(ports, path, ports.worktree.read(path), files[path], mode)
        for path, mode in modes.items()
    ]
    changed = tuple(edit for edit in edits if edit is not None)
    if not changed:
        raise UsageError(f"step {step.number}: there is nothing left to {way}")
    dirty = ports.repo.changed([edit.path for edit in changed])
    return Proposal(edits=changed, subject=_subject(ports, chosen, way), dirty=dirty)


def _subject(ports: Ports, chosen: Reversal, way: Direction) -> str:
    """As the step's own commit says it, and in its scope."""
    records = ports.history.records()
    message = next((one.message for one in records if one.id == chosen.commit), "")
    scope, text = parted(template_of(ports), message.partition("\n")[0] or chosen.step.title)
    return worded(ports, "revert" if way == "undo" else "redo", text, scope=scope)


def _reversals(ports: Ports, commits: Sequence[CommitId], way: Direction) -> Iterator[FileEdit]:
    """The changes to take back, newest first; to redo one is to take its undoing back."""
    if way == "undo":
        for commit in commits:
            yield from ports.history.edits(commit)
        return
    for commit in reversed(commits):
        for edit in ports.history.edits(commit):
            yield replace(edit, before=edit.after, after=edit.before)
