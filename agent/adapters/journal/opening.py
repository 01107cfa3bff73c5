"""Sessions begun and taken up again, with the journal to go on writing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from agent.adapters.journal.lines import Loaded, load
from agent.adapters.journal.places import Clock
from agent.adapters.journal.store import create, read, reopen
from agent.core.edits import CommitId
from agent.core.errors import SetupError, UsageError
from agent.core.events import SessionStarted
from agent.core.fold import begin
from agent.core.session import Session, Working
from agent.core.summary import StepResult
from agent.core.work import BatchSummarised
from agent.ports import Head
from agent.sessions import Opened

_MOST = 50  # sessions looked through, the newest first


def left(folder: Path) -> Session | None:
    """A session as it was left, None where nothing can be read; only read."""
    return load(read(folder)).session


def told(folder: Path, commits: Collection[CommitId]) -> tuple[StepResult, ...]:
    """How the steps of these commits ended, as the newest sessions below this folder tell."""
    newest = sorted(folder.iterdir(), reverse=True)[:_MOST] if folder.is_dir() else ()
    return tuple(one for place in newest for one in _results(place, commits))


def _results(folder: Path, commits: Collection[CommitId]) -> Iterator[StepResult]:
    try:
        data = read(folder)
        # Reading the events costs the most: only of a journal that names one of the commits.
        found = load(data) if any(one.encode() in data for one in commits) else Loaded()
    except SetupError:
        return
    told = [one.summary.results for one in found.events if isinstance(one, BatchSummarised)]
    if found.session is not None and isinstance(found.session.stage, Working):
        told.append(found.session.stage.results)
    yield from (one for results in told for one in results if one.commit in commits)


def started(folder: Path, name: str, root: str, head: Head, *, clock: Clock) -> Opened:
    """A new session in this folder, its first event written down."""
    journal = create(folder, name, clock=clock)
    event = SessionStarted(session_id=name, worktree=root, branch=head.branch, head=head.commit)
    journal.append(event)
    return Opened(journal=journal, session=begin(event))


def reopened(folder: Path, name: str, root: str, *, clock: Clock) -> Opened:
    """An earlier one; UsageError for none, SetupError for one that is not this worktree's."""
    place = folder / name
    if place.parent != folder or name == ".." or not place.is_dir():
        raise UsageError(f"there is no session {name}; `waltz sessions` lists them")
    journal, found = reopen(place, clock=clock)
    if found.session is None or found.session.worktree != root:
        raise SetupError(f"session {name} belongs to another worktree")
    last = found.records[-1].time if found.records else ""
    return Opened(journal=journal, session=found.session, dropped=found.dropped, last=last)
