"""What Ctrl-C may not cut in two."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from agent.ports import Ports


@contextmanager
def uninterrupted(ports: Ports) -> Iterator[None]:
    """Between the intent and its journal line Ctrl-C is only noted."""
    noted: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: noted.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if noted:
            ports.screen.say("(Ctrl-C waited: the commit is whole)", "dim")
