"""A light reader of CREATE TABLE statements, tolerant of everything around them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.sources.columns import constraints

_CREATE = re.compile(
    r"\bcreate\s+(?:(?:global|local|temp|temporary|unlogged)\s+)*table\s+(?:if\s+not\s+exists\s+)?"
    r"(?P<name>[\w.\"`\[\]]+)\s*\(",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"[^\"]*\"|`[^`]*`|[(),]", re.DOTALL)
_TABLE_LEVEL = re.compile(
    r"(?:constraint|primary\s+key|foreign\s+key|unique|check|exclude|index|key|like)\b(?!\s*:)",
    re.IGNORECASE,
)
_COLUMN = re.compile(
    r"[\"`\[]?(?P<name>\w+)[\"`\]]?\s+(?P<type>[\w.\"]+(?:\s+(?:varying|precision))?"
    r"(?:\s*\([^()]*\))?(?:\s+with(?:out)?\s+time\s+zone)?(?:\[\])*)(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One item between the brackets of a table; a column when it has a name. Lines from 0."""

    text: str
    line: int
    last: int
    name: str = ""
    type: str = ""
    constraints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A CREATE TABLE statement; lines are counted from 0 at the start of the text."""

    name: str
    line: int
    parts: tuple[Part, ...]


def unquoted(name: str) -> str:
    """A table's own name, without schema and quotes."""
    return re.sub(r"[\"`\[\]]", "", name).rsplit(".", 1)[-1]


def tables(sql: str) -> tuple[Statement, ...]:
    """The tables created in the text; partitions of others are none."""
    found: list[Statement] = []
    at = 0
    while (start := _CREATE.search(sql, at)) is not None:
        parts, at = _body(sql, start.end())
        line = sql.count("\n", 0, start.start())
        name = unquoted(start["name"])
        if name:
            read = [_part(sql, one, two) for one, two in parts]
            kept = tuple(one for one in read if one.text)
            found.append(Statement(name=name, line=line, parts=kept))
    return tuple(found)


def _body(sql: str, start: int) -> tuple[list[tuple[int, int]], int]:
    """The spans of the items from `start` up to the closing bracket, and where that is."""
    parts: list[tuple[int, int]] = []
    depth, begin = 0, start
    for token in _TOKEN.finditer(sql, start):
        char = token[0]
        if char == "(":
            depth += 1
        elif char == ")":
            if depth == 0:
                return [*parts, (begin, token.start())], token.end()
            depth -= 1
        elif char == "," and depth == 0:
            parts.append((begin, token.start()))
            begin = token.end()
    return [*parts, (begin, len(sql))], len(sql)


def _part(sql: str, begin: int, end: int) -> Part:
    raw = _COMMENT.sub(lambda found: " " * len(found[0]), sql[begin:end].replace("\t", " "))
    text = raw.strip()
    first = begin + len(raw) - len(raw.lstrip())
    line = sql.count("\n", 0, first)
    last = line + text.count("\n")
    flat = " ".join(text.split())
    column = None if _TABLE_LEVEL.match(text) else _COLUMN.fullmatch(text)
    if column is None:
        return Part(text=flat, line=line, last=last)
    return Part(
        text=flat,
        line=line,
        last=last,
        name=column["name"],
        type=" ".join(column["type"].split()),
        constraints=constraints(" " + " ".join(column["rest"].split())),
    )
