"""What the document tells of an endpoint outside of its own passage, where it names it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from agent.core.documents import Source
from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.spec import Target
from agent.drafters.builtin.planning.citations import Fact, lines_with, unescaped
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import trimmed
from agent.drafters.builtin.planning.sentences.leading import CALLED
from agent.drafters.builtin.planning.sentences.stepwise import is_warning, joined, stepped
from agent.sources.openapi.apidata import is_prose

_NUMBERED = deferred(r"\s*\d+[.)]\s+\S")
_ITEM = deferred(r"^\s*(?:\d+[.)]|[-*+\u2022])\s+\S")
# "- **Endpoint**: `POST /x`" among the points of a rule: the rule is this endpoint's.
_POINT = deferred(r"^(?P<depth>\s*)[-*+]\s+\**(?P<label>[^\W\d_]+)\**\s*:\**\s*(?P<said>\S.*)$")
_NAMES = deferred(r"endpoint", re.IGNORECASE)
_RULES = re.compile(
    r"rule|regu\u0142a|result|rezultat|effect|efekt|logic|logika|condition|warunek|limit"
    r"|restriction|ograniczenie",
    re.IGNORECASE,
)
_WORD = deferred(r"[^\W\d_]{4,}")
_STEM, _ALIKE, _ERRORS = 4, 0.6, 400
_FEWEST = 2
_MOST = 5
_GOES_ON = deferred(r"[\w/{:]")
_TICKED = deferred(r"`([^`]+)`")
# A call that came before what the sentence is about: "from the prior `POST /keys` call".
_BEFORE = deferred(
    r"\b(?:prior|previous|earlier|preceding|wcze\u015bniejsz\w+|poprzedni\w+|uprzedni\w+)\W+$",
    re.IGNORECASE,
)


def elsewhere(brief: Brief, *, warns: bool = False) -> list[Fact]:
    """The steps of a list that begins with this endpoint, and sentences on its tables.

    Those that are no steps, but warn of what is not done, apart.
    """
    return [one for one in _elsewhere(brief) if is_warning(one.text) is warns]


def _elsewhere(brief: Brief) -> list[Fact]:
    first = next(iter(brief.spec.excerpts), None)
    if first is None or not is_prose(first.source.path):
        return []
    lines = _unescaped(brief.passages.lines(first.source.path))
    found: list[Fact] = []
    for at in lines_with(brief.spec.endpoint.path, lines):
        line = lines[at]
        said = _calls(line, brief.spec.endpoint) and not line.lstrip().startswith(("#", "|"))
        here = Source(path=first.source.path, line=at + 1, last=at + 1) if said else None
        if here and not brief.is_own(here):
            found += _ruled(brief, lines, at)
            found += [] if _is_noted(brief, here) else _below(lines, at, here)
    return found[:_MOST]


@lately
def _unescaped(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(unescaped, lines))


def _calls(line: str, endpoint: Target) -> bool:
    """Whether a line has the method and the whole path, as what it is about."""
    path = endpoint.path
    at = line.find(path)
    while at >= 0:
        method = _method(endpoint.method).search(line[:at])
        if method is not None and not _GOES_ON.match(line[at + len(path) :]):
            return _BEFORE.search(line[: method.start()]) is None
        at = line.find(path, at + 1)
    return False


@cache
def _method(method: str) -> re.Pattern[str]:
    return re.compile(rf"\b{method}\W{{1,3}}$")


def _below(lines: Sequence[str], at: int, here: Source) -> Iterator[Fact]:
    """The rest of a numbered list after its item that calls the endpoint, and no other one."""
    if _NUMBERED.match(lines[at]) is None:
        return
    end = at + 1
    while end < len(lines) and (_ITEM.match(lines[end]) or lines[end].startswith(("  ", "\t"))):
        end += 1
    block = [(replace(here, line=n + 1, last=n + 1), lines[n]) for n in range(at + 1, end)]
    # A client's way through several endpoints tells nothing of what one of them does.
    if len(block) >= _FEWEST and not any(CALLED.search(line) for _, line in block):
        yield from (fact for step in stepped(block) if (fact := joined(step)).text)


def _is_noted(brief: Brief, here: Source) -> bool:
    """Whether a general passage that the plan tells has the line."""
    notes = (one.source for one in brief.spec.notes)
    return any(one.path == here.path and one.line <= here.line <= one.last for one in notes)


def _ruled(brief: Brief, lines: Sequence[str], at: int) -> Iterator[Fact]:
    """The rule whose points name the endpoint, in one item; no refusal that a status tells."""
    own = _POINT.match(lines[at])
    if own is None or not brief.subject.writes or not _NAMES.fullmatch(own["label"]):
        return
    first = last = at
    while first > 0 and _POINT.match(lines[first - 1]):
        first -= 1
    while last + 1 < len(lines) and _POINT.match(lines[last + 1]):
        last += 1
    hits = [(n, hit) for n in range(first, last + 1) if (hit := _POINT.match(lines[n])) is not None]
    said = [
        (n, trimmed(hit["said"]).rstrip("."))
        for n, hit in hits
        if hit["depth"] == own["depth"] and _RULES.fullmatch(hit["label"])
    ]
    kept = [(n, text) for n, text in said if not _is_refused(brief, text)]
    if kept:
        source = Source(
            path=brief.spec.excerpts[0].source.path, line=kept[0][0] + 1, last=kept[-1][0] + 1
        )
        yield Fact(text="; ".join(text for _, text in kept), sources=(source,))


def _is_refused(brief: Brief, text: str) -> bool:
    """Whether it and a documented refusal have most words in common, whatever their endings."""
    words = _stems(text)
    meanings = (_stems(one.meaning) for one in brief.spec.statuses if one.code >= _ERRORS)
    longer = ((one & words, max(len(one), len(words))) for one in meanings if one)
    return any(len(same) >= _ALIKE * most for same, most in longer)


def _stems(text: str) -> set[str]:
    return {one[:_STEM] for one in _WORD.findall(text.casefold())}
