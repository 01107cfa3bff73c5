"""The row that an action makes beside the one it changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from agent.core.documents import Source
from agent.core.spec import Column, Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.transitions import STATES
from agent.drafters.builtin.planning.wording import lines_of
from agent.drafters.builtin.planning.work import Work
from agent.drafters.builtin.planning.written import MADE, row_of
from agent.drafters.builtin.project.naming import snake

# "Creates a `members` record": the table of the row that is made. English and Polish.
_MAKES = re.compile(
    r"\b(?:creat|insert|add|tworz|utworz|doda|wstawi)\w*\s+(?:[\w-]+\s+){0,3}`(?P<table>[\w.]+)`",
    re.IGNORECASE,
)
_FEWEST = 2


def made_beside(work: Work, row: Table) -> Iterator[Fact]:
    """The row of another table that the passage says is made, with all that `row` gives it."""
    for source, table in _made(work):
        values = dict(_sources(work, table, row))
        keys = {one.column.name for one in work.links.of(table)}
        if table is not row and len(values) >= _FEWEST and keys <= values.keys():
            fact = row_of(work.brief, "flow-create", table, values)
            yield replace(fact, sources=(*fact.sources, source))


def _made(work: Work) -> Iterator[tuple[Source, Table]]:
    """The tables that the endpoint's own lines make a row of."""
    for one in work.brief.spec.excerpts[:1]:
        for source, text in lines_of(work.brief, one.source):
            for hit in _MAKES.finditer(text):
                table = work.links.exactly(hit["table"])
                if table is not None:
                    yield source, table


def _sources(work: Work, table: Table, row: Table) -> Iterator[tuple[str, str]]:
    """Its keys: the caller, or what the row refers to as well; and what the row has by its name."""
    mine = {one.name: one.column.name for one in reversed(work.links.of(row))}
    people = [one for one in work.links.of(table) if one.of_people]
    for link in work.links.of(table):
        if link.of_people and len(people) == 1 and work.closed:
            yield link.column.name, work.brief.say("value-caller")
        elif not link.of_people and link.name in mine:
            yield link.column.name, f"`{row.name}.{mine[link.name]}`"
    keys = {one.column.name for one in work.links.of(table)}
    for column in table.columns:
        if column.name not in keys and _is_kept(column) and row.column(column.name) is not None:
            yield column.name, f"`{row.name}.{column.name}`"


def _is_kept(column: Column) -> bool:
    """Whether a new row may take over such a column: no key, time or state of its own."""
    name = snake(column.name)
    return not MADE.match(column.name) and not name.endswith(("_at", "_id", *STATES))
