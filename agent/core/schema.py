"""What the db documents hold: tables, and enumerations and views apart from them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from agent.core.documents import Source
from agent.core.spec import Column, Enumeration, Excerpt, Table
from agent.core.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A view: a named query, in the document's own words."""

    name: str
    source: Source
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """All of it, each name once.

    `beside` is what is said of tables that are defined in another document, without columns.
    """

    tables: tuple[Table, ...] = ()
    enumerations: tuple[Enumeration, ...] = ()
    views: tuple[View, ...] = ()
    beside: tuple[Table, ...] = ()


def name_key(name: str) -> str:
    """Equal for all spellings of a name in the database and in code: `read_at` and `readAt`."""
    return name.casefold().replace("_", "")


def joined(schemas: Iterable[Schema]) -> Schema:
    """One schema of several: what two of them name is one, the first that says a thing wins."""
    given = tuple(schemas)
    tables: dict[str, Table] = {}
    enumerations: dict[str, Enumeration] = {}
    views: dict[str, View] = {}
    for schema in given:
        for table in schema.tables:
            key = name_key(table.name)
            tables[key] = _both(tables[key], table) if key in tables else table
        for enumeration in schema.enumerations:
            enumerations.setdefault(enumeration.name.casefold(), enumeration)
        for view in schema.views:
            views.setdefault(view.name.casefold(), view)
    beside: dict[str, Table] = {}
    for one in (each for schema in given for each in schema.beside):
        key = name_key(one.name)
        known = tables if key in tables else beside
        known[key] = _both(known[key], one) if key in known else one
    return Schema(
        tables=tuple(tables.values()),
        enumerations=tuple(enumerations.values()),
        views=tuple(views.values()),
        beside=tuple(beside.values()),
    )


def _both(first: Table, second: Table) -> Table:
    return replace(
        first,
        columns=_columns(first.columns, second.columns),
        stated=_stated(first.stated, second.stated),
        indexes=_said(first.indexes, second.indexes),
        triggers=_said(first.triggers, second.triggers),
        policies=_said(first.policies, second.policies),
        relations=_said(first.relations, second.relations),
        unguarded=_said(first.unguarded, second.unguarded),
        note=first.note or second.note,
    )


def _columns(first: tuple[Column, ...], second: tuple[Column, ...]) -> tuple[Column, ...]:
    known = {name_key(one.name) for one in first}
    others = {name_key(one.name): one for one in second}
    both = (_typed(one, others.get(name_key(one.name))) for one in first)
    return (*both, *(one for one in second if name_key(one.name) not in known))


def _typed(one: Column, other: Column | None) -> Column:
    """The column, with what the other one says of a type that it leaves open."""
    if one.type or other is None:
        return one
    return replace(one, type=other.type, constraints=one.constraints or other.constraints)


def _stated(first: tuple[Excerpt, ...], second: tuple[Excerpt, ...]) -> tuple[Excerpt, ...]:
    """Those of both; what the first states, with a remark or without, counts once."""
    known = tuple(_spelled(one.text) for one in first)
    others: dict[str, Excerpt] = {}
    for one in second:
        if not any(each.startswith(_spelled(one.text)) for each in known):
            others.setdefault(one.text, one)
    return (*first, *others.values())


def _said(first: tuple[Excerpt, ...], second: tuple[Excerpt, ...]) -> tuple[Excerpt, ...]:
    """Those of both; the same words in two documents count once, however SQL is spelled."""
    known = {_spelled(one.text) for one in first}
    return (*first, *(one for one in second if _spelled(one.text) not in known))


def _spelled(text: str) -> str:
    """A statement without case, blanks, quotes and what changes nothing in its meaning."""
    return re.sub(r"[\s\"`;]|\bpublic\.|\bif\s+not\s+exists\b", "", text.casefold())
