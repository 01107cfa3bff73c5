"""Whether a sentence of the general sections is about an endpoint."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.facts.binding import leaf
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import mentions
from agent.drafters.builtin.planning.sentences.concerns import concern_of
from agent.drafters.builtin.planning.sentences.leading import CALLED, calls
from agent.drafters.builtin.planning.sentences.quickness import is_of_other_speed, is_of_speed
from agent.drafters.builtin.planning.sentences.scope import (
    is_of_another_act,
    is_of_its_kind,
    is_of_reading,
)
from agent.drafters.builtin.planning.sentences.strange import is_strange
from agent.drafters.builtin.planning.subject import cased, fold
from agent.drafters.builtin.project.naming import singular
from agent.sources.gathering.wordings import terms

_STATUS = deferred(r"\b[45]\d\d\b")
_CALL = deferred(r"\b(?:GET|POST|PUT|PATCH|DELETE)\s+[`/]")
_OF_VALUE = deferred(
    r"^[-*+\s]*(?:`(?P<name>[\w.]+)`\s*:|(?:for|dla) (?:\w+ )?`(?P<by>[\w.]+)`\s*[:,])",
    re.IGNORECASE,
)
_LEAD = deferred(r"[^:`.]{2,40}:\s")
_WORD = deferred(r"[^\W\d_]+")
# Whoever they are, they call every endpoint.
_PEOPLE = frozenset(("user", "member", "account", "profile", "admin", "owner"))
_FEW = 12
# What any endpoint may answer, whatever its own passage names.
_ANYWHERE = frozenset(("401", "403", "429", "500"))
_NAMED = 4
_ERRORS = 400
_STEM = 5
_HALF = 2
_OF_BODIES = deferred(
    r"\b(?:request )?bod(?:y|ies)\b|\btexts?\b|\bfields\b|\bpayload", re.IGNORECASE
)
# What only a write can break, and what only a call that gives something.
_OF_WRITES = deferred(
    r"\buniqu\w*|\bduplicat\w*|\bconstraint\b.{0,12}\bviolat\w*|unikal\w*|duplikat\w*|naruszeni\w*",
    re.IGNORECASE,
)
_OF_INPUTS = deferred(r"\bvalidation\b|\binvalid\b|walidac\w*|nieprawid\u0142ow\w*", re.IGNORECASE)
# What a value must be is nothing to who removes its row.
_OF_VALUES = deferred(
    r"\b(?:must|has to|musi) (?:be|by\u0107) (?:an? |one of|unique|non|jedn)"
    r"|\bnon-null\b|\bnot null\b"
    r"|\bformat\b|\bmax(?:imum)? \d|[\u2264\u2265<>]=? ?\d|\brequired fields?\b|\bincoming data\b"
    r"|\bunique\b",
    re.IGNORECASE,
)
_REMOVAL = deferred(r"\b(?:delet|remov|usuw|usuni)", re.IGNORECASE)
_REFUSED = deferred(r"\b(?:400|409|422)\b")
_RATE = deferred(
    r"\b(?:default|global|general|authenticated|all|domyśln\w+)\b.*\d+ ?req\w*(?: per |/)min"
    r"|\d+ ?req\w*(?: per |/)min\w*(?: per |/)\w+ (?:for )?(?:general|global|default)",
    re.IGNORECASE,
)
# "insert and update only on own resources"
_OWN_ONLY = deferred(
    r"\b(?:insert|updat|delet|modif|writ|zapis|zmian|edycj|usuw)\w*.{0,40}\b(?:only|tylko|wy\u0142\u0105cznie)\b"
    r".{0,16}\b(?:own|w\u0142asn\w+|swo\w+)\s+(?:resources?|data|rows?|records?|zasob\w*|dan\w+)",
    re.IGNORECASE,
)
# What the database is told of whoever calls.
TELLS_DATABASE = deferred(
    r"\bDB session context\b|zmienn\w+ sesji|\bSET LOCAL\b|\bset_config\b|session_context"
    r"|zmienn\w+ `app\.\w+`|\bsession variable\b",
    re.IGNORECASE,
)
# Whom a caller is taken for, and what nobody is told: of whatever rows.
_OF_WHOEVER = deferred(
    r"\b(?:identity|user ?id|caller)\b.{0,40}\bfrom (?:the )?(?:JWT|token|session|claims)\b"
    r"|\b(?:don't|do not|never|avoids?|without)\b.{0,20}\b(?:reveal|expos|leak|disclos)\w*"
    r"|\bstack traces?\b|\b404 (?:is )?preferred over 403\b",
    re.IGNORECASE,
)
_OF_SIGN_IN = deferred(
    r"credential|e-?mail|password|log-?in|service_role|\bkeys?\b|front-?end", re.IGNORECASE
)
# The form of every error.
_ENVELOPE = deferred(
    r"\berrors?\b.{0,40}\b(?:envelope|RFC ?7807|ProblemDetails|problem details)\b", re.IGNORECASE
)
_ESCAPED = deferred(r"\bescap(?:e|ing)\b|\bXSS\b|\b(?:HTML|script)\S* injection", re.IGNORECASE)
# All that is given, be it before the word or behind it.
_INPUT = (
    r"\b(?:all|every|any|wszystk\w+|ka\u017cd\w+) (?:(?:user|client|incoming|text) )?"
    r"(?:inputs?\b|dan\w+ wej\u015bciow\w+)"
)
_CLEANED = rf"{_INPUT}.{{0,20}}\b(?:sanit|oczyszcz)|\b(?:sanit|oczyszcz)\w* {_INPUT}"
# With where a value may come from.
_IS_CLEAN = deferred(
    rf"{_CLEANED}|\b(?:white|allow)-?list\w*(?: of)? (?:domain|host|domen)", re.IGNORECASE
)
# "FR-03" is a number of a list.
_CODES = deferred(r"\b[A-Z]{1,3}-\d+")
_LETTERS = deferred(r"[^\W\d_]{2,}")
_SAYS = 5
_QUOTED = deferred(r"\"[^\"]*\"")
_EVERY = deferred(
    r"\b(?:all|every|each|any|wszystk\w+|ka\u017cd\w+)\s+(?:\w+\s+)?(?:endpoints?|requests?"
    r"|operations?|resources?"
    r"|responses?|routes?|errors?|lists?"
    r"|endpoint\w*|\u017c\u0105da\w+|zapytani\w+)",
    re.IGNORECASE,
)


def is_relevant(brief: Brief, text: str, words: tuple[str, ...]) -> bool:
    """Whether a general sentence is about this endpoint: by its names, its statuses, or as all.

    It must have one of the words, where there are any.
    """
    if brief.spec.request is None and _OF_BODIES.search(text):
        return False
    if _CALL.search(text):
        return calls(brief.spec.endpoint, text) and _says_of_call(text)
    if (
        is_strange(brief, text)
        or _never_happens(brief, text)
        or is_of_another_act(brief.subject, text)
        or _is_of_another(brief, text)
        or is_of_other_speed(brief, text)
    ):
        return False
    value = _OF_VALUE.match(text)
    if value is not None and (value["name"] or value["by"]) not in _values(brief):
        return False
    named, known = set(_STATUS.findall(text)) - _ANYWHERE, set(_documented(brief))
    if words and named and known.isdisjoint(named) and known and not _ENVELOPE.search(text):
        return False
    concern = concern_of(text)
    if concern == "security" and words:
        words = (*words, *filter(None, (brief.subject.owner,)))
    flows = concern == "flow"
    if flows and words and not brief.subject.writes and not is_of_reading(text):
        return False
    of_all = len(brief.spec.notes) <= _FEW and not flows
    of_all = of_all or _EVERY.search(text) is not None or _RATE.search(text) is not None
    asks = bool(brief.spec.tables) or brief.subject.writes
    of_all = of_all or (asks and TELLS_DATABASE.search(text) is not None) or _is_of_whoever(text)
    of_all = of_all or is_of_its_kind(brief.subject, text)
    of_all = of_all or _is_of_own(brief, text) or _ENVELOPE.search(text) is not None
    of_all = of_all or is_of_speed(brief, text) or _is_shown(brief, text)
    return of_all or not words or mentions(_QUOTED.sub("", text), words) or _is_deed(brief, text)


def _is_shown(brief: Brief, text: str) -> bool:
    """Whether it wants clean what is stored, or what an answer shows: "escape on output"."""
    fields = (one for body in brief.spec.responses for one in body.fields)
    names = {leaf(one.name) for one in fields if one.type in {None, "string", "text"}}
    shown = [form for one in names for form in (one, f"{one}s")]
    escaped = _ESCAPED.search(text) is not None
    cleans = escaped or _IS_CLEAN.search(text) is not None
    return (escaped and mentions(text, shown)) or (cleans and _is_stored(brief, text))


def _is_stored(brief: Brief, text: str) -> bool:
    """Whether what its words name is stored here: a URL, the resource, all that is given."""
    if brief.spec.request is None or brief.subject.act not in {"create", "update"}:
        return False
    said = terms(text)
    names = [one for one in (terms(field.name) for field in brief.body) if len(one) > 1]
    named = any(one and one <= said for one in (*names, terms(brief.subject.things)))
    return named or re.search(_CLEANED, text, re.IGNORECASE) is not None


def _is_of_whoever(text: str) -> bool:
    """Whether it rules what any caller is taken for or told, not only one who signs in."""
    return _OF_WHOEVER.search(text) is not None and _OF_SIGN_IN.search(text) is None


def _says_of_call(text: str) -> bool:
    """Whether a sentence says something of an endpoint, not only where it is or what it is for."""
    bare = _CODES.sub("", CALLED.sub("", text))
    return len(_LETTERS.findall(bare)) >= _SAYS or any(one.isdigit() for one in bare)


def _is_of_own(brief: Brief, text: str) -> bool:
    """Whether it says of all writes whose rows they may touch, or names all below the owner."""
    if _OWN_ONLY.search(text):
        return True
    above = singular(brief.subject.owner)
    said = rf"\b{re.escape(above)}(?: (?:and|or) \w+)? (?:endpoints|routes)\b"
    return bool(above) and re.search(said, text, re.IGNORECASE) is not None


def _never_happens(brief: Brief, text: str) -> bool:
    """Whether it speaks of what this endpoint never does: it stores nothing, or takes nothing."""
    if _OWN_ONLY.search(text):
        return not brief.subject.writes
    if _IS_CLEAN.search(text):
        return not _is_stored(brief, text)
    if brief.subject.act == "delete" and _OF_VALUES.search(text) and not _REMOVAL.search(text):
        return True
    if not _REFUSED.search(text):
        return False
    stores = brief.subject.writes and brief.subject.act != "delete"
    if not stores and _OF_WRITES.search(text):
        return True
    return not brief.inputs and _OF_INPUTS.search(text) is not None


def _documented(brief: Brief) -> Iterator[str]:
    """The errors that the endpoint's own passage names."""
    by_profile = {one.code for one in brief.policy}
    for one in brief.spec.statuses:
        if one.code >= _ERRORS and one.code not in by_profile and brief.is_own(one.source):
            yield str(one.code)


def _is_deed(brief: Brief, text: str) -> bool:
    """Whether a sentence speaks of what an action does, in any form of the word."""
    stem = brief.subject.verb.rstrip("e")
    return (
        len(stem) >= _STEM and re.search(rf"\b{re.escape(stem)}", text, re.IGNORECASE) is not None
    )


def _is_of_another(brief: Brief, text: str) -> bool:
    """Whether what leads a sentence is the name of another table's rows: `Likes: once a day`."""
    lead = _LEAD.match(text)
    words = {fold(one) for one in _WORD.findall(lead[0])} if lead else set()
    mine = {fold(one) for one in _WORD.findall(f"{brief.subject.thing} {brief.subject.owner}")}
    tables = (*brief.spec.tables, *brief.spec.beside)
    others = {fold(_WORD.findall(one.name)[-1]) for one in tables if one is not brief.table}
    return bool(words & (others - _PEOPLE)) and not words & mine


def nearness(brief: Brief, text: str, words: tuple[str, ...]) -> int:
    """How much of a sentence is of this endpoint: that it is named counts for several words."""
    named = _NAMED * (brief.spec.endpoint.path in text) + _HALF * bool(_EVERY.search(text))
    given = sum(mentions(text, [one]) for one in {f"{one.name}s" for one in brief.inputs})
    return named + given + sum(mentions(text, [one]) for one in {one.casefold() for one in words})


def _values(brief: Brief) -> set[str]:
    """The names of all that the endpoint takes, and of all that it may write."""
    names = {one.name for one in brief.inputs}
    columns = brief.table.columns if brief.table is not None and brief.subject.writes else ()
    return names | {one.name for one in columns}


def words_of(brief: Brief) -> Iterator[str]:
    """The words by which a sentence speaks of the endpoint's resource and values."""
    for one in (brief.subject.things, brief.subject.thing):
        yield from dict.fromkeys((one, cased(one, "pascal"), one.replace("_", " ")))
    for value in brief.inputs:
        yield value.name
        if value.type == "string" and re.fullmatch(r"[a-z]{5,}", value.name):
            yield f"{value.name}s"  # "escape comments"
