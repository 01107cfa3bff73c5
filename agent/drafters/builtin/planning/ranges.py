"""What a value may be: as the API plan bounds it, else as its column does."""

from __future__ import annotations

import re

from agent.core.documents import Source
from agent.core.spec import Column, Parameter, Table
from agent.drafters.builtin.planning.binding import PAGE, bound, leaf
from agent.drafters.builtin.planning.callers import values_of
from agent.drafters.builtin.planning.filters import SORT
from agent.drafters.builtin.planning.wording import limits, quoted
from agent.drafters.builtin.planning.work import Work, cited

_LENGTH = re.compile(r"\bn?(?:var)?char(?:acter varying)?\s*\(\s*(\d+)\s*\)", re.IGNORECASE)
_CHECK = re.compile(r"\bcheck\s*\((.*)\)", re.IGNORECASE)
_LONGEST = 60


def bounds_of(work: Work, one: Parameter) -> tuple[str, tuple[Source, ...]]:
    """The bounds in words, and where a column has them; order and page are bounded elsewhere."""
    if SORT.match(one.name) or PAGE.match(one.name):
        return "", ()
    said = limits(work.brief.texts, one.limits, one.type)
    if said:
        return ", ".join(said), ()
    table = work.table
    column = bound(table, one.name) if table is not None and one.place == "body" else None
    if table is None or column is None or leaf(one.name).casefold() == "id":
        return "", ()
    text = _of_column(work, table, column)
    return text, cited(work.brief, column) if text else ()


def _of_column(work: Work, table: Table, column: Column) -> str:
    brief = work.brief
    values = values_of(brief.spec, table, column)
    if values:
        return brief.say("choices", values=quoted(values))
    length = _LENGTH.search(column.type)
    if length is not None:
        return brief.say("at-most-length", high=length[1])
    check = _CHECK.search(", ".join(column.constraints))
    said = check[1].replace("`", "").strip() if check is not None else ""
    return (
        f"`{said}`" if said and len(said) <= _LONGEST and said.count("(") == said.count(")") else ""
    )
