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
from agent.drafters.builtin.planning.callers.rates import (
    is_counted_here,
    is_narrow_rate,
    is_rate_of,
)
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import lines_of
from agent.drafters.builtin.planning.sections.passages import RATES
from agent.drafters.builtin.planning.sentences.strange import is_of_strangers
from agent.sources.passages.statuses import RATED, entry

# RFC 6585, 4: too many requests.
_MANY = 429
_BY = r"(?:per|by|na)"
_NOUN = rf"(?!{_BY}\b)[^\W\d_]{{3,}}"
_TIME = r"(?:UTC |\d+ ?)?(?:min\w*|m\b|hours?|hr?\b|sec\w*|s\b|days?|godz\w*|dzie\u0144|dob\w*)"
# "60 req/min per user IP", "10/hour per user", "5 per user per hour", "9 loans/hour".
_FIGURE = deferred(
    rf"\d[\d,_]*\+? ?(?P<thing>(?:{_NOUN} )?{_NOUN})?"
    rf"(?: {_BY} \w+| ?/ ?user)? ?(?:/|\b{_BY}\b) ?{_TIME}"
    rf"(?: ?(?:/|\b{_BY}\b) ?[\w+-]+(?: (?:IP|user|address|account|token))?)*",
    re.IGNORECASE,
)
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
_FOR = deferred(r",? \(?(?:for|dla) ([^.,;()]{3,40})")
# "60 a minute; 9 exports an hour".
_CLAUSES = deferred(
    r"(?<=[.;,])(?<!\be\.g\.)(?<!\be\.g\.,)(?<!\bnp\.)\s+(?!i\.e)|\s(?:and|oraz|i)\s+(?=\d)"
)
# "60 a minute for general, 10 for exports": the first is of whatever has none of its own.
_GENERAL = deferred(
    r" ?\(?(?:for |in |by )?(?:general|default|global|overall|all\b|other"
    r"|pozosta|og\u00f3ln|domy\u015bln)",
    re.IGNORECASE,
)
_HEADING = deferred(r"(#+)\s")
# What is said of all limits below a lead.
_BEYOND = deferred(r"\bnot in (?:the )?MVP\b|\bout of scope\b|\bpoza MVP\b", re.IGNORECASE)
_NOT_YET = r"\bnot (?:yet|implemented|required|needed)|\bfuture\b|\boptional\b|\blater\b|post-MVP"
# Or a step of the work of whatever endpoint these are the steps.
_ASIDE = deferred(rf"^\s*\d+[.)]\s|{_NOT_YET}", re.IGNORECASE)


def limited(brief: Brief) -> Brief:
    """The brief with the limit and its status; that by convention where none names it."""
    found = list(_own(brief)) or list(_limits(brief)) or list(_remarked(brief))
    if not found:
        return brief
    found.sort(key=lambda one: not is_narrow_rate(_told(one[1])))
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


def _own(brief: Brief) -> Iterator[tuple[str, str, Source, bool]]:
    """The same of what the endpoint's own passage says of its limit alone."""
    for one in brief.remarks:
        said = one.fact.text
        hit = _FIGURE.search(said) if brief.is_own(one.fact.sources[0]) else None
        if hit is not None and RATED.match(said) and not _ASIDE.search(said):
            yield hit[0].strip(), said, one.fact.sources[0], str(_MANY) in said


def _limits(brief: Brief) -> Iterator[tuple[str, str, Source, bool]]:
    """The figures that hold for it, with their lines and places, and whether the status does."""
    for note in brief.spec.notes:
        if is_of_strangers(brief, note) or _BEYOND.search(note.text):
            continue
        rated = RATED.search(f"{note.about} {note.under}") is not None or _is_headed(brief, note)
        for place, line in lines_of(brief, note.source):
            headed = RATED.search(line) is not None
            if _FIGURE.search(line) is None:
                # What stands below a line that ends with a colon is of what that line says.
                rated = headed if line.rstrip(" *_").endswith(":") else rated
            elif (rated or headed) and not _ASIDE.search(line):
                for one, figure in _clauses(line):
                    if is_limit_of(brief, one, note.about):
                        yield figure, one, place, str(_MANY) in line


def _clauses(line: str) -> Iterator[tuple[str, str]]:
    """Each limit of a line with what leads it, or all of them; and its figure."""
    lead, held = _LABEL.match(line), ""
    for part in _CLAUSES.split(line):
        held += f" {part}" if held else part
        hit = _FIGURE.search(held)
        if hit is not None:
            led = lead is not None and not held.startswith(lead[0]) and not _LABEL.match(held)
            yield f"{lead[0]} {held}" if lead is not None and led else held, hit[0].strip()
            held = ""


def _told(line: str) -> str:
    """What stands before the figure of a limit, with what is counted."""
    hit = _FIGURE.search(line)
    return line if hit is None else f"{line[: hit.start()]}{hit['thing'] or ''}"


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
        said = one.fact.text
        hit = _FIGURE.search(said) if one.passage == RATES else None
        # What leads it says of whom it is.
        of = hit is not None and (brief.subject.writes or is_counted_here(brief, hit["thing"]))
        if hit is not None and of and not _ASIDE.search(said) and _is_of_deed(brief, said):
            yield hit[0].strip(), said, one.fact.sources[-1], str(_MANY) in said


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
    told = _told(line)
    if _MODEL.search(told):
        asks = _ASKS.search(endpoint.path)
        done = brief.subject.writes and _ASKS.search(endpoint.path.rpartition("/")[2])
        if asks is None or done:
            return asks is not None
    if _CALLED.search(endpoint.path) or not _is_of_deed(brief, line):
        return False
    deed = any(word.search(told) for word, _ in _DEEDS)
    return _is_labelled(brief, line, about) and (
        deed or not _SPECIAL.search(told) or is_rate_of(brief, line, about)
    )


def _is_of_deed(brief: Brief, line: str) -> bool:
    """Whether a limit of what is done or added at some paths alone is of this one."""
    endpoint, told = brief.spec.endpoint, _told(line)
    deeds = [there for word, there in _DEEDS if word.search(told)]
    return not deeds or (
        endpoint.method == "POST" and any(one.search(endpoint.path) for one in deeds)
    )


def _is_labelled(brief: Brief, line: str, about: str) -> bool:
    """Whether the words that part it from others, or what it counts, are of this endpoint."""
    hit = _FIGURE.search(line)
    if hit is None:
        return True
    labels = (_LABEL.match(line[: hit.start()]), _FOR.match(line, hit.end()))
    said = [one[1] for one in labels if one is not None]
    if not all(is_rate_of(brief, one, about) for one in said):
        return False
    narrow = brief.subject.writes and any(map(is_narrow_rate, said))
    return narrow or is_counted_here(brief, hit["thing"])


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
