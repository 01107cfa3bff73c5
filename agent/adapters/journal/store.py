"""A session's journal on disk: `<common dir>/waltz/sessions/<id>/events.jsonl`, synced."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from agent import files
from agent.adapters.journal.lines import End, Loaded, load, render
from agent.adapters.journal.places import EVENTS, Clock, make_private, utc_now
from agent.core.errors import RefusedError, SetupError
from agent.core.events import Event, SessionStarted

_APPEND = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC


class FileJournal:
    """Appends events to one session's file; fits the Journal port.

    The first event waits for the second: a session in which nothing happened leaves no trace.
    """

    def __init__(self, folder: Path, *, clock: Clock, end: End) -> None:
        self._folder = folder
        self._clock = clock
        self._end = end
        self._held = b""
        self._unsynced: tuple[Path, ...] = ()

    def append(self, event: Event) -> None:
        """Write one event down, a line at once; SetupError when the disk refuses."""
        time = self._clock().isoformat(timespec="milliseconds")
        line, end = render(event, time=time, end=self._end)
        data = self._held + line
        if not isinstance(event, SessionStarted):
            self._write(data)
            data = b""
        self._held, self._end = data, end

    def sync(self) -> None:
        """Have all lines on disk; SetupError when it refuses."""
        with _refused():
            for one in self._unsynced:
                _sync(one)
        self._unsynced = ()

    def _write(self, data: bytes) -> None:
        with _refused():
            fresh = not self._folder.exists()
            if fresh:
                make_private(self._folder)
            _append(self._folder, data)
        # A new file needs its names on disk as well.
        above = (self._folder, self._folder.parent) if fresh else self._unsynced[1:]
        self._unsynced = (self._folder / EVENTS, *above)


@contextmanager
def _refused() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SetupError(f"the session cannot be written down: {error}") from error


def _append(folder: Path, data: bytes) -> None:
    opened = os.open(folder / EVENTS, _APPEND, 0o600)
    try:
        before = os.fstat(opened).st_size
        if os.write(opened, data) != len(data):
            os.ftruncate(opened, before)
            raise OSError("no space left for a whole line")
    finally:
        os.close(opened)


def _sync(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def create(sessions: Path, name: str, *, clock: Clock = utc_now) -> FileJournal:
    """The journal of a new session of this name, empty."""
    return FileJournal(sessions / name, clock=clock, end=End())


def reopen(folder: Path, *, clock: Clock = utc_now) -> tuple[FileJournal, Loaded]:
    """An earlier session to go on with; a damaged one is kept beside as `.corrupt` (F47).

    Raises SetupError when nothing of it can be read, or a newer Waltz wrote it.
    """
    data = read(folder)
    loaded = load(data)
    if loaded.session is None:
        raise SetupError(f"session {folder.name} cannot be read: {loaded.dropped}")
    if loaded.dropped is not None:
        files.write_atomic(_beside(folder), data)
        files.write_atomic(folder / EVENTS, data[: loaded.end.size])
    return FileJournal(folder, clock=clock, end=loaded.end), loaded


def read(folder: Path) -> bytes:
    """The bytes of a session's journal; SetupError when there is none."""
    try:
        data = files.read(folder, EVENTS)
    except OSError as error:
        raise SetupError(f"session {folder.name} cannot be read: {error.strerror}") from error
    except RefusedError as error:
        raise SetupError(f"session {folder.name}: {error.refusal.reason}") from error
    if data is None:
        raise SetupError(f"session {folder.name} cannot be read: it has no {EVENTS}")
    return data


def _beside(folder: Path) -> Path:
    names = [f"{EVENTS}.corrupt", *(f"{EVENTS}.corrupt{number}" for number in range(2, 100))]
    free = (folder / name for name in names if not (folder / name).exists())
    return next(free, folder / names[-1])
