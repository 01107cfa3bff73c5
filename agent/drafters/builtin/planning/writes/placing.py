"""Where a told sentence stands in the flow: values before the write, the answer after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, get_args

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.sentences.admitted import part_of
from agent.drafters.builtin.planning.sentences.modelcalls import asked, is_prompt, place_to_call
from agent.drafters.builtin.planning.sentences.phases import Phase
from agent.drafters.builtin.planning.sentences.stepwise import is_deed
from agent.drafters.builtin.planning.subject import fold

_SENDS = deferred(r"(?:send|notif|e?mail|publish|call|wysy\u0142|powiad)", re.IGNORECASE)
_TICKED = deferred(r"`([^`]+)`")
# "`count` is automatically set to 1", "set `count` to 1".
_GIVES = deferred(
    r"`?(\w+)`? (?:is|are|jest)(?: \w+ly)? (?:set|ustawian\w+)\b"
    r"|\b(?:sets?|ustaw\w*) `?(\w+)`? (?:to|=|na)\b",
    re.IGNORECASE,
)
_PART = deferred(r"; |: ")
_STEPS = 3
_FEW, _STEM, _NEAR = 8, 5, 6
# What is done to what a model is given, and to what it answers.
_PRIOR = deferred(
    r"\b(?:hash|length|prompt|build|fetch|load|retriev|sanitiz|truncat|profile|preferenc|prior"
    r"|dotychczas|pobier|pobra|d\u0142ugo\u015b\u0107|buduj|zbud)\w*",
    re.IGNORECASE,
)
_RESULT = deferred(
    r"\b(?:response|result|output|answer|generated|proposals?|candidates?|suggest\w+|duration|parse"
    r"|retr(?:y|ies)|fallback|odpowied\w+|wynik\w*|wygenerowan\w+)\b",
    re.IGNORECASE,
)
_NUMBERED = deferred(r"\s*\d+[.)]\s")


_Place = Literal["before", "behind", "written", "last"]
_ORDER: tuple[_Place, ...] = get_args(_Place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The sentences of a flow by where they stand: to the call of a model, and to the rows."""

    before: list[Fact]
    behind: list[Fact]
    written: list[Fact]
    last: list[Fact]


def placed(brief: Brief, said: Sequence[Fact]) -> Placed:
    """Each where it stands; the steps of a documented work in the order that they have there."""
    places = _in_order(brief, said, list(_places(brief, said)))
    parts: dict[_Place, list[Fact]] = {place: [] for place in _ORDER}
    for place, one in zip(places, said, strict=True):
        parts[place].append(one)
    return Placed(**parts)


def _places(brief: Brief, said: Sequence[Fact]) -> Iterator[_Place]:
    """Where each stands by its words; what a numbered list does behind a write stays there."""
    asks, wrote = asked(brief) is not None, 0
    for one in said:
        phase, number = part_of(brief, one) or "write", _numbered(brief, one)
        wrote = wrote if 0 <= number - wrote <= _NEAR else 0
        if asks and is_prompt(one.text):
            yield "before"
        elif phase in {"after", "answer"}:
            yield "last"
        elif phase == "write" or wrote:
            yield "written"
            wrote = number
        elif asks and _is_behind(brief, one, phase):
            yield "behind"
        else:
            yield "before"


def _in_order(brief: Brief, said: Sequence[Fact], places: list[_Place]) -> list[_Place]:
    """The places, none behind that of a later step of the same section's numbered list."""
    sections: dict[str, list[int]] = {}
    for at, one in enumerate(said):
        where = _title(brief, one.sources[0]) if one.sources else ""
        sections.setdefault(where, []).append(at)
    sections.pop("", None)
    for members in sections.values():
        if sum(_numbered(brief, said[at]) > 0 for at in members) < _STEPS:
            continue
        first = len(_ORDER) - 1
        for at in sorted(members, key=lambda each: said[each].sources[0].line, reverse=True):
            first = min(first, _ORDER.index(places[at]))
            places[at] = _ORDER[first]
    return places


def _title(brief: Brief, source: Source) -> str:
    """That of the general section which a line stands in; empty where there is none."""
    for one in brief.spec.notes:
        here = one.source
        if here.path == source.path and here.line <= source.line <= here.last:
            return one.about
    return ""


def _is_behind(brief: Brief, one: Fact, phase: Phase) -> bool:
    """Whether it is done with what a model answers."""
    place = place_to_call(brief, one)
    if place:
        return place >= 0
    result = _RESULT.search(one.text) is not None
    return result if phase == "check" or result else _PRIOR.search(one.text) is None


def _numbered(brief: Brief, one: Fact) -> int:
    """The line where it is an entry of a numbered list, else 0."""
    lines = (place.line for place in one.sources[:1] if _NUMBERED.match(brief.passages.says(place)))
    return next(lines, 0)


def led(brief: Brief, said: Sequence[Fact]) -> tuple[list[Fact], list[Fact]]:
    """What an action's description says is done with rows, and the rest."""
    leads = [one for one in said if brief.subject.act == "action" and _is_lead(brief, one)]
    return leads, [one for one in said if one not in leads]


def valued(brief: Brief, said: Sequence[Fact]) -> tuple[list[Fact], list[Fact]]:
    """What gives a new row one of its values, which so comes before it, and the rest."""
    table, act = brief.table, brief.subject.act
    own = {fold(one.name) for one in table.columns} if table is not None and act == "create" else ()
    gives = [one for one in said if any(fold(name) in own for name in _given(one.text))]
    return gives, [one for one in said if one not in gives]


def _given(text: str) -> Iterator[str]:
    yield from (one for hit in _GIVES.finditer(text) for one in hit.groups() if one)


def _is_lead(brief: Brief, fact: Fact) -> bool:
    """Whether it is what the description says is done with rows, which then tell how."""
    said = brief.spec.description
    return (
        said is not None
        and not _SENDS.match(fact.text)
        and any(
            said.source.path == one.path and said.source.line <= one.line <= said.source.last
            for one in fact.sources
        )
    )


def once(facts: Sequence[Fact]) -> Iterator[Fact]:
    """The sentences without a deed that is a step of another one's: "Creates `x` if it works"."""
    for one in facts:
        names, stem = set(_TICKED.findall(one.text)), one.text[:_STEM].casefold()
        few = bool(names) and len(one.text.split()) <= _FEW and is_deed(one.text)
        if not few or not any(
            part[:_STEM].casefold() == stem and names <= set(_TICKED.findall(part))
            for other in facts
            if other is not one
            for part in _steps(other)
        ):
            yield one


def _steps(fact: Fact) -> list[str]:
    """The steps of a way that a sentence joins; none of a single one."""
    parts = _PART.split(fact.text)
    return parts if len(parts) >= _STEPS else []
