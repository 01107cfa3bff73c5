"""The sessions of a worktree, as the conversation asks for them."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Literal, Protocol

from agent.core.values import dataclass

if TYPE_CHECKING:
    from agent.core.events import Event
    from agent.core.session import Session
    from agent.ports import Head


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSummary:
    """One session; `endpoint` is None before a choice, `open` when there is something to resume.

    `started` and `last` are times of its first and last event; `done` steps of `total` are closed.
    """

    id: str
    endpoint: str | None
    state: Literal["none", "planned", "started", "done", "unreadable"]
    started: str | None
    last: str | None
    branch: str | None
    worktree: str | None
    open: bool
    done: int
    total: int | None


class Journal(Protocol):
    """The events of one session, each line on disk before what may not come without it."""

    def append(self, event: Event) -> None:
        """Write one event down: it outlives us, and the machine once `sync` was called."""
        ...

    def sync(self) -> None:
        """Have all that was written down on disk."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A session to go on with: its journal, what it folds to, and what could not be read of it.

    `last` is when its newest event was written, in ISO form.
    """

    journal: Journal
    session: Session
    dropped: str | None = None
    last: str = ""


class Sessions(Protocol):
    """The sessions of this worktree; one Waltz at a time works in it."""

    def hold(self) -> AbstractContextManager[None]:
        """Hold the worktree; RefusedError `busy` names who has it."""
        ...

    def unfinished(self) -> SessionSummary | None:
        """The newest session here that can be gone on with."""
        ...

    def start(self, head: Head) -> Opened:
        """A new session, its first event written down."""
        ...

    def reopen(self, session_id: str) -> Opened:
        """An earlier one; SetupError when it cannot be read."""
        ...
