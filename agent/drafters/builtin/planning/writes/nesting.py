"""Rows that come with a new one: entries of a list in the body that have a table of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from agent.core.patterns import deferred
from agent.core.spec import Parameter, Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import bound, leaf
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name
from agent.drafters.builtin.planning.facts.links import refers_to
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.whose import owner_of
from agent.drafters.builtin.planning.tables.work import Work
from agent.drafters.builtin.planning.tables.written import MADE, is_required, row_of
from agent.drafters.builtin.planning.writes.filling import unset

_LIST = deferred(r"\barray\b|\blist\b|\[\]", re.IGNORECASE)


def nested(work: Work) -> Iterator[Fact]:
    """Lists in the body of a new row that are rows of a table, each entry one."""
    brief = work.brief
    if brief.subject.act != "create":
        return
    for field in brief.body:
        table = _table_of(brief, field)
        if table is not None:
            yield from _entries(work, field, table)


def _table_of(brief: Brief, field: Parameter) -> Table | None:
    """The table whose name is the list's, or that of the resource with the list's."""
    if not _LIST.search(field.type or "") or "." in field.name:
        return None
    name = fold(field.name.removesuffix("[]"))
    wanted = (name, fold(brief.subject.thing) + name)
    known = (*brief.spec.tables, *brief.spec.beside)
    # Entries that are rows of the endpoint's own table are the very rows that it adds.
    other = (one for one in known if one is not brief.table)
    return next((one for one in other if fold(bare_name(one)) in wanted), None)


def _entries(work: Work, field: Parameter, table: Table) -> Iterator[Fact]:
    """The rows with the key of the new one; what they need beside it stays open."""
    brief, name = work.brief, field.name.removesuffix("[]")
    values = dict(_keys(work, table))
    for one in brief.body:
        column = bound(table, one.name) if one.name.startswith(f"{name}[].") else None
        if column is not None and not MADE.match(column.name):
            values.setdefault(column.name, f"`{leaf(one.name)}`")
    fact = row_of(brief, "flow-create", table, values)
    more = brief.passages.holding([field.source], name)
    text = fact.text + brief.say("flow-each", name=name)
    yield replace(fact, text=text, sources=fact.sources + more)
    yield from unset(work, table, values)


def _keys(work: Work, table: Table) -> Iterator[tuple[str, str]]:
    """The key of the new row, and the caller where each row has to have an owner."""
    brief = work.brief
    for link in work.links.of(table):
        if link.target is brief.table and brief.table is not None:
            yield link.column.name, brief.say("value-new", table=brief.table.name)
            break
    owner = owner_of(work.links, table) if work.closed else None
    if owner is not None and is_required(owner) and refers_to(owner):
        yield owner.name, brief.say("value-caller")
