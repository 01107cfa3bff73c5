"""A table with a column for each method: a path, and below each method whether it takes it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.sources.endpoints.parted import Parted, slashed
from agent.sources.text import notation
from agent.sources.text.markdown import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.sources.text.markdown import Grid

_ABSENT = deferred(r"\W*(?:no|nie|nein|none|n/?a|brak|false|0)?\W*", re.IGNORECASE)
_PRESENT = deferred(r"\W*(?:x|yes|tak|ja|true|ok|1)\W*", re.IGNORECASE)
_TICKS = frozenset("\u2705\u2713\u2714\u2611\u25cf\u2022\U0001f7e2")
_FEWEST = 2


def matrix(at: int, grid: Grid) -> Iterator[Parted]:
    """The endpoints of such a table; none of any other."""
    verbs = {column: notation.methods(name) for column, name in enumerate(grid.header)}
    single = {column: verb[0] for column, verb in verbs.items() if len(verb) == 1}
    if len(single) < _FEWEST:
        return
    for row in grid.rows:
        path = next((found for cell in row.cells if (found := slashed(cell))), "")
        for column, verb in single.items() if path else ():
            said = _said(row.cells, column)
            if said is not None:
                yield Parted(at=at, line=row.line, methods=(verb,), path=path, title=said)


def _said(cells: Sequence[str], column: int) -> str | None:
    """What a cell says that a method does, empty where it is ticked; None where there is none."""
    text = plain(cells[column]).strip() if column < len(cells) else ""
    if _TICKS & set(text) or _PRESENT.fullmatch(text):
        return ""
    return None if _ABSENT.fullmatch(text) else text
