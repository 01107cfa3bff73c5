"""Which commands of the repository's may run: what the user's own folder says, not a journal."""

from __future__ import annotations

from collections.abc import Iterator

from agent.core.check import digest
from agent.core.events import Event
from agent.core.session import Session
from agent.core.work import ChecksFound
from agent.ports import Ports


def find_checks(ports: Ports) -> Iterator[Event]:
    """The checks and formatters of this batch, and whether exactly these are trusted."""
    checks, formats = ports.library.checks(), ports.library.formats()
    none = not checks and not formats
    trusted = none or ports.trust.allowed(digest(checks, formats))
    yield ChecksFound(checks=checks, formats=formats, trusted=trusted)


def still_trusted(session: Session, ports: Ports) -> bool:
    """Whether what the session holds for trusted is (T09); true where nothing of it may run."""
    if not session.trusted or not (session.checks or session.formats):
        return True
    return ports.trust.allowed(digest(session.checks, session.formats))


def asked_again(session: Session) -> ChecksFound:
    """The event that has the user asked about the session's commands once more."""
    return ChecksFound(checks=session.checks, formats=session.formats, trusted=False)
