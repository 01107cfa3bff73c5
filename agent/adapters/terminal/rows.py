"""Styled text cut into rows of a given width, a wide character counted as two columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.cells import cell_len, get_character_cell_size

from agent.core.clean import one_line
from agent.core.page import Line, Span, Table

Row = tuple[Span, ...]

TAB = 4
_GAP = 2
_LEAST_COLUMN = 12
_NARROW = 4


@dataclass(frozen=True, slots=True)
class _Cut:
    start: int
    end: int


def clean(spans: Iterable[Span]) -> Row:
    """The spans as they may be printed on one line: harmless, tabs as blanks."""
    return tuple(
        span
        if span.text.isascii() and span.text.isprintable()
        else Span(one_line(span.text).expandtabs(TAB), span.style)
        for span in spans
    )


def breadth(text: str) -> int:
    """How many columns a text takes that has no control characters."""
    return len(text) if text.isascii() else cell_len(text)


def reach(text: str, start: int, room: int) -> int:
    """Where a row that starts there must end: as far as fits, but one character at least."""
    if text.isascii():
        return min(len(text), start + max(room, 1))
    end, used = start, 0
    while end < len(text):
        used += get_character_cell_size(text[end])
        if used > room and end > start:
            break
        end += 1
    return end


def _cuts(text: str, width: int, hang: int) -> Iterator[_Cut]:
    start, room = 0, width
    while start < len(text):
        end = after = reach(text, start, room)
        if end < len(text):
            end, after = _break(text, start, end, width - hang)
        yield _Cut(start, end)
        start, room = after, width - hang
        while start < len(text) and text[start] == " ":
            start += 1


def _break(text: str, start: int, end: int, room: int) -> tuple[int, int]:
    """Where a row that reaches `end` stops, and where the next begins.

    At a blank; but a path that no row holds is broken between its names.
    """
    blank = text.rfind(" ", start, end + 1)
    word = text[max(blank + 1, start) :].partition(" ")[0]
    slash = text.rfind("/", max(blank, start) + 1, end) + 1
    if slash and len(word) > room:
        return slash, slash
    if text[start : max(blank, start)].strip():
        return len(text[:blank].rstrip()), blank + 1
    return slash or end, slash or end


def _between(spans: Row, cut: _Cut) -> Iterator[Span]:
    offset = 0
    for span in spans:
        piece = span.text[max(cut.start - offset, 0) : max(cut.end - offset, 0)]
        if piece:
            yield Span(piece, span.style)
        offset += len(span.text)


def wrap(spans: Row, *, width: int, hang: int) -> tuple[Row, ...]:
    """The rows of one line, broken at blanks where there are any; all but the first hang in."""
    text = "".join(span.text for span in spans)
    if breadth(text) <= width:
        return (spans,)
    hang = hang if width - hang >= min(width // 2, _LEAST_COLUMN) else 0
    rows = tuple(tuple(_between(spans, cut)) for cut in _cuts(text, width, hang))
    indent = (Span(" " * hang),) if hang else ()
    return rows[:1] + tuple((*indent, *row) for row in rows[1:])


def line_rows(line: Line, width: int) -> tuple[Row, ...]:
    """The rows of a line."""
    return wrap(clean(line.spans), width=width, hang=line.hang)


def _padded(cells: Row, widths: tuple[int, ...]) -> Row:
    last = len(cells) - 1
    return tuple(
        Span(cell.text + " " * (_GAP + max(widths[n] - breadth(cell.text), 0)), cell.style)
        if n < last
        else cell
        for n, cell in enumerate(cells)
    )


def table_rows(table: Table, width: int) -> Iterator[Row]:
    """The rows of a table, its columns aligned; where they do not fit, a narrow first one alone."""
    lines = [_without_end(clean(row)) for row in table.rows]
    columns = max(map(len, lines), default=0)
    widths = tuple(
        max((breadth(row[n].text) for row in lines if n < len(row)), default=0)
        for n in range(columns)
    )
    before_last = sum(widths[:-1]) + _GAP * max(columns - 1, 0)
    needed = min(widths[-1], _LEAST_COLUMN) if widths else 0
    fits = before_last + needed <= width
    if not fits:
        first = widths[0] if widths[0] + _GAP <= width // _NARROW else 0
        widths = (first, *(0,) * columns)
        before_last = max(TAB, first + _GAP)
    for row in lines:
        yield from wrap(_padded(row, widths), width=width, hang=before_last)


def _without_end(row: Row) -> Row:
    """Without the empty cells at its end."""
    filled = [n for n, cell in enumerate(row, 1) if cell.text.strip()]
    return row[: filled[-1] if filled else 1]
