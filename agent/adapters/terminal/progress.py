"""One line that says what runs and for how long, where there is a terminal to update it on."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from agent.core.clean import one_line


class Progress:
    """A line under the last one, wiped before anything else is printed."""

    def __init__(self, out: TextIO, *, width: Callable[[], int], tick: float = 1.0) -> None:
        self._out = out
        self._width = width
        self._tick_seconds = tick
        self._shown = ""
        self._note = ""
        self.lock = threading.RLock()

    def wipe(self) -> None:
        """Take the line away. The caller holds the lock."""
        if self._shown:
            self._out.write("\r" + " " * len(self._shown) + "\r")
            self._out.flush()
            self._shown = ""

    def _draw(self, text: str) -> None:
        with self.lock:
            self.wipe()
            self._shown = text[: max(self._width() - 1, 0)]
            self._out.write(self._shown)
            self._out.flush()

    def note(self, text: str) -> None:
        """Show this in place of what runs."""
        self._note = one_line(text)

    def _tick(self, what: str, ended: threading.Event) -> None:
        started = time.monotonic()
        while not ended.wait(self._tick_seconds):
            self._draw(f"{self._note or what} … {time.monotonic() - started:.0f} s")

    @contextmanager
    def running(self, what: str) -> Iterator[None]:
        """Show the line after a second, then once a second; nothing is left of it at the end."""
        ended = threading.Event()
        ticker = threading.Thread(target=self._tick, args=(one_line(what), ended), daemon=True)
        ticker.start()
        try:
            yield
        finally:
            ended.set()
            ticker.join()
            self._note = ""
            with self.lock:
                self.wipe()
