"""Two texts a row: the right ones in one column for as many rows as it can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.adapters.terminal.rows import Row, breadth, clean, wrap
from agent.core.page import Pairs, Span

_GAP = 2


def pair_rows(pairs: Pairs, width: int) -> Iterator[Row]:
    """The rows; a right text that has no room beside its left one stands below it.

    One without a left text belongs to the one above it: they stand beside it, or all below.
    """
    rows = [clean(row) for row in pairs.rows]
    column = _column([(breadth(a.text), breadth(b.text)) for a, b in rows if b.text], width)
    at = 0
    while at < len(rows):
        left = rows[at][0]
        stop = next((n for n in range(at + 1, len(rows)) if rows[n][0].text), len(rows))
        rights = [right for _, right in rows[at:stop] if right.text]
        used = breadth(left.text)
        start = max(column, used + _GAP)
        if rights and all(start + breadth(one.text) <= width for one in rights):
            yield (Span(left.text + " " * (start - used), left.style), rights[0])
            yield from ((Span(" " * start), one) for one in rights[1:])
        else:
            yield from wrap((left,), width=width, hang=pairs.hang)
            for one in rights:
                yield from wrap((Span(" " * pairs.hang), one), width=width, hang=pairs.hang + _GAP)
        at = stop


def _column(sizes: Sequence[tuple[int, int]], width: int) -> int:
    """Where the right texts begin: where most of them fit, and of these the first."""
    starts = sorted({left + _GAP for left, _ in sizes if left})

    def fitting(start: int) -> int:
        return sum(left + _GAP <= start and start + right <= width for left, right in sizes)

    return max(starts, key=fitting, default=0)
