"""Sentences of general sections that are of another endpoint: its deed, its rows, its callers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.drafters.builtin.planning.brief import Brief, bare_name
from agent.drafters.builtin.planning.scope import alike
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.project.naming import snake

_WORD = re.compile(r"[^\W\d_]+")
_LABEL = re.compile(r"\W*(?P<label>[^\W\d][^:`.;]{1,48}?)\W*:\s")
# What a label adds to the name of what it is about.
_ADDED = re.compile(
    r"(?:rules?|validat\w*|constraints?|logic|process|flow|workflow|management|handling|processing"
    r"|requirements?|requests?|limits?|operations?|endpoints?|resources?|data|table|creation"
    r"|update|deletion|ownership|access|security|lifecycle|regu\u0142y|walidacja|logika|proces"
    r"|zarz\u0105dzanie|obs\u0142uga|wymagania|operacje|zasoby|dane|tabela)",
    re.IGNORECASE,
)
# What the whole API is for others: who may call what here the endpoint's own passage says.
_OF_ADMINS = re.compile(
    r"\W*(?:(?:all|only|the|wszystkie|tylko) )?(?:admin(?:istrat\w+)?(?:-only)?|service[- ]role"
    r"|back-?office) (?:routes?|endpoints?|operations?|actions?|paths?|resources?|functions?)\b"
    r"|\W*endpointy (?:administra\w+|admina)\b",
    re.IGNORECASE,
)
_ADMIN = re.compile(r"\badmin|service[- ]?role", re.IGNORECASE)
# For some endpoints, and which ones is not said.
_VAGUE = re.compile(
    r"\b(?:certain|some|selected|specific|critical|sensitive|expensive|niekt\u00f3r\w+|wybran\w+"
    r"|krytyczn\w+|wra\u017cliw\w+) (?:API )?(?:endpoint\w*|routes?|operations?|operacj\w+)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\([^()]*\)")
# "Roles -> `/members`": where something else is done.
_LEADS_TO = re.compile(r"(?:->|\u2192)\s*`?/\w")
_OUTSIDE = re.compile(
    r"\b(?:outside|out of|beyond|not (?:in|part of)) (?:the )?(?:\w+ )?(?:MVP|scope)\b|\bpost-MVP\b"
    r"|\bpoza (?:zakresem|MVP)\b",
    re.IGNORECASE,
)
_METHOD = re.compile(r"\b(?:GET|POST|PUT|PATCH|DELETE)\b")
_SQL = re.compile(r"\b(?:SELECT|INSERT|UPDATE)\b")
# A model, or what it makes, that fails: nothing to who asks none.
_FAILS = re.compile(
    r"\b(?:AI|Open ?AI|OpenRouter|LLM|model|generation|external (?:API|service))s?\b[^.`]{0,40}"
    r"\b(?:fail\w*|errors?|timeouts?|unavailable)\b"
    r"|\b(?:b\u0142\u0119d\w*|niepowodzeni\w+)\b[^.`]{0,30}\b(?:AI|LLM|OpenAI|OpenRouter|generowani\w+)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\b(?:AI|LLM|OpenAI|OpenRouter|model)\b|generat|generow", re.IGNORECASE)
_OF_READING = re.compile(
    r"\b(?:optimi[sz]e\w*|speed\w*|efficient\w*|fast\w*|przyspiesz\w*)\b.{0,30}"
    r"\b(?:retriev\w+|reads?|quer\w+|filter\w*|search\w*|list\w*|zapyta\w+|odczyt\w*)"
    r"|\blist\w*\b.{0,30}\bind(?:ex|eks)\w*",
    re.IGNORECASE,
)
_OF_LISTS = re.compile(
    r"\blist (?:endpoints?|queries|views?|responses?)\b|\bpaginat(?:ion|ed)\b|\bstronicowani\w+\b",
    re.IGNORECASE,
)
# What a row must have, nothing to who removes it.
_MUST_HAVE = re.compile(
    r"\bmust (?:have|contain|include|match)\b|\bcannot be empty\b|\bexceed\b|\bat least one\b"
    r"|\bmusi (?:mie\u0107|zawiera\u0107)\b|\bnie mo\u017ce by\u0107 pust\w+",
    re.IGNORECASE,
)
_REMOVES = re.compile(r"\b(?:delet|remov|usuw|usun)", re.IGNORECASE)
_BODY = re.compile(r"\bmalformed\b|\binvalid JSON\b|\bContent-Type\b", re.IGNORECASE)
_PEOPLE = frozenset(("user", "member", "account", "profile", "admin", "owner"))


def is_strange(brief: Brief, text: str) -> bool:
    """Whether a sentence for many endpoints is, by its words, for others than this one."""
    if brief.spec.endpoint.path in text:
        return False
    return (
        _OUTSIDE.search(text) is not None
        or _VAGUE.search(_ASIDE.sub("", text)) is not None
        or _LEADS_TO.search(text) is not None
        or _is_of_admins(brief, text)
        or _is_of_methods(brief, text)
        or _is_of_work(brief, text)
        or _is_of_rows(brief, text)
    )


def _is_of_admins(brief: Brief, text: str) -> bool:
    if _OF_ADMINS.match(text) is None:
        return False
    return not any(_ADMIN.search(one) for one in _own(brief))


def _is_of_methods(brief: Brief, text: str) -> bool:
    """Whether it is for calls of other methods: `ETag for PATCH`."""
    named = set(_METHOD.findall(text))
    return bool(named) and brief.spec.endpoint.method not in named and not _SQL.search(text)


def _is_of_work(brief: Brief, text: str) -> bool:
    """Whether it is of what is not done here: a model asked, rows listed, a body taken."""
    subject = brief.subject
    if _FAILS.search(text) and (
        not subject.writes or not any(_ASKS.search(one) for one in _own(brief))
    ):
        return True
    if subject.act == "delete" and _MUST_HAVE.search(text) and not _REMOVES.search(text):
        return True
    if subject.writes and (_OF_READING.search(text) or _OF_LISTS.search(text)):
        return True
    return brief.spec.request is None and _BODY.search(text) is not None


def _is_of_rows(brief: Brief, text: str) -> bool:
    """Whether the label is the name of other rows: `Household members:`, `Card generation:`.

    The longest name counts, and of its words the last: what goes before only tells whose.
    """
    hit = _LABEL.match(text)
    words = [one for one in _WORD.findall(hit["label"]) if len(one) > 1] if hit is not None else []
    while words and _ADDED.fullmatch(words[-1]):
        words.pop()
    if not words:
        return False
    head, said = fold(words[-1]), {fold("_".join(words[at:])) for at in range(len(words))}
    mine = set(_mine(brief))
    others = set(_others(brief, mine))
    if not said & others and (head in mine or any(alike(head, one) for one in mine)):
        return False
    last = {fold(one.rpartition("_")[2]) for one in _names(brief)} - mine - _PEOPLE
    return bool(said & others) or head in last


def _mine(brief: Brief) -> Iterator[str]:
    """The names of the endpoint's resource, of its path, and of what its body holds."""
    subject = brief.subject
    words = [subject.things, subject.thing, subject.owner, subject.verb]
    words += [snake(one) for one in re.findall(r"[\w-]+", brief.spec.endpoint.path)]
    words += [snake(part) for one in brief.inputs for part in re.findall(r"\w+", one.name)]
    words += [bare_name(brief.table)] if brief.table is not None else []
    yield from (fold(one) for one in words if one)


def _names(brief: Brief) -> Iterator[str]:
    yield from (snake(bare_name(one)) for one in brief.spec.schema)


def _others(brief: Brief, mine: set[str]) -> Iterator[str]:
    yield from (name for one in _names(brief) if (name := fold(one)) not in mine | _PEOPLE)


def _own(brief: Brief) -> Iterator[str]:
    """What the endpoint's own passage says, and its path."""
    yield brief.spec.endpoint.path
    yield from (one.text for one in brief.spec.excerpts[:1])
