"""One Waltz a worktree: an advisory lock, and a note in it of who holds it (F07).

The kernel drops the lock when its holder dies, so a note that is left over blocks nobody. Own code,
since importing `filelock` costs 40 ms before the first prompt.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from agent.adapters.journal.places import make_private
from agent.core.errors import RefusedError, SetupError, refused

_OPEN = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
_NOTE = 4096


@contextmanager
def hold(state: Path, worktree: str, *, now: datetime) -> Iterator[None]:
    """Hold the worktree's lock; RefusedError `busy` names who has it."""
    name = hashlib.sha256(worktree.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    try:
        make_private(state / "locks")
        opened = os.open(state / "locks" / name, _OPEN, 0o600)
    except OSError as error:
        raise SetupError(f"cannot write in {state}: {error.strerror}") from error
    try:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise _busy(opened, worktree) from error
        note = {"pid": os.getpid(), "host": os.uname().nodename, "since": now.isoformat()}
        os.ftruncate(opened, 0)
        os.pwrite(opened, json.dumps(note).encode(), 0)
        yield
    finally:
        os.close(opened)


def _busy(opened: int, worktree: str) -> RefusedError:
    try:
        note = json.loads(os.pread(opened, _NOTE, 0))
        who = f"pid {note['pid']} on {note['host']} since {note['since'][:16]}"
    except (ValueError, LookupError, TypeError):
        who = "who that is cannot be read"
    return refused("busy", worktree, f"another waltz works here ({who}): leave it first")
