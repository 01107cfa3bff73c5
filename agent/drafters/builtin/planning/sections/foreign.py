"""Sentences that are no step of this endpoint: of its client, of other deeds, of the document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.sentences.scope import acts_in
from agent.drafters.builtin.planning.sentences.strays import is_stray
from agent.drafters.builtin.planning.subject import Subject

# Who has the client in mind: "The frontend bridges …", and a gesture with the call that it makes.
_CLIENT = re.compile(
    r"(?:[^:`.]{2,40}:\s+)?(?:the\s+)?(?:mobile |web )?(?:client|front-?end|UI|user interface"
    r"|interfejs)\b|.*\b(?:client|front-?end|UI) (?:reads|calls|polls|shows|displays)\b",
    re.IGNORECASE,
)
_GESTURE = re.compile(r"[^`]{3,60}(?:\u2192|->)\s*`?(?:GET|POST|PUT|PATCH|DELETE)\s+/")
# What was said of it stands in the line above.
_NO_SUBJECT = re.compile(
    r"(?:executed|enforced|implemented|performed|triggered|invoked|leveraged)\b"
    r"|(?:prevents|protects against) [^`]*\b(?:injection|accidental|attacks?|abuse|exhaustion)\b",
    re.IGNORECASE,
)
# Of the document, not of what it describes.
_OF_DOCUMENT = re.compile(
    r".*\bexplicitly in (?:the )?(?:PRD|spec)|.*\bfor completeness\b|.*\bMVP chooses\b"
    r"|.*\bpayload: same as\b|(?:request )?body (?:is )?optional\b|.*\bunder the hood$"
    r"|.*\btriggered by (?:an? |the )?(?:edge function|cron|scheduled|background)"
    r"|.*\bcan then be \w+ (?:via|with|through|by)\b",
    re.IGNORECASE,
)
# How rows are shown is no part of a write.
_SHOWN = deferred(
    r".*\b(?:newest|latest|oldest) [\w ]{0,20}\bfirst\b|.*\bread-only access\b"
    r"|[^.;]{3,60}\bsees?\b",
    re.IGNORECASE,
)
# "FR-10 Adding: a user who is signed in can add …": the overview, told as a wish.
_WISH = deferred(
    r"[A-Z]{2,}-\d+\s.*\b(?:users?|u\u017cytkowni\w+)\b.*\b(?:can|may|mo\u017ce|mog\u0105)\b"
)
_BOUND = deferred(
    r"\b(?:only|once|not|max\w*|own|before|unique|tylko|raz|nie|maks\w*|unikaln\w*|przed"
    r"|w\u0142asn\w*)\b",
    re.IGNORECASE,
)
# A deed as what a sentence is about, or as when it holds.
_DEED = deferred(
    r"(?P<deed>[a-z]{3,}ing)\s+(?:an?|the)\s|when (?:[a-z]+ )?(?P<done>[a-z]{3,}(?:ed|ing))\s*,"
    r"|(?:[a-z]+ )?(?P<noun>acceptance|rejection|approval|cancellation|deletion|removal|creation"
    r"|completion|execution|publication|activation|deactivation|registration)"
    r" (?:must|should|requires?)\b"
    r"|(?!this\b|the\b|each\b|every\b)(?P<of>[a-z]{5,}) endpoint [a-z]+s\b",
    re.IGNORECASE,
)
_BEFORE = deferred(r".*\bbefore allowing (?P<deed>[a-z]{4,})", re.IGNORECASE)
_WAYS = deferred(r"\b(?:status|state)e?s?\b[\w ]{0,20}\btransitions?\b", re.IGNORECASE)
_ARROW = deferred(r"\u2192|->")
_ALIKE, _SHORT = 5, 4
_WAY = 2
_PARTED = "; "


def steps_of(brief: Brief, facts: Iterable[Fact]) -> Iterator[Fact]:
    """The sentences without what is foreign or no step by its form, as items of the flow."""
    yield from _native(brief, facts, lambda text: is_stray(brief, text))


def native(brief: Brief, facts: Iterable[Fact]) -> Iterator[Fact]:
    """The sentences without what is foreign; of several parts in one line, the others."""
    yield from _native(brief, facts, lambda _: False)


def _native(brief: Brief, facts: Iterable[Fact], strays: Callable[[str], bool]) -> Iterator[Fact]:
    for fact in facts:
        parts = [] if _is_aside(brief, fact.text) or strays(fact.text) else fact.text.split(_PARTED)
        kept = [
            one
            for one in parts
            if not (_is_aside(brief, one) or _is_of_others(brief, one) or strays(one))
        ]
        if kept:
            yield fact if len(kept) == len(parts) else replace(fact, text=_PARTED.join(kept))


def _is_aside(brief: Brief, text: str) -> bool:
    """Whether it is of the client, of the document, or only of how things stand."""
    if any(one.match(text) for one in (_CLIENT, _GESTURE, _NO_SUBJECT, _OF_DOCUMENT)):
        return True
    if not brief.subject.writes:
        return False
    wish = _WISH.match(text) is not None and not _BOUND.search(text)
    return wish or _SHOWN.match(text) is not None or _draws_others(brief.subject, text)


def _is_of_others(brief: Brief, text: str) -> bool:
    """Whether another endpoint does it."""
    subject, before = brief.subject, _BEFORE.match(text)
    if before is not None and not _is_like(before["deed"], subject.verb, _SHORT):
        return subject.act not in acts_in(before["deed"])
    return subject.writes and _is_of_deed(subject, text)


def _is_of_deed(subject: Subject, text: str) -> bool:
    """Whether it is about another deed; what is changed may be any of them."""
    hit = _DEED.match(text)
    if hit is None or subject.act == "update":
        return False
    deed = hit["deed"] or hit["done"] or hit["noun"] or hit["of"]
    return subject.act not in acts_in(deed) and not _is_like(deed, subject.verb)


def _draws_others(subject: Subject, text: str) -> bool:
    """Whether it draws the ways between states, and none of them is what is done here."""
    if subject.act == "update" or _WAYS.search(text) is None or len(_ARROW.findall(text)) < _WAY:
        return False
    return not any(_is_like(one, subject.verb) for one in re.findall(r"[a-z]+", text))


def _is_like(word: str, verb: str, size: int = _ALIKE) -> bool:
    """Whether they are forms of one verb: `accepted`, `accept`."""
    stem = verb.partition("_")[0].casefold()[:size]
    return bool(stem) and word.casefold().startswith(stem)
