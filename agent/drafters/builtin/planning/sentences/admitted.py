"""Which of the documents' sentences are steps of a request's flow, and not of another's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.sentences.leading import calls
from agent.drafters.builtin.planning.sentences.listed import stated_part
from agent.drafters.builtin.planning.sentences.phases import Phase, phase_of
from agent.drafters.builtin.planning.sentences.saying import (
    Derived,
    is_bound,
    is_known,
    once,
    words_in,
)
from agent.drafters.builtin.planning.sentences.scope import acts_in, alike
from agent.drafters.builtin.planning.sentences.stepwise import is_case
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.project.naming import snake

# What a rule is about: "`name`: …", "`a` and `b` must …".
_FIELD = deferred(
    r"\W*`?(?P<name>[a-z]\w*(?:\.\w+)*)`?(?:(?:,| and| i) `?\w+`?)*\s*(?:\([^()]*\)\s*)?"
    r"(?::|must|is required|cannot|=)\s?"
)
_STATE = deferred(r"stat(?:us|e)$|_at$|^is_")
_DEED = deferred(
    r"(?P<when>(?:on|when|upon|after|before|during|przy|po|przed)\s)?"
    r"(?P<deed>\w+?(?P<noun>tion|sion|ing|al|ance)?(?: \w+){0,2})\b",
    re.IGNORECASE,
)
# Of an answer: in which case, by what, or what of it is kept back.
_CASE = deferred(
    r"\b(?:if|when|unless|even|cookies?|headers?|tokens?|gdy|je\u015bli|je\u017celi"
    r"|only|never|cannot|must not|tylko|nigdy)\b",
    re.IGNORECASE,
)
_QUOTED = deferred(r"\"[^\"]*\"|\u201c[^\u201d]*\u201d")
_NUMBER = deferred(r"\b\d+\b|\b(?:one|single|twice|jeden|jedn\w+)\b", re.IGNORECASE)
_FIRST = 8
_CODE = deferred(r"\b[45]\d\d\b")


def steps_in(brief: Brief, said: Iterable[Fact], derived: Derived) -> list[Fact]:
    """Those that are steps of this request, without what the derived items say."""
    whole = (part for one in said for part in _parts(brief, one))
    return once(one for one in whole if _is_step(brief, one, derived))


def part_of(brief: Brief, one: Fact) -> Phase | None:
    """The part of the work that it is of; what a list or section on checks says has to hold."""
    stated = stated_part(brief, one)
    if stated == "check":
        return "check"
    phase = phase_of(one.text) or stated
    if is_case(one.text) and phase != "check":
        return "compute"
    return phase


def _parts(brief: Brief, one: Fact) -> Iterator[Fact]:
    """The sentence; of the cells of a row, which have nothing that leads them, those that do."""
    parts = [one.text] if part_of(brief, one) is not None else one.text.split("; ")
    kept = [text for text in parts if len(parts) == 1 or phase_of(text) is not None]
    if kept:
        yield one if len(parts) == 1 else replace(one, text="; ".join(kept))


def steps_for_all(brief: Brief, said: Iterable[Fact]) -> Iterator[Fact]:
    """Of sentences for many endpoints those on this one, or that check what it is given."""
    for one in said:
        if not brief.subject.writes:
            yield one
            continue
        phase = phase_of(one.text)
        named = calls(brief.spec.endpoint, one.text) or _is_on_deed(brief, one.text)
        ruled = phase in {"check", "compute", "write"} and _is_of_rows(brief, one.text)
        if phase is not None and (named or ruled):
            yield one


def _is_on_deed(brief: Brief, text: str) -> bool:
    """Whether it begins with this very deed, or with when it is done: "On creation …"."""
    hit, subject = _DEED.match(text), brief.subject
    if hit is None:
        return False
    verb = subject.verb.partition("_")[0]
    if verb:
        return any(alike(one, verb) for one in hit["deed"].split())
    led = hit["when"] or hit["noun"]
    return bool(led) and acts_in(hit["deed"]) == (subject.act,) and not subject.owner


def _is_step(brief: Brief, one: Fact, derived: Derived) -> bool:
    phase = part_of(brief, one)
    if phase is None:
        return False
    if phase == "check" and (is_bound(brief, one.text) or _is_of_no_field(brief, one)):
        return False
    if phase == "answer":
        return (
            _CODE.search(one.text) is not None
            or _CASE.search(_QUOTED.sub("", one.text)) is not None
        )
    return not is_known(brief, one, phase, derived)


def _is_of_no_field(brief: Brief, one: Fact) -> bool:
    """Whether it rules, elsewhere, a column that is not given here, and no state of the row."""
    if brief.subject.act != "delete" and any(map(brief.is_own, one.sources[:1])):
        return False
    hit = _FIELD.match(one.text)
    name = _name(hit["name"]) if hit is not None else ""
    if not name or _STATE.search(name):
        return False
    known = {snake(column.name) for one in brief.spec.schema for column in one.columns}
    return name in known and name not in {_name(one.name) for one in brief.inputs}


def _is_of_rows(brief: Brief, text: str) -> bool:
    """Whether it begins with what the request gives, or is of how many rows are made."""
    begun = words_in(" ".join(text.split()[:_FIRST]))
    names = (words_in(_name(one.name)) for one in brief.inputs if one.place != "path")
    if any(one <= begun for one in names):
        return True
    act, thing = brief.subject.act, fold(brief.subject.thing)
    counted = words_in(text) if act in {"create", "action"} else begun
    return act != "delete" and _NUMBER.search(text) is not None and thing in counted


def _name(path: str) -> str:
    return snake(path.rpartition(".")[2])
