"""The statuses that the general sections name where the endpoint's own passage names none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Spec, Status
from agent.drafters.builtin.planning.facts.wording import is_legend, phrases_of
from agent.drafters.builtin.planning.sentences.guards import OF_INPUT, is_of_input
from agent.sources.openapi.apidata import is_prose
from agent.sources.passages.statuses import entry

_MALFORMED, _UNKNOWN, _MISSING, _UNPROCESSABLE = 400, 401, 404, 422
_FAULTS = (500, 503)
_FAULT = deferred(
    r"error|server|unexpected|unavailable|\bfail|b\u0142\u0105d|serwer|niedost|nieoczek",
    re.IGNORECASE,
)
_INVALID = (_MALFORMED, _UNPROCESSABLE)
_CODE = deferred(r"\b[45]\d\d\b")
# A sentence that tells which status any request with a bad body has.
_VALIDATES = deferred(r"\b(?:valid|invalid|walid|niepoprawn|nieprawid)", re.IGNORECASE)
_OF_REQUESTS = deferred(
    r"\b(?:API|inputs?|requests?|bod(?:y|ies)|payloads?|\u017c\u0105da\w+|wej\u015bciow\w+)\b",
    re.IGNORECASE,
)
# What any input may be; an own status of one value alone says nothing of the others.
_ANY_INPUT = deferred(
    r"valid|malform|format|payload|schema|\bbody\b|wrong|missing|required|\bbad\b|fields"
    r"|prawid|popraw|walid|b\u0142\u0119dn|brak",
    re.IGNORECASE,
)
_BODY = deferred(r"\bbody\b", re.IGNORECASE)
# An example of one value: "Field 'pages' must be 1-999".
_OF_ONE = deferred(r"['\"`]\w+['\"`]")
# Of another service, which not every endpoint asks.
_OF_MODEL = deferred(r"\bAI\b|\bLLM\b|\bmodel|openai|openrouter|external|generat", re.IGNORECASE)
_OF_SERVER = deferred(r"\bserver\b|\bserwer|\bunexpected|\bunhandled|nieoczekiw", re.IGNORECASE)
_FEW = 3
_Line = tuple[Source, str]


def refused(spec: Spec, *, closed: bool) -> Iterator[Status]:
    """The refusals of strangers, of bad input and of rows that are not there."""
    if closed and spec.status(_UNKNOWN) is None:
        yield from _stranger(spec)
    yield from _invalid(spec)
    if spec.endpoint.parameters and spec.status(_MISSING) is None:
        yield from _entries(spec, _MISSING)


def faults(spec: Spec) -> Iterator[Status]:
    """What a list of all statuses has for a server that fails, or is down, whatever it does."""
    lines = [one for one in lines_for_all(spec) if _FAULT.search(one[1])]
    for code in (one for one in _FAULTS if spec.status(one) is None):
        found = (
            one
            for one in _listed(lines, code)
            if not _OF_MODEL.search(one.meaning) or _OF_SERVER.search(one.meaning)
        )
        yield from islice(found, 1)


def is_inherited(spec: Spec, status: Status) -> bool:
    """Whether only a general section names it."""
    place = status.source
    return any(
        one.source.path == place.path and one.source.line <= place.line <= one.source.last
        for one in spec.notes
    )


def _stranger(spec: Spec) -> Iterator[Status]:
    """One that is not signed in, wherever a line says so."""
    auth = [spec.auth] if spec.auth is not None and is_prose(spec.auth.source.path) else []
    above = (
        (replace(one.source, line=at, last=at), line)
        for one in auth
        for at, line in enumerate(one.text.split("\n"), start=one.source.line)
    )
    for source, line in (*above, *lines_for_all(spec)):
        if re.search(rf"\b{_UNKNOWN}\b", line) and not is_legend(line):
            yield Status(code=_UNKNOWN, meaning="", source=source)
            return


def _invalid(spec: Spec) -> Iterator[Status]:
    """Input that does not fit; what the passage says of any input is all that holds for it."""
    taken = spec.request is not None or any(one.place == "query" for one in spec.parameters)
    own = [one for one in spec.statuses if one.code in _INVALID]
    whole = any(_of_body(one) for one in own)
    if not taken or whole:
        return
    found = [one for code in _INVALID for one in _entries(spec, code) if _is_of_any(one)]
    named = {one.code for one in spec.statuses}
    yield from (one for one in found or _told(spec) if one.code not in named)


def _of_body(status: Status) -> bool:
    """Whether an own status is for all that is wrong with the body, not for one of its values."""
    said = status.meaning
    if not is_of_input(status):
        return _BODY.search(said) is not None
    return not said or _ANY_INPUT.search(said) is not None


def _is_of_any(status: Status) -> bool:
    """Whether it is for whatever is wrong with a request."""
    said = status.meaning
    return OF_INPUT.search(said) is not None and _OF_ONE.search(said) is None


def _entries(spec: Spec, code: int) -> Iterator[Status]:
    """The first line or row of a list of statuses that is this one's."""
    yield from islice(_listed(lines_for_all(spec), code), 1)


def _listed(lines: Iterable[_Line], code: int) -> Iterator[Status]:
    for source, line in lines:
        found = entry(line)
        if found is not None and found[0] == code and len(_CODE.findall(line)) == 1:
            yield Status(code=code, meaning=found[1], source=source)


def _told(spec: Spec) -> Iterator[Status]:
    """The one that a sentence names for requests that do not pass validation."""
    for source, line in lines_for_all(spec):
        codes = {int(one) for one in _CODE.findall(line)}
        code = next(iter(codes & set(_INVALID)), 0)
        if len(codes) == 1 and code and _VALIDATES.search(line):
            bare = line.replace("`", "")
            for phrase in phrases_of(code):
                bare = bare.replace(phrase, "")
            if _OF_REQUESTS.search(bare):
                said = bare.partition(str(code))[2].strip(" .")
                meaning = said if len(said.split()) > _FEW else ""
                yield Status(code=code, meaning=meaning, source=source)
                return


def lines_for_all(spec: Spec) -> Iterator[_Line]:
    """The lines of the general sections, but of the examples there."""
    for note in spec.notes:
        fenced = False
        for at, line in enumerate(note.text.split("\n"), start=note.source.line):
            fence = line.lstrip().startswith("```")
            fenced = fenced != fence
            if not (fenced or fence) and is_prose(note.source.path):
                yield replace(note.source, line=at, last=at), line
