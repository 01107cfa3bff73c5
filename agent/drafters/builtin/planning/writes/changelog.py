"""The log of a row's changes: a table that keeps what its columns were and became."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.links import Link
from agent.drafters.builtin.planning.facts.storage import lines_about
from agent.drafters.builtin.planning.tables.work import Work
from agent.drafters.builtin.planning.tables.written import row_of
from agent.drafters.builtin.planning.writes.making import person
from agent.drafters.builtin.project.naming import snake

_BEFORE = deferred(r"^(?:previous|prev|old|from)_(?P<of>\w+)$")
_AFTER = ("new", "to", "next", "current")
# "captures status and assignee changes": what such a table is for.
_FOR = deferred(r"\bchang|\baudit|histor|\bzmian", re.IGNORECASE)
_NOT_SAID = deferred(r"\bindex|\bindeks|^\s*#|references", re.IGNORECASE)


def logged(work: Work, table: Table, written: Collection[str]) -> Iterator[Fact]:
    """The row that a log of changes gets, where a line says that it is one and no trigger does."""
    for link in work.links.into(table):
        pairs = list(_pairs(link.table, table, written))
        said = _said(work.brief, link.table)
        if pairs and said is not None and not _is_triggered(table, link.table):
            yield _entry(work, link, pairs, said)


def _pairs(log: Table, table: Table, written: Collection[str]) -> Iterator[tuple[str, str, Column]]:
    """The columns of the log for what a written column was and became."""
    names = {snake(one.name): one.name for one in log.columns}
    for name, before in names.items():
        hit = _BEFORE.match(name)
        column = next((one for one in table.columns if hit and snake(one.name) == hit["of"]), None)
        if column is not None and column.name in written:
            became = (names.get(f"{one}_{snake(column.name)}") for one in _AFTER)
            yield from ((before, after, column) for after in filter(None, became))


def _said(brief: Brief, log: Table) -> Source | None:
    lines = lines_about(brief, log)
    return next((at for at, one in lines if _FOR.search(one) and not _NOT_SAID.search(one)), None)


def _is_triggered(table: Table, log: Table) -> bool:
    return any(re.search(rf"\b{re.escape(log.name)}\b", one.text) for one in table.triggers)


def _entry(work: Work, link: Link, pairs: list[tuple[str, str, Column]], said: Source) -> Fact:
    brief, log = work.brief, link.table
    key = next((one.parameter.name for one in work.rows if one.table is link.target), "")
    values = {link.column.name: f"`{key}`"} if key else {}
    changed = {name for before, after, _ in pairs for name in (before, after)}
    people = [one for one in work.links.of(log) if one.of_people and one.column.name not in changed]
    if len(people) == 1 and work.closed:
        values[people[0].column.name] = person(work, people[0])
    for before, after, column in pairs:
        values[before] = brief.say("value-before", name=column.name)
        values[after] = f"`{column.name}`"
    fact = row_of(brief, "flow-create", log, values)
    names = brief.say("or").join(f"`{column.name}`" for _, _, column in pairs)
    text = fact.text + brief.say("flow-only-changed", names=names)
    return replace(fact, text=text, sources=(*fact.sources, said))
