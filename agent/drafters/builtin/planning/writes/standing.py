"""The refusals of an action by what already is, with what has to hold for it to go on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.lately import latest
from agent.core.patterns import deferred
from agent.core.spec import Status
from agent.drafters.builtin.planning.citations import Fact, holds
from agent.drafters.builtin.planning.facts.wording import meaning_of
from agent.drafters.builtin.planning.sentences.guards import states
from agent.drafters.builtin.planning.tables.refusal import Refusal
from agent.drafters.builtin.planning.tables.work import Work, status_sources
from agent.drafters.builtin.planning.writes.needing import Need, needs

_CLASH = 409
_CODES = (409, 400, 422, 403)
# Only that the row is another's: "User does not own this book".
_ANOTHERS = deferred(
    r"(?:(?!or\b|lub\b)[\w']+ ){0,12}?(?:\w+n't|not) own(?: (?!or\b|and\b)\w+){0,4}\W*",
    re.IGNORECASE,
)
_FORMULA = deferred(r"\b(?:status|state)\W*(?:[!=]=|=|<>)", re.IGNORECASE)
_STATE = deferred(r"\b(?:status|state|stan\w*|already|ju\u017c)\b", re.IGNORECASE)


@latest(4)
def standing(work: Work) -> tuple[Fact, ...]:
    """The documented refusals of a state, the first with what it asks for."""
    found, wanted = _found(work), needs(work)
    mine = _of_clash(found, wanted)
    if mine is None:
        return (*found, *([_alone(work, wanted)] if wanted else []))
    more = [one for one in wanted if not _is_said(mine, one)]
    if not more:
        return tuple(found)
    told = _joined(work, more)
    text = f"{mine}: {told.text[:1].lower()}{told.text[1:]}"
    mended = Fact(text=text, sources=told.sources)
    return tuple(mended if one is mine else one for one in found)


def unnamed(work: Work) -> Iterator[tuple[int, str]]:
    """A code by convention, and when it is answered, where no document names one for the state."""
    wanted = needs(work) if work.brief.subject.writes else ()
    told = wanted and (_of_clash(_found(work), wanted) or _refusal(work, wanted))
    if wanted and not told:
        yield _CLASH, "; ".join(one.broken for one in wanted)


def _found(work: Work) -> list[Fact]:
    """The documented refusals; that a row is another's is told where it is looked up."""
    found = list(states(work.brief))
    return [one for one in found if work.tie is None or not _is_anothers(work, one)]


def _alone(work: Work, wanted: Sequence[Need]) -> Fact:
    """What must hold, with the refusal that speaks of a state, or the one by convention."""
    told = _refusal(work, wanted)
    refused = Refusal(code=_CLASH, because=work.brief.say("convention"))
    if told is not None:
        refused = Refusal(code=told.code, sources=status_sources(work.brief, told))
    return refused.after(_joined(work, wanted), work.brief.say("flow-else", code=refused.code))


def _refusal(work: Work, wanted: Sequence[Need]) -> Status | None:
    """The documented status that speaks of a state."""
    known = work.brief.statuses(*_CODES)
    return next((one for one in known if _is_of_state(meaning_of(one), wanted)), None)


def _is_of_state(said: str, wanted: Sequence[Need]) -> bool:
    return _STATE.search(said) is not None or any(
        holds(said, value) for one in wanted for value in one.values
    )


def _joined(work: Work, wanted: Sequence[Need]) -> Fact:
    """What must hold in one item, all but the last with their sources."""
    facts = [Fact(text=one.text, sources=one.sources) for one in wanted]
    said = "; ".join((*map(str, facts[:-1]), facts[-1].text))
    return Fact(text=work.brief.say("flow-needs", needs=said), sources=facts[-1].sources)


def _is_said(refusal: Fact, need: Need) -> bool:
    """Whether the refusal has the states in a formula of its own: `status != open`."""
    formula = _FORMULA.search(refusal.text)
    return formula is not None and all(holds(refusal.text, one) for one in need.values)


def _of_clash(found: Sequence[Fact], wanted: Sequence[Need]) -> Fact | None:
    """The refusal that what must hold stands with: the conflict, or the one of a state."""
    clash = (one for one in found if f"`{_CLASH}`" in one.text)
    return next(clash, next((one for one in found if _is_of_state(one.text, wanted)), None))


def _is_anothers(work: Work, fact: Fact) -> bool:
    """Whether it is only the refusal of another's row, told where that row is looked up."""
    said = [meaning_of(one) for one in work.brief.statuses(403)]
    return any(one in fact.text and _ANOTHERS.fullmatch(one) for one in said if one)
