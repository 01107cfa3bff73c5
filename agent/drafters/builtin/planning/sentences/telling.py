"""What the documents tell of the work itself: the description, and the steps of its logic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import lines_of, sentences, trimmed, unlabelled
from agent.drafters.builtin.planning.sentences.concerns import concern_of
from agent.drafters.builtin.planning.sentences.scope import is_named
from agent.drafters.builtin.planning.sentences.stepwise import Line, joined, stepped

_FEWEST = 4
_MOST = 12
_CUT = "\u2026"
_CALLED = deferred(r"\b(?:GET|POST|PUT|PATCH|DELETE)\W{1,3}/[^\s`)*]*")
_LETTERS = deferred(r"[^\W\d_]{2,}")
# What an endpoint is, not what it does.
_ABOUT = deferred(
    r"(?:this (?:is|endpoint)|it is|used (?:by|to|for|when)|called (?:from|when|by)|there is no"
    r"|s\u0142u\u017cy)\b",
    re.IGNORECASE,
)
_USED = deferred(r"(?:leveraged|used|uses|useful|needed)\b", re.IGNORECASE)
# A bound, a name or a list of what is done: more than what the endpoint is.
_CODES = deferred(r"\b[A-Z]{2,}-\d+")
_DEEDS = re.compile(r"`|, (?:then|and|oraz|a nast)|:")
_ORDERED = deferred(
    r"\bsort|\border|newest|latest|oldest|first\b|group|\blast \d|limit|up to"
    r"|kolejno|najnow|pogrup|sortow|\bnull\b",
    re.IGNORECASE,
)
_DETAIL = re.compile(r"\d|`|, (?:then|and|oraz|a nast)|:")
# What is done beside the first deed: "Draw the pairs, provision accounts".
_BESIDE = deferred(
    r"^[^,:;`()]+, (?=(?:provision|send|notify|e?mail|assign|invalidate|schedule|trigger|enqueue"
    r"|publish)s?\b)",
    re.IGNORECASE,
)


# When steps hold, behind the call that leads them. English and Polish.
_CASE = deferred(r"(?:with|when|if|on|gdy|przy|je\u015bli|w przypadku)\s+\w", re.IGNORECASE)


def described(brief: Brief) -> Iterator[Fact]:
    """The description's whole sentences beyond its first, but what other sections tell of."""
    said = brief.spec.description
    action = brief.subject.act == "action"
    first = True
    for source, line in lines_of(brief, said.source) if said else ():
        for one in sentences(unlabelled(line)):
            told = _beyond(one, brief) if first else one.strip().rstrip(".")
            first = False
            many = len(told.split()) >= _FEWEST or _BESIDE.match(one) is not None
            whole = many and told != "" and not told.endswith((_CUT, ":"))
            whole = whole and not _ABOUT.match(told)
            apart = {"performance"} if action else {"performance", "security"}
            if whole and concern_of(told) not in apart:
                yield Fact(text=told, sources=(source,))


def is_purpose(brief: Brief, one: Fact) -> bool:
    """Whether a fact only repeats what the overview says the endpoint is for.

    An order, what is answered for nothing, and a table that it names are said again.
    """
    said = brief.spec.description
    first = sentences(unlabelled(said.text))[:1] if said is not None else []
    more = _ORDERED.search(one.text) or any(
        f"`{table.name}`" in one.text for table in brief.spec.schema
    )
    return not more and one.text in {each.strip().rstrip(".") for each in first}


def named(brief: Brief, *, whole: bool = False) -> Iterator[Fact]:
    """The first sentence of the description, where nothing else is known of the work.

    Only one that tells more than what the endpoint is, or the `whole` of it as it stands.
    """
    said = brief.spec.description
    for source, line in (lines_of(brief, said.source) if said else [])[:1]:
        for one in sentences(unlabelled(line))[:1]:
            told = one.strip().rstrip(".")
            more = len(told.split()) >= _FEWEST and _DETAIL.search(_CODES.sub("", told))
            if (whole and len(told.split()) > 1) or more:
                yield Fact(text=told, sources=(source,))


def _beyond(sentence: str, brief: Brief) -> str:
    """What a first sentence says beyond what the endpoint is, which the overview tells."""
    told = sentence.strip().rstrip(".")
    deed = _BESIDE.match(told)
    if deed is not None and brief.subject.writes:
        return told[deed.end()].upper() + told[deed.end() + 1 :]
    _, parted, rest = told.partition("; ")
    rest = "" if _USED.match(rest) else rest[:1].upper() + rest[1:]
    more = _DEEDS if brief.subject.writes else _DETAIL
    return rest if parted else told if more.search(_CODES.sub("", told)) else ""


def logic(brief: Brief) -> list[Fact]:
    """The steps of a general passage that is led by this endpoint, each with its own points."""
    notes = [one for one in brief.spec.notes if is_named(brief.spec.endpoint, one)]
    return [fact for note in notes for fact in _steps(lines_of(brief, note.source))][:_MOST]


def _steps(lines: Sequence[Line]) -> Iterator[Fact]:
    """The steps below a lead, after what it says of when they hold."""
    lead, path = lines[0], _CALLED.search(lines[0][1])
    rest = lead[1][path.end() :].strip("`*:.() ") if path is not None else ""
    case = rest[:1].upper() + rest[1:] + ": " if _CASE.match(rest) else ""
    if not case and len(_LETTERS.findall(rest)) > 1:
        yield Fact(text=trimmed(lead[1]).rstrip(":"), sources=(lead[0],))
    for step in stepped(lines[1:]):
        fact = joined(step)
        if fact.text:
            yield replace(fact, text=f"{case}{fact.text}")


def holds_sometimes(brief: Brief) -> bool:
    """Whether the documented steps are those of one case: "with a new status"."""
    notes = [one for one in brief.spec.notes if is_named(brief.spec.endpoint, one)]
    leads = (lines_of(brief, one.source)[0][1] for one in notes)
    hits = ((lead, _CALLED.search(lead)) for lead in leads)
    return any(hit and _CASE.match(lead[hit.end() :].strip("`*:.() ")) for lead, hit in hits)
