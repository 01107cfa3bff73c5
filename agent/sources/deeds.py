"""What is done with a resource, named as a thing: "dialogue generation"."""

from __future__ import annotations

import re

from agent.core.spec import Target
from agent.sources.relatedtables import normal, segments

_DEED = re.compile(
    r"\b(?P<thing>[a-z]{3,})\s+(?P<deed>[a-z]{3,}(?:tion|sion|ment))\b", re.IGNORECASE
)

# What stands in bold before a colon.
_LEAD = re.compile(r"[-*+\s]*\**(?P<lead>[^\W\d_][^:*`.\n]{3,40}?)\**:")
_WORD = re.compile(r"[^\W\d_]+")
_DONE = re.compile(r"(?:ing|tion|sion|ment|anie|enie|cja)$")
_STEM, _FEWEST, _END = 5, 2, 4


def deeds(endpoint: Target, text: str) -> frozenset[str]:
    """The deeds of a text that are done with a resource of the endpoint's path."""
    mine = set(map(normal, segments(endpoint)))
    return frozenset(
        f"{normal(one['thing'])} {one['deed'].casefold()}"
        for one in _DEED.finditer(text)
        if normal(one["thing"]) in mine
    )


def is_led_by(own: str, text: str) -> bool:
    """Whether a text is led by several words that an endpoint's own lines have too, in any form."""
    lead = _LEAD.match(text)
    words = [one.casefold() for one in _WORD.findall(lead["lead"])] if lead is not None else []
    known = {one.casefold() for one in _WORD.findall(own)}
    stems = [one[: max(_STEM, len(one) - _END)] for one in words]
    long = len(words) >= _FEWEST and all(len(one) >= _STEM for one in words)
    long = long and _DONE.search(words[-1]) is not None
    return long and all(any(one.startswith(stem) for one in known) for stem in stems)
