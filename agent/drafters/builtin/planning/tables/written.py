"""A row that is written, in words: its columns with where their values come from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.patterns import deferred
from agent.core.spec import Column, Parameter, Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.tables.triggered import stamps
from agent.drafters.builtin.planning.tables.work import cited
from agent.drafters.builtin.project.naming import snake

# What the database or the service sets by itself.
MADE = re.compile(r"^(?:id|(?:created|updated|deleted)_?at(?:_utc)?)$", re.IGNORECASE)
# The place of a row among its like.
PLACE = deferred(r"(?:^|_)(?:order|position|sequence|ordinal)$|_(?:index|number)$")
_DEFAULT = deferred(r"\bdefault[\s:=]*[`(]?\s*('[^']*'|\"[^\"]*\"|[\w.-]+)(?!\w*\()", re.IGNORECASE)

_UPDATED = deferred(
    r"^updated_?(?:at|on|date)"
    r"|^(?:edited|modified|last_?(?:edited|modified|updated))(?:_?(?:at|on|date)(?:_?utc)?)?$",
    re.IGNORECASE,
)
_TIME = deferred(r"time|date", re.IGNORECASE)
_FILLED = deferred(r"\bdefault\b|\bgenerated\b|\bidentity\b", re.IGNORECASE)
_NULLABLE = deferred(r"null|nullable|optional", re.IGNORECASE)
_KEY = deferred(r"\bprimary key\b|\bPK\b|serial\b", re.IGNORECASE)
_NOT_NULL = deferred(r"\bnot null\b", re.IGNORECASE)
_REST = deferred(r"(?:meta_?data|details|extras?|payload)$")


def default_of(column: Column) -> str:
    """The value that a column has where none is given; empty where the documents say none."""
    hit = _DEFAULT.search(", ".join(column.constraints))
    return hit[1].strip("'\"") if hit is not None else ""


def is_required(column: Column) -> bool:
    """Whether it may not be null."""
    return _NOT_NULL.search(" ".join(column.constraints)) is not None


def says_null(column: Column) -> bool:
    """Whether its own words let it be null."""
    return any(map(_NULLABLE.fullmatch, column.constraints))


def may_be_null(table: Table, column: Column) -> bool:
    """Whether a row may have none: said so, or unsaid where others of the table must have one."""
    if column.drawn or says_null(column):
        return not column.drawn
    said = " ".join((column.type, *column.constraints))
    if is_required(column) or _FILLED.search(said) or _KEY.search(said):
        return False
    return any(map(is_required, table.columns))


def is_needed(column: Column) -> bool:
    """Whether a new row has to be given a value of it."""
    return is_required(column) and _FILLED.search(" ".join(column.constraints)) is None


def is_rest(column: Column) -> bool:
    """Whether it is a column of JSON for whatever has none of its own."""
    return "json" in column.type.casefold() and _REST.match(snake(column.name)) is not None


def row_of(brief: Brief, key: str, table: Table, sources: dict[str, str], by: str = "") -> Fact:
    """The write with its columns; those of the same name as the value are only named.

    `by` is which row it is, in a phrase that says so.
    """
    columns = [one for one in table.columns if one.name in sources]
    values = [
        f"`{one.name}`"
        if snake(sources[one.name].strip("`").rpartition("[].")[2]) == snake(one.name)
        else f"`{one.name}` = {sources[one.name]}"
        for one in columns
    ]
    text = brief.say(key, table=table.name, **({"by": by} if by else {}))
    each = brief.say("flow-create-each") if key == "flow-create-many" else ""
    told = f"{text}{each}: {', '.join(values)}" if values else text
    return Fact(text=told, sources=cited(brief, table, *columns))


def given(one: Parameter) -> str:
    """A value of the body."""
    return f"`{one.name}`"


def stored(brief: Brief, column: Column, one: Parameter) -> str:
    """A value of the body as its column holds it: of a secret only the hash."""
    hashed = snake(column.name).endswith("hash") and snake(one.name) != snake(column.name)
    return brief.say("value-hash", name=one.name) if hashed else given(one)


def _is_time(brief: Brief, column: Column) -> bool:
    """Whether it is the time of any change; that of an edit only where the row is edited."""
    edit = brief.subject.act == "update" and _TIME.search(column.type) is not None
    return column.name.casefold().startswith("updated") or edit


def stamped(brief: Brief, table: Table, written: dict[str, str]) -> Iterator[Fact]:
    """The column that tells the last change, and who sets it."""
    times = (one for one in table.columns if _UPDATED.match(one.name))
    column = next((one for one in times if _is_time(brief, one)), None)
    if column is None or column.name in written:
        return
    trigger = stamps(table, column)
    key = "flow-stamped-by" if trigger is not None else "flow-stamped"
    more = brief.passages.holding([trigger.source], column.name) if trigger is not None else ()
    yield Fact(text=brief.say(key, name=column.name), sources=cited(brief, column) + more)
