"""Lines that say as what an answer is sent, where that is no JSON."""

from __future__ import annotations

import re

from agent.core.patterns import deferred

_MARK = deferred(r"^\s*(?:[-*+\u2022]\s+)?")
# "Response type: `text/event-stream`", "Content-Type: text/csv"; a form is what is sent here.
_MEDIUM = deferred(
    r"`?(?:response (?:type|format)|content[- ]type|content-disposition|media type"
    r"|typ odpowiedzi|format odpowiedzi)\s*:\s*"
    r"(?!`?(?:application/json|multipart/|application/x-www))\S",
    re.IGNORECASE,
)


def is_medium(line: str) -> bool:
    """Whether a line, with or without its marks, names the media type or the file of an answer."""
    return _MEDIUM.match(_MARK.sub("", line.replace("**", ""))) is not None
