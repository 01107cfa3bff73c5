"""Fields of an answer that no column holds: what its row's keys and the rows below it tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.patterns import deferred
from agent.core.spec import Column, Parameter, Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import bound, leaf, named
from agent.drafters.builtin.planning.facts.brief import bare_name
from agent.drafters.builtin.planning.facts.links import Link
from agent.drafters.builtin.planning.reads.counted import Lot, called, titled
from agent.drafters.builtin.planning.reads.timed import told_of
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.keyed import held, stem
from agent.drafters.builtin.planning.tables.owning import is_shut
from agent.drafters.builtin.planning.tables.through import paired
from agent.drafters.builtin.planning.tables.whose import owner_of
from agent.drafters.builtin.planning.tables.work import Work, cited
from agent.drafters.builtin.project.naming import snake

_MINE = deferred(r"^(?:is_(?:owner|own|mine)|owned_by_me)$")
_WHETHER = deferred(r"(?:is|has|was)_(?P<thing>\w+?)(?:ed|d)?(?:_by_(?:me|user|current_user))?")
_CALLERS = deferred(r"(?:current_user|user|my)_(?P<thing>\w+?)(?P<key>_id)?")
_VALUE = deferred(r"(?:\w+_)?(?:value|score|rating|stars)")
_LIST = deferred(r"array|list|\[\]", re.IGNORECASE)
_DATE = deferred(r"date", re.IGNORECASE)
_DAY = deferred(r"(?:\w+_)?(?:date|day)")
_LETTERS = 4


def computed(work: Work, table: Table, fields: Sequence[Parameter]) -> Iterator[Fact]:
    """What each of these fields is read from, where one key alone can be meant: in one item."""
    lots = below(work, table)
    found: list[Fact] = []
    for one in fields:
        if bound(table, one.name) is None and held(work, table, one.name) is None:
            told = (
                *_owned(work, table, one),
                *_having(work, table, one),
                *_of_caller(work, table, one),
                *_of_pairs(work, table, one),
                *_of_rows(work, lots, one),
                *(each.fact for each in filter(None, [told_of(work.brief, lots, one)])),
            )
            found += told[:1]
    if found:
        sources = tuple(source for fact in found for source in fact.sources)
        yield Fact(text="; ".join(fact.text for fact in found), sources=sources)


def below(work: Work, table: Table) -> list[Lot]:
    """The rows that refer to a row of the table, by each key that does."""
    return [_lot(work, link) for link in work.links.into(table)]


def _lot(work: Work, link: Link) -> Lot:
    """Rows by their key; of those that nobody else may read the caller's alone."""
    way = work.brief.say("way-key", by=f"{link.table.name}.{link.column.name}")
    owner = owner_of(work.links, link.table) if work.closed and work.tie is None else None
    if owner is None or owner is link.column or not is_shut(work.brief, link.table):
        return Lot(table=link.table, way=way, columns=(link.column,))
    way += work.brief.say("way-own", owner=f"{link.table.name}.{owner.name}")
    return Lot(table=link.table, way=way, columns=(link.column, owner))


def _owned(work: Work, table: Table, one: Parameter) -> Iterator[Fact]:
    """Whether the row is the caller's."""
    named = _MINE.match(snake(leaf(one.name)))
    column = owner_of(work.links, table) if named else None
    if column is not None:
        name = f"{table.name}.{column.name}"
        text = work.brief.say("flow-owned", name=leaf(one.name), column=name)
        yield Fact(text=text, sources=cited(work.brief, column))


def _having(work: Work, table: Table, one: Parameter) -> Iterator[Fact]:
    """Whether a key of the row is set, or another table has a row for it."""
    word = snake(leaf(one.name))
    rest = word.removeprefix("has_")
    if rest == word:
        return
    for link in work.links.of(table):
        if stem(link.column) == rest:
            text = work.brief.say("flow-set", name=leaf(one.name), column=link.column.name)
            yield Fact(text=text, sources=cited(work.brief, link.column))
    links = [link for link in work.links.into(table) if fold(link.table.name) == fold(rest)]
    if len(links) == 1:
        below_it, key = links[0].table, links[0].column
        by = f"{below_it.name}.{key.name}"
        text = work.brief.say("flow-having", name=leaf(one.name), table=below_it.name, by=by)
        day = _of_day(work, below_it)
        if day is not None:
            text += work.brief.say("flow-having-day", column=day[0].name, name=day[1].name)
        more = day[:1] if day is not None else ()
        yield Fact(text=text, sources=cited(work.brief, below_it, key, *more))


def _of_day(work: Work, table: Table) -> tuple[Column, Parameter] | None:
    """The day that the request names, where each row of the table is of one."""
    days = [one for one in table.columns if _DATE.fullmatch(one.type or "")]
    asked = [
        one for one in named(work.brief.spec.parameters, "query") if _DAY.fullmatch(snake(one.name))
    ]
    return (days[0], asked[0]) if len(days) == len(asked) == 1 else None


def _of_caller(work: Work, table: Table, one: Parameter) -> Iterator[Fact]:
    """What the caller's own row below this one says: that there is one, its key, or its value."""
    word = snake(leaf(one.name))
    whether, mine = _WHETHER.fullmatch(word), _CALLERS.fullmatch(word)
    hit = mine or whether
    found = _callers_row(work, table, hit["thing"]) if hit is not None else None
    if found is None:
        return
    link, owner = found
    values = (each for each in link.table.columns if _VALUE.fullmatch(snake(each.name)))
    column = link.table.column("id") if mine and mine["key"] else next(values, None)
    if mine and column is None:
        return
    text = work.brief.say(
        "flow-mine-value" if mine else "flow-mine",
        name=leaf(one.name),
        table=link.table.name,
        by=f"{link.table.name}.{link.column.name}",
        owner=f"{link.table.name}.{owner.name}",
        column=column.name if column is not None else "",
    )
    more = [column] if mine and column is not None else []
    sources = cited(work.brief, link.table, link.column, owner, *more)
    yield Fact(text=text, sources=sources)


def _of_pairs(work: Work, table: Table, one: Parameter) -> Iterator[Fact]:
    """A list of what a table of pairs joins the row with: the tags of a prompt."""
    keys = paired(work, table, leaf(one.name)) if _LIST.search(one.type or "") else None
    if keys is not None:
        link, far = keys
        text = work.brief.say(
            "field-pairs",
            name=leaf(one.name),
            table=far.name,
            by=f"{link.table.name}.{link.column.name}",
            far=f"{link.table.name}.{far.column.name}",
        )
        yield Fact(text=text, sources=cited(work.brief, link.table, link.column, far.column))


def _of_rows(work: Work, lots: Sequence[Lot], one: Parameter) -> Iterator[Fact]:
    """A list of the rows that refer to the row, where their fields are not shown."""
    lot = called(lots, snake(leaf(one.name))) if _LIST.search(one.type or "") else None
    if lot is not None:
        text = work.brief.say("field-rows", name=titled(one), table=lot.table.name, way=lot.way)
        yield Fact(text=text, sources=cited(work.brief, lot.table, *lot.columns))


def _callers_row(work: Work, table: Table, thing: str) -> tuple[Link, Column] | None:
    """The one table below whose rows are one person's each, by its name: `votes`, `interests`."""
    wanted = (fold(thing), fold(f"{thing}e"))  # interest-ed, vote-d
    found = []
    for link in work.links.into(table):
        owner = owner_of(work.links, link.table)
        name = fold(bare_name(link.table))
        near = name in wanted or (len(thing) >= _LETTERS and name.endswith(wanted))
        if owner is not None and owner is not link.column and near:
            found.append((link, owner))
    return found[0] if len(found) == 1 else None
