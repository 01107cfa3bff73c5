"""Fields of an answer that no table holds: whether a row is the caller's, or has another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.spec import Table
from agent.drafters.builtin.planning.binding import bound
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.whose import owner_of
from agent.drafters.builtin.planning.work import Work, cited
from agent.drafters.builtin.project.naming import snake

_MINE = re.compile(r"^(?:is_(?:owner|own|mine)|owned_by_me)$")


def computed(work: Work, table: Table, names: Sequence[str]) -> Iterator[Fact]:
    """What each of these fields is read from, where one key alone can be meant."""
    for name in names:
        if bound(table, name) is None:
            yield from _owned(work, table, name)
            yield from _having(work, table, name)


def _owned(work: Work, table: Table, name: str) -> Iterator[Fact]:
    column = owner_of(work.links, table) if _MINE.match(snake(name)) else None
    if column is not None:
        text = work.brief.say("flow-owned", name=name, column=f"{table.name}.{column.name}")
        yield Fact(text=text, sources=cited(work.brief, column))


def _having(work: Work, table: Table, name: str) -> Iterator[Fact]:
    rest = snake(name).removeprefix("has_")
    links = [one for one in work.links.into(table) if fold(one.table.name) == fold(rest)]
    if rest != snake(name) and len(links) == 1:
        link = links[0]
        by = f"{link.table.name}.{link.column.name}"
        text = work.brief.say("flow-having", name=name, table=link.table.name, by=by)
        yield Fact(text=text, sources=cited(work.brief, link.table, link.column))
