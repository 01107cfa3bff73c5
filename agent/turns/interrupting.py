"""What Ctrl-C may not cut in two, and what else ends as by it."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import NoReturn

from agent.core.moves import Action, Apply, Commit, Record, Recover, RunChecks, Withdraw
from agent.ports import Ports

_ENDING = (signal.SIGTERM, signal.SIGHUP)
_Writing = Apply | Commit | Record | Recover | Withdraw


def around(action: Action, ports: Ports) -> AbstractContextManager[object]:
    """What holds while it is performed."""
    if isinstance(action, _Writing):
        return uninterrupted(ports)
    return nullcontext() if isinstance(action, RunChecks) else ports.repo.listing.still()


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


@contextmanager
def ended_alike() -> Iterator[None]:
    """SIGTERM and SIGHUP are KeyboardInterrupts here, where nobody ignores them."""

    def end(_number: int, _frame: object) -> NoReturn:
        raise KeyboardInterrupt

    usual = [one for one in _ENDING if signal.getsignal(one) is signal.SIG_DFL]
    for one in usual:
        signal.signal(one, end)
    try:
        yield
    finally:
        for one in usual:
            signal.signal(one, signal.SIG_DFL)
