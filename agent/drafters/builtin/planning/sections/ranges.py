"""What a value may be: as the API plan bounds it, else as its column does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Column, Parameter, Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import PAGE, bound, leaf
from agent.drafters.builtin.planning.facts.wording import LENGTH, column_of, limits, quoted
from agent.drafters.builtin.planning.reads.inner import inside
from agent.drafters.builtin.planning.reads.viewing import viewed
from agent.drafters.builtin.planning.tables.choices import enumeration_of, values_of
from agent.drafters.builtin.planning.tables.filters import SORT
from agent.drafters.builtin.planning.tables.work import Work, cited
from agent.drafters.builtin.planning.tables.written import may_be_null
from agent.drafters.builtin.planning.writes.nesting import table_at
from agent.drafters.builtin.planning.writes.transitions import targets
from agent.drafters.builtin.project.naming import snake

_CHECK = deferred(r"\bcheck\s*\((.*)\)", re.IGNORECASE)
# What a value of a path has to be read as before a row is looked for.
_KEY_TYPE = deferred(
    r"(?:uuid|guid|uniqueidentifier|(?:small|big)?int\w*|(?:big)?serial)$", re.IGNORECASE
)
_WHOLE = deferred(r"int|serial", re.IGNORECASE)
_BETWEEN = deferred(r"\bbetween\s+(\d+)\s+and\s+(\d+)", re.IGNORECASE)
_NULLNESS = deferred(r"(?:not )?null|nullable|optional", re.IGNORECASE)
_LONGEST = 60


def described(work: Work, fields: Iterable[Parameter], *, bounded: bool = True) -> str:
    """All of these with type, need and bounds, for a step: sections 2 and 5 cite them."""
    shown = []
    for one in fields:
        said = ", ".join(dict.fromkeys(_parts(work, one, bounded=bounded)))
        shown.append(f"`{one.name}` ({said})" if said else f"`{one.name}`")
    return ", ".join(shown)


def _parts(work: Work, one: Parameter, *, bounded: bool) -> Iterator[str]:
    texts = work.brief.texts
    if one.type:
        yield one.type
    if one.required is not None and one.place not in {"path", "response"}:
        yield texts.say("required" if one.required else "optional")
    if bounded:
        paged = SORT.match(one.name) or PAGE.match(one.name)
        yield from (
            limits(texts, one.limits, one.type)
            if paged
            else filter(None, [bounds_of(work, one)[0]])
        )
    if one.default is not None:
        yield texts.say("default", value=one.default)


def bounds_of(work: Work, one: Parameter) -> tuple[str, tuple[Source, ...]]:
    """The bounds in words, and where a column has them; order and page are bounded elsewhere."""
    if SORT.match(one.name) or PAGE.match(one.name):
        return "", ()
    said = limits(work.brief.texts, one.limits, one.type)
    if said:
        return ", ".join(said), ()
    if one.place == "path":
        return _of_path(work, one)
    table = table_at(work, one)
    column = bound(table, one.name) if table is not None else None
    if table is None or column is None or leaf(one.name).casefold() == "id":
        return _elsewhere(work, one) if one.place == "body" else ("", ())
    text = _of_column(work, table, column) if one.place == "body" else ""
    if one.place == "query" and column is column_of(table, one.name):
        text = _chosen(work, table, column)
    return text, _bounding(work, table, column) if text else ()


def length_of(work: Work, one: Parameter) -> tuple[str, tuple[Source, ...]]:
    """How long the column lets a value be whose form alone is documented."""
    table = table_at(work, one) if one.place == "body" else None
    column = bound(table, one.name) if table is not None else None
    length = LENGTH.search(column.type) if column is not None else None
    if column is None or length is None or any(limit.kind != "format" for limit in one.limits):
        return "", ()
    return work.brief.say("at-most-length", high=length[1]), cited(work.brief, column)


def _elsewhere(work: Work, one: Parameter) -> tuple[str, tuple[Source, ...]]:
    """The bounds of a value that no column holds: how long it may be, or a named set of values."""
    brief, name = work.brief, snake(leaf(one.name))
    for column in work.table.columns if work.table is not None else ():
        hit = _BETWEEN.search(", ".join(column.constraints))
        if hit is not None and snake(column.name) == f"{name}_length":
            return brief.say("range-length", low=hit[1], high=hit[2]), cited(brief, column)
    found = [
        (table, column)
        for table in brief.spec.schema
        for column in table.columns
        if snake(column.name) == name and enumeration_of(brief.spec, table, column) is not None
    ]
    # A name of one word is anybody's: `type`, `status`.
    if len(found) != 1 or "_" not in name or "." in one.name:
        return "", ()
    return _chosen(work, *found[0]), _bounding(work, *found[0])


def _bounding(work: Work, table: Table, column: Column) -> tuple[Source, ...]:
    """Where a column is bounded: at its own line, and at the values that its type names."""
    known = enumeration_of(work.brief.spec, table, column)
    more = (known.source,) if known is not None else ()
    return (*cited(work.brief, column), *more)


def _of_path(work: Work, one: Parameter) -> tuple[str, tuple[Source, ...]]:
    """The type of the column that a value of the path finds its row by."""
    row = next((row for row in work.rows if row.parameter is one), None)
    if one.type or row is None or row.column is None or not _KEY_TYPE.match(row.column.type):
        return "", ()
    key, whole = f"`{row.table.name}.{row.column.name}`", _WHOLE.search(row.column.type)
    return f"integer, {key}" if whole else row.column.type, cited(work.brief, row.column)


def _chosen(work: Work, table: Table, column: Column) -> str:
    values = values_of(work.brief.spec, table, column)
    if work.brief.subject.act == "action" and values:
        values = targets(work, table, column) or values
    return work.brief.say("choices", values=quoted(values)) if values else ""


def _of_column(work: Work, table: Table, column: Column) -> str:
    brief = work.brief
    values = _chosen(work, table, column)
    if values:
        return values
    length = LENGTH.search(column.type)
    if length is not None:
        return brief.say("at-most-length", high=length[1])
    check = _CHECK.search(", ".join(column.constraints))
    said = check[1].replace("`", "").strip() if check is not None else ""
    return (
        f"`{said}`" if said and len(said) <= _LONGEST and said.count("(") == said.count(")") else ""
    )


def empty_of(work: Work, one: Parameter, column: Column | None, *, named: bool) -> Fact:
    """That a field of the answer's rows may be null, where the API plan leaves it to the column.

    An action may just have given it a value; a view may leave out the rows without one. The column
    is `named` already.
    """
    brief, view = work.brief, viewed(work)
    table = view or brief.table
    if one.place == "response" and column is None:
        at, _, own = one.name.rpartition(".")
        table = inside(work).get(at)
        column = column_of(table, own) if table is not None else None
    said = column.constraints if column is not None else ()
    open_ = "null" not in (one.type or "").casefold() and not one.required
    open_ = open_ and (view is None or any(map(_NULLNESS.fullmatch, said)))
    if one.place != "response" or not open_ or table is None or brief.subject.act == "action":
        return Fact(text="")
    if column is None or not may_be_null(table, column):
        return Fact(text="")
    key = "may-be-null" if named or column.name == leaf(one.name) else "may-be-null-as"
    places = brief.passages.holding([column.source], column.name)
    return Fact(text=brief.say(key, name=column.name), sources=places)
