"""The values of a query as conditions on columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.patterns import deferred
from agent.core.spec import Column, Parameter, Table
from agent.drafters.builtin.planning.facts.binding import PAGE, bound, named
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import column_of
from agent.drafters.builtin.project.naming import singular, snake

SORT = deferred(r"^(?:sort\w*|order\w*|direction|dir)$", re.IGNORECASE)
FLAG = deferred(r"^(?:include|with|show)_?(.+)$")
_LOW = re.compile(
    r"^(?:from|min|start|since|after)_|_(?:from|min|start|gte|after)$|^(?:from|since|start)$"
)
_HIGH = re.compile(r"^(?:to|max|end|until|before)_|_(?:to|max|end|lte|before)$|^(?:to|until|end)$")
_TEXT = deferred(r"^(?:q|query|search\w*|term|phrase)$", re.IGNORECASE)
# Words of a column that say of a day no more than that it is one.
_OWN_DAY = frozenset(("date", "day", "on", "of", "local", "planned", "scheduled"))
_BEGUN = deferred(r"(?:start|started)(?:_at|_time)")
# What is left of a bound's name where it names no column.
_ANY = ("", "date", "time", "at")
_MONTH = ("month", "year_month")
_NAMES = ("name", "title", "display_name")


def filters(brief: Brief, table: Table) -> Iterator[tuple[Parameter, tuple[str, Column | None]]]:
    """The query's values that are neither order nor page, each with its condition and column."""
    query = named(brief.spec.parameters, "query")
    for one in query:
        if is_plain(one):
            yield one, compared(table, one)


def is_plain(one: Parameter) -> bool:
    """Whether a value is neither order, page nor a flag."""
    return not (SORT.match(one.name) or PAGE.match(one.name) or FLAG.match(snake(one.name)))


def compared(table: Table, one: Parameter) -> tuple[str, Column | None]:
    """The condition of a filter, and its column."""
    name = snake(one.name)
    column = bound(table, one.name)
    if column is not None:
        return f"`{column.name}` = `{one.name}`", column
    for sign, pattern in ((">=", _LOW), ("<=", _HIGH)):
        if pattern.search(name) and (found := ranged(table, pattern.sub("", name))):
            return f"`{found.name}` {sign} `{one.name}`", found
    if name in _MONTH and (own := day_of(table)) is not None:
        first = f"`{one.name}`-01"
        return f"{first} <= `{own.name}` < {first} + 1 month", own
    if name in {"date", "day"} and (own := day_of(table)) is not None:
        return f"`{own.name}` = `{one.name}`", own
    if _TEXT.match(one.name) and (texts := _searched(table, one)):
        names = ", ".join(f"`{each.name}`" for each in texts)
        return f"{names} ~ `{one.name}`", texts[0]
    return _by_keys(table, one)


def _searched(table: Table, one: Parameter) -> list[Column]:
    """The columns that a text is looked for in: those its note names, else what rows are called."""
    words = set(re.findall(r"[a-z_]+", one.note.casefold()))
    told = [each for each in table.columns if snake(each.name) in words - {"id"}]
    known = (column_of(table, each) for each in _NAMES)
    return told or [each for each in known if each is not None][:1]


def _by_keys(table: Table, one: Parameter) -> tuple[str, Column | None]:
    """By the key that ends as the last words of the name."""
    word = snake(one.name)
    if word.endswith("_id"):
        last = column_of(table, "_".join(word.split("_")[-2:]))
        if last is not None:
            return f"`{last.name}` = `{one.name}`", last
    return f"`{one.name}`", None


def ranged(table: Table, rest: str) -> Column | None:
    """The column that a bound is for: of its name, else the row's day, or when it was made.

    That is not sure where the table has days of another kind.
    """
    rest = rest.strip("_")
    exact = bound(table, rest) if rest else None
    if exact is not None:
        return exact
    near = [one for one in table.columns if rest and snake(one.name).startswith(f"{rest}_")]
    made = next((one for one in near if snake(one.name) == f"{rest}_at"), None)
    if rest not in _ANY and (made is not None or len(near) == 1):
        return made or near[0]
    if rest not in _ANY:
        return None
    begun = (one for one in table.columns if _BEGUN.fullmatch(snake(one.name)))
    own = day_of(table) or next(begun, None)
    if own is not None or any(map(_is_day, table.columns)):
        return own
    return next((one for one in table.columns if snake(one.name) == "created_at"), None)


def _is_day(column: Column) -> bool:
    return column.type.casefold() == "date"


def day_of(table: Table) -> Column | None:
    """The one date among the columns that is the row's own day: no deadline and no birthday."""
    days = [one for one in table.columns if _is_day(one)]
    days = days or [one for one in table.columns if snake(one.name).endswith("_date")]
    thing = snake(table.name.rpartition(".")[2])
    own = {*_OWN_DAY, *thing.split("_"), *singular(thing).split("_")}
    days = [one for one in days if set(snake(one.name).split("_")) <= own]
    return days[0] if len(days) == 1 else None
