"""The statuses that a profile or convention knows, where the documents name none for the case."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.core.findings import Gap
from agent.core.patterns import deferred
from agent.core.profile import KnownStatus, Profile
from agent.core.spec import Spec, Status
from agent.drafters.builtin.planning.facts.access import is_public
from agent.drafters.builtin.planning.facts.brief import table_in_path
from agent.drafters.builtin.planning.facts.wording import is_legend
from agent.drafters.builtin.planning.sentences import overall
from agent.drafters.builtin.planning.subject import Subject
from agent.phrases import Texts
from agent.sources.passages.inwords import answer

_READ, _CREATED, _EMPTY = 200, 201, 204
_INVALID, _UNKNOWN, _MISSING, _FAULT = 400, 401, 404, 500
_UNPROCESSABLE, _NO_CLASH = 422, r"^(?!.*\b409\b).*"
_ERRORS = 400
_OPEN = re.compile(
    r"\bnone\b|\bnot (?:required|needed|necessary)|\bno (?:auth|authenti\w+)\b|\bpublic\b"
    r"|\banyone\b|\banonymous|\boptional|\bbrak\b|niewymagan|nie wymaga|publiczn|dla ka\u017cdego",
    re.IGNORECASE,
)
# A description may have optional parameters or a public link.
_FREED = deferred(
    r"\bno (?:auth|authenti\w+|login|sign-?in) (?:is )?(?:required|needed)"
    r"|\bwithout (?:auth|logging|sign)|\banonymous (?:access|users?|calls?)|\bpublic endpoint"
    r"|publiczny odczyt"
    r"|\bbez (?:logowania|uwierzyt|autoryz)|publiczny endpoint"
    r"|nie wymaga (?:logowania|uwierzyt|autoryz)",
    re.IGNORECASE,
)
# RFC 9110: fields of a response; the two with X- are custom.
_ANSWERED = deferred(
    r"etag|last-modified|location|retry-after|set-cookie|content-disposition|vary|age"
    r"|x-total-count|x-rate-?limit-[\w-]+",
    re.IGNORECASE,
)
_KEY = deferred(r"(?:^|[_-])id$|Id$|ID$")
_SELF = deferred(r"/(?:me|current|self)/?$")


def reason(profile: Profile, texts: Texts, known: KnownStatus) -> str:
    """How a status that no document names is cited: a prompt's line, else as the convention."""
    own = profile.place and profile.status(known.code) is known
    return profile.where(known.line) if own else texts.say("convention")


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
        if (one := _known(profile, code)) is not None and not _is_told(spec, code)
    )
    kept = [one for one in known if one.code < _FAULT]
    added = [Status(code=one.code, meaning="", source=where) for one in kept]
    general = overall.refused(spec, closed=_is_closed(spec))
    return replace(spec, statuses=(*spec.statuses, *added, *general)), known


def with_refused(
    spec: Spec, profile: Profile, known: tuple[KnownStatus, ...]
) -> tuple[Spec, tuple[KnownStatus, ...]]:
    """The same for what does not fit, where a library checks what comes in: a key as well."""
    one, where = _known(profile, _INVALID), next((one.source for one in spec.excerpts), None)
    told = _is_told(spec, _INVALID) or _is_told(spec, _UNPROCESSABLE)
    if one is None or where is None or told or not _is_uuid(spec):
        return spec, known
    added = Status(code=one.code, meaning="", source=where)
    every = tuple(sorted({*known, one}, key=lambda each: each.code))
    return replace(spec, statuses=(*spec.statuses, added)), every


def _known(profile: Profile, code: int) -> KnownStatus | None:
    """What the profile says of it; one that knows successes at all leaves an empty one unsaid."""
    if code == _EMPTY and profile.status(_READ) is not None:
        return profile.status(code) or KnownStatus(code=code, meaning="", line=1)
    return profile.status(code)


def _is_closed(spec: Spec) -> bool:
    """Whether a caller must be signed in by the documents, and does not become so here."""
    asked = spec.auth is not None and not _OPEN.search(spec.auth.text)
    said = [one for one in (spec.description, *spec.excerpts[:1]) if one is not None]
    freed = any(_FREED.search(one.text) for one in said)
    return asked and not freed and not is_public(spec)


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
        yield from _succeeding(spec, subject)
    taken = spec.request is not None or any(one.place == "query" for one in spec.parameters)
    if taken and not _is_told(spec, _UNPROCESSABLE):
        yield _INVALID
    if _is_closed(spec):
        yield _UNKNOWN
    if spec.endpoint.parameters or _is_of_caller(spec, subject):
        yield _MISSING
    yield _FAULT


def _is_uuid(spec: Spec) -> bool:
    """Whether the path's key is a UUID: another word finds no row, but fails."""
    keys = [one for one in spec.parameters if one.place == "path" and _KEY.search(one.name)]
    table = table_in_path(spec) if keys else None
    column = table.column("id") if table is not None else None
    types = [keys[-1].type if keys else "", column.type if column is not None else ""]
    return any(one and one.casefold().startswith("uuid") for one in types)


def _is_of_caller(spec: Spec, subject: Subject) -> bool:
    """Whether it reads or changes the one row that is the caller's, which need not be there."""
    return subject.act in {"get", "update"} and _SELF.search(spec.endpoint.path) is not None


def _succeeding(spec: Spec, subject: Subject) -> Iterator[int]:
    """The success by convention: what is removed leaves nothing to show."""
    own = (line for one in spec.excerpts[:1] for line in one.text.split("\n"))
    shown = bool(spec.responses) or any(map(answer, own))
    if subject.act == "create":
        yield _CREATED
    elif subject.act == "delete" and not shown:
        yield _EMPTY
    elif subject.act != "action" or shown:
        yield _READ


# "At most 500 words" names no status.
_NO_BOUND = r"(?<![<\u2264])(?<![<\u2264] )(?<!\d[-\u2013])"
_UNIT = (
    r"\s*(?:words?|s\u0142\u00f3w|chars?|characters?|znak\w*|ms|kB|MB|items?|elem\w+|rows?|records?|rekord\w*"
    r"|entries|tokens?|req\w*|users?|kcal)\b"
)


def _is_told(spec: Spec, code: int) -> bool:
    """Whether a document names it, for this endpoint or for all: "409 or 422" is of no input."""
    other = _NO_CLASH if code == _UNPROCESSABLE else ""
    word = re.compile(rf"{other}{_NO_BOUND}\b{code}\b(?!{_UNIT})")
    return spec.status(code) is not None or any(
        word.search(line) and not is_legend(line)
        for one in (spec.auth, *spec.notes)
        if one is not None
        for line in one.text.split("\n")
    )
