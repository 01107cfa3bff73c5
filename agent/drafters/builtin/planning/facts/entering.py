"""Calls that anybody may make by their paths: one becomes known by them, or nobody is asked."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile

from agent.core.patterns import deferred
from agent.core.spec import Target
from agent.drafters.builtin.planning.subject import AROUND

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
