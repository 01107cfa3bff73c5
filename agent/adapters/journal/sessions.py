"""All sessions of a repository, each in a line; what folding showed is kept beside it."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict
from pathlib import Path

from agent import lazy
from agent.adapters.journal.places import EVENTS
from agent.core.values import dataclass
from agent.files import write_atomic
from agent.sessions import SessionSummary

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
    summary: SessionSummary = lazy.load("agent.adapters.journal.summarise").summarise(folder)
    fresh = _Kept(size=status.st_size, changed=status.st_mtime_ns, summary=summary)
    # A summary that cannot be kept is made again next time.
    with contextlib.suppress(OSError):
        write_atomic(folder / _SUMMARY, json.dumps(asdict(fresh)).encode())
    return summary


def _recall(file: Path) -> _Kept | None:
    """What was kept, None when it is damaged or of another shape; without the codec's cost."""
    try:
        kept = json.loads(file.read_bytes())
        summary = SessionSummary(**kept.pop("summary"))
        return _Kept(**kept, summary=summary)
    except (OSError, TypeError, ValueError, LookupError, AttributeError, RecursionError):
        return None
