"""Fields that count rows by their day or state, or say how long and when last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.core.patterns import deferred
from agent.core.spec import Parameter
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import leaf
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name
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

_LASTED = deferred(r"(?:total_)?(?:duration|time_spent|work_time)(?:_(?:seconds|minutes))?")
_FROM = deferred(r"(?:start|started|begun)(?:_(?:at|time))")
_TO = deferred(r"(?:end|ended|finished|stop|stopped)(?:_(?:at|time))")


def told_of(brief: Brief, lots: Sequence[Lot], one: Parameter) -> Counted | None:
    """What a field says of rows: of those alone that the part around it is named after."""
    around = leaf(one.name.rpartition(".")[0])
    lot = called(lots, snake(around)) if around else None
    return worked(brief, lots if lot is None else [lot], one)


def worked(brief: Brief, lots: Sequence[Lot], one: Parameter) -> Counted | None:
    """What a field says of rows, in any way that is known of one of the tables alone."""
    found = counted(brief, lots, one)
    if found is not None:
        return found
    word = snake(leaf(one.name))
    if SET.search(snake(one.name.rpartition(".")[0])):
        return None
    ways = tuple(_lasting(brief, lots, one, word))
    if not ways and (not one.type or NUMBER.search(one.type)):
        ways = tuple(_in_state(brief, lots, one, word))
    return ways[0] if len(ways) == 1 else None


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


def _lasting(brief: Brief, lots: Sequence[Lot], one: Parameter, word: str) -> Iterator[Counted]:
    """How long the rows took together."""
    for lot in lots if _LASTED.fullmatch(word) is not None else ():
        begun = [each for each in lot.table.columns if _FROM.fullmatch(snake(each.name))]
        ended = [each for each in lot.table.columns if _TO.fullmatch(snake(each.name))]
        if len(begun) == len(ended) == 1:
            name, other = (f"{lot.table.name}.{each.name}" for each in (ended[0], begun[0]))
            said = {"name": titled(one), "column": name, "other": other, "way": lot.way}
            sources = brief.passages.holding([lot.table.source], bare_name(lot.table))
            fact = Fact(text=brief.say("field-lasted", **said), sources=sources)
            yield Counted(field=one, lot=lot, fact=fact)
