"""Which parts of a reason ask for nothing that is understood: they are said, never dropped."""

from __future__ import annotations

import re
from collections.abc import Callable

from agent.core.patterns import deferred

_BREAK = deferred(r"[,;]\s*|\.(?=\s|$)|\b(?:and|but|also|then|plus|oraz|ale)\b", re.IGNORECASE)
_SAYS_NOTHING = deferred(
    r"(?:y|yes|ok|okay|tak|n|no|nie|please|thanks|thank you|good|fine|great|sorry|hm+|\W)*",
    re.IGNORECASE,
)


def unheard(note: str, hear: Callable[[str], object]) -> tuple[str, ...]:
    """The parts of the note without which the very same is heard."""
    whole = hear(note)
    found: list[str] = []
    start = 0
    for stop, following in (*(one.span() for one in _BREAK.finditer(note)), (len(note), len(note))):
        part = note[start:stop].strip()
        without = f"{note[:start]} {note[stop:]}"
        if not _SAYS_NOTHING.fullmatch(part) and hear(without) == whole:
            found.append(part)
        start = following
    return tuple(found)
