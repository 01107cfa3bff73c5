"""A session in a line, from folding it."""

from __future__ import annotations

from pathlib import Path

from agent.adapters.journal.lines import Loaded, load
from agent.adapters.journal.store import read
from agent.core.errors import SetupError
from agent.core.unfinished import is_open, session_standing
from agent.sessions import SessionSummary


def summarise(folder: Path) -> SessionSummary:
    """What its events come to; unreadable where nothing can be read."""
    try:
        loaded = load(read(folder))
    except SetupError:
        loaded = Loaded()
    session = loaded.session
    standing = session_standing(session) if session else None
    times = [record.time for record in loaded.records]
    return SessionSummary(
        id=folder.name,
        endpoint=str(session.endpoint) if session and session.endpoint else None,
        state=standing.state if standing else "unreadable",
        started=times[0] if times else None,
        last=times[-1] if times else None,
        branch=session.branch if session else None,
        worktree=session.worktree if session else None,
        open=session is not None and is_open(session),
        done=standing.done if standing else 0,
        total=standing.total if standing else None,
    )
