"""Two texts a row: the right ones in one column for as many rows as it can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.adapters.terminal.rows import Row, breadth, clean, wrap
from agent.core.page import Pairs, Span

_GAP = 2


def pair_rows(pairs: Pairs, width: int) -> Iterator[Row]:
    """The rows; a right text that has no room beside its left one stands below it.

    One without a left text stands as the one above it does.
    """
    rows = [clean(row) for row in pairs.rows]
    column = _column([(breadth(a.text), breadth(b.text)) for a, b in rows if b.text], width)
    start = column
    for left, right in rows:
        used = breadth(left.text)
        start = max(column, used + _GAP) if left.text else start
        if not right.text:
            yield from wrap((left,), width=width, hang=pairs.hang)
        elif start + breadth(right.text) <= width:
            yield (Span(left.text + " " * (start - used), left.style), right)
        else:
            start = width
            if left.text:
                yield from wrap((left,), width=width, hang=pairs.hang)
            indent = Span(" " * pairs.hang)
            yield from wrap((indent, right), width=width, hang=pairs.hang + _GAP)


def _column(sizes: Sequence[tuple[int, int]], width: int) -> int:
    """Where the right texts begin: where most of them fit, and of these the first."""
    starts = sorted({left + _GAP for left, _ in sizes if left})

    def fitting(start: int) -> int:
        return sum(left + _GAP <= start and start + right <= width for left, right in sizes)

    return max(starts, key=fitting, default=0)
