"""The sessions of one worktree, as the loop gets them."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from agent.adapters.journal.lines import Loaded, load
from agent.adapters.journal.lock import hold
from agent.adapters.journal.sessions import latest, sessions
from agent.adapters.journal.store import (
    Clock,
    create,
    read,
    reopen,
    session_id,
    state_folder,
    utc_now,
)
from agent.core.errors import SetupError
from agent.core.events import SessionStarted
from agent.core.fold import begin
from agent.ports import Head, Opened, SessionSummary


class FileSessions:
    """Fits the Sessions port over `<common dir>/waltz/sessions`."""

    def __init__(self, common: Path, root: Path, *, clock: Clock = utc_now) -> None:
        self._state = state_folder(common)
        self._root = str(root)
        self._clock = clock

    def hold(self) -> AbstractContextManager[None]:
        """Hold the worktree; RefusedError `busy` names who has it."""
        return hold(self._state, self._root, now=self._clock())

    def unfinished(self) -> str | None:
        """The id of the newest session here that can be gone on with."""
        found = latest(self._state / "sessions", self._root)
        return found.id if found else None

    def all(self) -> tuple[SessionSummary, ...]:
        """Every session of the repository, the newest first."""
        return sessions(self._state / "sessions")

    def newest(self) -> Loaded | None:
        """The newest session here that chose an endpoint; only read."""
        mine = (one.id for one in self.all() if one.worktree == self._root and one.endpoint)
        name = next(mine, None)
        return None if name is None else load(read(self._state / "sessions" / name))

    def start(self, head: Head) -> Opened:
        """A new session, its first event written down."""
        name = session_id(self._clock())
        journal = create(self._state / "sessions", name, clock=self._clock)
        event = SessionStarted(
            session_id=name, worktree=self._root, branch=head.branch, head=head.commit
        )
        journal.append(event)
        return Opened(journal=journal, session=begin(event))

    def reopen(self, session_id: str) -> Opened:
        """An earlier one; SetupError when it cannot be read."""
        folder = self._state / "sessions" / session_id
        if folder.parent != self._state / "sessions" or not folder.is_dir():
            raise SetupError(f"there is no session {session_id}; `waltz sessions` lists them")
        journal, loaded = reopen(folder, clock=self._clock)
        if loaded.session is None or loaded.session.worktree != self._root:
            raise SetupError(f"session {session_id} belongs to another worktree")
        last = loaded.records[-1].time if loaded.records else ""
        return Opened(journal=journal, session=loaded.session, dropped=loaded.dropped, last=last)
