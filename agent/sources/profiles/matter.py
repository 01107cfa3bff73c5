"""The front matter of a profile, with the line of each value.

It is read as people write it, not as YAML would have it: a colon in a text is no error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.sources.text.frontmatter import unquoted

_KEY = deferred(r"^(\w[\w -]*?)\s*:(?:\s+(.*)|)$")
_ENTRY = deferred(r"^\s*-\s+(.*)$")
_MOST_LINES = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A value and its line in the file."""

    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a list: its text, or the keys in it."""

    line: int
    text: str
    keys: Mapping[str, Text]


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What stands under one key: a text, entries, or keys of its own."""

    line: int
    text: str = ""
    entries: tuple[Entry, ...] = ()
    keys: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """The front matter by key, and the text below it, which begins on line `first`.

    `closed` is false where front matter begins and never ends.
    """

    values: Mapping[str, Value]
    body: str
    first: int = 1
    closed: bool = True


def read_matter(text: str) -> Matter:
    """Front matter and body; a text without any is all body."""
    rows = text.removeprefix("\ufeff").splitlines()
    if not rows or rows[0].strip() != "---":
        return Matter(values={}, body="\n".join(rows))
    inner = rows[1 : _MOST_LINES + 1]
    end = next((at for at, row in enumerate(inner, 1) if row.strip() == "---"), 0)
    if not end:
        return Matter(values={}, body="\n".join(rows[1:]), first=2, closed=False)
    numbered = [(number, row.rstrip()) for number, row in enumerate(rows[1:end], 2) if row.strip()]
    body = "\n".join(rows[end + 1 :])
    return Matter(values=dict(_values(numbered)), body=body, first=end + 2)


def _values(rows: Sequence[tuple[int, str]]) -> Iterator[tuple[str, Value]]:
    starts = [at for at, (_, row) in enumerate(rows) if _is_top(row)]
    for at, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        number, row = rows[at]
        named = _KEY.match(row)
        if named:
            yield named[1].lower(), _value(number, named[2] or "", rows[at + 1 : end])


def _is_top(row: str) -> bool:
    return not row[:1].isspace() and _ENTRY.match(row) is None and _KEY.match(row) is not None


def _value(number: int, first: str, rows: Sequence[tuple[int, str]]) -> Value:
    said = unquoted(re.sub(r"^[|>][+-]?$", "", first.strip()))
    starts = [at for at, (_, row) in enumerate(rows) if _ENTRY.match(row)]
    if starts:
        ends = [*starts[1:], len(rows)]
        entries = tuple(_entry(rows[at:end]) for at, end in zip(starts, ends, strict=True))
        return Value(line=number, text=said, entries=entries)
    if said.startswith("[") and said.endswith("]"):
        parts = (unquoted(part.strip()) for part in said[1:-1].split(","))
        listed = tuple(Entry(line=number, text=part, keys={}) for part in parts if part)
        return Value(line=number, entries=listed)
    keys = tuple(_keyed(rows))
    if keys and not said:
        return Value(line=number, keys=keys)
    return Value(line=number, text=" ".join([said, *(row.strip() for _, row in rows)]).strip())


def _entry(rows: Sequence[tuple[int, str]]) -> Entry:
    number, row = rows[0]
    found = _ENTRY.match(row)
    text = found[1] if found else row
    keys = dict(_keyed(((number, text), *rows[1:])))
    whole = unquoted(" ".join([text, *(row.strip() for _, row in rows[1:])]))
    return Entry(line=number, text=whole, keys=keys)


def _keyed(rows: Sequence[tuple[int, str]]) -> Iterator[tuple[str, Text]]:
    for number, row in rows:
        named = _KEY.match(row.strip())
        if named:
            yield named[1].lower(), Text(text=unquoted((named[2] or "").strip()), line=number)
