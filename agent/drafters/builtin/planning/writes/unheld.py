"""Fields of a write's answer that no column holds and no step of the flow makes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import bound, entry, groups
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.work import Work
from agent.drafters.builtin.project.naming import snake

# What only holds the answer, or says that it is one, and what signs a caller in; a key or a time
# may have its column by another name.
_AROUND = deferred(
    r"data|meta|links|items|results?|message|success|received|\w*token\w*|expires_in|\w*\[\]"
    r"|\w+_(?:at|id)",
    re.IGNORECASE,
)
_MOST = 5


def unheld(work: Work, told: Iterable[Fact]) -> list[str]:
    """Their names; none where it is not known what the endpoint writes."""
    brief = work.brief
    first = entry(groups(next(iter(brief.spec.responses), None)))
    if first is None or work.table is None or not brief.subject.writes:
        return []
    text = " ".join(one.text for one in told).casefold()
    given = {fold(one.name) for one in brief.inputs}
    found = [
        one
        for one in first.names
        if not _AROUND.fullmatch(snake(one))
        and fold(one) not in given
        and one.casefold() not in text
        and snake(one) not in text
        and all(bound(table, one) is None for table in brief.spec.schema)
    ]
    return found if len(found) <= _MOST else []
