"""The lines typed before, in the user's own folder."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from prompt_toolkit.history import History

_READ_BYTES = 64_000


class LineHistory(History):
    """One JSON string a line, mode 0600; answers of one letter are not worth keeping.

    Where the folder cannot be read or written there is no history, and nothing else fails.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def append_string(self, string: str) -> None:
        """Keep a line."""
        if len(string.strip()) > 1:
            super().append_string(string)

    def load_history_strings(self) -> Iterator[str]:
        """The newest lines, newest first; lines that cannot be read are left out."""
        try:
            with self._path.open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(size - _READ_BYTES, 0))
                lines = file.read().split(b"\n")
        except OSError:
            return
        for line in reversed(lines):
            try:
                text = json.loads(line)
            except ValueError:
                continue
            if isinstance(text, str):
                yield text

    def store_string(self, string: str) -> None:
        """Write a line down."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            number = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        except OSError:
            return
        with os.fdopen(number, "ab", buffering=0) as file, suppress(OSError):
            file.write(json.dumps(string).encode() + b"\n")
