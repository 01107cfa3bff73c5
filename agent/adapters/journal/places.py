"""Where sessions are kept, and how they are named; nothing heavy is loaded for it."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

EVENTS = "events.jsonl"

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time, as journals write it."""
    return datetime.now(UTC)


def session_id(now: datetime) -> str:
    """A new session's name: it sorts by time to the microsecond, and no two are the same."""
    return f"{now:%Y%m%d-%H%M%S}-{now.microsecond:05x}{os.urandom(2).hex()}"


def state_folder(common_dir: Path) -> Path:
    """Where Waltz keeps its state in a repository, shared by its worktrees."""
    return common_dir / "waltz"


def make_private(folder: Path) -> None:
    """Make a folder, and those above it, for nobody but the user."""
    for one in (*reversed(folder.parents), folder):
        if not one.exists():
            one.mkdir(mode=0o700)
