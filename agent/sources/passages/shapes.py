"""Named shapes that a plan defines once: `### Book object`, "`BookList` response example"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.sources.endpoints.apiplan import entries
from agent.sources.text import notation
from agent.sources.text.units import Unit, units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_KIND = (
    r"(?:response|request|object|schema|dto|model|example|payload|structure|type|interface|entity"
    r"|body|format|shape|command|obiekt|schemat|struktura|przyk\u0142ad\w*|odpowied\u017a)"
)
_NAMED = deferred(
    rf"(?:{_KIND}\s*:?\s+)?(?P<name>[A-Z][A-Za-z0-9]+)(?P<kinds>(?:\s*[(\-:]?\s*{_KIND}\)?)*)\s*:?",
    re.IGNORECASE,
)
COMPOUND = deferred(r"[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+")
_MOST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A shape's name, the line that names it, and the units that say what it holds."""

    name: str
    line: int
    units: tuple[Unit, ...]

    @property
    def last(self) -> int:
        """Its last line."""
        return self.units[-1].last


def shapes_in(text: str, passage: str) -> Iterator[Shape]:
    """The shapes of the document that a passage names, in its order."""
    known = {one.name: one for one in all_shapes(text)}
    for word in dict.fromkeys(re.findall(r"[A-Z][A-Za-z0-9]+", passage)):
        shape = known.get(word)
        if shape is not None and (COMPOUND.fullmatch(word) or f"`{word}`" in passage):
            yield shape


@lru_cache(maxsize=8)
def all_shapes(text: str) -> tuple[Shape, ...]:
    """All shapes of a document; of two names with a stroke between them each has one."""
    found = units(text)
    starts = {entry.at for entry in entries(text)}
    out: list[Shape] = []
    for at, unit in enumerate(found):
        names = () if at in starts or unit.kind in {"grid", "fence"} else _names(unit)
        held = _held(found, at) if names else ()
        if held:
            out += [Shape(name=name, line=unit.line, units=held) for name in names]
    return tuple(out)


def _names(unit: Unit) -> tuple[str, ...]:
    said = notation.unnumbered(notation.bare(unit.text)).strip()
    both = said.rstrip(": ").split("/")
    if len(both) > 1 and all(map(COMPOUND.fullmatch, both)):
        return tuple(both)
    hit = _NAMED.fullmatch(said)
    if hit is None or not hit["name"][0].isupper():
        return ()
    return (hit["name"],) if hit["kinds"] or COMPOUND.fullmatch(hit["name"]) else ()


def _held(found: Sequence[Unit], at: int) -> tuple[Unit, ...]:
    """What follows the name: an example or a table at once, or the items below it."""
    out: list[Unit] = []
    if found[at + 1 : at + 2] and found[at + 1].text.startswith("{"):
        return _bare(found[at + 1 : at + _MOST])
    for unit in found[at + 1 : at + _MOST]:
        if unit.kind in {"fence", "grid"} and not out:
            return (unit,)
        if unit.kind != "item" or (found[at].kind == "item" and unit.depth <= found[at].depth):
            break
        out.append(unit)
    return tuple(out)


def _bare(below: Sequence[Unit]) -> tuple[Unit, ...]:
    """An example without a fence: the lines up to the one that closes it."""
    depth = 0
    for at, unit in enumerate(below):
        depth += unit.text.count("{") - unit.text.count("}")
        if depth <= 0 or unit.kind not in {"text", "item"}:
            return tuple(below[: at + 1])
    return ()
