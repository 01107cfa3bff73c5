"""Fields that count rows by their day or state, or say how long and when last."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.patterns import deferred
from agent.core.spec import Column, Parameter
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import leaf
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name
from agent.drafters.builtin.planning.facts.wording import column_of
from agent.drafters.builtin.planning.reads.counted import (
    NUMBER,
    SET,
    Counted,
    Lot,
    added,
    called,
    counted,
    numbered,
    titled,
    worth,
)
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.choices import values_of
from agent.drafters.builtin.project.naming import snake

# The column that says by when a row's turn comes.
UNTIL = deferred(r"(?:next_review|due)(?:_(?:at|date|on))?|next_due(?:_(?:at|date))?")
_DUE = deferred(
    r"(?:(?P<of>\w+)_)?due(?:_(?P<when>today|now|count))?|due_(?!this|next|date|at|on)(?P<some>\w+)"
)
_ANY = ("", "total", "number", "count", "items")
_LASTED = deferred(
    r"(?:total_)?(?:duration|time_spent|work_time)(?:_(?P<as>seconds|minutes|formatted))?"
)
_FROM = deferred(r"(?:start|started|begun)(?:_(?:at|time))")
_TO = deferred(r"(?:end|ended|finished|stop|stopped)(?:_(?:at|time))")
_LAST = deferred(r"(?:last|latest)_(?P<of>\w+?)(?:_at|_date)?")
_TIME = deferred(r"time|date", re.IGNORECASE)
_WHOLE = ("total", "total_count", "count")


def told_of(brief: Brief, lots: Sequence[Lot], one: Parameter) -> Counted | None:
    """What a field says of rows: of those alone that the part around it is named after."""
    around = leaf(one.name.rpartition(".")[0])
    lot = called(lots, snake(around)) if around else None
    if lot is None:
        return worked(brief, lots, one)
    found = worked(brief, [lot], one)
    if found is None and snake(leaf(one.name)) in _WHOLE:
        return numbered(brief, lot, one)
    return found


def worked(brief: Brief, lots: Sequence[Lot], one: Parameter) -> Counted | None:
    """What a field says of rows, in any way that is known of one of the tables alone."""
    found = counted(brief, lots, one)
    if found is not None:
        return found
    word = snake(leaf(one.name))
    if SET.search(snake(one.name.rpartition(".")[0])):
        return None
    ways = (*_lasting(brief, lots, one, word), *_last(brief, lots, one, word))
    if not ways and (not one.type or NUMBER.search(one.type)):
        ways = (*_due(brief, lots, one, word), *_in_state(brief, lots, one, word))
    return ways[0] if len(ways) == 1 else None


def _due(brief: Brief, lots: Sequence[Lot], one: Parameter, word: str) -> Iterator[Counted]:
    """The rows whose turn has come."""
    hit = _DUE.fullmatch(word)
    if hit is None:
        return
    of = hit["of"] or hit["some"] or ""
    for lot in lots:
        columns = [each for each in lot.table.columns if UNTIL.fullmatch(snake(each.name))]
        named = of in _ANY or fold(bare_name(lot.table)).endswith(fold(of))
        if len(columns) == 1 and named:
            said = until(brief, columns[0], today=hit["when"] == "today")
            yield numbered(brief, lot, one, (said, columns[0]))


def until(brief: Brief, column: Column, *, today: bool = False) -> str:
    """That a row's time has come."""
    day = today or column.type.casefold() == "date"
    now = brief.say("value-today" if day else "value-now")
    return f"`{column.name}` <= {now}"


def _in_state(brief: Brief, lots: Sequence[Lot], one: Parameter, word: str) -> Iterator[Counted]:
    """The rows of one value of a column: `finished_count`; of money what they are worth."""
    state = fold(word.removesuffix("_count").removeprefix("total_"))
    for lot in lots:
        for column in lot.table.columns:
            for value in values_of(brief.spec, lot.table, column):
                if fold(value) == state:
                    said = (f"`{column.name}` = `{value}`", column)
                    money = None if word.endswith("_count") else worth(lot.table)
                    yield (
                        numbered(brief, lot, one, said)
                        if money is None
                        else added(brief, lot, money, one, said)
                    )


def _last(brief: Brief, lots: Sequence[Lot], one: Parameter, word: str) -> Iterator[Counted]:
    """The latest moment of a kind."""
    hit = _LAST.fullmatch(word)
    for lot in lots if hit is not None else ():
        columns = (
            (column_of(lot.table, f"{hit['of']}{end}") for end in ("_at", "_date")) if hit else ()
        )
        column = next((each for each in columns if each is not None), None)
        if column is not None and _TIME.search(column.type):
            yield _made(brief, lot, one, "field-latest", (column,))


def _lasting(brief: Brief, lots: Sequence[Lot], one: Parameter, word: str) -> Iterator[Counted]:
    """How long the rows took together."""
    hit = _LASTED.fullmatch(word)
    for lot in lots if hit is not None else ():
        begun = [each for each in lot.table.columns if _FROM.fullmatch(snake(each.name))]
        ended = [each for each in lot.table.columns if _TO.fullmatch(snake(each.name))]
        if hit is not None and len(begun) == len(ended) == 1:
            key = "field-lasted-text" if hit["as"] == "formatted" else "field-lasted"
            yield _made(brief, lot, one, key, (ended[0], begun[0]))


def _made(brief: Brief, lot: Lot, one: Parameter, key: str, columns: tuple[Column, ...]) -> Counted:
    name, *other = (f"{lot.table.name}.{each.name}" for each in columns)
    text = brief.say(key, name=titled(one), column=name, other="".join(other), way=lot.way)
    sources = brief.passages.holding([lot.table.source], bare_name(lot.table))
    return Counted(field=one, lot=lot, fact=Fact(text=text, sources=sources))
