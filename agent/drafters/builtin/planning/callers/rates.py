"""Which limits of requests hold for an endpoint."""

from __future__ import annotations

import re

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.facts.access import is_public
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.sentences.scope import alike, is_form

_SIGNING_IN = deferred(
    r"\b(?:auth\b|authentication\b|login|log in|sign|logowan|regist|rejestrac|password|has\u0142"
    r"|reset|confirm)",
    re.IGNORECASE,
)
_OPEN = deferred(r"\b(?:public\b|publiczn|anonym|guest|go\u015b\u0107|go\u015bci)", re.IGNORECASE)
_PUBLIC = deferred(
    r"\b(?:public\b|publiczn|anonym|(?:un|non-)auth|not signed|niezalogow|bez logowania)",
    re.IGNORECASE,
)
_KNOWN = deferred(
    r"\bauthenticated|\bsigned[- ]in|\blogged[- ]in|zalogowan"
    r"|wymagaj\w+ (?:uwierzyt|logow|autoryz)",
    re.IGNORECASE,
)
_ALL = deferred(
    r"\b(?:default|global|general|authenticated|all|every|each|other|remaining|domy\u015bln|wszystk"
    r"|ka\u017cd|pozosta\u0142|wymagaj|og\u00f3ln)",
    re.IGNORECASE,
)
_ANSWER = deferred(r"\b429\b|\bretry|headers?\b|nag\u0142\u00f3w", re.IGNORECASE)
# What says nothing of whose limit it is.
_PLAIN = deferred(
    r"\([^()]*\)|\b(?:rate|limit|throttl|request|call|attempt|creat|add|updat|delet|remov|endpoint|applied|appl"
    r"|apply|max|up to|per|\u017c\u0105da|zapyta|ogranicz|szybko|implement|operation|submi|send"
    r"|tworzeni|dodawani|wysy\u0142ani|sub-?scope|scope)\w*",
    re.IGNORECASE,
)
# What is done by a request that makes something, and by no other.
_MAKING = deferred(
    r"\b(?:creat\w+|submi(?:t|ssion)\w*|sending|adding|tworzeni\w+|dodawani\w+|wysy\u0142ani\w+)",
    re.IGNORECASE,
)
# "Submission": of what is done there alone.
_DEED = deferred(r"[^\W\d_]{3,}(?:tion|sion|ment|anie|enie|cja)s?", re.IGNORECASE)
_WORD = deferred(r"[^\W\d_]{4,}")
_CALLED = deferred(r"\b(GET|POST|PUT|PATCH|DELETE)\b(?=\s*`?/)")
# What every call is, whatever it is for.
_CALLS = deferred(
    r"\b(?:req|calls?\b|times\b|attempt|operation|\u017c\u0105da|zapyta|wywo\u0142|pr\u00f3b)",
    re.IGNORECASE,
)
_AMOUNT = deferred(r"\d.*", re.DOTALL)


def is_rate_of(brief: Brief, said: str, called: str) -> bool:
    """Whether a limit is of this endpoint, or of all: by what stands before its number."""
    methods = _CALLED.findall(said)
    if methods and brief.spec.endpoint.method not in methods:
        return False
    about = _AMOUNT.sub("", said)
    path, public = brief.spec.endpoint.path, is_public(brief.spec)
    signed_in, anybody = _KNOWN.search(about), _PUBLIC.search(about)
    if signed_in if public else anybody and not signed_in:
        return False
    if _MAKING.search(about) and brief.subject.act != "create":
        return False
    if public and anybody:
        return _SIGNING_IN.search(said) is None or _SIGNING_IN.search(path) is not None
    if _ALL.search(about) or _ANSWER.search(said):
        return True
    if _SIGNING_IN.search(about):
        return _SIGNING_IN.search(path) is not None
    words = _WORD.findall(_PLAIN.sub(" ", about))
    mine = (*_WORD.findall(called), *_WORD.findall(path), *_WORD.findall(_purpose(brief)))
    known = [one for one in words if any(alike(one, other) for other in mine)]
    if any(_DEED.fullmatch(one) for one in words if one not in known):
        return False
    return not _OPEN.search(about) and 2 * len(known) >= len(words)


def is_counted_here(brief: Brief, thing: str) -> bool:
    """Whether what a limit counts is calls, or else what this endpoint adds or does."""
    if not thing or _CALLS.search(thing):
        return True
    path, subject = brief.spec.endpoint.path, brief.subject
    done = [subject.verb, *_WORD.findall(path.rpartition("/")[2])]
    adds = [subject.thing, subject.things, *_WORD.findall(_purpose(brief))]
    mine = [*done, *(adds if subject.act == "create" else ())] if subject.writes else []
    last = thing.rsplit(maxsplit=1)[-1]
    return any(alike(last, one) or is_form(last, one) for one in mine if one)


def is_narrow_rate(said: str) -> bool:
    """Whether a limit is of a deed alone, so that it goes before one of all requests."""
    about = _AMOUNT.sub("", said)
    return not _ALL.search(about) and (
        _MAKING.search(about) is not None or bool(_WORD.findall(_PLAIN.sub(" ", about)))
    )


def _purpose(brief: Brief) -> str:
    """What the documents say that the endpoint is for."""
    told = brief.spec.description
    return f"{brief.spec.title} {told.text if told is not None else ''}"
