"""Values of the caller that the token itself holds, as the documents name its claims."""

from __future__ import annotations

import re
from functools import lru_cache

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Column
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.project.naming import snake

_CLAIM = deferred(r"\bclaims?\b[^`\n]{0,60}`(?P<name>\w+)`", re.IGNORECASE)
_SHORTEST = 3
_ANY = frozenset(("user", "active", "current", "the"))


def claim_of(brief: Brief, column: Column) -> tuple[str, Source] | None:
    """The claim that says of which group the caller acts now, by its name: `active_org_id`."""
    auth = brief.spec.auth
    if auth is None:
        return None
    wanted = [one for one in snake(column.name).split("_") if len(one) >= _SHORTEST]
    for at, name in _claims(brief.passages.lines(auth.source.path)):
        words = set(snake(name).split("_")) - _ANY
        near = [one for one in words if len(one) >= _SHORTEST]
        if any(word.startswith(one) for one in near for word in wanted):
            return name, Source(path=auth.source.path, line=at, last=at)
    return None


@lru_cache(maxsize=64)
def _claims(lines: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    """The claims that a document names, with their lines."""
    found = ((at, _CLAIM.search(line)) for at, line in enumerate(lines, 1) if "laim" in line)
    return tuple((at, hit["name"]) for at, hit in found if hit is not None)
