"""The section on errors: each documented status, its code if it has one, and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Status
from agent.drafters.builtin.planning.callers.policy import reason
from agent.drafters.builtin.planning.citations import Fact, holds, together
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import meaning_of, members, phrases_of, when_of
from agent.drafters.builtin.planning.sections.general import for_all
from agent.drafters.builtin.planning.sections.refusals import case_of, stands
from agent.drafters.builtin.planning.sections.remarks import remarks
from agent.drafters.builtin.planning.sections.stated import beside
from agent.drafters.builtin.planning.sentences.errorbodies import shown_error
from agent.drafters.builtin.planning.sentences.errorcodes import (
    ErrorCode,
    error_codes,
    faults,
    message_of,
)
from agent.drafters.builtin.planning.sentences.overall import is_inherited
from agent.drafters.builtin.planning.sentences.sharing import shared
from agent.drafters.builtin.planning.tables.work import work_of
from agent.drafters.builtin.planning.writes.logging import logged

_ERRORS, _MANY = 400, 429
# A status of the endpoint's own may have its own word.
_CODED = deferred(r"\b[A-Z]+_[A-Z_]+\b")
# Statuses of the whole API that an endpoint may have no cause for.
_WHERE = (403, 409)


def errors(brief: Brief) -> list[str]:
    """Each status, then what the endpoint's passage says of errors beside them."""
    facts = (
        *_told(brief, *_known(brief)),
        *_beyond(brief),
        *_formed(brief),
        *remarks(brief, "errors"),
        *_by_profile(brief),
        *logged(brief),
    )
    lines = [*(f"- {fact}" for fact in facts), *for_all(brief, "errors")]
    return lines or [brief.say("no-errors", endpoint=brief.endpoint)]


def singly(brief: Brief) -> list[str]:
    """The same with each status for itself, for a plan in which several endpoints have it."""
    bad, coded = _known(brief)
    facts = [_error(brief, one, coded.get(one.code)) for one in bad]
    facts += [_error(brief, one, None) for one in faults(brief)]
    facts += [*_beyond(brief), *_formed(brief), *remarks(brief, "errors")]
    facts += [
        Fact(text=f"`{one.code}`", because=reason(brief.profile, brief.texts, one))
        for one in brief.policy
        if one.code >= _ERRORS
    ]
    return [f"- {fact}" for fact in (*facts, *logged(brief))]


def _known(brief: Brief) -> tuple[list[Status], Mapping[int, ErrorCode]]:
    """The errors that documents name for it, and the codes that they have for them."""
    bad = [one for one in brief.spec.statuses if one.code >= _ERRORS]
    bad = [one for one in bad if not brief.by_convention(one.code)]
    bad = [one for one in bad if one.code not in _WHERE or stands(work_of(brief), one)]
    return bad, {one.code: one for one in error_codes(brief)}


def _told(brief: Brief, bad: Sequence[Status], coded: Mapping[int, ErrorCode]) -> Iterator[Fact]:
    """Each status with when it comes in a line; those without in one, as are all inherited."""
    own = {one.code for one in bad if brief.is_own(one.source)}
    facts = [(one.code, _error(brief, one, coded.get(one.code))) for one in bad]
    general = {one.code for one in bad if is_inherited(brief.spec, one)}
    plain = [fact for code, fact in facts if code not in own or ": " not in fact.text]
    above = [fact for code, fact in facts if code in general and ": " in fact.text]
    above += [_error(brief, one, None) for one in faults(brief)]
    for fact in together([one for one in plain if one not in above]):
        yield _plain(brief, fact)
    if above:
        codes = "; ".join([*map(str, above[:-1]), above[-1].text])
        yield _plain(brief, replace(above[-1], text=codes))
    yield from (fact for _, fact in facts if fact not in plain)


def _formed(brief: Brief) -> Iterator[Fact]:
    """The fields that every error has."""
    form = brief.spec.error
    if form is not None:
        text = brief.say("error-form", names=members(brief.texts, form))
        yield Fact(text=text, sources=(form.source,))


def _beyond(brief: Brief) -> Iterator[Fact]:
    """What the general sections refuse with where the flow needs it."""
    coded = {one.code: one for one in error_codes(brief)}
    for one in beside(work_of(brief)):
        fact = _worded(brief, one.fact, coded.get(one.code))
        yield replace(fact, text=fact.text + when_of(brief.texts, one.when))


def _worded(brief: Brief, fact: Fact, general: ErrorCode | None) -> Fact:
    """The fact of a status with the word that a list of all codes has for it."""
    if general is None:
        return fact
    shown, joint, meaning = fact.text.partition(": ")
    text = f"{shown}{brief.say('error-word', word=general.word)}{joint}{meaning}"
    return replace(fact, text=text, sources=(*fact.sources, general.source))


def _plain(brief: Brief, fact: Fact) -> Fact:
    """Statuses without a when, with those who share them, or whom they are meant for."""
    beside = shared(brief, fact.sources[0]) if fact.sources else ""
    if beside or any(map(brief.is_own, fact.sources)) or not fact.sources:
        return replace(fact, beside=beside)
    return replace(fact, text=brief.say("error-general", endpoint=brief.endpoint, codes=fact.text))


def _by_profile(brief: Brief) -> Iterator[Fact]:
    """In a line the errors that no document names and the profile knows."""
    found = [one for one in brief.policy if one.code >= _ERRORS]
    if found:
        known = {one.code: one for one in error_codes(brief)}
        worded = [_worded(brief, Fact(text=f"`{one.code}`"), known.get(one.code)) for one in found]
        # The status itself stands nowhere: only its word does.
        words = [str(place) for one in worded for place in one.sources]
        codes = ("; " if words else ", ").join(one.text for one in worded)
        text = brief.say("errors-by-profile", method=brief.spec.endpoint.method, codes=codes)
        places = dict.fromkeys(reason(brief.profile, brief.texts, one) for one in found)
        yield Fact(text=text, because=", ".join((*places, *words)))


def _error(brief: Brief, status: Status, general: ErrorCode | None) -> Fact:
    """A status with when it comes, and with what the body says that is shown for it."""
    fact, shown = _when(brief, status, general), shown_error(brief, status)
    if shown is None:
        return fact
    text = fact.text + brief.say("error-shown", text=shown.text)
    return replace(fact, text=text, sources=(*fact.sources, *shown.sources))


def _when(brief: Brief, status: Status, general: ErrorCode | None) -> Fact:
    fact = status_fact(brief, status)
    told = message_of(brief, status)
    if told is not None:
        text = fact.text + brief.say("error-message", text=told.text)
        return replace(fact, text=text, sources=(*fact.sources, *told.sources))
    case = "" if meaning_of(status) else case_of(work_of(brief), status).when
    when = when_of(brief.texts, case) if case else ""
    if _CODED.search(fact.text):
        general = None
    fact = _worded(brief, fact, general)
    return replace(fact, text=f"{fact.text}{when}")


def status_fact(brief: Brief, status: Status) -> Fact:
    """A status with its phrase as the document writes it, and its meaning."""
    known = brief.status(status)
    sources = known.sources
    phrase = _phrase(brief, status, sources)
    text = brief.say("success", code=status.code, phrase=phrase)
    meaning = brief.say("error-rate") if _is_rate(brief, status) else meaning_of(status)
    if meaning:
        text += f": {meaning}"
    return Fact(text=text, sources=sources, because=known.because)


def _is_rate(brief: Brief, status: Status) -> bool:
    """Whether it stands for the limit of all calls, whose figure the flow has."""
    return status.code == _MANY and brief.tells("flow") and not brief.is_own(status.source)


def _phrase(brief: Brief, status: Status, sources: Sequence[Source]) -> str:
    said = " ".join(brief.passages.says(one) for one in sources)
    known = phrases_of(status.code)
    return next((f" {one}" for one in known if holds(said, f"{status.code} {one}")), "")
