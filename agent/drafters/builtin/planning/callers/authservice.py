"""How one becomes known where the documents leave it to a service: the call of it that does so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Status
from agent.core.values import dataclass
from agent.drafters.builtin.planning.callers.signing import signed_in, signed_up
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import leaf
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import lines_of, meaning_of, quoted
from agent.drafters.builtin.planning.tables.work import Work
from agent.drafters.builtin.project.naming import snake

_DEEDS = (
    ("up", deferred(r"regist(?:er|ration)|sign-?up")),
    ("in", deferred(r"log-?in|sign-?in|token")),
    ("out", deferred(r"log-?out|sign-?out")),
    ("refresh", deferred(r"refresh(?:-?tokens?)?")),
    ("resend", deferred(r"resend(?:-[\w-]+)?")),
    ("confirm", deferred(r"(?:confirm|verify)-?(?:e-?mail|otp|account)?")),
    (
        "forgot",
        deferred(
            r"forgot(?:ten)?-?password|(?:request-)?(?:password-?)?reset(?:-?password)?|recover"
        ),
    ),
    ("set", deferred(r"(?:change|update|set|new)-?password")),
)
_OF_SIGN_IN = deferred(r"auth|accounts?|users?|sessions?|passwords?|(?:reset|forgot)-?password")
_AROUND = deferred(r"v\d+|api|rest|me")
_PASSWORD = deferred(r"password")
# What of a request such a call is given, and what of an answer its session is.
_GIVEN = deferred(
    r"^(?:e_?mail|phone|(?:new_|current_)?password|otp|code|(?:\w+_)?token(?:_hash)?)$"
)
_PROOF = deferred(r"^(?:otp|code|(?:\w+_)?token(?:_hash)?)$")
_SESSION = deferred(r"^(?:access_token|refresh_token|expires_(?:in|at)|token_type|session)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Provider:
    """A service: how texts speak of it, for which languages, its calls, its errors by meaning."""

    name: str
    said: re.Pattern[str]
    suffixes: tuple[str, ...]
    calls: Mapping[str, str]
    errors: tuple[tuple[str, str], ...] = ()


_SUPABASE = re.compile(
    r"\bsupabase[ -]?auth\b|\bsupabase\.auth\b|\bauth\w*[^.|]{0,40}\bsupabase\b"
    r"|\bsupabase\b[^.|]{0,60}\b(?:auth\b|authenticat|uwierzyteln|logowani)",
    re.IGNORECASE,
)
_SUPABASE_ERRORS = (
    (
        "invalid_credentials",
        r"credential|incorrect|wrong|niepopraw|nieprawid\w* (?:dane|has|e-?mail)",
    ),
    ("email_not_confirmed", r"not (?:been )?(?:verif|confirm)|unverified|zweryfik|potwierdz"),
    ("user_already_exists", r"exist|already|taken|in use|istnieje|zaj\u0119t"),
    (
        "weak_password",
        (
            r"password[^.]*(?:short|weak)|(?:weak|short) password"
            r"|has\u0142o[^.]*(?:kr\u00f3tk|s\u0142ab)"
        ),
    ),
)
_PROVIDERS = (
    _Provider(
        name="Supabase Auth",
        said=_SUPABASE,
        suffixes=(".ts", ".js"),
        errors=_SUPABASE_ERRORS,
        calls={
            "up": "supabase.auth.signUp()",
            "in": "supabase.auth.signInWithPassword()",
            "out": "supabase.auth.signOut()",
            "refresh": "supabase.auth.refreshSession()",
            "resend": "supabase.auth.resend()",
            "confirm": "supabase.auth.verifyOtp()",
            "forgot": "supabase.auth.resetPasswordForEmail()",
            "set": "supabase.auth.updateUser()",
        },
    ),
    _Provider(
        name="Supabase Auth",
        said=_SUPABASE,
        suffixes=(".py",),
        errors=_SUPABASE_ERRORS,
        calls={
            "up": "supabase.auth.sign_up()",
            "in": "supabase.auth.sign_in_with_password()",
            "out": "supabase.auth.sign_out()",
            "refresh": "supabase.auth.refresh_session()",
            "confirm": "supabase.auth.verify_otp()",
            "forgot": "supabase.auth.reset_password_for_email()",
            "set": "supabase.auth.update_user()",
        },
    ),
    _Provider(
        name="ASP.NET Core Identity",
        said=re.compile(r"\b(?:ASP\.NET|\.NET)(?: Core)? Identity\b|\bUserManager\b"),
        suffixes=(".cs",),
        calls={
            "up": "UserManager.CreateAsync()",
            "in": "SignInManager.CheckPasswordSignInAsync()",
            "out": "SignInManager.SignOutAsync()",
            "confirm": "UserManager.ConfirmEmailAsync()",
            "forgot": "UserManager.GeneratePasswordResetTokenAsync()",
            "set": "UserManager.ResetPasswordAsync()",
        },
    ),
    _Provider(
        name="Spring Security",
        said=re.compile(r"\bspring security\b", re.IGNORECASE),
        suffixes=(".java",),
        calls={"in": "AuthenticationManager.authenticate()"},
    ),
    _Provider(
        name="Django",
        said=re.compile(r"\bdjango\.contrib\.auth\b|\bdjango auth\w*", re.IGNORECASE),
        suffixes=(".py",),
        calls={
            "up": "create_user()",
            "in": "django.contrib.auth.authenticate()",
            "out": "django.contrib.auth.logout()",
        },
    ),
)  # fmt: skip


def let_in(work: Work) -> Iterator[Fact]:
    """The call of the service that signs up, in or out, with its errors; none for own hashes."""
    brief = work.brief
    deed = _deed(brief)
    if not deed or [*signed_in(work), *signed_up(work)]:
        return
    suffixes = {one.suffix for one in brief.stack.layers}
    for provider in _PROVIDERS:
        if deed not in provider.calls or not suffixes.intersection(provider.suffixes):
            continue
        place = next(_said(brief, provider.said), None)
        if place is not None:
            yield from _calls(brief, provider, deed, place)
            return


def takes_all(brief: Brief, calls: Sequence[Fact]) -> bool:
    """Whether nothing is left to do: all of the request is given, to what sends and keeps too."""
    said = " ".join(one.text for one in calls)
    whole = "supabase." in said
    return not calls or (whole and all(f"`{one.name}`" in said for one in brief.body))


def _deed(brief: Brief) -> str:
    """What its path says that is done: where a new password is given, that one is set."""
    parts = [one.casefold() for one in brief.spec.endpoint.path.strip("/").split("/") if one]
    parts = [one for one in parts if not _AROUND.fullmatch(one)]
    if not parts or any(one[0] in "{:<[" for one in parts):
        return ""
    found = next((deed for deed, word in _DEEDS if word.fullmatch(parts[-1])), "")
    inside = len(parts) == 1 or _OF_SIGN_IN.fullmatch(parts[-2]) is not None
    if not found or not inside or brief.spec.endpoint.method not in {"POST", "PUT", "PATCH"}:
        return ""
    sets = any(_PASSWORD.search(snake(one.name)) for one in brief.body)
    return "set" if sets and found in {"forgot", "confirm"} else found


def _said(brief: Brief, pattern: re.Pattern[str]) -> Iterator[Source]:
    """The lines on the stack, on signing in, and of the rules that name the service."""
    spec = brief.spec
    told = (*((spec.auth,) if spec.auth is not None else ()), *spec.excerpts[:1], *spec.notes)
    for one in told:
        yield from (place for place, text in lines_of(brief, one.source) if pattern.search(text))
    paths = (*(one.source.path for one in spec.stack), *(one.path for one in spec.rules))
    for path in dict.fromkeys(paths):
        for number, text in enumerate(brief.passages.lines(path), start=1):
            if pattern.search(text):
                yield Source(path=path, line=number, last=number)


def _calls(brief: Brief, provider: _Provider, deed: str, place: Source) -> Iterator[Fact]:
    """The call; before a new password the one that takes the proof, where these are two."""
    given = [
        one.name for one in brief.body if "." not in one.name and _GIVEN.match(snake(one.name))
    ]
    proof = [one for one in given if _PROOF.search(snake(one))]
    if deed == "set" and proof and provider.said is _SUPABASE:
        given = [one for one in given if one not in proof]
        yield Fact(text=_told(brief, provider, "confirm", proof), sources=(place,))
    fields = [one.name for body in brief.spec.responses[:1] for one in body.fields]
    held = [one for one in fields if not any(other.startswith(f"{one}.") for other in fields)]
    names = [one for one in held if _SESSION.match(snake(leaf(one)))]
    text = _told(brief, provider, deed, given)
    text += brief.say("flow-auth-session", names=quoted(names)) if names and provider.errors else ""
    sources = [place]
    for name, meant in provider.errors:
        status = next((one for one in brief.spec.statuses if _means(one, meant)), None)
        if status is not None:
            text += brief.say("flow-auth-error", name=name, code=status.code)
            sources += brief.status(status).sources
    yield Fact(text=text, sources=tuple(dict.fromkeys(sources)))


def _told(brief: Brief, provider: _Provider, deed: str, given: list[str]) -> str:
    text = brief.say("flow-auth", call=provider.calls[deed], name=provider.name)
    return text + (brief.say("flow-auth-given", names=quoted(given)) if given else "")


def _means(one: Status, meant: str) -> bool:
    known = re.search(meant, meaning_of(one), re.IGNORECASE)
    return one.code in range(400, 500) and known is not None
