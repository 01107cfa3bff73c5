"""The endpoints that an API plan in Markdown lists, each with the lines that describe it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Endpoint
from agent.core.values import dataclass
from agent.sources.endpoints.bases import bases, with_bases
from agent.sources.endpoints.candidates import Candidate, Form, candidates
from agent.sources.endpoints.defining import defining
from agent.sources.endpoints.entitled import entitled
from agent.sources.endpoints.named import name_line, naming
from agent.sources.endpoints.placing import in_place
from agent.sources.text import labels, notation, vocabulary
from agent.sources.text.markdown import plain
from agent.sources.text.units import Unit, units

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Each plan is asked for every endpoint; what is kept of one is small.
_PLANS = 256
# On this level a heading speaks of all.
_SECTION = 2
_PART = deferred(
    r"(?:request|response|path|query|url) (?:headers?|body|param(?:eter)?s?|payload)|headers|body"
    r"|param(?:eter)?s|(?:success(?:ful)?|error) (?:responses?|codes?)",
    re.IGNORECASE,
)
_STATUS = deferred(r"(?:HTTP )?[2-5]\d\d\b(?![.,]\d)")


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


@lru_cache(maxsize=_PLANS)
def entries(text: str) -> tuple[Entry, ...]:
    """The listed endpoints with their passages."""
    seen: dict[str, Entry] = {}
    for one in passages(text):
        before = seen.get(one.endpoint.key)
        seen[one.endpoint.key] = one if before is None else _fuller(before, one)
    return tuple(seen.values())


def surely_listed(text: str) -> int:
    """How many of these no title calls examples, or says that it speaks of them."""
    found = units(text)
    above = (found[one.at].above for one in entries(text))
    titles = ([notation.bare(found[at].text) for at in each] for each in above)
    return sum(not any(map(vocabulary.speaks_of, each)) for each in titles)


@lru_cache(maxsize=_PLANS)
def by_key(text: str) -> dict[str, Entry]:
    """The same by the endpoints' keys."""
    return {one.endpoint.key: one for one in entries(text)}


@lru_cache(maxsize=_PLANS)
def passages(text: str) -> tuple[Entry, ...]:
    """Every passage on an endpoint, also where it is the second one on the same."""
    found = units(text)
    every = candidates(found)
    known = bases(found, every)
    defined = defining(found, in_place(found, every, known.sections))
    chosen = entitled(found, _in_full(found, defined, every))
    based = with_bases(found, [(one.at, one.call.path) for one in chosen], known)
    homes = _homes(found, chosen)
    return tuple(
        Entry(
            endpoint=Endpoint(method=method, path=each.path),
            title=_called(found, one, homes.get(one.at)),
            line=one.line,
            at=one.at,
            end=_end(found, one, stop, homes.get(one.at)),
            form=one.form,
            base=each.base,
        )
        for one, each, stop in zip(chosen, based, _stops(found, chosen), strict=True)
        for method in one.call.methods
    )


def _homes(found: Sequence[Unit], chosen: Sequence[Candidate]) -> dict[int, int]:
    """For a line that lists an endpoint, the item or heading that has no other one below it."""
    lines = {one.at for one in chosen if one.form not in {Form.ROW, Form.HEADING}}
    over = {at: _over(found, at) for at in {one.at for one in chosen}}
    counts = Counter(each for at, above in over.items() for each in {at, *above})
    title = next((at for at, unit in enumerate(found) if unit.kind == "heading"), None)
    return {
        place: over[place][-1]
        for place in lines
        if over[place]
        and counts[over[place][-1]] == 1
        and (over[place][-1] != title or found[place].above[-1] not in over[place])
    }


def _over(found: Sequence[Unit], at: int) -> tuple[int, ...]:
    """The headings above a unit that name what it is of, and the item that holds it."""
    own = found[at]
    if own.kind != "item" or own.depth == 0:
        return naming(found, own.above)
    for other in range(at - 1, -1, -1):
        unit = found[other]
        if unit.above != own.above or unit.kind not in {"item", "text"}:
            break
        if unit.kind == "item" and unit.depth < own.depth:
            return (*own.above, other)
    return own.above


def _is_within(found: Sequence[Unit], at: int, home: int) -> bool:
    unit, over = found[at], found[home]
    if over.kind == "heading":
        return home in unit.above
    return unit.above == over.above and unit.depth > over.depth


def _called(found: Sequence[Unit], one: Candidate, home: int | None) -> str:
    """What the entry is called; a remark in brackets is no name where its home has one."""
    own = one.title
    if home is None or (own and not own.startswith("(")):
        return own
    return plain(notation.unnumbered(notation.bare(found[home].text))).rstrip(":") or own


def _fuller(first: Entry, second: Entry) -> Entry:
    """The one that describes the endpoint, where the first is only a line of an index."""
    if second.form <= first.form or first.form > Form.ROW:
        return first
    if second.form < Form.PAIR and second.end - second.at < first.end - first.at:
        return first
    return second if second.title or not first.title else replace(second, title=first.title)


def _in_full(
    found: Sequence[Unit], chosen: Sequence[Candidate], every: Sequence[Candidate]
) -> list[Candidate]:
    """With the whole path where a label below a heading gives it, and the heading its end.

    So has an index that names it as the heading does.
    """
    below: dict[int, list[notation.Call]] = {}
    for one in every:
        for at in found[one.at].above if one.form is Form.PAIR else ():
            below.setdefault(at, []).append(one.call)
    whole = {
        one.at: full.path
        for one in chosen
        if one.form is Form.HEADING
        and (full := next((each for each in below.get(one.at, ()) if one.call.ends(each)), None))
    }
    named = {one.call: whole[one.at] for one in chosen if one.at in whole}
    return [
        replace(one, call=replace(one.call, path=path)) if path else one
        for one in chosen
        for path in (whole.get(one.at) or _named(named, one),)
    ]


def _named(named: Mapping[notation.Call, str], one: Candidate) -> str:
    """The whole path of a heading's call that a line of an index is, too."""
    if one.form >= Form.PAIR:
        return ""
    same = (path for call, path in named.items() if call.endpoints() == one.call.endpoints())
    return next(same, "")


def _stops(found: Sequence[Unit], chosen: Sequence[Candidate]) -> tuple[int, ...]:
    """For each entry where the next one begins; those of one line begin together."""
    last = len(found)
    stops: list[int] = []
    for one, following in zip(reversed(chosen), (None, *reversed(chosen)), strict=False):
        here = last if following is None else following.at
        if following is None or here <= one.at:
            stops.append(stops[-1] if stops else last)
            continue
        named = name_line(found, here) if following.form is Form.PAIR else None
        begins = named is not None and named > one.at and not labels.label(found[named].text)
        stops.append(named if named is not None and begins else here)
    return tuple(reversed(stops))


def _is_of_a_call(unit: Unit) -> bool:
    """Whether a line of its own says what comes: `Errors`, and a list of them below."""
    said = labels.label(unit.text)
    return said is not None and said[0] in labels.OF_A_CALL and not said[2]


def _is_part(found: Sequence[Unit], at: int, own: int) -> bool:
    """Whether a unit is, or stands below, a heading that tells a part of the call in its row."""
    heads = (*found[at].above, *([at] if found[at].kind == "heading" else []))
    title = found[own].above[-1:]
    beside = [one for one in heads if title and found[one].above == found[title[0]].above]
    last = beside[-1] if beside else -1
    inner = last > own and found[last].level > _SECTION
    return inner and _PART.fullmatch(notation.bare(found[last].text)) is not None


def _is_remark(found: Sequence[Unit], at: int, one: Candidate) -> bool:
    """Whether a unit is of a section beside the entry's own that speaks of no other call."""
    own, unit = found[one.at], found[at]
    head = at if unit.kind == "heading" else (*unit.above, -1)[len(own.above)]
    beside = head > one.at and (found[head].above, found[head].level) == (own.above, own.level)
    if not beside or own.level <= _SECTION:
        return False
    below = takewhile(lambda each: head in each.above, islice(found, head + 1, None))
    calls = [call for call in (notation.call(each.text) for each in below) if call is not None]
    return bool(calls) and all(call.endpoints() == one.call.endpoints() for call in calls)


def _end(found: Sequence[Unit], one: Candidate, stop: int, home: int | None) -> int:
    """The first unit that no longer describes the entry."""
    own, told = found[one.at], False
    over = one.at if one.form is Form.HEADING else home
    for at in range(one.at + 1, stop):
        unit = found[at]
        told = told or (unit.kind == "text" and _is_of_a_call(unit))
        if unit.kind == "item" and _STATUS.match(notation.bare(unit.text)):
            continue
        if over is not None and _is_within(found, at, over):
            continue
        if one.form is Form.PAIR and _is_part(found, at, one.at):
            continue
        if one.form is Form.HEADING and _is_remark(found, at, one):
            continue
        if one.form is Form.HEADING or unit.kind == "heading":
            return at
        same_list = unit.kind == "item" and (unit.number is None) == (own.number is None)
        if one.form is Form.ITEM and unit.depth <= own.depth and same_list and not told:
            return at
    return max(stop, one.at + 1)
