"""The program in a real pseudo-terminal, typed at as a person does and read off its screen."""

from __future__ import annotations

import os
import re
import signal
import sys
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pexpect
import pyte

WALTZ = str(Path(sys.executable).with_name("waltz"))
PATIENCE = 60.0
# What begins each prompt: from here on a paste is told from keys.
_BEGINS = b"\x1b[?2004h"
_ESCAPES = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[@-Z\\-_=>])")


class _Screen(pyte.Screen):
    """Answers where its cursor is, as terminals do; pyte knows no private modes' arguments."""

    child: pexpect.spawn[bytes]

    def write_process_input(self, data: str) -> None:
        self.child.send(data)

    def report_device_status(self, mode: int = 0, **_: object) -> None:
        super().report_device_status(mode)


class Terminal:
    """A terminal of `columns` by 24 with one program in it."""

    def __init__(
        self,
        words: Sequence[str],
        *,
        cwd: Path,
        environ: dict[str, str] | None = None,
        columns: int = 80,
    ) -> None:
        env = {**os.environ, "TERM": "xterm-256color", **(environ or {})}
        command, *arguments = words
        self.child: pexpect.spawn[bytes] = pexpect.spawn(
            command, arguments, cwd=str(cwd), env=env, dimensions=(24, columns)
        )
        self.child.delaybeforesend = None
        self._screen = _Screen(columns, 24)
        self._screen.child = self.child
        self._stream = pyte.ByteStream(self._screen)
        self.raw = b""
        self._seen = 0

    def size(self, columns: int, rows: int = 24) -> None:
        """Drag the window's corner."""
        self._screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    @property
    def text(self) -> str:
        """The screen, without the blanks at the end of its lines."""
        return "\n".join(row.rstrip() for row in self._screen.display).rstrip()

    @property
    def told(self) -> str:
        """All that was ever written, without escapes."""
        return plain(self.raw)

    @property
    def said(self) -> str:
        """All that was written since the last `wait` was over, without escapes."""
        return plain(self.raw[self._seen :])

    def reading(self) -> bool:
        """Whether a prompt was drawn since the last wait, and the program reads keys there."""
        if _BEGINS not in self.raw[self._seen :]:
            return False
        row = self._screen.display[self._screen.cursor.y].rstrip()
        keys = not termios.tcgetattr(self.child.child_fd)[3] & termios.ICANON
        return keys and row[:1] == ">" and self._screen.cursor.x >= 2

    def until(self, shown: Callable[[], bool]) -> None:
        """Read until it holds; the screen is told where it never does."""
        end = time.monotonic() + PATIENCE
        while not shown():
            assert time.monotonic() < end, f"waited in vain; the screen:\n{self.text}"
            try:
                data = self.child.read_nonblocking(65536, timeout=0.2)
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                assert shown(), f"it ended; the screen:\n{self.text}"
                return
            self.raw += data
            self._stream.feed(data)

    def wait(self, pattern: str) -> str:
        """Until this was written since the last wait, and a prompt stands below it; what was.

        The prompt itself is left out: it is drawn again as soon as its place is known, or later.
        """
        self.until(lambda: re.search(pattern, self.said) is not None and self.reading())
        said = plain(self.raw[self._seen : self.raw.rindex(_BEGINS)])
        self._seen = len(self.raw)
        return said

    def shows(self, pattern: str) -> None:
        """Until this stands on the screen."""
        self.until(lambda: re.search(pattern, self.text, re.MULTILINE) is not None)

    def type(self, keys: str | bytes) -> None:
        """Press these keys."""
        data = keys.encode() if isinstance(keys, str) else keys
        while data:
            data = data[os.write(self.child.child_fd, data[:1024]) :]

    def answer(self, line: str, pattern: str) -> str:
        """Type a line and Enter; what was written until the next prompt, with the pattern."""
        self.type(f"{line}\r")
        return self.wait(pattern)

    def kill(self) -> None:
        """SIGKILL to the program."""
        self.child.kill(signal.SIGKILL)
        self.child.wait()

    def end(self) -> int:
        """Read to its end; the exit code, 128 and more for a signal."""
        self.until(lambda: not self.child.isalive())
        while True:
            try:
                self.raw += self.child.read_nonblocking(65536, timeout=0.2)
            except (pexpect.EOF, pexpect.TIMEOUT):
                break
        self.child.close()
        code = self.child.exitstatus
        return 128 + (self.child.signalstatus or 0) if code is None else code


def plain(data: bytes) -> str:
    """Without escapes and carriage returns."""
    return _ESCAPES.sub("", data.decode("utf-8", "replace")).replace("\r", "")


@contextmanager
def terminal(
    *words: str, cwd: Path, environ: dict[str, str] | None = None, columns: int = 80
) -> Iterator[Terminal]:
    """`waltz` with these words, in a terminal that is closed afterwards."""
    opened = Terminal((WALTZ, *words), cwd=cwd, environ=environ, columns=columns)
    try:
        yield opened
    finally:
        opened.child.close(force=True)
