"""Rows that are drawn by lot: each row of a group is once in either place, never in both."""

from __future__ import annotations

import re
from itertools import combinations

from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.core.values import dataclass
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.tables.work import Work, cited
from agent.drafters.builtin.planning.tables.written import is_needed

_UNIQUE = deferred(r"\bunique\b", re.IGNORECASE)
_APART = deferred(r"<>|!=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """How the pairs are drawn, and the two columns of a pair."""

    fact: Fact
    one: Column
    other: Column


def drawn(work: Work, table: Table) -> Draw | None:
    """Two keys of the same table, unique each and never the same: a ring of the group's rows."""
    keys = [one for one in work.links.of(table) if one.target is not None and is_needed(one.column)]
    row = work.rows[-1] if work.rows else None
    for one, other in combinations(keys, 2):
        group = one.target
        if row is None or group is None or other.target is not group:
            continue
        into = next((link for link in work.links.of(group) if link.target is row.table), None)
        if into is not None and _is_ring(table, one.column, other.column):
            text = work.brief.say(
                "flow-drawn",
                table=group.name,
                condition=f"`{into.column.name}` = `{row.parameter.name}`",
                one=one.column.name,
                other=other.column.name,
            )
            sources = cited(work.brief, group, into.column, one.column, other.column)
            beside = work.brief.say("flow-ring", why=work.brief.say("convention"))
            fact = Fact(text=text, sources=sources, beside=beside)
            return Draw(fact=fact, one=one.column, other=other.column)
    return None


def _is_ring(table: Table, one: Column, other: Column) -> bool:
    said = [re.findall(r"\w+", text) for text in table.constraints]
    rules = list(zip(table.constraints, said, strict=True))
    apart = any(_APART.search(text) and {one.name, other.name} <= set(w) for text, w in rules)
    alone = [text for text, w in rules if _UNIQUE.search(text) and {one.name, other.name} & set(w)]
    return apart and all(any(key.name in text for text in alone) for key in (one, other))
