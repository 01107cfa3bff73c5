"""The items between the brackets of a CREATE TABLE: columns and constraints of the table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.sources.values.columns import constraints, is_type

if TYPE_CHECKING:
    from agent.sources.tables.sqltext import Sql

_TABLE_LEVEL = deferred(
    r"(?:constraint|primary\s+key|foreign\s+key|check|exclude|like|period\s+for|unique"
    r"|fulltext|spatial)\b(?!\s*:)",
    re.IGNORECASE,
)
# MySQL's remark on a column.
_COMMENT = deferred(r"\bcomment\s+(?='(?P<said>(?:[^']|'')*+)')", re.IGNORECASE)
_KEY = deferred(r"(?:index|key)\b(?!\s*:)", re.IGNORECASE)
_INDEX = deferred(r"(?:(?:fulltext|spatial)\s+)?(?:index|key)\b", re.IGNORECASE)
_OPTIONS = (
    r"constraint|primary|not|null|unique|check|references|default|generated|collate|auto_increment"
    r"|autoincrement|identity|as|on|comment|foreign|key|storage|compression"
)
NAME = r"(?:\"[^\"\n]+\"|`[^`\n]+`|\[[^\]\n]+\]|[\w$]+)"
_COLUMN = deferred(
    rf"(?P<name>{NAME})(?:\s+|(?<=[\"`\]])|$)"
    rf"(?P<type>(?!(?:{_OPTIONS})\b)(?:{NAME}\.)?{NAME}"
    r"(?:\s+(?:varying|precision|unsigned|zerofill))?"
    r"(?:\s*\([^()]*\))?(?:\s+(?:unsigned|zerofill|signed))*"
    r"(?:\s+with(?:out)?\s+(?:local\s+)?time\s+zone)?(?:\s*\[\d*\]|\s+array\b)*)?(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One item: a column when it has a name. Lines from 0."""

    text: str
    line: int
    last: int
    name: str = ""
    type: str = ""
    constraints: tuple[str, ...] = ()
    note: str = ""


def unquoted(name: str) -> str:
    """A table's own name, without schema and quotes."""
    return re.sub(r"[\"`\[\]]", "", name).rsplit(".", 1)[-1].strip()


def part(sql: Sql, start: int, end: int) -> Part:
    """What stands there, a column or a constraint of the table."""
    text = sql.words(start, end)
    line, last = sql.line(start), sql.line(max(start, end - 1))
    found = column_at(sql, start, end)
    if found is None:
        return Part(text=text, line=line, last=last)
    name, type_, rest = found
    remark = _COMMENT.search(sql.bare, rest, end)
    stop = remark.start() if remark else end
    said = constraints(" " + sql.bare[rest:stop], " " + sql.masked[rest:stop])
    note = remark["said"].replace("''", "'") if remark else ""
    return Part(text=text, line=line, last=last, name=name, type=type_, constraints=said, note=note)


def indexes(text: str) -> bool:
    """Whether an item makes an index, and constrains nothing."""
    return _INDEX.match(text) is not None


def column_at(sql: Sql, start: int, end: int) -> tuple[str, str, int] | None:
    """Name and type of a column's definition, and where the rest begins."""
    masked = sql.masked[start:end]
    found = None if _is_table_level(masked) else _COLUMN.fullmatch(masked)
    if found is None:
        return None
    name = sql.words(start, start + found.end("name"))
    first, last = found.span("type")
    type_ = sql.words(start + first, start + last) if first >= 0 else ""
    return unquoted(name), type_, start + found.start("rest")


def _is_table_level(text: str) -> bool:
    """Whether it is no column; one may be called `key`, and then has a type."""
    key = _KEY.match(text)
    return _TABLE_LEVEL.match(text) is not None or (
        key is not None and not is_type(text[key.end() :])
    )
