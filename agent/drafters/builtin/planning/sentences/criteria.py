"""What a feature's passage demands, sentence by sentence, each for the section that it is of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Excerpt
from agent.core.values import dataclass
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.wording import trimmed

About = Literal["request", "response", "errors", "security", "performance", "flow"]

_LABELLED = deferred(
    r"(?:id|title|name|description|story|tytu\u0142|nazwa|opis|historyjka|priority|priorytet)\s*:",
    re.IGNORECASE,
)
_CRITERIA = deferred(r"(?:acceptance criteria|kryteria akceptacji)\s*:?", re.IGNORECASE)
_MARKS = deferred(r"^[\s>]*(?:[-*+]|\d+[.)])?\s*(?:\[[ xX]\]\s*)?")
_NUMBER = deferred(r"[*_]*[A-Z]{1,6}-?\d{1,4}[*_]*[\s:.)\u2013\u2014-]*")
_GOES_ON = deferred(r"(?:when|then|and|but|gdy|kiedy|wtedy|to|i)\b", re.IGNORECASE)
_BEGINS = deferred(r"(?:given|scenario|zak\u0142adaj|maj\u0105c)\b", re.IGNORECASE)

# The first that matches decides; English and Polish.
_ABOUT: tuple[tuple[About, re.Pattern[str]], ...] = (
    (
        "errors",
        re.compile(
            r"\berrors?\b|\bfail|invalid|incorrect|reject|not (?:found|allowed|possible)|cannot"
            r"|exceed|b\u0142\u0119d|b\u0142\u0105d|niepopraw|nieprawid\u0142|odrzuc|blokuj|przekrocz"
            r"|nie mo\u017ce",
            re.IGNORECASE,
        ),
    ),
    (
        "security",
        re.compile(
            r"password|credential|\bauth|logged[- ]in|\blog(?:s|ged)? ?in\b|permission|\brole\b"
            r"|only (?:the )?(?:own|their|his|owner|admin)|\bown\b.{0,20}\bonly|rls|row-level"
            r"|has\u0142|zalogowan|uprawnie|autoryz|uwierzyt|bezpiecz"
            r"|tylko (?:swoje|w\u0142asn|w\u0142a\u015bciciel)",
            re.IGNORECASE,
        ),
    ),
    (
        "performance",
        re.compile(
            r"\b\d+ ?(?:ms|s|sec\w*|sekund\w*)\b|timeout|cache|paginat|stronicow|wydajno"
            r"|in background|w tle\b|rate limit",
            re.IGNORECASE,
        ),
    ),
    (
        "request",
        re.compile(
            r"\bfields?\b|\bform\b|\benters?\b|\bprovid|\binput|\brequired\b|\bspecif|\bselect"
            r"|\bupload|\b(?:max|min)\b|characters|\bpol[ea]\b|p\u00f3l\b|formularz|\bpoda|wprowadz"
            r"|wymagan|wybier|znak\u00f3w|\blimit",
            re.IGNORECASE,
        ),
    ),
    (
        "response",
        re.compile(
            r"\bsees?\b|display|\bshow|redirect|message|receiv|confirm|visible|\blists?\b|return"
            r"|widz|wy\u015bwietl|przekierow|komunikat|otrzym|potwierdz|widoczn|zwrac",
            re.IGNORECASE,
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One demand, and which section it is of."""

    about: About
    fact: Fact


def criteria(passage: Excerpt) -> tuple[Criterion, ...]:
    """The demands in their order; what only names or describes the feature is none.

    A requirement of one line demands what that says.
    """
    said = list(_sentences(passage))
    if not said:
        text = trimmed(_NUMBER.sub("", _MARKS.sub("", passage.text.split("\n")[0])), 400)
        said = [(text, _at(passage, passage.source.line, passage.source.line))] if text else []
    return tuple(
        Criterion(about=_about(text), fact=Fact(text=text.rstrip("."), sources=(source,)))
        for text, source in said
    )


def _about(text: str) -> About:
    return next((about for about, words in _ABOUT if words.search(text)), "flow")


def _sentences(passage: Excerpt) -> Iterator[tuple[str, Source]]:
    """Each line that demands something; the lines of a scenario (given, when, then) are one."""
    whole, first, last = "", 0, 0
    scenario = False
    for at, raw in enumerate(passage.text.split("\n")[1:], start=passage.source.line + 1):
        text = trimmed(_MARKS.sub("", raw), 400)
        if not text or _LABELLED.match(text) or _CRITERIA.fullmatch(text):
            continue
        if scenario and _GOES_ON.match(text):
            whole, last = f"{whole.rstrip(',.')}, {text}", at
            continue
        if whole:
            yield whole, _at(passage, first, last)
        whole, first, last = text, at, at
        scenario = _BEGINS.match(text) is not None
    if whole:
        yield whole, _at(passage, first, last)


def _at(passage: Excerpt, first: int, last: int) -> Source:
    return Source(path=passage.source.path, line=first, last=last)
