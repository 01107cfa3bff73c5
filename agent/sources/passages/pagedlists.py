"""What the lists of a plan are asked for pages by, as a general section or other lists say."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Endpoint, Parameter
from agent.core.values import dataclass
from agent.sources.endpoints.apiplan import entries
from agent.sources.endpoints.passage import parts
from agent.sources.general.chunks import Chunk, chunks
from agent.sources.values.facts import facts
from agent.sources.values.parameters import parameters

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from agent.core.documents import Document
    from agent.sources.endpoints.passage import Part

_SIZES = r"page_?size|per_?page|size|limit|take"
_PLACES = r"page_?number|page|offset|cursor|skip"
SIZE = deferred(_SIZES, re.IGNORECASE)
PLACE = deferred(_PLACES, re.IGNORECASE)
_NAME = rf"(?P<name>{_SIZES}|{_PLACES})"
# Names in code, in a query, or with a bracket or colon behind them.
_CODED = deferred(
    rf"`\??{_NAME}(?:=(?P<value>\d+))?`|[?&]{_NAME.replace('name', 'asked')}=",
    re.IGNORECASE,
)
_PLAIN = deferred(rf"(?<![\w./-]){_NAME}(?=\s*[:(])", re.IGNORECASE)
_SPANS = deferred(r"`[^`]*`|\{[^{}]*\}")
_TITLE = deferred(
    r"pagin|stronicow|\bpaging\b|(?:common|shared) query param|for (?:all )?list", re.IGNORECASE
)
_LABEL = deferred(
    r"\W*(?:(?:default|standard|list) )?(?:pagination|paging|paginacja|stronicowanie)\b",
    re.IGNORECASE,
)
_NONE = deferred(
    r"\b(?:not?|without|bez|nie)\s+(?:\w+\s+)?(?:needed|paginat|pagination|stronic|paged)",
    re.IGNORECASE,
)
_ALL = deferred(
    r"\b(?:all|list(?:ing)?|every|collection) endpoints?\b|\bfor (?:all )?lists?\b"
    r"|\bendpoint\w* list|\bwszystki\w+ list|\blistach\b",
    re.IGNORECASE,
)
# A second way, or a later one, that the same line tells.
_ELSE = deferred(
    r"\b(?:otherwise|fallback|alternativ\w*|future|or cursor|lub kursor)\b|;\s+", re.IGNORECASE
)
_CALL = deferred(r"\bGET `?(/[\w\-./{}:<>\[\]]+)")

# What a column of examples holds is no default.
_SHOWN = deferred(r"\|\s*(?:examples?|przykład\w*)\s*\|", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged:
    """What lists are asked by; `everywhere` where all are, `called` the keys of those that are."""

    parameters: tuple[Parameter, ...]
    everywhere: bool = False
    called: frozenset[str] = frozenset()


@lru_cache(maxsize=8)
def stated(document: Document) -> Paged | None:
    """The first general passage that names a page's size and its place; None without one."""
    groups: dict[tuple[str, ...], list[Chunk]] = {}
    for number, one in enumerate(chunks(document.text)):
        if any(map(_TITLE.search, (*one.titles[-1:], one.caption))):
            groups.setdefault(one.titles, []).append(one)
        elif _LABEL.match(one.text):
            groups[(str(number),)] = [one]
    known = (_of(group, document) for group in groups.values())
    return next((one for one in known if one is not None), None)


def _of(group: Sequence[Chunk], document: Document) -> Paged | None:
    found: dict[str, Parameter] = {}
    for one in group:
        for number, line in enumerate(one.text.split("\n"), start=one.line):
            for name, rest in _asked(line):
                given = _parameter(name, rest, number, document)
                given = replace(given, default=None) if _SHOWN.search(one.text) else given
                found[name] = _joined(found.get(name, given), given)
    text = "\n".join((*group[0].titles[-1:], *(f"{one.caption}\n{one.text}" for one in group)))
    if not _is_page(found) or _NONE.search(text):
        return None
    calls = (Endpoint(method="GET", path=path) for path in _CALL.findall(text))
    return Paged(
        parameters=tuple(found.values()),
        everywhere=_ALL.search(text) is not None,
        called=frozenset(one.key for one in calls),
    )


def _is_page(names: Collection[str]) -> bool:
    """Whether there are a size and a place among them."""
    return any(map(SIZE.fullmatch, names)) and any(map(PLACE.fullmatch, names))


def _asked(line: str) -> Iterator[tuple[str, str]]:
    """The names that a line gives, the first way where it tells two, each with its words."""
    pieces = (list(_pieces(piece)) for piece in _ELSE.split(line))
    yield from next((one for one in pieces if one), [])


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    hits = list(_CODED.finditer(text))
    if not hits:
        bare = _SPANS.sub(lambda hit: " " * len(hit[0]), text)
        hits = list(_PLAIN.finditer(bare))
    ends = [*(hit.start() for hit in hits[1:]), len(text)]
    for hit, end in zip(hits, ends, strict=False):
        told = hit.groupdict()
        value = told.get("value")
        rest = text[hit.end() : end]
        yield told["name"] or told["asked"], f"default {value}; {rest}" if value else rest


def _joined(one: Parameter, other: Parameter) -> Parameter:
    """One value of which a passage speaks twice."""
    kinds = {limit.kind for limit in one.limits}
    more = tuple(limit for limit in other.limits if limit.kind not in kinds)
    return replace(one, default=one.default or other.default, limits=(*one.limits, *more))


def _parameter(name: str, rest: str, number: int, document: Document) -> Parameter:
    said = facts(rest, document.source(number))
    kinds = tuple(one for one in said.limits if one.kind in {"min", "max"})
    return Parameter(
        name=name,
        place="query",
        source=document.source(number),
        type="string" if name.casefold() == "cursor" else "integer",
        required=False,
        default=said.default,
        limits=kinds,
    )


def named(parts_of: Sequence[Part], document: Document) -> tuple[Parameter, ...]:
    """What a line of the list's own passage on pages names."""
    for part in parts_of:
        for unit in part.units:
            told = dict(_asked(unit.text)) if _TITLE.search(f"{part.label} {unit.text}") else {}
            if _is_page(told):
                given = told.items()
                return tuple(_parameter(name, rest, unit.line, document) for name, rest in given)
    return ()


@lru_cache(maxsize=8)
def usual(document: Document) -> tuple[Parameter, ...]:
    """What most of the plan's lists that name a page's size and place are asked by."""
    known: dict[tuple[str, ...], tuple[Parameter, ...]] = {}
    counted: Counter[tuple[str, ...]] = Counter()
    for entry in entries(document.text):
        if entry.endpoint.method != "GET":
            continue
        found = tuple(
            replace(one, required=False)
            for part in parts(document.text, entry)
            if part.topic in {"query", "parameters"}
            for one in parameters(part.units, "query", document)
            if SIZE.fullmatch(one.name) or PLACE.fullmatch(one.name)
        )
        names = tuple(one.name for one in found)
        if _is_page(names):
            known.setdefault(names, found)
            counted[names] += 1
    return known[counted.most_common(1)[0][0]] if counted else ()
