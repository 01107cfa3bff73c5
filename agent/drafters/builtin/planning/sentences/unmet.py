"""What a sentence of a general section speaks of, and an endpoint never does or meets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.subject import Act

# A model, or what it makes, that fails: nothing to who asks none.
_FAILS = deferred(
    r"\b(?:AI|Open ?AI|OpenRouter|LLM|model|generation|external (?:API|service))s?\b[^.`]{0,40}"
    r"\b(?:fail\w*|errors?|timeouts?|unavailable)\b"
    r"|\b(?:b\u0142\u0119d\w*|niepowodzeni\w+)\b[^.`]{0,30}\b(?:AI|LLM|OpenAI|OpenRouter|generowani\w+)\b",
    re.IGNORECASE,
)
_ASKS = deferred(r"\b(?:AI|LLM|OpenAI|OpenRouter|model)\b|generat|generow", re.IGNORECASE)
# Nothing to who writes.
_OF_READS = deferred(
    r"\b(?:optimi[sz]e\w*|speed\w*|efficient\w*|fast\w*|przyspiesz\w*)\b.{0,30}"
    r"\b(?:retriev\w+|reads?|quer\w+|filter\w*|search\w*|list\w*|zapyta\w+|odczyt\w*)"
    r"|\blist\w*\b.{0,30}\bind(?:ex|eks)\w*|\bquer(?:y|ies) fast\b"
    r"|\blist (?:endpoints?|queries|views?|responses?)\b|\bpaginat(?:ion|ed)\b"
    r"|\bstronicowani\w+\b|^\W*(?:read|list|view|select|odczyt|lista)\W*:\s"
    r"|\bcached\b(?!.*\b(?:invalidat|clear|purg|bust))",
    re.IGNORECASE,
)
# Nothing to who reads.
_OF_WRITES = deferred(
    r"\bduplicat\w*|\bunique(?:ness)?\b|\bunikaln\w+|\bduplikat\w*|\bmust equal\b"
    r"|\benforced by (?:an? |the )?trigger|\bLIMIT_EXCEEDED\b"
    r"|^\W*(?:revok|purg|remov|delet|increment|rotat|usu\u0144|usuwa)\w*\s"
    r"|\bcan only (?:modify|edit|update|delete)\b(?!.*\b(?:access|read|see|view)\b)",
    re.IGNORECASE,
)
# What tells a list only, as what a line is about.
_OF_LIST = deferred(
    r"^\W*(?:search(?:ing)?|filter(?:s|ing)?|sort(?:ing)?|paginat\w+|wyszukiwanie|filtrowanie"
    r"|sortowanie|stronicowanie)\W*:\s",
    re.IGNORECASE,
)
_LISTS = deferred(r"search|list|find|browse|filter", re.IGNORECASE)
_FIELD = deferred(r"\W*(?P<name>[a-z]+_\w+)\W*:\s*(?:required|optional|must|wymagan|opcjonaln)")
# What a row must have, nothing to who removes it.
_MUST_HAVE = deferred(
    r"\bmust (?:have|contain|include|match)\b|\bcannot be empty\b|\bexceed\b|\bat least one\b"
    r"|\bmusi (?:mie\u0107|zawiera\u0107)\b|\bnie mo\u017ce by\u0107 pust\w+",
    re.IGNORECASE,
)
_REMOVES = deferred(r"\b(?:delet|remov|usuw|usun)", re.IGNORECASE)
_BODY = deferred(r"\bmalformed\b|\binvalid JSON\b|\bContent-Type\b", re.IGNORECASE)
# Of a file that comes with the request, and what says that one comes.
_FILE = deferred(r"\b\d+ ?[KM]B\b|\b\d+ ?x ?\d+ ?px\b", re.IGNORECASE)
_TAKES = deferred(r"multipart|binary|\bfiles?\b|\bplik|upload|\b\d+ ?[KM]B\b", re.IGNORECASE)
# Of signing in alone.
_SIGN_IN = deferred(
    r"\bbcrypt\b|\bbrute[- ]force\b|\bargon2\w*|\bpassword (?:hash|reset|polic|strength)\w*"
    r"|\b(?:invalid|wrong|incorrect) (?:e-?mail|username|login)\b.{0,8}\bpassword\b"
    r"|\blog-?in attempts?\b|\bpr\u00f3b\w* logowania\b",
    re.IGNORECASE,
)
_SIGNS_IN = deferred(
    r"auth|log-?in|logow|sign|regist|rejestr|password|has\u0142|\busers?\b|account|sessions?",
    re.IGNORECASE,
)
_SECRET = deferred(r"password|has\u0142|\bPIN\b|hash", re.IGNORECASE)
# A policy names what it lets through.
_SQL: tuple[tuple[re.Pattern[str], tuple[Act, ...]], ...] = (
    (re.compile(r"\bSELECT\b"), ("get", "list")),
    (re.compile(r"\bINSERT\b"), ("create",)),
    (re.compile(r"\bUPDATE\b"), ("update",)),
    (re.compile(r"\bDELETE\b"), ("delete",)),
)


def is_unmet(brief: Brief, text: str) -> bool:
    """Whether it speaks of what is not done here: a model asked, rows listed, a body taken."""
    return (
        _is_of_calls(brief, text)
        or _is_of_another_kind(brief, text)
        or _is_of_policies(brief, text)
        or (brief.spec.request is None and _BODY.search(text) is not None)
        or (_FILE.search(text) is not None and not any(map(_TAKES.search, own_words(brief))))
    )


def own_words(brief: Brief) -> Iterator[str]:
    """What the endpoint's own passage says, and its path."""
    yield brief.spec.endpoint.path
    yield from (one.text for one in brief.spec.excerpts[:1])


def asks_model(brief: Brief) -> bool:
    """Whether its own passage speaks of a model, or of what one makes."""
    return brief.subject.writes and any(_ASKS.search(one) for one in own_words(brief))


def _is_of_calls(brief: Brief, text: str) -> bool:
    """Whether it is of a model that is not asked, or of a sign-in that is none."""
    secret = any(_SECRET.search(one) for one in own_words(brief))
    if _SIGN_IN.search(text) and not secret and not _SIGNS_IN.search(brief.spec.endpoint.path):
        return True
    return _FAILS.search(text) is not None and not asks_model(brief)


def _is_of_another_kind(brief: Brief, text: str) -> bool:
    """Whether only a read can meet it, and this is a write; or the other way round."""
    subject = brief.subject
    lists = subject.act == "list" or _LISTS.search(brief.spec.endpoint.path) is not None
    if not lists and _OF_LIST.match(text):
        return True
    if not subject.writes:
        return _OF_WRITES.search(text) is not None or _is_of_field(brief, text)
    if subject.act == "delete" and _MUST_HAVE.search(text) and not _REMOVES.search(text):
        return True
    return _OF_READS.search(text) is not None


def _is_of_field(brief: Brief, text: str) -> bool:
    """Whether it says what a field has to be that is not given here."""
    hit = _FIELD.match(text)
    return hit is not None and hit["name"] not in {one.name for one in brief.inputs}


def _is_of_policies(brief: Brief, text: str) -> bool:
    """Whether it names statements in a policy, and none is what is done here."""
    acts = {act for words, named in _SQL if words.search(text) for act in named}
    return bool(acts) and brief.subject.act not in (*acts, "action")
