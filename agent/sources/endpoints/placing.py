"""Which of the candidates stand where endpoints are listed, not where they are spoken of."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.sources.endpoints.beside import listed_beside
from agent.sources.endpoints.candidates import REMARK, Candidate, Form
from agent.sources.text import labels, notation, vocabulary
from agent.sources.text.units import is_detailed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from agent.sources.text.units import Unit

_REACH = 12
_WIDE = 5
_FEW = 2
# A tick, a cross, a dash, or nothing.
_MARK = deferred(r"[^\w/]{0,9}|[xX]|yes|no|tak|nie", re.IGNORECASE)
_SECTION = deferred(r"\W{0,9}(\d+(?:\.\d+)*)")


def in_place(
    found: Sequence[Unit], all_of_them: Sequence[Candidate], based: frozenset[int]
) -> list[Candidate]:
    """Those that stand where endpoints are listed, not where they are only spoken of.

    `based` are the headings of sections for which a base path is stated.
    """
    kept = [one for one in all_of_them if apart_by(found, one) is None]
    kept = [one for one in kept if not _is_no_list(found[one.at])] or kept
    listing = _listing_sections(found)
    inside, wide = (
        [one for one in kept if one.form is Form.HEADING or _inside(found, one, sections)]
        for sections in (listing, frozenset[int]())
    )
    announced = _keys(one for one in inside if listing.intersection(found[one.at].above))
    # A section that is called after one endpoint is no list of them all.
    if listing and len(_keys(wide) - _keys(inside)) <= _FEW * len(announced):
        wide = inside or wide
    chosen = wide or kept
    own = [one for one in kept if not any(map(vocabulary.is_served, _leads(found, one.at)))]
    return sorted([*chosen, *listed_beside(found, own, chosen, (listing, based))], key=_place)


def _is_no_list(unit: Unit) -> bool:
    """Whether a table only marks to whom calls apply, or tells what each method is for."""
    rows = [row.cells for row in unit.grid.rows] if unit.grid is not None else []
    verbs = [notation.methods(cells[0]) for cells in rows]
    if all(verbs) and len(set(verbs)) == len(verbs) > _FEW:
        return all(any(map(notation.call, cells[1:])) for cells in rows)
    marks = [cell for cells in rows for cell in cells[1:]]
    several = unit.grid is not None and len(unit.grid.header) > _FEW
    return several and any(marks) and all(map(_MARK.fullmatch, marks))


def _place(one: Candidate) -> tuple[int, int]:
    return one.at, one.line


def _keys(some: Iterable[Candidate]) -> frozenset[str]:
    return frozenset(endpoint.key for one in some for endpoint in one.call.endpoints())


def _listing_sections(found: Sequence[Unit]) -> frozenset[int]:
    """Headings that say "Endpoints", but not a title over the whole document."""
    said = [
        at
        for at, unit in enumerate(found)
        if unit.kind == "heading"
        and unit.level > 0
        and vocabulary.is_endpoints(notation.bare(unit.text))
        and notation.call(unit.text) is None
    ]
    first = next((at for at, unit in enumerate(found) if unit.kind == "heading"), -1)
    alone = [at for at in said if not (at == first and _covers_all(found, at))]
    return frozenset(part for at in alone for part in (at, *_numbered_below(found, at)))


def _numbered_below(found: Sequence[Unit], at: int) -> Iterator[int]:
    """Headings "2.1" to the heading "2." that are no deeper than it."""
    number = _SECTION.match(found[at].text)
    for other in range(at + 1, len(found)) if number else ():
        inner = _SECTION.match(found[other].text) if found[other].kind == "heading" else None
        if inner and number and inner[1].startswith(f"{number[1]}."):
            yield other


def _covers_all(found: Sequence[Unit], at: int) -> bool:
    below = (unit for unit in found[at + 1 :] if unit.kind == "heading")
    return found[at].level == 1 and all(at in unit.above for unit in below)


def _inside(found: Sequence[Unit], one: Candidate, listing: frozenset[int]) -> bool:
    above = found[one.at].above
    announced = listing.intersection(above)
    if listing and not announced:
        return False
    if one.form is Form.PAIR or is_detailed(found, one.at) or _is_wide(found[one.at]):
        return True
    if announced and one.form is Form.LINE and _is_described(found, one.at):
        return True
    titles = [notation.bare(found[at].text) for at in above if at > min(announced, default=-1)]
    spoken = not announced and any(map(vocabulary.speaks_of, titles))
    return not spoken and not any(map(vocabulary.is_aside, titles))


def _is_wide(unit: Unit) -> bool:
    """Whether a table tells more of each call than method, path and a remark or two."""
    rows = [row.cells for row in unit.grid.rows] if unit.grid is not None else []
    wide = unit.grid is not None and len(unit.grid.header) > _WIDE
    return wide and any(
        all(at < len(cells) and notation.methods(cells[at]) for cells in rows)
        for at in range(_WIDE)
    )


def _is_described(found: Sequence[Unit], at: int) -> bool:
    """Whether what follows a line tells of a request and of its answer."""
    below = takewhile(lambda unit: unit.above == found[at].above, found[at + 1 : at + _REACH])
    said = {label[0] for unit in below if (label := labels.label(unit.text)) is not None}
    return len(said & labels.OF_A_CALL) > 1


def apart_by(found: Sequence[Unit], one: Candidate) -> str | None:
    """The words by which an entry is one for later, or removed: a title, a lead, its bracket."""
    titles = [notation.bare(found[at].text) for at in found[one.at].above]
    own = one.call.after.lstrip("_*~ ") if one.form is not Form.ROW else ""
    bracketed = own[: own.find(")") + 1] if own.startswith("(") else ""
    remark = one.call.before if REMARK.fullmatch(one.call.before) else ""
    said = (*titles, remark, bracketed, *_leads(found, one.at))
    return next((text for text in said if vocabulary.is_apart(text)), None)


def _leads(found: Sequence[Unit], at: int) -> Iterator[str]:
    """The texts that introduce the list that this unit stands in, nearest first."""
    depth, parted = found[at].depth, False
    for other in range(at - 1, max(at - 40, -1), -1):
        unit = found[other]
        elsewhere = unit.kind == "heading" or unit.above != found[at].above
        if elsewhere or (parted and unit.kind == "item"):
            return  # what stands above introduces that other list
        parted = parted or (unit.kind == "text" and unit.depth == 0)
        if unit.depth < depth or (unit.kind == "text" and unit.text.rstrip("*_ ").endswith(":")):
            yield notation.bare(unit.text)
            depth = min(depth, unit.depth)
            if unit.kind == "text" and depth == 0:
                return
