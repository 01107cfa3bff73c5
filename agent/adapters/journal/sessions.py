"""All sessions of a repository, each in a line; what folding showed is kept beside it."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from agent.adapters.journal.codec import UnreadableError, decoder, encode
from agent.adapters.journal.lines import Loaded, load
from agent.adapters.journal.store import EVENTS, read
from agent.core.errors import SetupError
from agent.core.standing import is_open, session_standing
from agent.files import write_atomic
from agent.ports import SessionSummary

_SUMMARY = "summary.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """A summary and the file it was made from: its size and time."""

    size: int
    changed: int
    summary: SessionSummary


def sessions(folder: Path) -> tuple[SessionSummary, ...]:
    """The sessions below this folder, the newest first; those that cannot be read among them."""
    try:
        names = [one.name for one in os.scandir(folder) if one.is_dir(follow_symlinks=False)]
    except FileNotFoundError:
        return ()
    found = [one for name in names if (one := _summary(folder / name)) is not None]
    return tuple(sorted(found, key=lambda one: (one.last or "", one.id), reverse=True))


def latest(folder: Path, worktree: str) -> SessionSummary | None:
    """The newest session of this worktree that can be resumed."""
    mine = (one for one in sessions(folder) if one.worktree == worktree and one.open)
    return next(mine, None)


def _summary(folder: Path) -> SessionSummary | None:
    try:
        status = (folder / EVENTS).lstat()
    except FileNotFoundError:
        return None
    kept = _recall(folder / _SUMMARY)
    if kept and (kept.size, kept.changed) == (status.st_size, status.st_mtime_ns):
        return kept.summary
    summary = _summarise(folder)
    fresh = _Kept(size=status.st_size, changed=status.st_mtime_ns, summary=summary)
    # A summary that cannot be kept is made again next time.
    with contextlib.suppress(OSError):
        write_atomic(folder / _SUMMARY, json.dumps(encode(fresh)).encode())
    return summary


def _recall(file: Path) -> _Kept | None:
    try:
        kept: _Kept = decoder(_Kept)(json.loads(file.read_bytes()))
    except (OSError, UnreadableError, ValueError, RecursionError):
        return None
    return kept


def _summarise(folder: Path) -> SessionSummary:
    try:
        loaded = load(read(folder))
    except SetupError:
        loaded = Loaded()
    session = loaded.session
    times = [record.time for record in loaded.records]
    return SessionSummary(
        id=folder.name,
        endpoint=str(session.endpoint) if session and session.endpoint else None,
        state=session_standing(session).state if session else "unreadable",
        started=times[0] if times else None,
        last=times[-1] if times else None,
        branch=session.branch if session else None,
        worktree=session.worktree if session else None,
        open=session is not None and is_open(session),
    )
