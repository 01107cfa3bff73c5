"""Where a told sentence stands in the flow: values before the write, the answer after it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.sentences.concerns import is_condition
from agent.drafters.builtin.planning.sentences.modelcalls import place_to_call
from agent.drafters.builtin.planning.sentences.stepwise import is_case, is_deed
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.writes.calling import is_call
from agent.drafters.builtin.planning.writes.sidetables import said_to_be_written

# What a sentence is about, with the label before it: "Dates: day is …", "`0`: …".
_ABOUT = deferred(
    r"(?:(?P<label>[^\W\d]\w*)[^:`.]{0,20}:\s+)?`?(?P<name>\w+)`?\s*"
    r"(?:(?:JSON )?[(:=\u2013-]|(?:is|are|will|uses?|jest|s\u0105)\b)"
)
_VALUE = deferred(
    r"`\d+`\s*:|[^:]{0,40}\b(?:indeksowan\w+|(?:0|zero)[- ](?:indexed|based))\b", re.IGNORECASE
)
_MEANS = deferred(r"(?:uses|using|u\u017cywa|korzysta)\b", re.IGNORECASE)
_SENDS = deferred(r"(?:send|notif|e?mail|publish|call|wysy\u0142|powiad)", re.IGNORECASE)
_CHECKS = deferred(
    r"\b(?:must|cannot|can only|only if|may not|not allowed|requires?|exactly one|at most"
    r"|allowed (?:only|unless|if|when)|validat\w*|check\w*|ensur\w*|verif\w*|enforc\w*|prevent\w*"
    r"|reject(?:s|ing)?"
    r"|(?:is|are|be) rejected|transitions|uniqu\w*|no more than|musi|musz\u0105|nie mo\u017ce"
    r"|nie mo\u017cna|wymagan\w*|tylko|sprawd\w*|walid\w*|unikal\w*)\b"
    r"|\bin \[|[\u2264\u2265]|[<>]=|\d\.\.\d",
    re.IGNORECASE,
)
# That a row is there afterwards is no check.
_MADE_SURE = deferred(
    r"\bensur\w+ (?:that )?an? [^.;]{0,60}\b(?:is|gets|are) (?:created|initiali[sz]ed|added)",
    re.IGNORECASE,
)
_ANSWERS = deferred(r"(?:returns?|responds?|zwraca)\b", re.IGNORECASE)
_SETS = deferred(
    r"(?:stor|set|sav|updat|ustaw|zapis)\w*\b[^;:]{0,20}`(?P<name>\w+)`", re.IGNORECASE
)
_TICKED = deferred(r"`([^`]+)`")
_PART = deferred(r"; |: ")
_STEPS = 3
_FEW, _STEM = 8, 5


def before(brief: Brief, said: Sequence[Fact]) -> list[Fact]:
    """What has to hold, what the values mean, and who is called: all before the rows."""
    checks = (one for one in said if _is_check(one.text) or is_of_value(brief, one.text))
    called = (one for one in said if is_call(brief, one))
    before = {id(one) for one in (*checks, *called)}
    places = [place_to_call(brief, one) for one in said]
    kept = zip(said, places, strict=True)
    return [one for one, place in kept if place < 0 or (not place and id(one) in before)]


def led(brief: Brief, said: Sequence[Fact]) -> tuple[list[Fact], list[Fact], list[Fact]]:
    """What an action's description says is done with rows, the rest, and what is returned."""
    leads = [one for one in said if brief.subject.act == "action" and _is_lead(brief, one)]
    rest = [one for one in said if one not in leads]
    answers = [one for one in rest if _ANSWERS.match(one.text)]
    return leads, [one for one in rest if one not in answers], answers


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


def _is_check(text: str) -> bool:
    """Whether a sentence says what has to hold before the write."""
    wants = bool(_CHECKS.search(text)) or is_condition(text)
    return wants and not (is_deed(text) or is_case(text) or _MADE_SURE.search(text))


def is_of_value(brief: Brief, text: str) -> bool:
    """Whether it tells of a value of the request, or of what the work is done with."""
    if is_deed(text):
        return False
    if _MEANS.match(text) or _VALUE.match(text):
        return True
    about, given = _ABOUT.match(text), {fold(one.name) for one in brief.inputs}
    return about is not None and any(
        word and fold(word) in given for word in (about["label"], about["name"])
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


def is_set_in(row: Fact, told: Iterable[Fact]) -> bool:
    """Whether the steps of a documented way set each column of a row that is changed."""
    table, *columns = _TICKED.findall(row.text) or [""]
    sets = {hit["name"] for one in told for part in _steps(one) for hit in _SETS.finditer(part)}
    return bool(table and columns) and set(columns) <= sets


def _steps(fact: Fact) -> list[str]:
    """The steps of a way that a sentence joins; none of a single one."""
    parts = _PART.split(fact.text)
    return parts if len(parts) >= _STEPS else []


def told_by(brief: Brief, lead: Fact, rows: Sequence[Fact]) -> list[str]:
    """The tables that a leading sentence writes to, where each of their rows is derived."""
    tables = said_to_be_written(brief, [lead])
    made = {name for one in rows for name in _TICKED.findall(one.text)[:1]}
    return tables if set(tables) <= made else []
