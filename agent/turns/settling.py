"""The repository's settings, proposed as an ordinary diff where it has none."""

from __future__ import annotations

from collections.abc import Iterator

from agent.core.edits import FileEdit, Proposal
from agent.core.errors import UsageError
from agent.core.events import ErrandStarted, Event
from agent.core.job import ForSetup
from agent.core.session import Session
from agent.core.settings import SETTINGS
from agent.core.steering import at_wait
from agent.ports import Ports
from agent.turns.subjects import worded


def propose_settings(session: Session, ports: Ports) -> Iterator[Event]:
    """The settings file as it would fit what is here; UsageError where there is one already."""
    at_wait(session)
    if ports.worktree.read(SETTINGS) is not None:
        raise UsageError(f"{SETTINGS} is there: edit it, it is read again at the next agreement")
    with ports.screen.busy("looking for how this project is checked"):
        text = ports.library.proposal()
    if not text:
        raise UsageError(f"nothing here says how it is checked: name your commands in {SETTINGS}")
    edit = FileEdit(path=SETTINGS, before=None, after=ports.repo.store(text.encode()))
    subject = worded(ports, "chore", "say how this repository is checked")
    yield ErrandStarted(purpose=ForSetup(), proposal=Proposal(edits=(edit,), subject=subject))


def lacks_settings(ports: Ports) -> bool:
    """Whether no check is named, and no settings file either that could name one."""
    return not ports.library.checks() and ports.worktree.read(SETTINGS) is None
