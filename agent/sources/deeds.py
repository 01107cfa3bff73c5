"""What is done with a resource, named as a thing: "dialogue generation"."""

from __future__ import annotations

import re

from agent.core.spec import Target
from agent.sources.relatedtables import normal, segments

_DEED = re.compile(
    r"\b(?P<thing>[a-z]{3,})\s+(?P<deed>[a-z]{3,}(?:tion|sion|ment))\b", re.IGNORECASE
)


def deeds(endpoint: Target, text: str) -> frozenset[str]:
    """The deeds of a text that are done with a resource of the endpoint's path."""
    mine = set(map(normal, segments(endpoint)))
    return frozenset(
        f"{normal(one['thing'])} {one['deed'].casefold()}"
        for one in _DEED.finditer(text)
        if normal(one["thing"]) in mine
    )
