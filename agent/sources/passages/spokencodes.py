"""Status codes that a sentence speaks of, beyond doubt: not any number that might be one."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.values import dataclass

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

_REFUSED, _FAILED = 400, 500
KNOWN = {one.value for one in HTTPStatus if one.value >= HTTPStatus.OK}
OLD = {422: ("Unprocessable Entity", "Unprocessable Content"), 413: ("Payload Too Large",)}
_NUMBER = deferred(r"(?<![\w.,/:#$<>=\u2264\u2265-])[2-5]\d\d(?![\w%]|[.,]\d)")
_SENTENCE = deferred(r"(?<=[.;])\s+")
_ANNOUNCED = deferred(
    r"\b(?:status(?:em)?(?: code| kod\w*)?|kod\w*(?: statusu| http)?|http)\s+$", 2
)
_IN_CASE = deferred(r"\s+(?:if|when|gdy|je\u015bli|je\u017celi|w przypadku)\b", 2)
_COUNTED = deferred(
    r"\b(?:limit\w*|max\w*|min\w*|most|least|than|to|do|of|first|chars?|characters?|znak\w*"
    r"|d\u0142ugo\w*|length)\b",
    2,
)
# What is not answered, and what somebody else answers to us.
_DENIED = deferred(
    r"\b(?:never|not|no|nie|nigdy|zamiast|instead of|rather than|bez|without|avoid\w*)"
    r"\b[^.;,()\u2192]{0,30}$",
    2,
)
_FROM_OTHERS = deferred(
    r"\b(?:retr(?:y|ies|ied)|upstream|openai|openrouter|external|provider\w*|ponaw\w+|ponowi\w+"
    r"|zewn\u0119trzn\w+)\b",
    2,
)
# What leads up to a code says nothing of when it is answered.
_LEAD = deferred(
    r"[\s,:(\u2192\u2013\u2014>-]*(?:\b(?:and|i|it|the|api|server|we|returns?|return|zwraca\w*"
    r"|zwr\u00f3\u0107|responds?|answers?|rejected|with|z|as|status(?:em)?|code|kod\w*|http|error"
    r"|b\u0142\u0105d|throws?|success|sukces|response|odpowied\u017a)\b[\s,:(\u2192\u2013\u2014>-]*)*$",
    2,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A code with what its sentence says before it, and after."""

    code: int
    before: str
    after: str


def spoken(text: str) -> Iterator[Spoken]:
    """The codes that the plain text speaks of as answers."""
    for sentence in _SENTENCE.split(text):
        if _FROM_OTHERS.search(sentence):
            continue
        start = 0
        for hit in _NUMBER.finditer(sentence):
            before, start = sentence[start : hit.start()], hit.end()
            if int(hit[0]) in KNOWN and _is_sure(hit) and not _DENIED.search(before):
                lead = _LEAD.sub("", before).lstrip(" ,:;-")
                yield Spoken(code=int(hit[0]), before=lead, after=sentence[hit.end() :])


def _is_sure(hit: re.Match[str]) -> bool:
    code, before, after = int(hit[0]), hit.string[: hit.start()], hit.string[hit.end() :]
    said = after.lstrip(" :-\u2013\u2014").casefold()
    phrases = (HTTPStatus(code).phrase, *OLD.get(code, ()))
    if _ANNOUNCED.search(before) or any(said.startswith(one.casefold()) for one in phrases):
        return True
    if _COUNTED.search(hit.string):
        return False
    bracketed = before.endswith("(") and after.startswith(")")
    refuses = _REFUSED <= code < _FAILED
    return _IN_CASE.match(after) is not None or (bracketed and refuses)
