"""What is checked before anything is written or answered: rates, versions, states, uniqueness."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Status
from agent.drafters.builtin.planning.citations import Fact, holds, spans
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import meaning_of, quoted, when_of
from agent.drafters.builtin.planning.sentences.strange import is_of_strangers
from agent.sources.openapi.apidata import is_prose

_INVALID = (400, 422)
_UNPROCESSABLE, _MANY = 422, 429
_STATES = (402, 409, 410, 412, 423)
_LIMITED = (403,)
_REFUSALS = (400, 403, 404)
OF_INPUT = deferred(
    r"valid|malform|missing|format|payload|wrong|param|body|input|field|request|json|schema|bad"
    r"|prawid|walid|brak|b\u0142\u0119dn|dane|limit|empty|exceed|required|too (?:long|short|large)",
    re.IGNORECASE,
)
_OF_STATE = deferred(
    r"\blimit\b|\bquota\b|reached|already|\btaken\b|\boccupied\b|zaj\u0119t|duplicat|max(?:imum)?\b|\bown\b|w\u0142asn|\bstatus\b|\bstan\b"
    r"|\b(?:not|isn't) unique\b|nie jest unikaln|osi\u0105gni\u0119|przekrocz",
    re.IGNORECASE,
)
# A count that is full, or one of something unique: never what an input is by itself.
_FULL = deferred(
    r"\b(?:limit|cap|quota|maximum) (?:is |was )?(?:reached|exceeded)|already|\btaken\b|duplicat"
    r"|osi\u0105gni\u0119",
    re.IGNORECASE,
)
_OCCUPIED = deferred(r"\boccupied\b|\bzaj\u0119t", re.IGNORECASE)
_BY_ITSELF = deferred(r"valid|length|\bchars\b|characters|prawid", re.IGNORECASE)
# A value that is beyond what it may be, whatever is there already: "if text exceeds limit".
_IN_VALUE = deferred(
    r"valid|length|char|\b(?:text|content|input|body|payload|name|title)\b.{0,12}\bexceed"
    r"|\btoo (?:long|short)\b|\bza (?:d\u0142ug|kr\u00f3tk)",
    re.IGNORECASE,
)
# What the row that is there decides: it has to be read first.
_OF_ROW = deferred(
    r"\btransition|\bprzej\u015bci\w* (?:status|stan)|\bdeadline\b|\bexecutable state\b",
    re.IGNORECASE,
)
_FIGURE = deferred(r"\d")
_OR = deferred(r",?\s(?:or|lub)\s")
# What an answer tells of a limit, beside the status.
RATE_HEADER = deferred(r"\bX-Rate-?Limit-(?:[a-z]+(?:-[a-z]+)*|\*)|\bRetry-After\b", re.IGNORECASE)


def rate(brief: Brief) -> Iterator[Fact]:
    """How often one may call; the line has the figure also where none has the status."""
    for status in brief.statuses(_MANY):
        told, limit, said = _case(brief, "flow-rate", status), brief.limit, meaning_of(status)
        if limit is not None and not (brief.is_own(status.source) and _FIGURE.search(said)):
            when = when_of(brief.texts, limit.text)
            text = brief.say("flow-rate", code=status.code, when=when)
            headers = _headers(brief)
            if headers:
                text += brief.say("flow-rate-headers", names=quoted(headers))
            found = (*limit.sources, *told.sources, *spans(headers.values(), 1))
            told = replace(told, text=text, sources=tuple(dict.fromkeys(found)))
        yield told


def _headers(brief: Brief) -> dict[str, Source]:
    """The headers of a limit that the sections for all endpoints name, with their lines."""
    found: dict[str, tuple[str, Source]] = {}
    for note in (brief.spec.auth, *brief.spec.notes):
        if note is None or not is_prose(note.source.path) or is_of_strangers(brief, note):
            continue
        lines = note.text.split("\n")
        for at, line in enumerate(lines, start=note.source.line):
            for hit in RATE_HEADER.finditer(line):
                place = replace(note.source, line=at, last=at)
                found.setdefault(hit[0].casefold(), (hit[0], place))
    named = dict(found.values())
    # `X-RateLimit-*` stands for those that are named.
    return {
        name: place
        for name, place in named.items()
        if not any(other != name and other.startswith(name.rstrip("*")) for other in named)
    }


def is_of_input(status: Status) -> bool:
    """Whether a refusal is of the input itself, not of the state that things are in."""
    said = meaning_of(status)
    if of_row(said):
        return bool(of_input(said))
    if _OCCUPIED.search(said) or (_FULL.search(said) and not _BY_ITSELF.search(said)):
        return False
    if status.code != _UNPROCESSABLE and _OF_STATE.search(said) and not _IN_VALUE.search(said):
        return False
    return status.code == _UNPROCESSABLE or not said or OF_INPUT.search(said) is not None


def of_row(said: str) -> str:
    """The part of a meaning that only the row itself decides: a transition, a deadline."""
    return " ".join(one for one in _OR.split(said) if _OF_ROW.search(one))


def of_input(said: str) -> str:
    """The part of a meaning that the request alone decides; all of it where it is not parted."""
    parts = _OR.split(said)
    rest = [one for one in parts if not _OF_ROW.search(one)]
    return said if len(rest) == len(parts) else " ".join(rest)


def of_inputs(brief: Brief) -> Iterator[Fact]:
    """Refusals that speak of one value of the request: `403` for a flag without privileges."""
    for status in brief.spec.statuses:
        said = meaning_of(status)
        named = any(holds(said, one.name) for one in brief.inputs)
        if status.code in _REFUSALS and named and not is_of_input(status):
            yield _case(brief, "flow-state", status)


def states(brief: Brief, *codes: int) -> Iterator[Fact]:
    """The states and conflicts that a documented status stands for; of these codes where given."""
    for status in brief.statuses(*codes) if codes else brief.spec.statuses:
        said = meaning_of(status)
        row = of_row(said) if status.code in _INVALID else ""
        of_state = status.code in _STATES or (
            status.code in (*_INVALID, *_LIMITED) and _OF_STATE.search(said) is not None
        )
        if row:
            yield _case(brief, "flow-state", status, row)
        elif said and of_state and not (status.code in _INVALID and is_of_input(status)):
            yield _case(brief, "flow-state", status)


def _case(brief: Brief, key: str, status: Status, part: str = "") -> Fact:
    known = brief.status(status)
    said = part or meaning_of(status)
    when = when_of(brief.texts, said) if said else ""
    return replace(known, text=brief.say(key, code=status.code, when=when))
