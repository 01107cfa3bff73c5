"""The conversation itself: begins or takes up a session, says what has changed, runs the loop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from agent import lazy
from agent.board import of_all
from agent.changes import changes
from agent.core.errors import ExitCode
from agent.core.events import SessionResumed
from agent.core.fold import apply
from agent.core.gates import Gate
from agent.core.page import Span, line
from agent.core.session import Session
from agent.core.values import dataclass
from agent.opening import Opening
from agent.ports import Ports
from agent.repl import Conversation
from agent.sessions import Opened, Sessions
from agent.speaking import speaking
from agent.turns.briefing import told_events
from agent.turns.planning import closings_now

if TYPE_CHECKING:
    from agent.completing import Complete

_MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """How it begins: what was said at the first prompt, and whether anybody is there.

    `command` is what goes on here from where the user's shell stands. `behind` loads the rest
    behind the first question, where none was asked yet.
    """

    opening: Opening
    attended: bool
    command: str = "waltz"
    behind: Callable[[], object] | None = None


def converse(start: Start, sessions: Sessions, ports: Ports) -> ExitCode:
    """Talk until the user leaves. The worktree is held already."""
    name = start.opening.session_id
    opened = sessions.start(ports.repo.head()) if name is None else _resumed(sessions, name, ports)
    conversation = Conversation(
        session=opened.session,
        journal=opened.journal,
        ports=ports,
        attended=start.attended,
        command=start.command,
        complete=lambda gate: _completer(gate, ports),
        typed=start.opening.words,
        behind=start.behind,
    )
    try:
        return conversation.run()
    finally:
        # Its summary is kept by this look, so that the next start need not fold the session.
        sessions.unfinished()


def _completer(gate: Gate, ports: Ports) -> Complete:
    """What Tab offers at this gate; what offers it is loaded when it is asked."""
    library, history = ports.library, ports.history

    @cache
    def made() -> Complete:
        found: Complete = lazy.load("agent.completing").completer(
            gate,
            rows=lambda: of_all(library, history),
            paths=ports.repo.paths,
        )
        return found

    return lambda text: made()(text)  # noqa: PLW0108 - it would load now


def _resumed(sessions: Sessions, name: str, ports: Ports) -> Opened:
    """The session with what git says now, after what has changed since."""
    opened = sessions.reopen(name)
    ports = speaking(ports, lambda: opened.session)
    if opened.dropped is not None:
        ports.screen.say(f"the end of the session could not be read: {opened.dropped}", "warn")
    session = opened.session
    ports.screen.show(tuple(line(Span(one, "dim")) for one in _since(session, ports)))
    return taken_up(opened, ports)


def taken_up(opened: Opened, ports: Ports) -> Opened:
    """The session with what git says now written down."""
    session = opened.session
    event = SessionResumed(head=ports.repo.head().commit, closings=closings_now(session, ports))
    for one in (event, *told_events(session, ports)):
        opened.journal.append(one)
        session = apply(session, one)
    return Opened(journal=opened.journal, session=session, last=opened.last)


def _since(session: Session, ports: Ports) -> Iterator[str]:
    found = changes(session, repo=ports.repo, history=ports.history, worktree=ports.worktree)
    yield f"resumed{'' if found else '; nothing has changed since'}"
    for one in found[:_MOST]:
        yield f"since then: {one}"
    if len(found) > _MOST:
        yield f"and {len(found) - _MOST} more changes; `git log` shows them"
