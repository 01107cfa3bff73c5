"""Where roles are checked: in front of the service, where the documents put a guard there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from agent.core.documents import Source
from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import lines_of

_ROLES = deferred(r"\broles?\b|\brole-based\b|\bRBAC\b|\br\u00f3l\w*\b|\brol[iea]\b", re.IGNORECASE)
_GUARDS = deferred(
    r"\b(?P<name>middlewares?|(?:action|authori[sz]ation|endpoint|security) filters?"
    r"|(?:authori[sz]ation|role) guards?|(?:authori[sz]ation) (?:policies|attributes?)"
    r"|method security|filtr\w* (?:akcji|autoryzacji))\b|@PreAuthorize\b",
    re.IGNORECASE,
)
# What rows a query sees is no guard of the call.
_OTHER = deferred(r"\bRLS\b|row.level|\bdatabase\b|\bbypass|baz\w+ danych", re.IGNORECASE)


@lately
def guard_of(brief: Brief) -> Source | None:
    """The line which says that roles are checked before the service is called."""
    said = [one for one in (brief.spec.auth, *brief.spec.notes) if one is not None]
    for note in said if brief.stack.has_routes else ():
        for source, line in lines_of(brief, note.source):
            if _ROLES.search(line) and _GUARDS.search(line) and not _OTHER.search(line):
                return source
    return None


def in_front(brief: Brief, facts: Iterable[Fact]) -> Iterator[Fact]:
    """The demands of a role with where they are checked, if that is told."""
    place = guard_of(brief)
    for one in facts:
        told = one.text + brief.say("flow-role-before") if place is not None else one.text
        more = (place,) if place is not None and place not in one.sources else ()
        yield replace(one, text=told, sources=(*one.sources, *more))
