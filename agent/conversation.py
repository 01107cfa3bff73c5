"""`waltz`: begins or takes up a session, says where things stand, and runs the loop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from agent.changes import changes
from agent.completing import completions
from agent.core.batch import CLOSED
from agent.core.errors import ExitCode
from agent.core.events import SessionResumed
from agent.core.fold import apply
from agent.core.gates import Gate
from agent.core.job import Applied, Red, Withdrawing, Writing
from agent.core.page import Page, Span, line
from agent.core.session import Errand, Session, Working
from agent.ports import Ask, Completion, Opened, Ports, Sessions
from agent.repl import Conversation
from agent.turns.planning import closings_now

_NO = frozenset(("n", "no", "nie"))
_MINUTE = 16
_MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """How the conversation begins: a named session, whether to ask, whether anybody is there."""

    session_id: str | None = None
    ask: bool = True
    attended: bool = True
    header: Page = ()


def converse(start: Start, sessions: Sessions, ports: Ports) -> ExitCode:
    """Hold the worktree and talk until the user leaves."""
    with sessions.hold():
        ports.screen.show(start.header)
        try:
            opened = _open(start, sessions, ports)
        except (EOFError, KeyboardInterrupt):
            return ExitCode.DONE
        conversation = Conversation(
            session=opened.session,
            journal=opened.journal,
            ports=ports,
            attended=start.attended,
            complete=lambda gate, text: _complete(gate, text, ports),
        )
        return conversation.run()


def _complete(gate: Gate, text: str, ports: Ports) -> tuple[Completion, ...]:
    return completions(gate, text, ports.library.endpoints, ports.repo.paths)


def _open(start: Start, sessions: Sessions, ports: Ports) -> Opened:
    name = start.session_id or sessions.unfinished()
    if name is None:
        return sessions.start(ports.repo.head())
    opened = sessions.reopen(name)
    if opened.dropped is not None:
        ports.screen.say(f"the end of the session could not be read: {opened.dropped}", "warn")
    # What is on disk and not committed is taken up without a question: nothing else is possible.
    if start.ask and start.session_id is None and not on_disk(opened.session):
        ports.screen.show(where(opened.session, opened.last))
        if ports.reader.ask(Ask()).strip().casefold() in _NO:
            return sessions.start(ports.repo.head())
    return _resumed(opened, ports)


def on_disk(session: Session) -> bool:
    """Whether approved bytes may be in the tree without their commit."""
    stage = session.stage
    phase = stage.job.phase if isinstance(stage, (Working, Errand)) and stage.job else None
    return isinstance(phase, (Writing, Applied, Withdrawing, Red))


def where(session: Session, last: str) -> Page:
    """What is unfinished, and since when, as a question."""
    when = last[:_MINUTE].replace("T", " ")
    done = ""
    if session.plan is not None:
        closed = sum(state in CLOSED for state in session.states.values())
        done = f", {closed} of {len(session.plan.steps)} steps"
    return (
        line(Span(f"{session.endpoint or 'no endpoint yet'}{done}", "title"), f", {when} UTC"),
        line("Go on there?   Enter or [y], [n] begins anew"),
    )


def _resumed(opened: Opened, ports: Ports) -> Opened:
    """The session with what git says now; what has changed since is told first."""
    session = opened.session
    ports.screen.show(tuple(line(Span(one, "dim")) for one in _since(session, ports)))
    event = SessionResumed(head=ports.repo.head().commit, closings=closings_now(session, ports))
    opened.journal.append(event)
    return Opened(journal=opened.journal, session=apply(session, event), last=opened.last)


def _since(session: Session, ports: Ports) -> Iterator[str]:
    found = changes(session, repo=ports.repo, history=ports.history, worktree=ports.worktree)
    yield f"resumed{'' if found else '; nothing has changed since'}"
    for one in found[:_MOST]:
        yield f"since then: {one}"
    if len(found) > _MOST:
        yield f"and {len(found) - _MOST} more changes; `git log` shows them"
