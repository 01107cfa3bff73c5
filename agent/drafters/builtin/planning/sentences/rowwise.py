"""Rows of tables as sentences: each cell with what its column is called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import trimmed
from agent.sources.endpoints.endpointrows import cells_of

_RULE = deferred(r"[\s|:-]+")
# What a plan says already, or what is no fact of the endpoint.
_APART = deferred(
    r"(?:http )?(?:methods?|verb|metod\w*|paths?|url|route|endpoint|\u015bcie\u017ck\w*"
    r"|priority|phase|priorytet|faza|#|no\.?|lp\.?|description|opis|implement\w*|done|progress|status|auth\w*)\W*$",
    re.IGNORECASE,
)
_NOTHING = deferred(r"[\s\u2013\u2014-]*|n/?a|none|brak", re.IGNORECASE)
_LONGEST = 320


def of_cells(brief: Brief, source: Source, row: str) -> Iterator[str]:
    """The cells of an endpoint's row, but those that name it."""
    for label, cell in zip(_header(brief, source), cells_of(row), strict=False):
        if not _APART.match(label) and not _NOTHING.fullmatch(cell):
            yield trimmed(f"{label}: {cell}", _LONGEST)


def as_sentence(row: str) -> str:
    """A row whose first cell leads the others: a rule, and how it is kept."""
    first, *rest = cells_of(row)
    return trimmed(": ".join((first, "; ".join(one for one in rest if one))), _LONGEST)


def below_head(lines: Sequence[str]) -> Iterator[str]:
    """The rows of tables that have a head, without it."""
    inside = False
    for line in lines:
        inside = line.lstrip().startswith("|") and (inside or _RULE.fullmatch(line) is not None)
        if inside and _RULE.fullmatch(line) is None:
            yield line


def _header(brief: Brief, source: Source) -> Sequence[str]:
    """The cells of the first line of the table that the row stands in."""
    lines = brief.passages.lines(source.path)[: source.line - 1]
    above: list[str] = []
    for line in reversed(lines):
        if not line.lstrip().startswith("|"):
            break
        above.append(line)
    is_headed = len(above) > 1 and _RULE.fullmatch(above[-2])
    return [trimmed(one) for one in cells_of(above[-1])] if is_headed else ()
