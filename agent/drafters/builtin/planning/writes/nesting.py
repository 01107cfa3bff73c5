"""Rows that come with a new one: entries of a list in the body that have a table of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from agent.core.patterns import deferred
from agent.core.spec import Parameter, Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import bound, holds_entries, leaf, lists_of
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name
from agent.drafters.builtin.planning.facts.links import refers_to
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.through import paired
from agent.drafters.builtin.planning.tables.whose import owner_of
from agent.drafters.builtin.planning.tables.work import Work
from agent.drafters.builtin.planning.tables.written import MADE, is_required, row_of
from agent.drafters.builtin.planning.writes.filling import unset
from agent.drafters.builtin.planning.writes.listed import list_of_rows
from agent.drafters.builtin.planning.writes.sidetables import only_one_each
from agent.drafters.builtin.project.naming import singular, snake

_IDS = re.compile(r"_(?:id|uuid)s$")
_LIST = deferred(r"\barray\b|\blist\b|\[\]", re.IGNORECASE)


def nested(work: Work) -> Iterator[Fact]:
    """Lists in the body of a new row that are rows of a table, each entry one."""
    brief = work.brief
    if brief.subject.act != "create":
        return
    lists = lists_of(brief.body)
    for field in _lists(brief, lists):
        name = field.name.removesuffix("[]")
        table = _child(work, name, lists.get(name, ()))
        if table is not None:
            yield from _entries(work, field, table)
        elif name not in lists:
            yield from _paired(work, field, name)


def table_at(work: Work, one: Parameter) -> Table | None:
    """The table whose column a value of the request may be: in a list that of its entries."""
    name, inside, _ = one.name.partition("[].")
    if one.place != "body" or not inside or work.table is None:
        return work.table
    if list_of_rows(work, work.table) == name:
        return work.table
    return _child(work, name, lists_of(work.brief.body).get(name, ()))


def _lists(brief: Brief, lists: Iterable[str]) -> Iterator[Parameter]:
    """The fields that are lists; of one that only its entries tell, the first of their fields."""
    names = {one.name.removesuffix("[]") for one in brief.body}
    for one in brief.body:
        if _LIST.search(one.type or "") and "." not in one.name:
            yield one
    for name in lists:
        if name not in names and "." not in name:
            first = next(one for one in brief.body if one.name.startswith(f"{name}[]."))
            yield replace(first, name=name)


def _child(work: Work, name: str, fields: Sequence[str]) -> Table | None:
    """The table below the new row's that the entries are rows of: by its name, or its columns."""
    table, thing = work.table, fold(name)
    below = [one.table for one in work.links.into(table)] if table is not None else []
    below = list({one.name: one for one in below if one is not table}.values())
    if table is None or holds_entries(table, fields):
        return None
    wanted = (thing, fold(work.brief.subject.thing) + thing)
    named = [one for one in below if fold(bare_name(one)) in wanted]
    held = [one for one in below if holds_entries(one, fields)]
    word = singular(snake(name))
    called = [one for one in below if fields and word in snake(bare_name(one)).split("_")]
    return next((found[0] for found in (named, held, called) if len(found) == 1), None)


def _paired(work: Work, field: Parameter, name: str) -> Iterator[Fact]:
    """Keys of rows that a table of pairs joins with the new one: the tags of a prompt."""
    brief, table = work.brief, work.table
    plain = _IDS.sub("", snake(name))
    keys = paired(work, table, plain) if table is not None else None
    if keys is None or table is None:
        return
    link, far = keys
    values = {
        link.column.name: brief.say("value-new", table=table.name),
        far.column.name: brief.say("value-entry"),
    }
    fact = row_of(brief, "flow-create", link.table, values)
    more = brief.passages.holding([field.source], name)
    text = fact.text + brief.say("flow-each", name=name)
    yield replace(fact, text=text, sources=fact.sources + more)
    yield from only_one_each(brief, link.table)


def _entries(work: Work, field: Parameter, table: Table) -> Iterator[Fact]:
    """The rows with the key of the new one; what they need beside it stays open."""
    brief, name = work.brief, field.name.removesuffix("[]")
    values = dict(_keys(work, table))
    inside = [one.name for one in brief.body if one.name.startswith(f"{name}[].")]
    own = [one for one in inside if "." not in one.removeprefix(f"{name}[].")]
    for one in own or inside:
        column = bound(table, one)
        if column is not None and not MADE.match(column.name):
            values.setdefault(column.name, f"`{leaf(one)}`")
    if not inside:
        values |= {one: brief.say("value-entry") for one in _entry(work, table, name)}
    fact = row_of(brief, "flow-create", table, values)
    more = brief.passages.holding([field.source], name)
    text = fact.text + brief.say("flow-each", name=name)
    yield replace(fact, text=text, sources=fact.sources + more)
    yield from unset(work, table, values)


def _entry(work: Work, table: Table, name: str) -> Iterator[str]:
    """The key that an entry is, where the list has keys alone: of the rows that it is called by."""
    thing = fold(_IDS.sub("", snake(name)))
    for link in work.links.of(table):
        if link.target is not None and link.target is not work.table and fold(link.name) == thing:
            yield link.column.name


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
