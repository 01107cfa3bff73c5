"""One line that says what runs and for how long, where there is a terminal to update it on."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO

from agent.core.clean import one_line


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """What runs, and since when."""

    what: str
    started: float


class Progress:
    """A line under the last one, wiped before anything else is printed.

    One thread draws it for all that runs: it is not woken for what is over within a second.
    """

    def __init__(self, out: TextIO, *, width: Callable[[], int], tick: float = 1.0) -> None:
        self._out = out
        self._width = width
        self._tick_seconds = tick
        self._shown = ""
        self._note = ""
        self._run: _Run | None = None
        self._waits = True
        self._ticker: threading.Thread | None = None
        self.lock = threading.RLock()
        self._begun = threading.Condition(self.lock)

    def wipe(self) -> None:
        """Take the line away. The caller holds the lock."""
        if self._shown:
            self._out.write("\r" + " " * len(self._shown) + "\r")
            self._out.flush()
            self._shown = ""

    def _draw(self, text: str) -> None:
        self.wipe()
        self._shown = text[: max(self._width() - 1, 0)]
        self._out.write(self._shown)
        self._out.flush()

    def note(self, text: str) -> None:
        """Show this in place of what runs."""
        self._note = one_line(text)

    def _tick(self) -> None:
        with self.lock:
            while True:
                self._waits = self._run is None
                self._begun.wait_for(lambda: self._run is not None)
                self._waits = False
                self._until_over()

    def _until_over(self) -> None:
        """Draw what runs once a second, from its first second on."""
        run, ticks = self._run, 1
        while run is not None and run is self._run:
            rest = run.started + ticks * self._tick_seconds - time.monotonic()
            if rest > 0:
                self._begun.wait(rest)
                continue
            self._draw(f"{self._note or run.what} … {time.monotonic() - run.started:.0f} s")
            ticks += 1

    @contextmanager
    def running(self, what: str) -> Iterator[None]:
        """Show the line after a second, then once a second; nothing is left of it at the end."""
        with self.lock:
            before, self._run = self._run, _Run(one_line(what), time.monotonic())
            if self._ticker is None:
                self._ticker = threading.Thread(target=self._tick, daemon=True)
                self._ticker.start()
            elif self._waits:
                self._begun.notify()
        try:
            yield
        finally:
            with self.lock:
                self._run, self._note = before, ""
                self.wipe()
