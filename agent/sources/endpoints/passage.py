"""An endpoint's passage cut into parts: what it is about, and the units that say it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.sources.endpoints.apiplan import Entry, passages
from agent.sources.endpoints.candidates import Form
from agent.sources.endpoints.curled import folded
from agent.sources.endpoints.httptext import opened
from agent.sources.endpoints.rows import row_units
from agent.sources.text import notation
from agent.sources.text.labels import Topic, label
from agent.sources.text.markdown import plain
from agent.sources.text.units import Unit, units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


# Where a sentence begins inside a line.
_CODE = deferred(r"\W*(?:HTTP )?([2-5])\d\d\b")
# `DELETE /x -> gone for good, 204`
_LEADS_TO = deferred(r"(?:[\u2192\u21d2]|[-=]>)\s*(?P<said>.*\b[2-5]\d\d\b.*)")
_PIECES = deferred(r"(?<=[.;])\s+(?=[^\W\d_*])|\s[-\u2013\u2014]\s+")
# What stands below a fence that names two or three tells of each of them.
_MANY = 4
_BODIES = frozenset(("request", "response", "success"))
_INPUTS = frozenset(("query", "path", "headers"))
_ANSWER = re.compile(
    r"\W*(?:success(?:ful)? )?(?:response|odpowied\u017a)(?: (?:body|json|payload))?"
    r"(?: ?\(?[1-5]\d\d\b[^()]{0,20}\)?)?\W*",
    re.IGNORECASE,
)
_SENT = deferred(r"request|input|\u017c\u0105dani", re.IGNORECASE)
_SUPPORTS = deferred(
    r"(?:it )?(?:supports|accepts|(?:optional |supported )?(?:filters|params)|filtry)\s*:",
    re.IGNORECASE,
)
_TYPED = re.compile(r"\b(?:type|typ|format|content)\b", re.IGNORECASE)

_OF_METHOD = deferred(
    r"\(((?:GET|POST|PUT|PATCH|DELETE)(?:\s*(?:/|,|and)\s*(?:GET|POST|PUT|PATCH|DELETE))*)\)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What stands under one label. The first unit holds what stood on the label's own line."""

    topic: Topic
    label: str
    line: int
    units: tuple[Unit, ...]

    @property
    def last(self) -> int:
        """The part's last line."""
        return max((unit.last for unit in self.units), default=self.line)


def parts(text: str, entry: Entry) -> tuple[Part, ...]:
    """The parts of the entry's passage in order; what has no label is description or note."""
    found = units(text)
    if entry.form is Form.ROW:
        return split(row_units(found, entry), rows=True)
    # A fence that names the endpoint shows what it is sent, too.
    passage = tuple(folded(found[entry.at : entry.end]))
    own = [
        one
        for unit in passage[passage[0].fence is None :]
        for one in opened(unit, entry.endpoint)
        if one is not unit or not _is_fence_of(unit, entry)
    ]
    said = [unit for unit in own if not (entry.form is Form.PAIR and _is_call(unit))]
    cut = split((*_tail(found[entry.at], entry), *said))
    cut = tuple(one for one in cut if not _is_of_other(one, entry))
    if not fenced(text, entry):
        return cut
    # What stands below many is no description of one.
    aside = {"description"} - {one.topic for one in cut if one.label}
    return tuple(replace(one, topic="note") if one.topic in aside else one for one in cut)


def _is_of_other(part: Part, entry: Entry) -> bool:
    """Whether a label says that what is sent is of another method: "Request Payload (PUT)"."""
    said = _OF_METHOD.findall(part.label) if part.topic == "request" else ()
    methods = {one for hit in said for one in re.findall(r"[A-Z]+", hit)}
    return bool(methods) and entry.endpoint.method not in methods


def fenced(text: str, entry: Entry) -> tuple[int, ...]:
    """The lines of the endpoints of its fence, where that lists many."""
    if units(text)[entry.at].fence is None:
        return ()
    listed = sorted({one.line for one in passages(text) if one.at == entry.at})
    return tuple(listed) if len(listed) >= _MANY else ()


def _tail(unit: Unit, entry: Entry) -> Iterator[Unit]:
    """The labels that stand in the entry's own line: "create a week. Body:"."""
    call = notation.call(unit.text) if unit.kind in {"item", "text"} else None
    if call is None or not call.after:
        return
    if (hit := _LEADS_TO.search(call.after)) is not None:
        yield replace(unit, kind="text", text=f"Status: {hit['said']}", lead=True)
    for piece in _PIECES.split(unit.text)[1:]:
        lists = entry.endpoint.method == "GET" and _SUPPORTS.fullmatch(plain(piece).strip())
        text = "Query parameters:" if lists else piece
        if label(text) is not None and ":" in text:
            yield replace(unit, kind="text", text=text, lead=True)


def _is_fence_of(unit: Unit, entry: Entry) -> bool:
    """Whether it is the fence that names the endpoint."""
    return unit.fence is not None and unit.line <= entry.line <= unit.last


def _is_call(unit: Unit) -> bool:
    """Whether a line only says the method or the path; `text/event-stream` is a type."""
    pair = notation.labelled(unit.text) if unit.kind in {"item", "text"} else None
    if pair is None or _TYPED.search(pair[0]):
        return False
    return bool(notation.methods(pair[1]) or notation.path(pair[1]))


def split(passage: Sequence[Unit], *, rows: bool = False) -> tuple[Part, ...]:
    """Cuts units at their labels. In a passage of table rows nothing unlabelled is meant."""
    found: list[Part] = []
    open_parts: list[tuple[int, int]] = []
    for unit, below in zip_longest(passage, passage[1:]):
        said = _label(unit, below)
        depth = -1 if unit.kind == "heading" else unit.depth
        if said is not None and _opens(open_parts, found, said, depth):
            open_parts = [one for one in open_parts if one[0] < depth]
            own = (replace(unit, text=said[2], kind="text"),) if said[2] else ()
            found.append(Part(topic=said[0], label=said[1], line=unit.line, units=own))
            open_parts.append((depth, len(found) - 1))
            continue
        if unit.kind == "heading":
            open_parts = []
        at = _holder(open_parts, found, unit)
        if at is not None:
            found[at] = replace(found[at], units=(*found[at].units, unit))
        elif not rows:
            topic: Topic = "description" if not found else "note"
            if found and not unit.lead and not found[-1].label:
                topic = found[-1].topic
            found.append(Part(topic=topic, label="", line=unit.line, units=(unit,)))
            open_parts = []
    return tuple(_joined(found))


def _label(unit: Unit, below: Unit | None) -> tuple[Topic, str, str] | None:
    if unit.kind in {"grid", "fence"}:
        return None
    said = label(unit.text)
    if said is None:
        shows = below is not None and below.fence is not None and unit.kind == "item"
        return _answered(unit) if shows or unit.kind == "heading" else None
    alone = not said[2] and not plain(unit.text).endswith(":")
    coded = re.search(r"\b[2-5]\d\d\b", said[1]) and said[0] in {"response", "success"}
    marked = coded or unit.kind != "item" or unit.text.startswith(("**", "_"))
    return said if not alone or marked or _is_over(unit, below) else None


def _answered(unit: Unit) -> tuple[Topic, str, str] | None:
    """A status over what it answers, as a heading or an item with a fence."""
    text = notation.bare(unit.text)
    found = _CODE.match(text)
    if found is None:
        return None
    return "success" if found[1] == "2" else "errors", text, ""


def _is_over(unit: Unit, below: Unit | None) -> bool:
    """Whether what a bare item announces stands below it: `- Body`, then a fence or a list."""
    if below is None:
        return False
    return below.fence is not None or (below.depth > unit.depth and unit.text[:1].isupper())


def _opens(
    open_parts: Sequence[tuple[int, int]],
    found: Sequence[Part],
    said: tuple[Topic, str, str],
    depth: int,
) -> bool:
    """Whether a label starts a part: beside the open one, or inside one that may hold others."""
    topic, text, _ = said
    around = next((found[at].topic for one, at in reversed(open_parts) if one < depth), "")
    if around == "response" and topic == "request":  # "Response: Code: 200, Body: ..."
        return _SENT.search(text) is not None
    if not open_parts or depth <= open_parts[-1][0]:
        return True
    inside = found[open_parts[-1][1]].topic
    if inside in _INPUTS:  # an answer is no parameter, however its line is indented
        return topic == "response" and _ANSWER.fullmatch(text) is not None
    if inside in {"request", "response", "parameters", "note", "description"}:
        return topic not in {inside, "note", "description"}
    return False


def _holder(open_parts: list[tuple[int, int]], found: Sequence[Part], unit: Unit) -> int | None:
    """The open part that an unlabelled unit belongs to."""
    if unit.kind == "fence" and (at := _lacking(open_parts, found)) is not None:
        return at
    while open_parts:
        depth, at = open_parts[-1]
        beside = unit.depth == depth and not _is_complete(found[at], unit, depth)
        if unit.depth > depth or beside:
            return at
        open_parts.pop()
    return None


def _lacking(open_parts: Sequence[tuple[int, int]], found: Sequence[Part]) -> int | None:
    """The open body that a code block is of, however little it is indented."""
    for _, at in reversed(open_parts):
        named = _CODE.match(found[at].label) or found[at].topic == "headers"
        if named and not found[at].units:
            return at
        if found[at].topic in _BODIES and all(unit.kind != "fence" for unit in found[at].units):
            return at
    return None


def _is_complete(part: Part, unit: Unit, depth: int) -> bool:
    """Whether a unit on the label's own level is no longer the label's.

    The label had its value, or is an item that all it says stands below.
    """
    if not part.units or unit.kind not in {"item", "text"}:
        return False
    below = unit.kind == "item" and all(one.depth > depth for one in part.units)
    return below or part.units[0].line == part.line


def _joined(found: Sequence[Part]) -> Iterator[Part]:
    """Unlabelled neighbours are one part."""
    groups: list[list[Part]] = []
    for part in found:
        first = groups[-1][0] if groups else None
        if first and not part.label and not first.label and part.topic == first.topic:
            groups[-1].append(part)
        else:
            groups.append([part])
    for group in groups:
        units = tuple(unit for part in group for unit in part.units)
        yield group[0] if len(group) == 1 else replace(group[0], units=units)


def first_sentence(passage: Sequence[Part]) -> str:
    """What the passage's description begins with, without its stop."""
    said = [one.text for part in passage if part.topic == "description" for one in part.units]
    text = next((plain(one) for one in said if one), "")
    return re.split(r"(?<=[.!?])\s", text)[0].rstrip(".")
