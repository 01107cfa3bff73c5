"""How the kernel takes keys while prompt_toolkit does not: each as it is, none acted on."""

from __future__ import annotations

import os
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

_INPUT = termios.ICRNL | termios.INLCR | termios.IGNCR | termios.IXON | termios.IXOFF
_LOCAL = termios.ICANON | termios.IEXTEN | termios.ISIG | termios.ECHO
_SHOWN = termios.ECHO | getattr(termios, "ECHOCTL", 0)

_Modes = list[Any]


@contextmanager
def keys_kept(number: int, *, shown: bool) -> Iterator[None]:
    """Keep every key for who reads next, an Enter and a Ctrl-C too; `shown` ones are echoed.

    Where it is no terminal, nothing is done.
    """

    def kept(modes: _Modes) -> None:
        modes[0] &= ~_INPUT
        modes[3] = (modes[3] & ~_LOCAL) | (_SHOWN if shown else 0)
        modes[6][termios.VMIN], modes[6][termios.VTIME] = 1, 0

    with _within(number, kept):
        yield


@contextmanager
def unechoed(number: int) -> Iterator[None]:
    """Keep what is typed from showing; a Ctrl-C still ends what runs.

    Nothing is done where it is no terminal, or that of another job: setting it would stop us.
    """

    def hidden(modes: _Modes) -> None:
        modes[3] &= ~_SHOWN

    if not _is_ours(number):
        yield
        return
    with _within(number, hidden):
        yield


def _is_ours(number: int) -> bool:
    try:
        return os.tcgetpgrp(number) == os.getpgrp()
    except OSError:
        return False


@contextmanager
def _within(number: int, change: Callable[[_Modes], None]) -> Iterator[None]:
    try:
        before = termios.tcgetattr(number)
        after = termios.tcgetattr(number)
    except termios.error:
        yield
        return
    change(after)
    termios.tcsetattr(number, termios.TCSANOW, after)
    try:
        yield
    finally:
        termios.tcsetattr(number, termios.TCSANOW, before)
