"""Fields of an answer that count, add up or average rows of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.core.patterns import deferred
from agent.core.spec import Column, Parameter, Table
from agent.core.values import dataclass
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import leaf
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.choices import values_of
from agent.drafters.builtin.planning.tables.keyed import stem
from agent.drafters.builtin.planning.tables.work import cited
from agent.drafters.builtin.project.naming import singular, snake

_ALL = re.compile(r"(?:total|number_of|num|sum)_(?P<of>\w+)")
_COUNT = re.compile(r"(?P<of>\w+)_count")
NUMBER = deferred(r"int|num|decimal|float|double|real|long", re.IGNORECASE)
_MONEY = ("amount", "value", "price", "sum", "total")
_WRAPPERS = ("data", "result", "item", "stats", "summary")
# What holds what is allowed or wished, not what there is.
SET = deferred(r"(?:^|_)(?:limits?|quotas?|goals?|targets?|settings|config|remaining)(?:$|_)")
# What a table of these things is called with: `review_history`.
_KEPT = deferred(r"_(?:history|logs?|records?|entry|entries|events?)$")
_LETTERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """Rows of one table that are counted; `way` says which of them, by these columns."""

    table: Table
    way: str = ""
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What a field says of rows; `column` is what is added up of them."""

    field: Parameter
    lot: Lot
    fact: Fact
    column: Column | None = None


def titled(one: Parameter) -> str:
    """A field by its name, with that of the one part of the answer that it is in."""
    around = one.name.removesuffix("[]").rpartition(".")[0].rpartition(".")[2]
    own = leaf(one.name)
    alone = not around or around.endswith("[]") or around in _WRAPPERS
    return own if alone else f"{around}.{own}"


def counted(brief: Brief, lots: Sequence[Lot], one: Parameter) -> Counted | None:
    """What a field says of rows, where just one of the tables can be meant."""
    if one.type and not NUMBER.search(one.type):
        return None
    word = snake(leaf(one.name))
    if SET.search(snake(one.name.rpartition(".")[0])):
        return None
    total, count = (pattern.fullmatch(word) for pattern in (_ALL, _COUNT))
    if total is not None:
        return _total(brief, lots, one, total["of"])
    if count is not None:
        return _number(brief, lots, one, count["of"])
    if singular(word) != word:  # failed_generations
        return _number(brief, lots, one, word, stated=True)
    return None


def _total(brief: Brief, lots: Sequence[Lot], one: Parameter, of: str) -> Counted | None:
    """The sum of what the rows are worth, else their number, else a sum of a column."""
    lot = called(lots, of)
    if lot is not None:
        column = worth(lot.table)
        return _number(brief, lots, one, of) if column is None else _sum(brief, lot, column, one)
    return _number(brief, lots, one, of) or _of_column(brief, lots, one, of)


def _sum(brief: Brief, lot: Lot, column: Column, one: Parameter) -> Counted:
    name = f"{lot.table.name}.{column.name}"
    text = brief.say("field-sum", name=titled(one), column=name, way=lot.way)
    fact = Fact(text=text, sources=cited(brief, lot.table, column, *lot.columns))
    return Counted(field=one, lot=lot, fact=fact, column=column)


def added(
    brief: Brief, lot: Lot, column: Column, one: Parameter, state: tuple[str, Column]
) -> Counted:
    """The sum of what the rows in a state are worth."""
    found = _sum(brief, lot, column, one)
    text = found.fact.text + brief.say("field-when", condition=state[0])
    sources = (*found.fact.sources, *cited(brief, state[1]))
    return replace(found, fact=Fact(text=text, sources=sources))


def _of_column(brief: Brief, lots: Sequence[Lot], one: Parameter, of: str) -> Counted | None:
    """A sum of the one column that has all these words."""
    many = singular(of) != of  # things of which the column has the number, not one of its words
    cut = str if many else fold
    wanted = {cut(part) for part in of.split("_")}
    found = [
        (lot, column)
        for lot in lots
        for column in lot.table.columns
        if NUMBER.search(column.type)
        and snake(column.name) != snake(leaf(one.name))
        and wanted <= {cut(part) for part in snake(column.name).split("_")}
        and not snake(column.name).endswith("_id")
    ]
    if len(found) != 1:
        return None
    lot, column = found[0]
    return _sum(brief, lot, column, one)


def _number(
    brief: Brief, lots: Sequence[Lot], one: Parameter, of: str, *, stated: bool = False
) -> Counted | None:
    """How many rows: all, or those in the state that the name begins with."""
    lot = None if stated else called(lots, of)
    state, _, last = of.rpartition("_")
    if lot is not None:
        return numbered(brief, lot, one)
    lot = called(lots, last) if state else None
    if lot is not None:
        return next((numbered(brief, lot, one, said) for said in _states(brief, lot, state)), None)
    people = [lot for lot in lots if any(stem(one) == singular(last) for one in _keys(lot))]
    known = len(people) == 1 and singular(last) != last
    return numbered(brief, people[0], one) if known and one.type else None


def _keys(lot: Lot) -> Iterator[Column]:
    """The keys of the rows but the one by which they are found."""
    return (
        one
        for one in lot.table.columns
        if one not in lot.columns and snake(one.name).endswith("_id")
    )


def called(lots: Sequence[Lot], word: str) -> Lot | None:
    """The one lot whose table has this name, or ends with it."""
    wanted = fold(word)
    names = [(fold(bare_name(lot.table)), lot) for lot in lots]
    same = [lot for name, lot in names if name == wanted]
    ends = [lot for name, lot in names if name.endswith(wanted) and len(wanted) >= _LETTERS]
    kept = [lot for lot in lots if fold(_KEPT.sub("", snake(bare_name(lot.table)))) == wanted]
    found = same or ends or kept
    return found[0] if len(found) == 1 else None


def _states(brief: Brief, lot: Lot, state: str) -> Iterator[tuple[str, Column]]:
    """The column that says it, and how: `active`, `failed`."""
    for column in lot.table.columns:
        if snake(column.name) == f"is_{state}":
            yield f"`{column.name}` = true", column
        for value in values_of(brief.spec, lot.table, column):
            if value.casefold() == state:
                yield f"`{column.name}` = `{value}`", column


def numbered(
    brief: Brief, lot: Lot, one: Parameter, state: tuple[str, Column] | None = None
) -> Counted:
    """The number of rows, all or those in a state."""
    when = brief.say("field-when", condition=state[0]) if state is not None else ""
    text = brief.say("field-count", name=titled(one), table=lot.table.name, way=lot.way) + when
    columns = (*lot.columns, *((state[1],) if state is not None else ()))
    fact = Fact(text=text, sources=cited(brief, lot.table, *columns))
    return Counted(field=one, lot=lot, fact=fact)


def worth(table: Table) -> Column | None:
    """The column that says what a row is worth."""
    return next((found for name in _MONEY if (found := table.column(name)) is not None), None)
