"""Which other endpoints a passage speaks of: a block below a table of them, or one referred to."""

from __future__ import annotations

from collections.abc import Collection

from agent.core.documents import Source
from agent.core.spec import METHODS
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.holders import others

_MOST = 2


def shared(brief: Brief, source: Source, methods: Collection[str] = METHODS) -> str:
    """Words for others, of these methods, that the lines hold for; empty where none is known."""
    if brief.is_own(source):
        return ""
    text = "\n".join(brief.passages.lines(source.path))
    holders = others(text, brief.spec.endpoint, source.line)
    found = list(dict.fromkeys(one for one in holders if one.method in methods))
    names = ", ".join(f"`{one}`" for one in found[:_MOST])
    rest = brief.say("shared-more", count=len(found) - _MOST) if len(found) > _MOST else ""
    return brief.say("shared", names=names, rest=rest) if found else ""
