"""Rows that keep to one line each, whatever the width: columns give way in the order they may."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.adapters.terminal.rows import Row, breadth, clean, reach
from agent.core.page import Span, Style, Table

_GAP = 2
_LEAST = 8
# Of prose less than this tells nothing.
_LEAST_PROSE = 16
# What is told apart by its end, as paths are, loses its beginning.
_END_COUNTS: frozenset[Style] = frozenset(("path", "key"))

# A line of a file: `.ai/books-plan.md:12`.
_PLACE = re.compile(r"(?<=/)[^/]*\.\w+(?P<line>:\d+)$")


def listing_rows(table: Table, width: int) -> Iterator[Row]:
    """A line for each row; a row of one cell is a heading and stands across the columns."""
    lines = [clean(row) for row in table.rows]
    columns = max(map(len, lines), default=0)
    natural = [
        max((breadth(row[n].text) for row in lines if len(row) > 1 and n < len(row)), default=0)
        for n in range(columns)
    ]
    paths = {
        n for row in lines if len(row) > 1 for n, one in enumerate(row) if one.style in _END_COUNTS
    }
    least = [_LEAST if n in paths else _LEAST_PROSE for n in range(columns)]
    widths = _given_way(natural, table.yields, width, least)
    for row in lines:
        yield (_cut(row[0], width),) if len(row) == 1 else _aligned(row, widths)


def _given_way(
    widths: Sequence[int], yields: Sequence[int], width: int, least: Sequence[int]
) -> list[int]:
    """The widths that fit: a column is shortened while something of it stays, else left out."""
    found = list(widths)
    for column in yields:
        over = sum(found) + _GAP * (sum(map(bool, found)) - 1) - width
        if over <= 0:
            break
        left = found[column] - over
        if left >= least[column]:
            found[column] = left
        else:
            found[column] = max(left, 1) if column == yields[-1] else 0
    return found


def _aligned(row: Row, widths: Sequence[int]) -> Row:
    cells = [_cut(cell, width) for cell, width in zip(row, widths, strict=False) if width]
    rooms = [width for width in widths[: len(row)] if width]
    padded = [
        Span(cell.text + " " * (room - breadth(cell.text) + _GAP), cell.style)
        for cell, room in zip(cells, rooms, strict=True)
    ]
    while padded and not padded[-1].text.strip():
        padded.pop()
    return (*padded[:-1], *(Span(one.text.rstrip(), one.style) for one in padded[-1:]))


def _cut(span: Span, room: int) -> Span:
    text = span.text
    if breadth(text) <= room:
        return span
    name = _PLACE.search(text)
    if name is not None and breadth(name[0]) >= room > breadth(name["line"]) + _LEAST:
        # Names of plans end alike: the beginning tells them apart.
        head = name[0][: reach(name[0], 0, room - 1 - len(name["line"]))]
        return Span(f"{head}\u2026{name['line']}", span.style)
    if span.style in _END_COUNTS:
        start = len(text) - reach(text[::-1], 0, room - 1)
        return Span(("…" + text[start:]) if room > 1 else "…", span.style)
    return Span(text[: reach(text, 0, room - 1)].rstrip() + "…" if room > 1 else "…", span.style)
