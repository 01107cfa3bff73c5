"""The sessions of one worktree, as the loop gets them; what folds them is loaded when needed."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from agent import lazy
from agent.adapters.journal.lock import hold
from agent.adapters.journal.places import Clock, session_id, state_folder, utc_now
from agent.adapters.journal.sessions import latest, sessions
from agent.ports import Head
from agent.sessions import Opened, SessionSummary

if TYPE_CHECKING:
    from agent.core.edits import CommitId
    from agent.core.session import Session
    from agent.core.summary import StepResult

_OPENING = "agent.adapters.journal.opening"


class FileSessions:
    """Fits the Sessions port over `<common dir>/waltz/sessions`."""

    def __init__(self, common: Path, root: Path, *, clock: Clock = utc_now) -> None:
        self._state = state_folder(common)
        self._folder = self._state / "sessions"
        self._root = str(root)
        self._clock = clock

    def hold(self) -> AbstractContextManager[None]:
        """Hold the worktree; RefusedError `busy` names who has it."""
        return hold(self._state, self._root, now=self._clock())

    def unfinished(self) -> SessionSummary | None:
        """The newest session here that can be gone on with."""
        return latest(self._folder, self._root)

    def all(self) -> tuple[SessionSummary, ...]:
        """Every session of the repository, the newest first."""
        return sessions(self._folder)

    def newest(self) -> Session | None:
        """The newest session here that chose an endpoint, as it was left; only read."""
        mine = (one.id for one in self.all() if one.worktree == self._root and one.endpoint)
        name = next(mine, None)
        if name is None:
            return None
        left: Session | None = lazy.load(_OPENING).left(self._folder / name)
        return left

    def results(self, commits: Collection[CommitId]) -> tuple[StepResult, ...]:
        """How the steps of these commits ended, as far as the newest sessions tell."""
        if not commits:
            return ()
        found: tuple[StepResult, ...] = lazy.load(_OPENING).told(self._folder, commits)
        return found

    def start(self, head: Head) -> Opened:
        """A new session, its first event written down."""
        opened: Opened = lazy.load(_OPENING).started(
            self._folder, session_id(self._clock()), self._root, head, clock=self._clock
        )
        return opened

    def reopen(self, session_id: str) -> Opened:
        """An earlier one; UsageError for none, SetupError when it cannot be read."""
        opened: Opened = lazy.load(_OPENING).reopened(
            self._folder, session_id, self._root, clock=self._clock
        )
        return opened
