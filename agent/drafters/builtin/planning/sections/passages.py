"""Remarks of passages that are told as a whole: limits of requests, and sections on the deed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from agent.core.documents import RepoPath
from agent.core.patterns import deferred
from agent.core.spec import Excerpt
from agent.core.values import dataclass
from agent.drafters.builtin.planning.callers.rates import is_rate_of
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief, Remark
from agent.drafters.builtin.planning.facts.wording import lines_of, trimmed
from agent.drafters.builtin.planning.sentences.rowwise import as_sentence
from agent.drafters.builtin.planning.sentences.stepwise import below_lead, joined, stepped
from agent.drafters.builtin.planning.sentences.topical import TOPICAL, topical
from agent.drafters.builtin.planning.tables.work import work_of
from agent.drafters.builtin.planning.writes.transitions import draws
from agent.sources.passages.statuses import RATED

# "Uploads: 5 a minute".
_NAMED = deferred(r"[^:\d]{3,60}:\s[^:]*\d")
# By what calls are counted, and where: of the limits of all endpoints.
COUNTS = deferred(
    r"\bRedis\b|\bin-?memory\b|\b(?:sliding|fixed)[- ]window|\b(?:token|leaky)[- ]bucket"
    r"|przesuw\w+ okn|\b(?:middleware|application[- ]level)\b"
    r"|\b(?:by|based on|na podstawie) (?:the )?(?:client )?(?:IP|user|u\u017cytkownik\w*)\b",
    re.IGNORECASE,
)
_DIGIT = deferred(r"\d")
_NUMBER = deferred(r"^[\d.)\s]+")
_SEVERAL = 2
RATES = "rates"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sofar:
    """What is said: the lines that other parts tell, the sentences; what the endpoint is called."""

    told: Collection[tuple[RepoPath, int]]
    seen: set[str]
    called: str


def of_deed(brief: Brief, excerpt: Excerpt, sofar: Sofar) -> Iterator[Remark]:
    """The steps of a section on this endpoint's deed, but what other parts of the plan tell."""
    way = work_of(brief)
    for concern, fact in topical(brief, excerpt):
        place, said = fact.sources[0], fact.text
        known = said.casefold() in sofar.seen or (place.path, place.line) in sofar.told
        if known or draws(way, said):
            continue
        sofar.seen.add(said.casefold())
        yield Remark(concern=concern, fact=fact, own=True, passage=TOPICAL)


def of_rates(brief: Brief, excerpt: Excerpt, sofar: Sofar) -> Iterator[Remark]:
    """The limits of requests in a section on them; those below a lead are told with it.

    Not where each has a name of its own: "Limits:" above "Uploads: 5 a minute" says of whom none.
    """
    lines = lines_of(brief, excerpt.source)
    if len(lines) == 1 and lines[0][1].rstrip("* ").endswith(":"):
        return  # it leads an example
    below = below_lead(lines) if lines else lines
    own = [text for _, text in below if _NAMED.match(trimmed(text))]
    led = len(below) < len(lines) and len(own) < _SEVERAL
    of = lines[0][1] if led else excerpt.about if excerpt.under else ""
    for step in [lines] if led else stepped(below) if below else ():
        fact = joined(step)
        if excerpt.text.startswith("|"):
            fact = replace(fact, text=as_sentence(excerpt.text))
        known = fact.text.casefold() in sofar.seen
        counts = COUNTS.search(fact.text) and not _DIGIT.search(fact.text)
        if (counts or is_rate_of(brief, of or fact.text, sofar.called)) and not known:
            sofar.seen.add(fact.text.casefold())
            fact = _titled(fact, excerpt.about, sofar) if counts else fact
            yield Remark(concern="performance", fact=fact, own=False, passage=RATES)


def _titled(fact: Fact, about: str, sofar: Sofar) -> Fact:
    """How calls are counted, the first behind the title where it does not say of what it is."""
    title = _NUMBER.sub("", about)
    if RATED.search(fact.text) or not RATED.search(title) or title in sofar.seen:
        return fact
    sofar.seen.add(title)
    return replace(fact, text=f"{title}: {fact.text[:1].lower()}{fact.text[1:]}")
