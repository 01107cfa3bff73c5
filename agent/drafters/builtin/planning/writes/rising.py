"""The row above that a row added below may bring into another state: a last payment, a last move.

The documents draw the way of such a row (`open -> paid: the last part is in`) among the rules of
the endpoint that adds below it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import bound, leaf
from agent.drafters.builtin.planning.facts.wording import column_of, quoted
from agent.drafters.builtin.planning.tables.work import Work, cited
from agent.drafters.builtin.planning.tables.written import MADE, stamped
from agent.drafters.builtin.planning.writes.transitions import drawn, state_of
from agent.drafters.builtin.project.naming import snake

_TICKED = deferred(r"`(\w+)`")


def risen(work: Work) -> Iterator[Fact]:
    """The change of the row above: its state, and what else of it is answered or current."""
    for row in work.above[-1:] if work.brief.subject.act == "create" and work.sure else ():
        column = state_of(row.table)
        steps = drawn(work, row.table, column) if column is not None else ()
        if column is not None and steps:
            states = " / ".join(f"`{one}`" for one in dict.fromkeys(one.other for one in steps))
            more = [one for one in _moving(work, row.table) if one is not column]
            key = "flow-risen-with" if more else "flow-risen"
            names = quoted(one.name for one in more)
            said = {"table": row.table.name, "name": column.name, "states": states, "names": names}
            sources = cited(work.brief, row.table, column, *more)
            fact = Fact(text=work.brief.say(key, **said), sources=sources)
            timed = stamped(work.brief, row.table, {})
            yield next((_both(fact, one) for one in timed), fact)


def _both(one: Fact, other: Fact) -> Fact:
    text = f"{one.text}; {other.text[:1].lower()}{other.text[1:]}"
    return replace(one, text=text, sources=one.sources + other.sources)


def _moving(work: Work, table: Table) -> Iterator[Column]:
    """Columns of the row above that a new row below it may change.

    The answer shows them, or the passage demands what they say of now: `current_turn`.
    """
    fields = [one.name for body in work.brief.spec.responses[:1] for one in body.fields]
    heads = dict.fromkeys(name.partition(".")[0] for name in fields)
    text = work.brief.spec.excerpts[0].text if work.brief.spec.excerpts else ""
    said = set(_TICKED.findall(text))
    own = work.table
    shown = [
        one for name in heads if own is None or bound(own, name) is None for one in _of(table, name)
    ]
    for column in table.columns:
        current = column.name in said and snake(column.name).startswith("current_")
        if (column in shown or current) and not MADE.match(column.name):
            yield column


def _of(table: Table, name: str) -> Iterator[Column]:
    """The column of a field: by its name, or the key of the row that it is: `winner`."""
    column = bound(table, name) or column_of(table, f"{snake(leaf(name))}_id")
    yield from (column,) if column is not None else ()
