"""The refusal of too many requests, where a general section gives the limit with its figure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from agent.core.documents import Source
from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.profile import KnownStatus
from agent.core.spec import Excerpt, Status
from agent.drafters.builtin.planning.callers.rates import is_narrow_rate, is_rate_of
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import lines_of
from agent.drafters.builtin.planning.sections.passages import RATES
from agent.drafters.builtin.planning.sentences.strange import is_of_strangers
from agent.sources.passages.statuses import RATED, entry

# RFC 6585, 4: too many requests.
_MANY = 429
_THING = r"(?:req(?:uest)?s?|calls?|attempts?|generations?|operations?|\u017c\u0105da\w+|zapyta\w+)"
_TIME = r"(?:\d+ ?)?(?:min\w*|m\b|hours?|hr?\b|sec\w*|s\b|days?|godz\w*|dzie\u0144|dob\w*)"
# "60 req/min per user IP", "10/hour per user", "5 per user per hour", "9 loans/hour".
_FIGURE = deferred(
    rf"\d[\d,_]*\+? ?(?:{_THING}|[a-z]{{3,}}s)?"
    rf"(?: per \w+| ?/ ?user)? ?(?:/|\bper\b|\bna\b) ?{_TIME}"
    r"(?: ?(?:/|\bper\b|\bby\b|\bna\b) ?[\w+-]+(?: (?:IP|user|address|account|token))?)*",
    re.IGNORECASE,
)
_OF_REQUESTS = deferred(r"\breq|\bcall|\u017c\u0105da\w+|zapyta\w+", re.IGNORECASE)
_PATH = deferred(r"(?<![\w./])/[a-z][\w{}/:.<>\[\]*-]+", re.IGNORECASE)
_BARE = deferred(r"\{[^}]*\}|:\w+|\*")
_METHOD = deferred(r"\b(?:GET|POST|PUT|PATCH|DELETE)\b")
# What is said of some endpoints alone, or of some callers.
_SPECIAL = deferred(
    r"\bAI\b|\bLLM\b|generat|generow|log-?in|logow|\bauth|sign|regist|rejestr|import|upload"
    r"|dashboard|\bbots?\b|search|e-?mail|\bPDF\b|simul|expensive|sensitive|heavy|strict|anonym|\badmin|public|child"
    r"|\bGET\b|\bread\b|write|mutati|invit|report|export|webhook|password",
    re.IGNORECASE,
)
_MODEL = deferred(r"\b(?:AI|LLM)\b")
_ASKS = deferred(r"(?:^|[/_-])ai(?:[/_-]|$)|generat|suggest|recommend|analy|chat", re.IGNORECASE)
# What no user calls.
_CALLED = deferred(r"webhook|/cron\b|/internal/|/health", re.IGNORECASE)
# What is done there alone, and the paths that do it.
_DEEDS = (
    (
        deferred(r"\bregist|\brejestr|\bsign-?up", re.IGNORECASE),
        deferred(r"regist|sign-?up", re.IGNORECASE),
    ),
    (
        deferred(r"\blog-?in|\blogowan|\bsign-?in", re.IGNORECASE),
        deferred(r"log-?in|sign-?in|session|token", re.IGNORECASE),
    ),
)
# Of whom or what it is, where a colon or a dash parts it from the figure: "Uploads: 5 a minute".
_LABEL = deferred(r"([^:\u2013\u2014]{3,60})[:\u2013\u2014]")
# "60 a minute for general, 10 for exports": the first is of whatever has none of its own.
_GENERAL = deferred(
    r" ?\(?(?:for |in |by )?(?:general|default|global|overall|all\b|other"
    r"|pozosta|og\u00f3ln|domy\u015bln)",
    re.IGNORECASE,
)
_HEADING = deferred(r"(#+)\s")
_STEP = deferred(r"\s*\d+[.)]\s")
# What is said of all limits below a lead.
_BEYOND = deferred(r"\bnot in (?:the )?MVP\b|\bout of scope\b|\bpoza MVP\b", re.IGNORECASE)
_NOT_YET = deferred(
    r"\bnot (?:yet|implemented|required|needed)|\bfuture\b|\boptional\b|\blater\b|post-MVP",
    re.IGNORECASE,
)


def limited(brief: Brief) -> Brief:
    """The brief with the limit and its status; that by convention where none names it."""
    found = sorted(_limits(brief), key=lambda one: not is_narrow_rate(one[1]))
    found = found or list(_remarked(brief))
    if not found:
        return brief
    figure, _, place, named = found[0]
    brief = replace(brief, limit=Fact(text=figure, sources=(place,)))
    if brief.spec.status(_MANY) is not None:
        return brief
    listed = place if named else _listed(brief)
    status = Status(code=_MANY, meaning=figure, source=listed or place)
    brief = replace(brief, spec=replace(brief.spec, statuses=(*brief.spec.statuses, status)))
    if listed is not None:
        return brief
    known = KnownStatus(code=_MANY, meaning="", line=1)
    return replace(
        brief,
        policy=tuple(sorted((*brief.policy, known), key=lambda one: one.code)),
        wished=(*brief.wished, (_MANY, brief.say("convention"))),
    )


def _limits(brief: Brief) -> Iterator[tuple[str, str, Source, bool]]:
    """The figures that hold for it, with their lines and places, and whether the status does."""
    for note in brief.spec.notes:
        if is_of_strangers(brief, note) or _BEYOND.search(note.text):
            continue
        rated = RATED.search(f"{note.about} {note.under}") is not None or _is_headed(brief, note)
        for place, line in lines_of(brief, note.source):
            headed = RATED.search(line) is not None
            hit = _FIGURE.search(line)
            if hit is None:
                # What stands below a line that ends with a colon is of what that line says.
                rated = headed if line.rstrip(" *_").endswith(":") else rated
            elif _STEP.match(line):
                continue  # of the work of whatever endpoint these are the steps
            elif (
                (rated or headed)
                and not _NOT_YET.search(line)
                and is_limit_of(brief, line, note.about)
            ):
                yield hit[0].strip(), line, place, str(_MANY) in line


def _is_headed(brief: Brief, note: Excerpt) -> bool:
    """Whether one of the headings that the lines stand under is of limits."""
    places, rated = _headings(brief.passages.lines(note.source.path))
    at = bisect_left(places, note.source.line) - 1
    return at >= 0 and rated[at]


@lately
def _headings(lines: tuple[str, ...]) -> tuple[tuple[int, ...], tuple[bool, ...]]:
    """The lines that are headings, and which of them, or one above it, is of limits."""
    places, rated = [], []
    above: list[tuple[int, bool]] = []
    for number, line in enumerate(lines, start=1):
        hit = _HEADING.match(line)
        if hit is not None:
            above = [one for one in above if one[0] < len(hit[1])]
            found = RATED.search(line) is not None or any(one[1] for one in above)
            above.append((len(hit[1]), found))
            places.append(number)
            rated.append(found)
    return tuple(places), tuple(rated)


def _remarked(brief: Brief) -> Iterator[tuple[str, str, Source, bool]]:
    """The same of limits that stand below a lead which says of whom they are."""
    for one in brief.remarks:
        hit = _FIGURE.search(one.fact.text) if one.passage == RATES else None
        if hit is not None and _OF_REQUESTS.search(hit[0]) and not _NOT_YET.search(one.fact.text):
            yield hit[0].strip(), one.fact.text, one.fact.sources[-1], False


def is_limit_of(brief: Brief, line: str, about: str) -> bool:
    """Whether a limit is of this endpoint: by its path, its method, else by what it speaks of."""
    endpoint = brief.spec.endpoint
    paths = [_BARE.sub("", one.strip("`").rstrip("/")) for one in _PATH.findall(line)]
    methods = _METHOD.findall(line)
    if methods and endpoint.method not in methods:
        return False
    if paths:
        return any(_BARE.sub("", endpoint.path).endswith(one) for one in paths if one)
    if methods:
        return True
    hit = _FIGURE.search(line)
    if hit is not None and _GENERAL.match(line, hit.end()):
        return _CALLED.search(endpoint.path) is None
    told = line[: hit.start()] if hit is not None else line
    if _MODEL.search(told) and not _ASKS.search(endpoint.path):
        return False
    deeds = [there for word, there in _DEEDS if word.search(told)]
    done = any(one.search(endpoint.path) for one in deeds)
    if _CALLED.search(endpoint.path) or (deeds and not done):
        return False
    label = _LABEL.match(told)
    if label is not None and not is_rate_of(brief, label[1], about):
        return False
    return not _SPECIAL.search(told) or is_rate_of(brief, line, about)


def _listed(brief: Brief) -> Source | None:
    """Where a list of all statuses has this one."""
    for note in brief.spec.notes:
        for place, line in lines_of(brief, note.source):
            found = entry(line)
            if (found is not None and found[0] == _MANY) or (
                str(_MANY) in line and RATED.search(line)
            ):
                return place
    return None
