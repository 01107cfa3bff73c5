"""Sessions begun and taken up again, with the journal to go on writing."""

from __future__ import annotations

from pathlib import Path

from agent.adapters.journal.lines import Loaded, load
from agent.adapters.journal.places import Clock
from agent.adapters.journal.store import create, read, reopen
from agent.core.errors import SetupError
from agent.core.events import SessionStarted
from agent.core.fold import begin
from agent.ports import Head, Opened


def loaded(folder: Path) -> Loaded:
    """A session as it was left; only read."""
    return load(read(folder))


def started(folder: Path, name: str, root: str, head: Head, *, clock: Clock) -> Opened:
    """A new session in this folder, its first event written down."""
    journal = create(folder, name, clock=clock)
    event = SessionStarted(session_id=name, worktree=root, branch=head.branch, head=head.commit)
    journal.append(event)
    return Opened(journal=journal, session=begin(event))


def reopened(folder: Path, name: str, root: str, *, clock: Clock) -> Opened:
    """An earlier one; SetupError when it cannot be read, or is another worktree's."""
    place = folder / name
    if place.parent != folder or not place.is_dir():
        raise SetupError(f"there is no session {name}; `waltz sessions` lists them")
    journal, found = reopen(place, clock=clock)
    if found.session is None or found.session.worktree != root:
        raise SetupError(f"session {name} belongs to another worktree")
    last = found.records[-1].time if found.records else ""
    return Opened(journal=journal, session=found.session, dropped=found.dropped, last=last)
