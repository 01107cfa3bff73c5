"""The tables that a sentence writes to beside the endpoint's own, and what they demand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import bound
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.links import Link, is_people
from agent.drafters.builtin.planning.facts.wording import primary_key, quoted
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.choices import values_of
from agent.drafters.builtin.planning.tables.constraints import Demand, checks
from agent.drafters.builtin.planning.tables.uniques import uniques
from agent.drafters.builtin.planning.tables.work import Work, cited
from agent.drafters.builtin.planning.tables.written import MADE, is_needed

_NO = r"(?P<no>\b(?:not|never|nie)\b(?:\s\w+)?\s)?"
_MAKES = r"creat|insert|add|ensur|initiali|writ|tworz|wstaw|doda"
_WRITES = deferred(
    rf"{_NO}\b(?P<verb>{_MAKES}|sav|stor|updat|delet|remov|upsert|increment|decrement"
    r"|zapis|aktualiz|usuw|zwi\u0119ksz|zmniejsz)"
    r"\w*\b[^`.;:]{0,40}`(?P<table>[\w.]+)`",
    re.IGNORECASE,
)
_MADE = deferred(rf"(?:{_MAKES})\w*", re.IGNORECASE)
# A row by its name in a sentence: "updates the invitation", not "soft-deleted recipes".
_CHANGES = deferred(
    rf"{_NO}(?<!-)\b(?:creat|insert|add|updat|delet|remov)\w*"
    r"\s(?:(?:the|an?|its|this|new)\s){0,2}(?P<thing>\w+)",
    re.IGNORECASE,
)
# Who is let do it does not do it here.
_MAY = deferred(r"\b(?:can|may|could|able to|allowed to|mo\u017ce|mog\u0105)\s+$", re.IGNORECASE)
_TICKED = deferred(r"`([\w.]+)`")
_DEFAULT = deferred(
    r"\bdefault[\s:=]+(?P<value>'[^']*'|\w+\([^()]*\)|[\w.-]+)(?=\W|$)", re.IGNORECASE
)
_CHOICE = deferred(r"\bin\s*\(|length\s*\(", re.IGNORECASE)


def said_to_be_written(brief: Brief, facts: Iterable[Fact]) -> list[str]:
    """Those that a document's own sentences tell to add to, change or empty."""
    said = _spoken(brief.spec.schema)
    names: list[str] = []
    for fact in facts:
        names += [table.name for table, _ in _hits(brief, fact)]
        hits = (hit for hit in _CHANGES.finditer(fact.text) if not hit["no"])
        plain = (hit for hit in hits if not _MAY.search(fact.text[: hit.start()]))
        names += [name for hit in plain if (name := said.get(fold(hit["thing"])))]
    return list(dict.fromkeys(names))


@lately
def _spoken(schema: tuple[Table, ...]) -> Mapping[str, str]:
    """The tables' names by what they are called in a sentence."""
    return {fold(one.name): one.name for one in schema}


@lately
def _written(schema: tuple[Table, ...]) -> Mapping[str, Table]:
    """The tables by what they are called in code, without their schema too."""
    bare = {one.name.rpartition(".")[2]: one for one in schema}
    return {one.name: one for one in schema} | bare


def _hits(brief: Brief, fact: Fact) -> Iterator[tuple[Table, bool]]:
    """Each table that is written by its name, or by that of one of its columns; whether anew."""
    named = _TICKED.findall(fact.text)
    tables = _written(brief.spec.schema)
    for hit in _WRITES.finditer(fact.text):
        whole = tables.get(hit["table"])
        table = whole or tables.get(hit["table"].partition(".")[0])
        if table is None:  # the column of one that is named before
            near = (tables[one] for one in reversed(named) if one in tables)
            table = next((one for one in near if one.column(hit["table"]) is not None), None)
        if table is not None and not hit["no"]:
            yield table, table is whole and _MADE.match(hit["verb"]) is not None


def made_beside(work: Work, told: Iterable[Fact]) -> set[str]:
    """The tables that sentences say get a new row."""
    return {one.name for fact in told for one, made in _hits(work.brief, fact) if made}


def demands(work: Work, found: Iterable[Fact]) -> Iterator[tuple[int, Fact]]:
    """What the tables beside its own that sentences write to want, each once, behind which one."""
    seen: set[str] = set()
    for at, fact in enumerate(found if work.brief.subject.writes else ()):
        for table, made in _hits(work.brief, fact):
            if table is not work.table and table.name not in seen:
                told = _demanded(work, table, set(_TICKED.findall(fact.text)), made=made)
                if told is not None:
                    seen.add(table.name)
                    yield at, told


def only_one_each(brief: Brief, table: Table) -> Iterator[Fact]:
    """Of what a row that is made may be the only one."""
    for part in _alike(brief, table):
        text = brief.say("side-table", table=table.name, demands=part.text)
        yield Fact(text=text, sources=part.sources)


def own_checks(work: Work) -> Iterator[Fact]:
    """What the endpoint's own table wants of several columns at once, where one is written."""
    brief, table = work.brief, work.table
    if table is None or brief.subject.act not in {"create", "update"}:
        return
    written = {column.name for one in brief.body if (column := bound(table, one.name)) is not None}
    for one in checks(table, whole=True):
        if len(one.columns) > 1 and written.intersection(one.columns):
            text = brief.say("flow-checked-row", table=table.name, said=f"`{one.text}`")
            yield Fact(text=text, sources=one.sources)


def _demanded(work: Work, table: Table, named: set[str], *, made: bool) -> Fact | None:
    """In one item; nothing where it would only name a key."""
    brief = work.brief
    alike = list(_alike(brief, table))
    parts = list(_keys(work, table, named)) if made else list(_found(work, table))
    parts += alike
    bounds = (one for one in checks(table, whole=False) if not _CHOICE.search(one.text))
    wanted = (one for one in bounds if alike or named.intersection(one.columns))
    parts += [_check(brief, one) for one in wanted]
    parts += _starts(brief, table, named) if made or alike else []
    told = {*named, *_TICKED.findall(" ".join(one.text for one in parts))}
    parts += _needs(brief, table, told) if made else []
    if not parts or (made and len(parts) == 1):
        return None
    text = brief.say("side-table", table=table.name, demands="; ".join(one.text for one in parts))
    return Fact(text=text, sources=tuple(place for one in parts for place in one.sources))


def _needs(brief: Brief, table: Table, told: set[str]) -> list[Fact]:
    """What else such a row has to have, with the values that there may be."""
    found = [one for one in table.columns if is_needed(one) and not MADE.match(one.name)]
    found = [one for one in found if one.name not in told and one is not primary_key(table)]
    names = ", ".join(_with_values(brief, table, one) for one in found)
    text = brief.say("side-needs", names=names)
    return [Fact(text=text, sources=cited(brief, *found))] if found else []


def _with_values(brief: Brief, table: Table, column: Column) -> str:
    values = quoted(values_of(brief.spec, table, column))
    return f"`{column.name}`" + (f" ({brief.say('choices', values=values)})" if values else "")


def _alike(brief: Brief, table: Table) -> Iterator[Fact]:
    """The columns of which no two rows have the same values together, in every case."""
    for one in uniques(brief, table):
        if len(one.columns) > 1 and not one.where:
            text = brief.say("side-unique", said=quoted(one.columns))
            yield Fact(text=text, sources=one.sources)


def _check(brief: Brief, one: Demand) -> Fact:
    return Fact(text=brief.say("side-check", said=f"`{one.text}`"), sources=one.sources)


def _found(work: Work, table: Table) -> Iterator[Fact]:
    """How the row is found that a row of the endpoint's table goes with: by a key of both.

    Where rows are told apart by several such keys, by all of them.
    """
    own = work.own.table if work.own is not None else None
    mine = {_same(one): one.column for one in work.links.of(own)} if own else {}
    there = [one for one in work.links.of(table) if one.target is not own and _same(one) in mine]
    keys = [set(one.columns) for one in uniques(work.brief, table)]
    plain = [one for one in there if not one.of_people][:1]
    for one in there if {each.column.name for each in there} in keys else plain:
        column = mine[_same(one)]
        text = f"`{table.name}.{one.column.name}` = `{own.name if own else ''}.{column.name}`"
        yield Fact(text=text, sources=cited(work.brief, one.column, column))


def _same(link: Link) -> str:
    """By what two keys are of one row: of people by their part in it too."""
    return f"{link.name} {link.column.name}" if link.of_people else link.name


def _keys(work: Work, table: Table, named: set[str]) -> Iterator[Fact]:
    """The keys of a row that is made: the caller, and the rows that the path names."""
    rows = {one.table.name: f"`{one.parameter.name}`" for one in work.rows}
    people = [one for one in work.links.of(table) if one.of_people]
    for link in work.links.of(table):
        value = rows.get(link.name, "")
        if link.target is work.table and work.brief.subject.act == "create":
            value = work.brief.say("value-new", table=link.name)
        if link.of_people and len(people) == 1 and work.closed:
            value = work.brief.say("value-caller")
        if not value and not link.of_people and is_needed(link.column):
            value = _held(work, link)
        names = [one.name for one in work.brief.body if bound(table, one.name) is link.column]
        value = f"`{names[0]}`" if names else value
        if value and link.column.name not in named:
            text = f"`{link.column.name}` = {value}"
            yield Fact(text=text, sources=cited(work.brief, link.column))


def _held(work: Work, link: Link) -> str:
    """The same key in the row of the path, or in the one row that this refers to."""
    own = work.rows[-1].table if work.rows else None
    near = [own, *(one.target for one in work.links.of(own))] if own is not None else []
    found = [
        f"`{there.name}.{one.column.name}`"
        for there in near
        if there is not None and not is_people(there.name)
        for one in work.links.of(there)
        if one.name == link.name
    ]
    return found[0] if len(found) == 1 else ""


def _starts(brief: Brief, table: Table, named: set[str]) -> list[Fact]:
    """What the table fills in by itself where a row is made."""
    found = [
        (column, hit["value"].strip("` '"))
        for column in table.columns
        for said in column.constraints
        if (hit := _DEFAULT.search(said)) and not MADE.match(column.name)
    ]
    found = [(one, value) for one, value in found if one.name not in named and value]
    names = ", ".join(f"`{one.name}` = `{value}`" for one, value in found)
    sources = cited(brief, *(one for one, _ in found))
    return [Fact(text=brief.say("side-starts", names=names), sources=sources)] if found else []
