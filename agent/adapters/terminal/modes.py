"""How the kernel takes keys while prompt_toolkit does not: each as it is, none acted on."""

from __future__ import annotations

import termios
from collections.abc import Iterator
from contextlib import contextmanager

_INPUT = termios.ICRNL | termios.INLCR | termios.IGNCR | termios.IXON | termios.IXOFF
_LOCAL = termios.ICANON | termios.IEXTEN | termios.ISIG | termios.ECHO
_SHOWN = termios.ECHO | getattr(termios, "ECHOCTL", 0)


@contextmanager
def keys_kept(number: int, *, shown: bool) -> Iterator[None]:
    """Keep every key for who reads next, an Enter and a Ctrl-C too; `shown` ones are echoed.

    Where it is no terminal, nothing is done.
    """
    try:
        before = termios.tcgetattr(number)
        after = termios.tcgetattr(number)
    except termios.error:
        yield
        return
    after[0] &= ~_INPUT
    after[3] = (after[3] & ~_LOCAL) | (_SHOWN if shown else 0)
    after[6][termios.VMIN], after[6][termios.VTIME] = 1, 0
    termios.tcsetattr(number, termios.TCSANOW, after)
    try:
        yield
    finally:
        termios.tcsetattr(number, termios.TCSANOW, before)
