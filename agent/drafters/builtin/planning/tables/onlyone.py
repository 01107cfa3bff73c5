"""The row that hangs at the path's last one alone, which no parameter names: its public link."""

from __future__ import annotations

import re

from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.core.values import dataclass
from agent.drafters.builtin.planning.facts.links import Link
from agent.drafters.builtin.planning.tables.work import Work

_UNIQUE = deferred(r"\bunique\b|\bprimary key\b", re.IGNORECASE)
_ACTS = ("action", "update", "delete")


@dataclass(frozen=True, slots=True, kw_only=True)
class Only:
    """The row of `table` whose `column` has this value."""

    table: Table
    column: Column
    value: str


def only_one(work: Work) -> Only | None:
    """The row of the endpoint's own table that there is once for the last row of the path."""
    table, brief = work.table, work.brief
    if table is None or work.own is not None or not work.rows or brief.subject.act not in _ACTS:
        return None
    last = work.rows[-1]
    for link in work.links.of(table) if work.sure else ():
        if link.target is last.table and _is_unique(link):
            return Only(table=table, column=link.column, value=f"`{last.parameter.name}`")
    return None


def _is_unique(link: Link) -> bool:
    apart = (one for one in link.table.constraints if f"({link.column.name})" in one)
    return _UNIQUE.search(" ".join((*link.column.constraints, *apart))) is not None
