"""What stands above a method and a path, and names what they are of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.sources.text import notation
from agent.sources.text.markdown import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.sources.text.units import Unit

PAIR_REACH = 4
CALLED = frozenset(["endpoint", "route", "request", "url", "method", "http method", "metoda"])


def name_above(units: Sequence[Unit], at: int) -> str:
    """The name that a pair stands under: a bold or numbered line, else the heading."""
    own, above = name_line(units, at), naming(units, units[at].above)
    named = own if own is not None else above[-1] if above else None
    if named is None:
        return ""
    name = plain(notation.unnumbered(notation.bare(units[named].text)))
    return name.rstrip(":") if own is not None else name


def naming(units: Sequence[Unit], above: tuple[int, ...]) -> tuple[int, ...]:
    """Without the last headings that only say that a call comes: `Endpoint`, then a fence."""
    while above and notation.bare(units[above[-1]].text).rstrip(":").casefold() in CALLED:
        above = above[:-1]
    return above


def name_line(units: Sequence[Unit], at: int) -> int | None:
    """The bold or numbered line near above that names what stands there."""
    unit = units[at]
    for other in range(at - 1, max(at - PAIR_REACH, -1), -1):
        near = units[other]
        if near.above != unit.above or near.kind not in {"item", "text"}:
            break
        if near.depth < unit.depth or (near.text.startswith("**") and near.text.endswith("**")):
            return other
    return None
