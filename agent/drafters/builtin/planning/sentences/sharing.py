"""Which other endpoints a passage speaks of: a block below a table of them, or one referred to."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache

from agent.core.documents import Source
from agent.core.spec import METHODS, Endpoint
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.sources.apiplan import entries
from agent.sources.passage import parts

_MOST = 2


def shared(brief: Brief, source: Source, methods: Collection[str] = METHODS) -> str:
    """Words for others, of these methods, that the lines hold for; empty where none is known."""
    if brief.is_own(source):
        return ""
    holders = (one for one in _holders(brief, source) if one.method in methods)
    found = list(dict.fromkeys(holders))
    names = ", ".join(f"`{one}`" for one in found[:_MOST])
    rest = brief.say("shared-more", count=len(found) - _MOST) if len(found) > _MOST else ""
    return brief.say("shared", names=names, rest=rest) if found else ""


def _holders(brief: Brief, source: Source) -> Iterator[Endpoint]:
    text = "\n".join(brief.passages.lines(source.path))
    for endpoint, spans in _passages(text):
        other = endpoint.key != brief.spec.endpoint.key
        if other and any(first <= source.line <= last for first, last in spans):
            yield endpoint


@lru_cache(maxsize=8)
def _passages(text: str) -> tuple[tuple[Endpoint, tuple[tuple[int, int], ...]], ...]:
    """Each entry's endpoint, and the first and last line of each of its parts."""
    return tuple(
        (entry.endpoint, tuple((part.line, part.last) for part in parts(text, entry)))
        for entry in entries(text)
    )
