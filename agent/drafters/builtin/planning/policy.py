"""The statuses that a profile knows: they hold where the documents name none for the case."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.core.profile import KnownStatus, Profile
from agent.core.spec import Gap, Spec, Status
from agent.drafters.builtin.planning.subject import Subject
from agent.sources.apidata import is_prose

_READ, _CREATED, _INVALID, _UNKNOWN, _MISSING, _FAULT = 200, 201, 400, 401, 404, 500
_UNPROCESSABLE = 422
_ERRORS = 400
_OPEN = re.compile(
    r"\bnone\b|\bnot (?:required|needed|necessary)|\bno (?:auth|authenti\w+)\b|\bpublic\b"
    r"|\banyone\b|\banonymous|\boptional|\bbrak\b|niewymagan|nie wymaga|publiczn|dla ka\u017cdego",
    re.IGNORECASE,
)
# RFC 9110: fields of a response; the two with X- are custom.
_ANSWERED = re.compile(
    r"etag|last-modified|location|retry-after|set-cookie|content-disposition|vary|age"
    r"|x-total-count|x-rate-?limit-[\w-]+",
    re.IGNORECASE,
)
_ENTRY = re.compile(
    r"log-?in|sign-?(?:in|up)|regist|forgot|reset|refresh|recover|health|public|webhook|callback",
    re.IGNORECASE,
)


def with_policy(
    spec: Spec, subject: Subject, profile: Profile
) -> tuple[Spec, tuple[KnownStatus, ...]]:
    """The spec with the profile's success where it has none, and all that the profile knows."""
    where = next((one.source for one in spec.excerpts), None)
    if where is None:
        return spec, ()
    known = tuple(
        one
        for code in _applying(spec, subject)
        if (one := profile.status(code)) is not None and not _is_told(spec, code)
    )
    kept = [one for one in known if one.code < _ERRORS or one.code == _UNKNOWN]
    added = [Status(code=one.code, meaning="", source=where) for one in kept]
    return replace(spec, statuses=(*spec.statuses, *added, *_refused(spec))), known


def _refused(spec: Spec) -> Iterator[Status]:
    """The refusal of strangers that the general sections name, where the endpoint's does not."""
    if spec.status(_UNKNOWN) is not None or not _is_closed(spec):
        return
    said = (
        (note.source, at, line)
        for note in (spec.auth, *spec.notes)
        if note is not None and is_prose(note.source.path)
        for at, line in enumerate(note.text.split("\n"), start=note.source.line)
    )
    for source, at, line in said:
        if re.search(rf"\b{_UNKNOWN}\b", line):
            yield Status(code=_UNKNOWN, meaning="", source=replace(source, line=at, last=at))
            return


def _is_closed(spec: Spec) -> bool:
    """Whether a caller must be signed in by the documents, and does not become so here."""
    asked = spec.auth is not None and not _OPEN.search(spec.auth.text)
    return asked and not _ENTRY.search(spec.endpoint.path)


def asked_only(spec: Spec) -> Spec:
    """The spec without headers that only an answer has: they are no input."""
    kept = (
        one
        for one in spec.parameters
        if not (one.place == "header" and _ANSWERED.fullmatch(one.name))
    )
    return replace(spec, parameters=tuple(kept))


def unsettled(gaps: Sequence[Gap], known: Sequence[KnownStatus]) -> tuple[Gap, ...]:
    """The gaps that stay open where the profile knows these; a fault alone settles no errors."""
    settled = {"errors" if one.code >= _ERRORS else "success" for one in known if one.code < _FAULT}
    return tuple(gap for gap in gaps if gap.key not in settled)


def _applying(spec: Spec, subject: Subject) -> Iterator[int]:
    """The codes whose case can come about here."""
    if spec.success() is None:
        if not subject.writes:
            yield _READ
        elif subject.act == "create":
            yield _CREATED
    taken = spec.request is not None or any(one.place == "query" for one in spec.parameters)
    if taken and not _is_told(spec, _UNPROCESSABLE):
        yield _INVALID
    if _is_closed(spec):
        yield _UNKNOWN
    if spec.endpoint.parameters:
        yield _MISSING
    yield _FAULT


def _is_told(spec: Spec, code: int) -> bool:
    """Whether a document names it, for this endpoint or for all."""
    word = re.compile(rf"\b{code}\b")
    return spec.status(code) is not None or any(
        word.search(one.text) for one in (spec.auth, *spec.notes) if one is not None
    )
