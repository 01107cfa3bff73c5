"""What a series has done so far, so that the next run goes on with it: a line a plan."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from agent.core.documents import RepoPath
from agent.core.edits import BlobId
from agent.core.errors import RefusedError
from agent.core.series import Noted

_FIELDS = {"endpoint", "path", "blob"}


class SeriesRecord:
    """Fits the Record port over one file of the worktree's state."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def notes(self) -> tuple[Noted, ...]:
        """The lines of an interrupted series, in order; a torn or foreign one is left out."""
        try:
            data = self._file.read_bytes()
        except FileNotFoundError:
            return ()
        return tuple(_read(data))

    def add(self, notes: Iterable[Noted]) -> None:
        """Write lines down, before what they announce is done."""
        lines = [
            json.dumps({"endpoint": one.endpoint, "path": one.path.value, "blob": one.blob})
            for one in notes
        ]
        self._file.parent.mkdir(mode=0o700, exist_ok=True)
        opened = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        with os.fdopen(opened, "ab") as file:
            file.write("".join(f"\n{line}\n" for line in lines).encode())
            file.flush()
            os.fsync(opened)

    def forget(self) -> None:
        """The series is over, and committed."""
        self._file.unlink(missing_ok=True)


def _read(data: bytes) -> Iterator[Noted]:
    for line in data.splitlines():
        with suppress(ValueError, TypeError, RefusedError):
            found = json.loads(line)
            if isinstance(found, dict) and set(found) == _FIELDS:
                blob = found["blob"]
                yield Noted(
                    endpoint=str(found["endpoint"]),
                    path=RepoPath(found["path"]),
                    blob=None if blob is None else BlobId(str(blob)),
                )
