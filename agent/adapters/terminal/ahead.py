"""What was typed before the question was shown is no answer to it (T32)."""

from __future__ import annotations

import os
import select
import termios
import time

from agent.adapters.terminal.modes import keys_kept

_QUIET = 0.03
_LONGEST = 1.0


def drop_typed_ahead(number: int) -> None:
    """Read away what is there, and what still arrives with it, then what the kernel holds."""
    wait, end = 0.0, time.monotonic() + _LONGEST
    with keys_kept(number, shown=False):
        while select.select([number], [], [], wait)[0] and time.monotonic() < end:
            if not os.read(number, 65536):
                return
            wait = _QUIET
        if os.isatty(number):
            termios.tcflush(number, termios.TCIFLUSH)
