"""The labels under which a plan describes an endpoint: English and Polish, then others."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal, cast

from agent import lazy
from agent.core.patterns import deferred
from agent.sources.text import notation
from agent.sources.text.words import fold

Topic = Literal[
    "query",
    "path",
    "headers",
    "parameters",
    "errors",
    "success",
    "statuses",
    "validation",
    "auth",
    "response",
    "request",
    "description",
    "note",
]
# What a call is described by.
OF_A_CALL = frozenset({"request", "query", "path", "parameters", "response", "success", "errors"})
_NOTE = (
    r"\bnotes?\b|\buwag|\blogic|\blogik|\bbehaviou?r|\bside effects|\bbusiness|\brate limit"
    r"|\bidempoten|\bsort|\bpagina|\bdziałani|\bflow\b|\bexample|\bprzykład"
)
_AUTH = (
    r"\bauth|autoryzac|uwierzyteln|\baccess\b|\bpermission|uprawnie|\bdostęp\b"
    r"|\b(?<!service )roles?\b"
)
# The first that matches decides, so the narrower ones stand first.
_TOPICS: tuple[tuple[Topic, str], ...] = (
    ("headers", r"headers?\b|nagłówk"),
    ("query", r"\bquery\b|zapytania\b|\bfilters?\b|\bfiltry\b"),
    (
        "path",
        r"\b(?:path|route|url|uri) ?(?:/ ?\w+ )?param|parametry? (?:ścieżki|url)|path variables",
    ),
    ("validation", r"validat|walidac|\bconstraints?\b|\bograniczeni"),
    ("errors", r"\berrors?\b|błęd|\bfailures?\b|\bexceptions?\b"),
    ("success", r"\bsuccess(?:ful)? (?:codes?|status)|kod\w* (?:powodzenia|sukcesu)"),
    ("statuses", r"\bstatus|(?:\bkody|\bcodes?)\b"),
    ("response", r"\bresponses?\b|odpowiedzi?\b|odpowiedź|\breturns?\b|\bzwraca|\boutput\b"),
    ("success", r"\bsuccess|sukces|powodzeni"),
    ("request", r"\brequest\b|\bbody\b|\bform[- ]data\b|\bpayload\b|żądani|\binput\b|\bciało\b"),
    ("parameters", r"\bparam(?:eter)?s?\b|\bparametry\b"),
    ("auth", _AUTH),
    ("description", r"\bdescription\b|\bopis\b|\bsummary\b|\bpurpose\b|\bcel\b|\boverview\b"),
    ("note", _NOTE),
)
_COMPILED = tuple((topic, re.compile(words, re.IGNORECASE)) for topic, words in _TOPICS)
# A colon inside brackets belongs to what they say: "List books (sorted: title)" has no label.
_LABEL = deferred(
    r"(?P<label>(?:\([^()]*\)|[^:\uff1a`=\"{(]){2,60}?)\s*(?P<colon>[:\uff1a])\s*(?P<value>.*)"
)
_BOLD = deferred(
    r"\*\*(?P<label>[A-Z\u0141\u015a\u017b][^*:`]{2,40})\*\*\s+(?P<value>[^\s:\u2013\u2014-].*)"
)
# "Response JSON mirrors GET.", "Body jak w POST": the label of a body that stands elsewhere.
_ALIKE = deferred(
    r"(?P<label>(?:the )?(?:(?:request|response)(?: (?:body|json|payload|shape|format|schema))?"
    r"|body|payload|odpowied\u017a|\u017c\u0105danie|tre\u015b\u0107 \u017c\u0105dania))"
    r" (?:is (?:the )?)?"
    r"(?P<value>(?:mirrors?|matches|the same|same|like|identical|similar|as (?:in|for)"
    r"|jak|tak\w* sam\w*|identyczn\w*|podobn\w*)\b.*)",
    re.IGNORECASE,
)
# "Response (Error)" beside "Response (Success)".
_FAILED = deferred(r"\((?:errors?|failures?|b\u0142[\u0105\u0119]d\w*)\b", re.IGNORECASE)
# "Validation errors (422)", "Unauthorized (401)": the status says what it is about.
_ANSWERED = deferred(r"(?P<words>[^()]*)\((?:HTTP )?(?P<code>[245])\d\d\)")
_MAX_WORDS = 7
_FILE = "sources/text/labels.txt"
# From here on the letters of the East, between whose words no blanks stand.
_EAST = "\u2e80"


def label(text: str) -> tuple[Topic, str, str] | None:
    """Topic, label and value of a text that begins with a known label; marks taken off neither.

    The colon may be missing only where the text is nothing but the label, or the label is bold.
    """
    found = _BOLD.fullmatch(text) or _ALIKE.fullmatch(text) or _LABEL.fullmatch(text)
    bare = notation.bare(found["label"] if found else text).strip("_ ")
    said = notation.unnumbered(bare).strip("_ ")
    words = re.sub(r"\([^()]*\)", "", said).split()
    if not said or len(words) > _MAX_WORDS or (found is None and said[-1] in ".,;"):
        return None
    if text.lstrip("* ").startswith(("`", '"', "{")) or re.match(r"(?:HTTP )?[1-5]\d\d\b", bare):
        return None
    topic = topic_of(said)
    value = found["value"].strip().removeprefix("**").strip() if found else ""
    # A remark is no object: `summary: {id, title}` is a field.
    if topic is None or (topic in {"description", "note"} and value.startswith(("{", "["))):
        return None
    return topic, said, value


@lru_cache(maxsize=1024)
def topic_of(said: str) -> Topic | None:
    """What a label is about."""
    outside = re.sub(r"\([^)]*\)", "", said)
    answered = _ANSWERED.fullmatch(said)
    if answered is not None and answered["code"] != "2":
        return "errors"
    if answered is not None and topic_of(answered["words"]) in {None, "validation"}:
        return "success"
    for topic, words in _COMPILED:
        if words.search(outside):
            return "errors" if topic == "response" and _FAILED.search(said) else topic
    return cast("Topic | None", topic_abroad(outside.strip()))


def topic_abroad(said: str) -> str | None:
    """What a label is about; None for one word in small letters, which is the name of a field."""
    if " " not in said and said[:1].islower():
        return None
    text = f" {fold(said)} "
    return next((topic for topic, words in _known() if any(word in text for word in words)), None)


@cache
def _known() -> tuple[tuple[str, tuple[str, ...]], ...]:
    rows = [row.split(": ", 1) for row in lazy.text(_FILE).splitlines() if row[:1] != "#"]
    return tuple((topic, tuple(map(_begun, words.split()))) for topic, words in rows)


def _begun(word: str) -> str:
    """A word as it is sought: one of the West from its beginning on."""
    bare = fold(word.replace("_", " "))
    return bare if word[0] >= _EAST else f" {bare}"
