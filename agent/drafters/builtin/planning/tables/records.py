"""What a finished row is measured by: how long it took, its sum, and the best one so far."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.drafters.builtin.planning.citations import Fact, holds
from agent.drafters.builtin.planning.facts.wording import primary_key
from agent.drafters.builtin.planning.tables.work import Work, cited
from agent.drafters.builtin.project.naming import singular, snake

_LENGTH = deferred(r"^(?:duration|elapsed)(?:_(?:seconds|sec|s|minutes|min|ms))?$")
_BEGUN = deferred(r"^(?:started|begun)_at$")
_BEST = deferred(r"^best_(?P<of>\w+)$")
_BEATEN = deferred(r"^(?:is_)?best_(?P<of>\w+?)_(?:beaten|broken)$|^(?:is_)?new_record$")
_LAST = deferred(r"^last_(?:\w+_)?(?P<of>[a-z]+)_id$")
_FACTOR = deferred(r"(?:^|_)multiplier$")
_KEY = deferred(r"primary key\s*\(([^()]*)\)", re.IGNORECASE)


def measured(work: Work, table: Table, written: dict[str, str]) -> dict[str, str]:
    """Columns that follow from the end of a row: its length, and whether it is the best."""
    begun = next((one for one in table.columns if _BEGUN.match(snake(one.name))), None)
    ended = _ended(work, written)
    found: dict[str, str] = {}
    for column in table.columns if begun is not None and ended else ():
        if begun is not None and _LENGTH.match(snake(column.name)):
            found[column.name] = f"`{ended}` \u2212 `{begun.name}`"
            record = _record(work, table, column)
            beaten = next((one for one in table.columns if _BEATEN.match(snake(one.name))), None)
            if record is not None and beaten is not None:
                best = f"`{record[0].name}.{record[1].name}`"
                found[beaten.name] = f"(`{column.name}` < {best})"
    return found


def _ended(work: Work, written: dict[str, str]) -> str:
    """The column that says when it ended, which is now; empty where the row goes on, or is void."""
    now = work.brief.say("value-now")
    return next((name for name in written if name.endswith("_at") and written[name] == now), "")


def _record(work: Work, table: Table, column: Column) -> tuple[Table, Column] | None:
    """The table that keeps the best of a column, where the endpoint's lines name it."""
    text = " ".join(_said(work))
    for other in work.links.tables:
        for one in other.columns if other is not table and holds(text, other.name) else ():
            hit = _BEST.match(snake(one.name))
            if hit is not None and hit["of"] == snake(column.name):
                return other, one
    return None


def _said(work: Work) -> Iterator[str]:
    yield from (one.text for one in work.brief.spec.excerpts[:1])
    yield from (one.fact.text for one in work.brief.remarks if one.own)


def kept(work: Work, table: Table, written: dict[str, str]) -> Iterator[Fact]:
    """The sum over its parts, and the row of records: the last one, and the best where beaten."""
    yield from _summed(work, table) if _ended(work, written) else ()
    for name in written:
        column = table.column(name)
        record = _record(work, table, column) if column is not None else None
        if record is not None and column is not None:
            yield from _updated(work, table, column, record)


def _updated(
    work: Work, table: Table, column: Column, record: tuple[Table, Column]
) -> Iterator[Fact]:
    other, best = record
    same = [one for one in _keys(other) if table.column(one.name) is not None]
    thing, value = thing_of(table), f"`{work.rows[-1].parameter.name}`"
    last = [one for one in other.columns if _lasts(one, thing)]
    holder = [one for one in other.columns if snake(one.name) == f"best_{thing}_id"]
    always = ", ".join(f"`{one.name}` = {value}" for one in last)
    better = [f"`{best.name}` = `{column.name}`", *(f"`{one.name}` = {value}" for one in holder)]
    text = work.brief.say(
        "flow-record",
        table=other.name,
        keys=", ".join(f"`{one.name}` = `{table.name}.{one.name}`" for one in same),
        always=f"{always}; " if always else "",
        better=", ".join(better),
        column=column.name,
        best=best.name,
    )
    if same:
        yield Fact(text=text, sources=cited(work.brief, other, best, *last, *holder, *same))


def thing_of(table: Table) -> str:
    """What a row is called in a sentence: the last word of its table's name."""
    return singular(snake(table.name.rpartition(".")[2])).rpartition("_")[2]


def _lasts(column: Column, thing: str) -> bool:
    """Whether it holds the last one of these things."""
    hit = _LAST.match(snake(column.name))
    return hit is not None and hit["of"] == thing


def _keys(table: Table) -> list[Column]:
    said = next((hit[1] for one in table.constraints if (hit := _KEY.search(one))), "")
    names = re.findall(r"\w+", said)
    own = primary_key(table)
    return [one for one in table.columns if one.name in names] or ([own] if own is not None else [])


def _summed(work: Work, table: Table) -> Iterator[Fact]:
    """A column that its parts have too is their sum, times the factor that stands beside it."""
    factor = next((one for one in table.columns if _FACTOR.search(snake(one.name))), None)
    for link in work.links.into(table):
        for column in table.columns:
            if "awarded" in snake(column.name) and link.table.column(column.name) is not None:
                part = f"{link.table.name}.{column.name}"
                text = work.brief.say("flow-sum", name=f"{table.name}.{column.name}", part=part)
                text += work.brief.say("flow-times", name=factor.name) if factor is not None else ""
                yield Fact(text=text, because=work.brief.say("convention"))
