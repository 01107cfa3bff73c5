"""Keys that come faster than anyone types, by a terminal that does not mark what is pasted."""

from __future__ import annotations

import select
import time

from prompt_toolkit.input.posix_utils import PosixStdinReader

_BURST = 2_048
_SURELY = 65_536
_QUIET = 0.02
_LONGEST = 1.0
_BEGIN, _END = "\x1b[200~", "\x1b[201~"


class BurstReader(PosixStdinReader):
    """Gathers a burst and marks it as pasted: one key a character would take minutes (F45)."""

    _pasting = False

    def read(self, count: int = _SURELY) -> str:
        """What is there, marked as pasted where nobody can have typed it."""
        text = super().read(count)
        return self._marked(self._gathered(text) if len(text) >= _BURST else text)

    def _gathered(self, text: str) -> str:
        parts, end = [text], time.monotonic() + _LONGEST
        while time.monotonic() < end and select.select([self.stdin_fd], [], [], _QUIET)[0]:
            more = super().read(_SURELY)
            if not more:
                break
            parts.append(more)
        return "".join(parts)

    def _marked(self, text: str) -> str:
        inside, marked = self._pasting, _BEGIN in text
        if inside or marked:
            self._pasting = text.rfind(_BEGIN) > text.rfind(_END) or (inside and _END not in text)
            return text
        typed = len(text) < _BURST or ("\x1b" in text and len(text) < _SURELY)
        return text if typed else f"{_BEGIN}{text}{_END}"
