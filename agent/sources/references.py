"""Entries that a passage refers to instead of saying it again: "like POST", "same as GET /x"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.sources import notation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.sources.apiplan import Entry

_LIKE = re.compile(
    r"\b(?:like|same|identical|similar|see|equal|podobn\w*|tak\w* sam\w*|jak(?: w)?|patrz|zob\.?"
    r"|identyczn\w*)\b",
    re.IGNORECASE,
)


def referred(text: str, entry: Entry, listed: Sequence[Entry]) -> Iterator[Entry]:
    """The listed entries that the text calls alike; a bare method means the nearest one above."""
    for line in text.split("\n"):
        like = _LIKE.search(line)
        if like is None:
            continue
        call = notation.call(line)
        if call is not None:
            yield from (one for one in listed if call.names(one.endpoint) and one != entry)
        else:
            found = notation.METHOD.search(line, like.end())
            near = _nearest(found[1], entry, listed) if found else None
            if near is not None:
                yield near


def _nearest(method: str, entry: Entry, listed: Sequence[Entry]) -> Entry | None:
    """The entry of this method for the same resource, the last one before this entry."""
    resource = _collection(entry)
    fits = [
        one
        for one in listed
        if one.endpoint.method == method and one != entry and _collection(one) == resource
    ]
    before = [one for one in fits if one.line < entry.line]
    return before[-1] if before else next(iter(fits), None)


def _collection(entry: Entry) -> str:
    return notation.path_key(entry.endpoint).removesuffix("/{}")
