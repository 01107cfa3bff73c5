"""Roles that may do what another may, as the general sections say once for all endpoints."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import lines_of

_LIST = deferred(r"[`'\"]?\w+[`'\"]?(?:\s*[,/|]\s*[`'\"]?\w+[`'\"]?)+")
_ASKS = deferred(r"\brequir|\bmust\b|\bonly\b|\bwymaga|\btylko\b|\bmusi", re.IGNORECASE)
_WORD = deferred(r"\w+")


def with_equals(
    brief: Brief, roles: Sequence[str], asked: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[Source, ...]]:
    """The roles asked for with those listed beside them: "Parent/admin endpoints require ..."."""
    for one in (brief.spec.auth, *brief.spec.notes):
        for source, line in lines_of(brief, one.source) if one is not None else ():
            for hit in _LIST.finditer(line) if _ASKS.search(line) else ():
                words = {word.casefold() for word in _WORD.findall(hit[0])}
                if set(asked) < words < set(roles):
                    return tuple(role for role in roles if role in words), (source,)
    return asked, ()
