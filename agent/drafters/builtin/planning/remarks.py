"""Sentences of the documents that hold for an endpoint, each given to one section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from agent.core.documents import RepoPath
from agent.core.spec import Excerpt
from agent.drafters.builtin.planning.brief import Brief, Concern, Remark
from agent.drafters.builtin.planning.citations import Fact, holds
from agent.drafters.builtin.planning.scope import (
    is_about,
    is_named,
    is_of_another_act,
    is_of_reading,
    unled,
)
from agent.drafters.builtin.planning.stepwise import below_lead, joined, stepped
from agent.drafters.builtin.planning.wording import lines_of, mentions, trimmed, unlabelled

# The first that matches decides. English and Polish.
_CONCERNS: tuple[tuple[Concern, re.Pattern[str]], ...] = (
    (
        "performance",
        re.compile(
            r"\bcach|\bindex(?!\w* (?:from|at) \d)|\bindeks(?!\w* od \d)"
            r"|\bETag\b|If-None-Match|\brate.?limit|\bthrottl|\btimeout"
            r"|performan|\d ?req\w*(?: ?/ ?| per )min"
            r"|wydajno|latenc|N\+1|materiali[sz]ed|\b\d+ ?(?:ms|seconds?|sekund\w*)\b"
            r"|limit\w* (?:\u017c\u0105da\u0144|zapyta\u0144)",
            re.IGNORECASE,
        ),
    ),
    (
        "security",
        re.compile(
            r"\bauth|\bRLS\b|row.level|\bJWT\b|(?<!by )(?<!by-)\btoken(?![- ]by)|\brole\b|\broles\b"
            r"|\bowner|permission|\bsecre|csrf|encrypt"
            r"|\bsanit|uwierzyt|autoryz|uprawnie|w\u0142a\u015bciciel|bezpiecze|service.role"
            r"|auth\.uid|forbid",
            re.IGNORECASE,
        ),
    ),
    (
        "errors",
        re.compile(
            r"\berrors?\b|b\u0142\u0119d|exception|rollback|\bretry|\bfail"
            r"|\b[45]\d\d\b(?! ?(?:rows|items|records|char|znak|[km]b|ms))"
            r"|wyj\u0105tk",
            re.IGNORECASE,
        ),
    ),
)
_LABELLED = re.compile(
    r"^[\s*+>-]*[*_`]*(?:path|query|url|request|response|success|errors?|status|headers?"
    r"|method|metoda|url|json"
    r"|body|parametr|odpowied|parameters?|cia\u0142o|kody?|validation|walidacja|auth\w*"
    r"|autoryz\w*|description|opis)"
    r"\b[^:]{0,40}:?[*_`]*\s*:?\s*$",
    re.IGNORECASE,
)
# A passage that begins with an endpoint's name is one that this endpoint's passage refers to.
_OF_ANOTHER = re.compile(r"\A[^\n]*\b(?:GET|POST|PUT|PATCH|DELETE)\b[^\n]*/")
_STATUS = re.compile(r"\b[45]\d\d\b")
_CREDENTIALS = re.compile(r"\bAuthorization\b.*\b(?:Bearer|token)\b", re.IGNORECASE)
_SHORTEST = 25
_WORDS = 5
_FEWEST = 3
_POINT = re.compile(r"^\s*(?:[-*+\u2022]|\d+[.)])\s+\S")
_NOTHING = re.compile(r":\W*(?:none|brak|empty|n/a|nie dotyczy)?\W*$|:\s*\{", re.IGNORECASE)
_PROGRESS = re.compile(r"[\s*_+-]*(?:implementation )?status\b[^:]{0,20}:", re.IGNORECASE)
_CALL = re.compile(r"\b(?:GET|POST|PUT|PATCH|DELETE)\s+[`/]")
_OF_VALUE = re.compile(r"^[-*+\s]*`(?P<name>[\w.]+)`\s*:")
_VALUES = re.compile(r"^[-*+\s]*`[\w.-]+`\s*:|(?<!\w)'[\w.-]+'|\"[\w.-]+\"")
_FULL = 8
_MOST_OWN = 24
_SEVERAL = 3
_FEW = 10
_OF_BODIES = re.compile(
    r"\b(?:request )?bod(?:y|ies)\b|\btexts?\b|\bfields\b|\bpayload", re.IGNORECASE
)
_RATE = re.compile(
    r"\b(?:default|global|general|authenticated|all|domyśln\w+)\b.*\d+ ?req\w*(?: per |/)min"
    r"|\d+ ?req\w*(?: per |/)min\w*(?: per |/)\w+ (?:general|global|default)",
    re.IGNORECASE,
)
_RATED = re.compile(r"\brate[- ]?limit|\bthrottl|limit\w* \u017c\u0105da\u0144", re.IGNORECASE)
# "Optional S2: ..." is a wish, "Optional. Default 20" a need.
_LATER = re.compile(r"(?:optional|future|later|opcjonalnie|docelowo)\s+\w+:", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"")
_EVERY = re.compile(
    r"\b(?:all|every|each|any|wszystk\w+|ka\u017cd\w+)\s+(?:\w+\s+)?(?:endpoints?|requests?"
    r"|operations?|resources?"
    r"|responses?|routes?|errors?|lists?"
    r"|endpoint\w*|\u017c\u0105da\w+|zapytani\w+)",
    re.IGNORECASE,
)


def remarks(brief: Brief, concern: Concern) -> list[Fact]:
    """What the endpoint's own passage says under this concern, then passages about its resource.

    Of such a passage several sentences are one entry.
    """
    found = [one for one in brief.remarks if one.concern == concern and one.own][:_MOST_OWN]
    out: list[Fact] = []
    for passage, group in groupby(found, key=lambda one: one.passage):
        facts = [one.fact for one in group]
        out += facts if passage is None or len(facts) < _SEVERAL else [_listed(facts)]
    return out


def _listed(facts: Sequence[Fact]) -> Fact:
    """Sentences in one entry, each with its source."""
    return replace(facts[-1], text="; ".join((*map(str, facts[:-1]), facts[-1].text)))


def with_remarks(brief: Brief) -> Brief:
    """The brief with every sentence of the documents that no other part of the plan tells."""
    return replace(brief, remarks=tuple(_all(brief)))


def _all(brief: Brief) -> Iterator[Remark]:
    seen: set[str] = set()
    told, words = _told(brief), tuple(_words(brief))
    table = brief.table.name if brief.table is not None else ""
    called = _called(brief)
    for own, excerpt in _excerpts(brief):
        here = own or is_about(brief.subject, table, excerpt, called)
        rated = _RATED.search(excerpt.about) is not None
        for fact, text in _said(brief, excerpt, here=here, whole=here and not own):
            said, source = fact.text, fact.sources[0]
            if said.casefold() in seen or (source.path, source.line) in told or _names(brief, text):
                continue
            if own or rated or _is_relevant(brief, said, words if not here else ()):
                seen.add(said.casefold())
                concern = "performance" if rated else concern_of(trimmed(text))
                passage = excerpt.source.line if here and not own else None
                yield Remark(concern=concern, fact=fact, own=here, passage=passage)


def _said(brief: Brief, excerpt: Excerpt, *, here: bool, whole: bool) -> Iterator[tuple[Fact, str]]:
    """The sentences of a passage with their lines; of a `whole` one each with its points."""
    lines = lines_of(brief, excerpt.source)
    steps = stepped(below_lead(lines)) if whole and lines else ([one] for one in unled(lines))
    for step in steps:
        source, text = step[0]
        said = trimmed(text)
        if len(step) > 1 and _LABELLED.match(text) is None:
            yield joined(step), text
        elif _is_sentence(text, said) or (here and _is_point(text, said)):
            yield Fact(text=said.rstrip("."), sources=(source,)), text


def _called(brief: Brief) -> str:
    """What the endpoint's own passage calls it: its title, and how its description begins."""
    said = brief.spec.description
    lines = lines_of(brief, said.source)[:1] if said is not None else ()
    return " ".join((brief.spec.title, *(unlabelled(text) for _, text in lines)))


def _excerpts(brief: Brief) -> Iterator[tuple[bool, Excerpt]]:
    yield from ((True, one) for one in brief.spec.excerpts[:1])
    yield from ((True, one) for one in brief.spec.excerpts[1:] if not _OF_ANOTHER.search(one.text))
    yield from ((False, one) for one in brief.spec.notes if not is_named(brief.spec.endpoint, one))


def _is_relevant(brief: Brief, text: str, words: tuple[str, ...]) -> bool:
    """Whether a general sentence is about this endpoint: by its names, its statuses, or as all.

    It must have one of the words, where there are any.
    """
    if brief.spec.request is None and _OF_BODIES.search(text):
        return False
    if _CALL.search(text) and brief.spec.endpoint.path not in text:
        return False
    if _LATER.match(text) or is_of_another_act(brief.subject, text):
        return False
    value = _OF_VALUE.match(text)
    if value is not None and value["name"] not in _values(brief):
        return False
    named, known = _STATUS.findall(text), {str(one.code) for one in brief.spec.statuses}
    if words and named and len(known) > 1 and not known.intersection(named):
        return False
    concern = concern_of(text)
    if concern == "security" and words:
        words = (*words, *filter(None, (brief.subject.owner,)))
    flows = concern == "flow"
    if flows and not brief.subject.writes and not is_of_reading(text):
        return False
    of_all = len(brief.spec.notes) <= _FEW and not flows
    of_all = of_all or _EVERY.search(text) is not None or _RATE.search(text) is not None
    return of_all or not words or mentions(_QUOTED.sub("", text), words)


def _values(brief: Brief) -> set[str]:
    """The names of all that the endpoint takes, and of all that it may write."""
    names = {one.name for one in brief.inputs}
    columns = brief.table.columns if brief.table is not None and brief.subject.writes else ()
    return names | {one.name for one in columns}


def _words(brief: Brief) -> Iterator[str]:
    yield from (brief.subject.things, brief.subject.thing)
    yield from (one.name for one in brief.inputs)


def _is_sentence(raw: str, said: str) -> bool:
    """Whether a line says something: no heading, no label, no title of a list."""
    if (
        len(said) < _SHORTEST
        or _PROGRESS.match(raw)
        or raw.lstrip().startswith(("#", "|"))
        or said.endswith(":")
    ):
        return False
    if _CREDENTIALS.search(said):
        return True
    words = len(said.split())
    full = words >= _FULL or "`" in said or said.endswith(".") or any(one.isdigit() for one in said)
    return words >= _WORDS and full and _LABELLED.match(raw) is None and said[0] not in '{["}'


def _is_point(raw: str, said: str) -> bool:
    """Whether an entry of a list in the endpoint's own passage says something, however short."""
    return (
        _POINT.match(raw) is not None
        and _PROGRESS.match(raw) is None
        and len(said.split()) >= _FEWEST
        and not said.endswith(":")
        and _LABELLED.match(raw) is None
        and _NOTHING.search(said) is None
        and "\u2192" not in said
        and said[0] not in '{["}\\&'
    )


def _told(brief: Brief) -> set[tuple[RepoPath, int]]:
    """The lines that other parts of the plan tell: parameters, statuses, the description."""
    spec = brief.spec
    bodies = [body for body in (spec.request, *spec.responses) if body]
    told = [one.source for one in spec.statuses]
    told += [one.source for one in bodies]
    fields = [*spec.parameters, *(field for body in bodies for field in body.fields)]
    told += [one.source for one in fields]
    told += [limit.source for one in fields for limit in one.limits]
    told += [one.source for one in (spec.description, spec.auth) if one]
    return {(one.path, line) for one in told for line in range(one.line, one.last + 1)}


def _names(brief: Brief, text: str) -> bool:
    """Whether a line names the endpoint itself, as the head of a passage does."""
    return brief.spec.endpoint.path in text and holds(text, brief.spec.endpoint.method)


def concern_of(text: str) -> Concern:
    """The section that a sentence belongs to; the name and values of a field say nothing of it."""
    said = _VALUES.sub("", text)
    return next((name for name, words in _CONCERNS if words.search(said)), "flow")
