"""What a document says, cut into lines that say something, each with what it stands under."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.sources.endpoints.apiplan import entries
from agent.sources.text import notation
from agent.sources.text.units import Unit, units
from agent.sources.text.vocabulary import is_apart

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = deferred(r"[^\W\d_]{2,}")
_ENDS = deferred(r":[*_\s]*$")
# What a line is of, before what it says: "**Title**: at most 80 letters" above more of titles.
_LABEL = deferred(r"\W*\*\*(?P<label>[^*:`]{2,40}?):?\*\*:?\s")
_FEWEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A line of prose, an item or a table's row; `under` are its titles and leads, nearest last."""

    line: int
    last: int
    text: str
    under: tuple[str, ...]
    titles: tuple[str, ...] = ()


@lru_cache(maxsize=16)
def statements(text: str) -> tuple[Statement, ...]:
    """All that stands outside of endpoints' passages and is not of later work."""
    found = units(text)
    inside = {at for one in entries(text) for at in range(one.at, one.end)}
    said = _statements([one for at, one in enumerate(found) if at not in inside], found)
    return tuple(one for one in said if not any(map(is_apart, one.under)))


def _statements(own: list[Unit], found: tuple[Unit, ...]) -> Iterator[Statement]:
    leads: dict[int, str] = {}
    above: tuple[int, ...] = ()
    for unit in own:
        if unit.above != above:
            leads, above = {}, unit.above
        if unit.kind in {"heading", "fence"}:
            continue
        titles = tuple(notation.bare(found[at].text) for at in above)
        leads = {at: one for at, one in leads.items() if at < _depth(unit)}
        under = (*titles, *(leads[at] for at in sorted(leads)))
        if unit.grid is not None:
            for row in unit.grid.rows:
                yield from _said(
                    row.line, row.line, ": ".join(filter(None, row.cells)), under, titles
                )
        elif _ENDS.search(unit.text):
            leads[_depth(unit)] = notation.bare(unit.text).rstrip(": ")
        else:
            label = _LABEL.match(unit.text)
            if label is not None:
                leads[_depth(unit)] = label["label"]
            yield from _said(unit.line, unit.last, unit.text, under, titles)


def _depth(unit: Unit) -> int:
    """How deep it stands: what introduces a list is above all of its items."""
    return unit.depth if unit.kind == "item" else -1


def _said(
    line: int, last: int, text: str, under: tuple[str, ...], titles: tuple[str, ...]
) -> Iterator[Statement]:
    if len(_WORD.findall(text)) >= _FEWEST:
        yield Statement(line=line, last=last, text=text, under=under, titles=titles)
