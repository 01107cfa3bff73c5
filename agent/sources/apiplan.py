"""The endpoints that an API plan in Markdown lists, each with the lines that describe it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from agent.core.spec import Endpoint, Listed
from agent.core.values import dataclass
from agent.sources import labels, notation, vocabulary
from agent.sources.bases import bases, with_bases
from agent.sources.candidates import Candidate, Form, candidates
from agent.sources.defining import defining
from agent.sources.units import Unit, units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from agent.core.documents import Document

_REACH = 12
_WIDE = 5
_FEW = 2
# Each plan is asked for every endpoint; what is kept of one is small.
_PLANS = 256
_SECTION = re.compile(r"\W{0,9}(\d+(?:\.\d+)*)")
_STATUS = re.compile(r"(?:HTTP )?[2-5]\d\d\b(?![.,]\d)")
_OF_A_CALL = frozenset({"request", "query", "path", "parameters", "response", "success", "errors"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A listed endpoint: the units from `at` up to `end` (not included) describe it."""

    endpoint: Endpoint
    title: str
    line: int
    at: int
    end: int
    form: Form
    base: str = ""


def find_endpoints(document: Document) -> tuple[Listed, ...]:
    """The endpoints that the plan lists, in its order, each once; never raises."""
    return tuple(
        Listed(
            endpoint=entry.endpoint,
            title=entry.title,
            source=document.source(entry.line),
            base=entry.base,
        )
        for entry in entries(document.text)
    )


@lru_cache(maxsize=_PLANS)
def entries(text: str) -> tuple[Entry, ...]:
    """The listed endpoints with their passages."""
    seen: dict[str, Entry] = {}
    for one in passages(text):
        before = seen.get(one.endpoint.key)
        seen[one.endpoint.key] = one if before is None else _fuller(before, one)
    return tuple(seen.values())


@lru_cache(maxsize=_PLANS)
def passages(text: str) -> tuple[Entry, ...]:
    """Every passage on an endpoint, also where it is the second one on the same."""
    found = units(text)
    every = candidates(found)
    chosen = _in_full(found, defining(found, _in_place(found, every)), every)
    based = with_bases(found, [(one.at, one.call.path) for one in chosen], bases(found, every))
    return tuple(
        Entry(
            endpoint=Endpoint(method=method, path=each.path),
            title=one.title,
            line=one.line,
            at=one.at,
            end=_end(found, one, stop),
            form=one.form,
            base=each.base,
        )
        for one, each, stop in zip(chosen, based, _stops(chosen, len(found)), strict=True)
        for method in one.call.methods
    )


def _fuller(first: Entry, second: Entry) -> Entry:
    """The one that describes the endpoint, where the first is only a line of an index."""
    if second.form <= first.form or first.form > Form.ROW:
        return first
    return second if second.title or not first.title else replace(second, title=first.title)


def _in_place(found: Sequence[Unit], all_of_them: Sequence[Candidate]) -> list[Candidate]:
    """Those that stand where endpoints are listed, not where they are only spoken of."""
    kept = [one for one in all_of_them if apart_by(found, one) is None]
    listing = _listing_sections(found)
    inside, wide = (
        [one for one in kept if one.form is Form.HEADING or _inside(found, one, sections)]
        for sections in (listing, frozenset[int]())
    )
    announced = _keys(one for one in inside if listing.intersection(found[one.at].above))
    # A section that is called after one endpoint is no list of them all.
    if listing and len(_keys(wide) - _keys(inside)) <= _FEW * len(announced):
        return inside or wide or kept
    return wide or kept


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
    if one.form is Form.PAIR or _is_detailed(found, one.at) or _is_wide(found[one.at]):
        return True
    if announced and one.form is Form.LINE and _is_described(found, one.at):
        return True
    titles = [notation.bare(found[at].text) for at in above if at > min(announced, default=-1)]
    spoken = not announced and any(map(vocabulary.speaks_of, titles))
    return not spoken and not any(map(vocabulary.is_aside, titles))


def _is_detailed(found: Sequence[Unit], at: int) -> bool:
    """Whether an item holds items of its own: it describes, where a mere mention would not."""
    below = [unit.depth > found[at].depth for unit in found[at + 1 : at + 3]]
    return found[at].kind == "item" and len(below) > 1 and all(below)


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
    return len(said & _OF_A_CALL) > 1


def apart_by(found: Sequence[Unit], one: Candidate) -> str | None:
    """The words by which an entry is one for later, or removed: a title, a lead, its bracket."""
    titles = [notation.bare(found[at].text) for at in found[one.at].above]
    own = one.call.after if one.form is not Form.ROW else ""
    bracketed = own[: own.find(")") + 1] if own.startswith("(") else ""
    said = (*titles, bracketed, *_leads(found, one.at))
    return next((text for text in said if vocabulary.is_apart(text)), None)


def _leads(found: Sequence[Unit], at: int) -> Iterator[str]:
    """The texts that introduce the list that this unit stands in, nearest first."""
    depth, parted = found[at].depth, False
    for other in range(at - 1, max(at - 40, -1), -1):
        unit = found[other]
        if unit.kind == "heading" or (parted and unit.kind == "item"):
            return  # what stands above introduces that other list
        parted = parted or (unit.kind == "text" and unit.depth == 0)
        if unit.depth < depth or (unit.kind == "text" and unit.text.rstrip("*_ ").endswith(":")):
            yield notation.bare(unit.text)
            depth = min(depth, unit.depth)
            if unit.kind == "text" and depth == 0:
                return


def _in_full(
    found: Sequence[Unit], chosen: Sequence[Candidate], every: Sequence[Candidate]
) -> list[Candidate]:
    """With the whole path where a label below a heading gives it, and the heading its end."""
    below: dict[int, list[notation.Call]] = {}
    for one in every:
        for at in found[one.at].above if one.form is Form.PAIR else ():
            below.setdefault(at, []).append(one.call)
    return [
        replace(one, call=replace(one.call, path=full.path))
        if one.form is Form.HEADING
        and (full := next((each for each in below.get(one.at, ()) if one.call.ends(each)), None))
        else one
        for one in chosen
    ]


def _stops(chosen: Sequence[Candidate], last: int) -> tuple[int, ...]:
    """For each entry where the next one begins; those of one line begin together."""
    stops: list[int] = []
    for one, following in zip(reversed(chosen), (None, *reversed(chosen)), strict=False):
        here = last if following is None else following.at
        stops.append(here if here > one.at else stops[-1] if stops else last)
    return tuple(reversed(stops))


def _is_of_a_call(unit: Unit) -> bool:
    """Whether a line of its own says what comes: `Errors`, and a list of them below."""
    said = labels.label(unit.text)
    return said is not None and said[0] in _OF_A_CALL and not said[2]


def _end(found: Sequence[Unit], one: Candidate, stop: int) -> int:
    """The first unit that no longer describes the entry."""
    own, told = found[one.at], False
    for at in range(one.at + 1, stop):
        unit = found[at]
        told = told or (unit.kind == "text" and _is_of_a_call(unit))
        if unit.kind == "item" and _STATUS.match(notation.bare(unit.text)):
            continue
        if one.form is Form.HEADING and one.at in unit.above:
            continue
        if one.form is Form.HEADING or unit.kind == "heading":
            return at
        same_list = unit.kind == "item" and (unit.number is None) == (own.number is None)
        if one.form is Form.ITEM and unit.depth <= own.depth and same_list and not told:
            return at
    return max(stop, one.at + 1)
