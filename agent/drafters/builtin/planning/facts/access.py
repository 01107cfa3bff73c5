"""Who may call: nobody known, or one who is signed in, and by what means."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile

from agent.core.documents import Source
from agent.core.lately import latest
from agent.core.patterns import deferred
from agent.core.spec import Spec, Target
from agent.drafters.builtin.planning.subject import AROUND
from agent.sources.openapi.apidata import is_prose

_OPEN = deferred(
    r"\bno (?:auth\w*|login|sign-?in)\b|\bnot? require (?:auth|login)"
    r"|auth\w* (?:is )?not required"
    r"|\bwithout (?:auth|login|sign)|(?:\b(?:allow|for|by)\w* |^\W*)unauthenticated\b"
    r"|\bunauthenticated (?:access|endpoint)|\banonymous (?:call|access|endpoint)"
    r"|\bpublic endpoint|[(\[]public[)\]]|\bpubliczn\w+|niewymagan|nie wymaga"
    r"|bez (?:logowania|uwierzyt|autoryz)",
    re.IGNORECASE,
)
_NONE = deferred(
    r"^[\W_]*(?:auth\w*\b[\W_]*:?[\W_]*)?(?:there is )?"
    r"(?:none|no?|not required|public|anonymous|p\u00fablico|brak|nie)\b|^\W*\u516c\u5f00",
    re.IGNORECASE,
)
_MEANS = deferred(r"\bJWT\b|\bBearer\b|\bcookies?\b|\bAPI key\b|\bX-[\w-]+", re.IGNORECASE)
# A key is also what one calls another service with.
_KEY = "api key"
_OF_CALLER = deferred(r"\bauth|\bheader|uwierzyt|nag\u0142\u00f3w|\bX-", re.IGNORECASE)
_UNKNOWN = 401
_DEMANDED = deferred(
    r"\brequired\b|\byes\b|\bbearer\b|\bJWT\b|\bauthenticated\b|\bwymagan\w*|\btak\b", re.IGNORECASE
)
# A caller who is known by something else than a sign-in, or need not be.
_PROVED = deferred(
    r"\brefresh|\bsign(?:ature|ed)|\brecovery|\breset|\boptional|\bor no auth|\bnot required"
    r"|\bniewymag|\bnie wymag",
    re.IGNORECASE,
)
# What is said of a refusal opens nothing.
_REFUSED = re.compile(rf"\b{_UNKNOWN}\b")
# Where nothing of a user lies behind, or another service calls.
_ANYBODY = deferred(
    r"health(?:z|check|-check)?|(?:[\w-]+-)?webhooks?|guest|csrf(?:-token)?|captcha", re.IGNORECASE
)
_SHOWN = deferred(r"public", re.IGNORECASE)
_SIGN_IN = deferred(r"log-?in|sign-?(?:in|up)|regist(?:er|ration)", re.IGNORECASE)
# A proof by something else than a sign-in: a code, a link, a refresh token, another service.
_PROOF = deferred(
    r"refresh(?:[-_]?tokens?)?|forgot[\w-]*|(?:[\w-]+-)?reset[\w-]*|recover[\w-]*|callback"
    r"|confirm[\w-]*|(?:verify|resend|send)[-_]?[\w-]*|otp|sms|magic-?link|activate|oauth2?|tokens?"
    r"|check-(?:email|username)|google|github|facebook|discord|apple",
    re.IGNORECASE,
)
_OF_SIGN_IN = deferred(
    r"o?auth2?|sso|accounts?|passwords?|e-?mails?|users?|"
    r"(?:[\w-]*[-_])?(?:password|email|otp)(?:[-_][\w-]*)?",
    re.IGNORECASE,
)


def is_anonymous(spec: Spec) -> bool:
    """Whether the endpoint's own words let anybody call."""
    return opened(spec) is not None


def is_public(spec: Spec) -> bool:
    """Whether a caller need not be known: by its own words, or because one becomes so here."""
    if is_anonymous(spec):
        return True
    return is_entry(spec.endpoint) and not _is_demanded(spec)


def _is_demanded(spec: Spec) -> bool:
    """Whether its own passage wants a caller who is known already."""
    auth, own = spec.auth, next(iter(spec.excerpts), None)
    if auth is None or own is None or auth.source.path != own.source.path:
        return False
    inside = own.source.line <= auth.source.line <= own.source.last
    return inside and _DEMANDED.search(auth.text) is not None and not _PROVED.search(auth.text)


@latest(4)
def opened(spec: Spec) -> tuple[str, Source] | None:
    """The words that say so, and the passage that has them."""
    own = (spec.description, *spec.excerpts[:1])
    found = (
        (hit[0], one.source)
        for one in own
        if one
        for line in one.text.split("\n")
        if _REFUSED.search(line) is None and (hit := _OPEN.search(line))
    )
    said = next(found, None)
    if said is None and spec.auth is not None:
        line = spec.auth.text.split("\n", 1)[0]
        none = _OPEN.search(line) or _NONE.search(line)
        return (none[0], spec.auth.source) if none else None
    return said


def is_closed(spec: Spec) -> bool:
    """Whether the documents want the caller to be signed in, and this is not how one becomes so."""
    if is_public(spec):
        return False
    return spec.auth is not None or spec.status(_UNKNOWN) is not None


def means(spec: Spec) -> tuple[str, Source] | None:
    """What the caller is known by, in the document's word, and the passage that has it."""
    for one in (spec.auth, *spec.notes):
        if one is None or not is_prose(one.source.path):
            continue
        for line in one.text.split("\n"):
            found = _MEANS.search(line)
            if found is not None and (found[0].lower() != _KEY or _OF_CALLER.search(line)):
                return found[0], one.source
    return None


@lru_cache(maxsize=4096)
def is_entry(endpoint: Target) -> bool:
    """Whether its path says so: `/auth/refresh`; no deed on one thing: `/orders/{id}/confirm`."""
    every = [one for one in endpoint.path.strip("/").split("/") if one]
    if any(map(_ANYBODY.fullmatch, every)):
        return True
    shown = "." not in endpoint.path and any(map(_SHOWN.fullmatch, every))
    if shown and (endpoint.method == "GET" or every[-1] != "public"):
        return True
    before = takewhile(lambda one: one[:1] not in "{:<[", every)
    fixed = [one for one in before if not AROUND.fullmatch(one) and one != "admin"]
    if any(map(_SIGN_IN.fullmatch, fixed)):
        return True
    proven = any(map(_PROOF.fullmatch, fixed))
    return proven and _OF_SIGN_IN.fullmatch(fixed[0]) is not None
