"""What the documents say for all endpoints: told once in a plan, with its sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import leaf
from agent.drafters.builtin.planning.facts.brief import CONCERNS, Brief, Concern, Remark
from agent.drafters.builtin.planning.facts.wording import lines_of, sentences, trimmed
from agent.drafters.builtin.planning.sections.adding import adding
from agent.drafters.builtin.planning.sections.passages import COUNTS, RATES
from agent.drafters.builtin.planning.sentences.announcing import announces
from agent.drafters.builtin.planning.sentences.concerns import concern_of
from agent.drafters.builtin.planning.sentences.errorcodes import (
    alternatives,
    anything_else,
    error_codes,
    faults,
    logged_errors,
)
from agent.drafters.builtin.planning.sentences.leading import belongs, leading
from agent.drafters.builtin.planning.sentences.relevance import TELLS_DATABASE
from agent.drafters.builtin.planning.sentences.stepwise import LONGEST
from agent.drafters.builtin.planning.sentences.strange import is_strange
from agent.drafters.builtin.planning.sentences.unasked import asked_here
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.uniques import uniques
from agent.drafters.builtin.project.naming import snake
from agent.sources.passages.statuses import entry

_MOST = 5
# More than these only where they are near.
_ANY = 3
_NEAR = 2
# Fewer words are a title.
_SAYS = 3
# "Roles & Access": nothing is said by it.
_TITLE = deferred(
    r"\s*[*_]*[A-Z\u0141\u015a\u017b][\w&/]*(?: (?:[A-Z]\w*|&|and|or|i|oraz)){1,5}[*_:]*\s*"
)
_CODE = re.compile(r"\b[45]\d\d\b")
_SHORT = 10
_MANY = 429
_HASHED = deferred(
    r"\b(?:passwords?|PINs?|has[\u0142e]\w*)\b.{0,40}\bhash|\bhash\w*\b.{0,20}\b(?:passwords?|PIN|hase\u0142)\b",
    re.IGNORECASE,
)
# "The `book.kind` must be one of ..."
_RULED = deferred(
    r"(?:the )?`(?P<thing>\w+)\.(?P<name>\w+)` (?:must|has to|should|musi|powin\w+)\b",
    re.IGNORECASE,
)
_SECRET = deferred(r"password|\bpin|has\u0142o|token", re.IGNORECASE)
_COLUMN = deferred(r"`([a-z_]\w*)`")
_UNIQUE = deferred(r"uniqueness constraints?\b|ograniczenia unikalno\w+", re.IGNORECASE)
_PER = deferred(
    r"\d+ ?(?:req\w*|calls?|\u017c\u0105da\w+|zapyta\w+) ?(?:/|per\b|na\b) ?(?:min|hour|sec|godz)",
    re.IGNORECASE,
)
_TICKED = deferred(r"`([^`]+)`")
_DIGIT = deferred(r"\d")
_OF_INPUT = {400, 422}


def general(brief: Brief, concern: Concern, beside: Sequence[str] = ()) -> list[Fact]:
    """The facts of this concern that hold for all endpoints, the nearest if they are many.

    `beside` are the other lines of their section.
    """
    found = [fact for told, fact in _auth(brief) if told == concern]
    if concern == "errors":
        found += [*anything_else(brief), *alternatives(brief)]
    said = [
        one
        for one in brief.remarks
        if one.concern == concern
        and not one.own
        and not (one.passage == RATES and _only_counts(brief, one.fact.text))
        and not _is_told(brief, one.fact.text)
        and not _cannot_be(brief, one.fact.text)
        and belongs(brief, concern, one.fact.text)
    ]
    places = {one.source for one in faults(brief)} if concern == "errors" else set()
    said = _once([one for one in said if places.isdisjoint(one.fact.sources)])
    if concern != "flow":  # none that says nothing more takes the place of one that does
        said = [one for one in said if adding(brief, [one.fact], beside)]
    near = sorted(said, key=lambda one: -one.near)
    best = [one for at, one in enumerate(near) if at < _ANY or one.near >= _NEAR]
    kept = best[: max(_MOST - len(found), 0)]
    told = [one.fact for one in said if one in kept]
    if concern == "flow":  # what is done here the section on the flow tells
        told = [fact for one in told for fact in leading(brief, one)]
    both = [*found, *told]
    if concern == "security":
        both = asked_here(brief, both)
    if concern != "flow":
        both = adding(brief, both, beside)
    if concern == "errors":
        both += logged_errors(brief)
    return [*both[:_MOST], *(_beyond(brief, both) if concern == "performance" else ())]


def _only_counts(brief: Brief, text: str) -> bool:
    """Whether it says how calls are counted, where no limit of them holds."""
    counts = COUNTS.search(text) is not None and _DIGIT.search(text) is None
    return counts and brief.spec.status(_MANY) is None


def _cannot_be(brief: Brief, text: str) -> bool:
    """Whether it is of secrets or a field not given here, or of keys that the table has not."""
    given = {snake(leaf(one.name)) for one in brief.inputs}
    ruled = _RULED.match(text) if brief.subject.writes and brief.body else None
    if ruled is not None and snake(ruled["name"]) not in given:
        return fold(ruled["thing"]) == fold(brief.subject.things)
    if _HASHED.search(text):
        return not any(_SECRET.search(one.name) for one in brief.inputs)
    table = brief.table
    if _UNIQUE.match(text) is None or table is None:
        return False
    named = set(_COLUMN.findall(text))
    return (
        named.isdisjoint(one.name for one in brief.inputs) if named else not uniques(brief, table)
    )


def _once(said: Sequence[Remark]) -> list[Remark]:
    """Of sentences on what the database is told of the caller the one that says the most.

    Another variable is of other callers.
    """
    same = [one for one in said if TELLS_DATABASE.search(one.fact.text)]
    best = max(same, key=lambda one: len(one.fact.text), default=None)
    known = set(_TICKED.findall(best.fact.text)) if best is not None else set()
    return [
        one
        for one in said
        if one is best or one not in same or (known and {*_TICKED.findall(one.fact.text)} - known)
    ]


def _beyond(brief: Brief, told: Sequence[Fact]) -> Iterator[Fact]:
    """What a list of all statuses has for too many requests, where their limit is told without."""
    said = " ".join(one.text for one in told)
    if brief.spec.status(_MANY) is not None or not _PER.search(said) or str(_MANY) in said:
        return
    for note in brief.spec.notes:
        for source, line in lines_of(brief, note.source):
            found = entry(line)
            if found is not None and found[0] == _MANY:
                yield Fact(text=brief.say("rate-beyond"), sources=(source,))
                return


def _is_told(brief: Brief, text: str) -> bool:
    """Whether it only gives statuses a meaning, and the section on errors tells who has them."""
    listed = entry(text)
    if listed is not None and listed[0] in _placed(brief) and "`" not in listed[1]:
        return brief.tells("errors")
    word = _TICKED.match(text)
    if word is not None and any(one.word == word[1] for one in error_codes(brief)):
        return brief.tells("errors")
    codes = set(_CODE.findall(text))
    known = {str(one.code) for one in brief.spec.statuses}
    short = len(text.split()) <= _SHORT and "`" not in text
    return bool(codes) and codes <= known and short and brief.tells("errors")


def _placed(brief: Brief) -> set[int]:
    """The statuses that have a meaning here, and those of input where nothing is given."""
    found = {one.code for one in brief.spec.statuses if one.meaning}
    given = any(one.place != "path" for one in brief.inputs)
    return found if given else found | _OF_INPUT


def general_line(brief: Brief) -> str:
    """In one line those that no section of this plan tells; empty where there are none."""
    kinds = {one.kind for one in brief.outline}
    parts = [
        brief.say(f"general-{concern}", text=text)
        for concern in CONCERNS
        if concern not in kinds and (text := "; ".join(general_facts(brief, concern)))
    ]
    return brief.say("general", endpoint=brief.endpoint, text="; ".join(parts)) if parts else ""


def for_all(brief: Brief, concern: Concern, beside: Sequence[str] = ()) -> list[str]:
    """Those of a section's concern in an entry of its list."""
    text = "; ".join(general_facts(brief, concern, beside))
    return [f"- {brief.say('for-all', endpoint=brief.endpoint, text=text)}"] if text else []


def general_facts(brief: Brief, concern: Concern, beside: Sequence[str] = ()) -> list[str]:
    """Each of them with its sources, as it stands in a line."""
    facts = (
        replace(one, text=trimmed(one.text, LONGEST).rstrip("."))
        for one in general(brief, concern, beside)
    )
    return [str(one) for one in facts]


def _auth(brief: Brief) -> Iterator[tuple[Concern, Fact]]:
    """What the statement on authentication says, and what it says of rates beside it."""
    auth = brief.spec.auth
    if auth is None or not auth.text:
        return
    for source, text in lines_of(brief, auth.source) or [(auth.source, auth.text)]:
        if is_strange(brief, text) or announces(text):
            continue
        rates = [one for one in sentences(text) if concern_of(one) == "performance"]
        others = [one for one in sentences(text) if one not in rates and not announces(one)]
        said = trimmed(" ".join(others), LONGEST).rstrip(".")
        if not belongs(brief, "security", said) or _TITLE.fullmatch(text):
            continue
        if len(said.split()) >= _SAYS and not brief.is_own(source):
            yield "security", Fact(text=said, sources=(source,))
        for one in rates:
            if one.rstrip(".") not in said and not brief.is_own(source):
                yield "performance", Fact(text=one.rstrip("."), sources=(source,))
