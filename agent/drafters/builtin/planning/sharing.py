"""Which other endpoints a passage speaks of: a block below a table of them, or one referred to."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from agent.core.documents import Source
from agent.core.spec import METHODS, Endpoint
from agent.drafters.builtin.planning.brief import Brief
from agent.sources.apiplan import Entry, entries
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
    for entry in entries(text):
        if entry.endpoint.key != brief.spec.endpoint.key and _holds(text, entry, source.line):
            yield entry.endpoint


def _holds(text: str, entry: Entry, line: int) -> bool:
    return any(part.line <= line <= part.last for part in parts(text, entry))
