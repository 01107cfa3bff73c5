"""Sentences on how quick all calls of a method are, on cached reads and rows read together."""

from __future__ import annotations

import re

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name
from agent.drafters.builtin.planning.sentences.scope import alike
from agent.drafters.builtin.planning.subject import fold

_TIME = deferred(r"[<\u2264] ?\d+ ?(?:ms|s\b|sec)", re.IGNORECASE)
_METHOD = deferred(r"\b(?:GET|POST|PUT|PATCH|DELETE)\b")
_TOGETHER = deferred(
    r"\beager(?:ly)?[- ]load|\bN\+1\b|\bpre-?load(?:ing)?\b.{0,30}\brelat", re.IGNORECASE
)
# "`Cache-Control: private` for read endpoints"; of those that a path names only where it is one.
_CACHED = deferred(r"\bCache-Control\b|\bETag\b", re.IGNORECASE)
_READS = deferred(
    r"\bread(?:s|-heavy)?\b|\bGET\b|\bresponses?\b|\bprivate data\b|\bodczyt|\bodpowied",
    re.IGNORECASE,
)
_PATH = deferred(r"`/")
# What the reader of a page waits for, and what the client keeps.
_SCREEN = deferred(r"\bpage loads?\b|\bcach\w+\b.*\bclient[- ]side\b", re.IGNORECASE)
_LEAD = deferred(r"[*_]*([^\W\d][^:`.(]{2,40}):\s")
_OF_ALL = deferred(r"rate|limit|target|pagina|cach|note|implement|strateg|optimi", re.IGNORECASE)
_INDEXED = deferred(r"\bindex(?:es)?\b|\bindeks\w*", re.IGNORECASE)
_OF_KEYS = deferred(r"\bcascad|\bprimary key|klucz\w* g\u0142", re.IGNORECASE)
_INDEX = deferred(r"`idx_\w+`", re.IGNORECASE)
# A longer line says more than that rows are read together.
_MANY, _LONGEST = 3, 120
_KEPT = deferred(r"\bcach|\bIX_\w|\bscans?\b", re.IGNORECASE)
_WORD = deferred(r"[^\W\d]{3,}")
# "List of books: cached for 60 seconds", where the title is "Get the list of all books".
_STORED = deferred(r"\W*cach", re.IGNORECASE)
_PLAIN = deferred(
    r"\b(?:all|active|the|get|retriev\w*|fetch\w*|pobr\w+|pobier\w+|wszystki\w+|aktywn\w+)\b",
    re.IGNORECASE,
)
# "notes -> tags" is of these tables alone.
_PAIR = deferred(r"->|\u2192")


def is_of_other_speed(brief: Brief, text: str) -> bool:
    """Whether a line on speed is of screens, of other calls than this one, or of all indexes.

    By one what is removed is not found; that of a key may be.
    """
    if brief.subject.act == "delete" and _INDEXED.search(text) and not _OF_KEYS.search(text):
        return True
    told = _TIME.search(text) and _METHOD.search(text)
    if told or (_TOGETHER.search(text) and len(text) <= _LONGEST):
        return not is_of_speed(brief, text)
    if _SCREEN.search(text) or len(_INDEX.findall(text)) >= _MANY:
        return True
    lead = _LEAD.match(text)
    if lead is None or _OF_ALL.search(lead[1]) or not _KEPT.search(text[lead.end() :]):
        return False
    own = f"{brief.spec.endpoint.path} {brief.spec.title} {brief.subject.act}"
    return not _is_among(lead[1], own)


def _is_among(text: str, others: str) -> bool:
    """Whether each word of a text is one of the others, in whatever form."""
    words = _WORD.findall(others)
    return all(any(alike(one, word) for word in words) for one in _WORD.findall(text))


def is_of_speed(brief: Brief, text: str) -> bool:
    """Whether it has a time for calls of the endpoint's method, or is of rows that it reads."""
    methods = _METHOD.findall(text)
    if methods and _TIME.search(text):
        return brief.spec.endpoint.method in methods
    lead, title = _LEAD.match(text), brief.spec.title
    if lead is not None and title and _STORED.match(text[lead.end() :]):
        titled = _is_among(lead[1], title) and _is_among(_PLAIN.sub(" ", title), lead[1])
        return titled and not brief.subject.writes
    if _CACHED.search(text) and _READS.search(text):
        named = _PATH.search(text) is None or f"{brief.spec.endpoint.path}`" in text
        return named and not brief.subject.writes
    return _TOGETHER.search(text) is not None and _reads_together(brief, text)


def _reads_together(brief: Brief, text: str) -> bool:
    """Whether a read shows rows of another table: of those that it names, where it names some."""
    spec, own = brief.spec, brief.table
    if brief.subject.writes or own is None:
        return False
    others = {fold(bare_name(one)) for one in (*spec.tables, *spec.beside) if one is not own}
    if _PAIR.search(text):
        named = {fold(one) for one in _WORD.findall(text)}
        return fold(bare_name(own)) in named and not others.isdisjoint(named)
    names = (field.name.split(".")[:-1] for body in spec.responses for field in body.fields)
    return not others.isdisjoint(fold(one.rstrip("[]")) for parts in names for one in parts)
