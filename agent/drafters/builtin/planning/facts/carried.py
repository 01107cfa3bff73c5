"""Where a request carries what the caller is known by: in a header, or in a cookie."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from agent.core.documents import RepoPath, Source
from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.spec import Spec
from agent.core.values import dataclass
from agent.drafters.builtin.planning.citations import lines_with
from agent.sources.openapi.apidata import is_prose

_HEADER = deferred(
    r"\bAuthorization\b\W{0,4}(?:Bearer\b|header)|nag\u0142\u00f3w\w*\W{1,3}Authorization\b",
    re.IGNORECASE,
)
# Of services among themselves, or of one endpoint alone.
_ELSE = deferred(r"service[-_ ]?role|\bcron\b|\bwebhook|\binternal\b", re.IGNORECASE)
_COOKIE = deferred(r"\bcookies?\b|ciasteczk", re.IGNORECASE)
# "Each request needs ...", wherever a document says it.
_OF_ALL = deferred(
    r"\b(?:all|every|each|any|subsequent|wszystki\w+|ka\u017cd\w+|kolejn\w+)\b"
    r"[^.:|]{0,40}\b(?:requests?|calls?|endpoint\w*|API|\u017c\u0105da\w+|zapyta\w+)",
    re.IGNORECASE,
)
_NAMED = deferred(
    r"\bSet-Cookie:\s*([\w.-]+)=|\bcookie name\W{1,4}([\w.-]+)|`([\w.-]+)`\s+cookie\b"
    r"|\b(?:cookie|ciasteczk\w+)\s+`([\w.-]+)`",
    re.IGNORECASE,
)
# "Validate: not revoked, not expired": of the session or the token that lines above speak of.
_CHECKED = deferred(
    r"^[\s*\d.)-]*(?:validat|verif|check|ensur|walid|weryfik|sprawd)[^\W\d_]*\W+"
    r"(?P<said>[^.\n]*\b(?:not|nie) (?:revoked|expired|wygas\w+|uniewa\u017cni\w+)\b[^.\n]*)",
    re.IGNORECASE,
)
_HELD = deferred(r"\btokens?\b|\bsessions?\b|\bJWT\b|\bsesj\w+", re.IGNORECASE)
_NEAR = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """The header, or a cookie with its name where it has one."""

    key: str
    source: Source
    name: str = ""


def carriers(spec: Spec, lines: tuple[str, ...], path: RepoPath) -> tuple[Carrier, ...]:
    """The first of each kind that the sections for all endpoints name, else a line of all calls."""
    return _among(_lines(spec)) or _among(_of_all(lines, path))


def _of_all(lines: tuple[str, ...], path: RepoPath) -> Iterator[tuple[Source, str]]:
    """The lines of a document that say what every request carries."""
    for at in lines_with("uthorization", lines):
        if _OF_ALL.search(lines[at]):
            yield Source(path=path, line=at + 1, last=at + 1), lines[at]


def _among(lines: Iterable[tuple[Source, str]]) -> tuple[Carrier, ...]:
    found: dict[str, Carrier] = {}
    for source, line in lines:
        named = _NAMED.search(line)
        if named is not None:
            name = next(filter(None, named.groups()))
            found["cookie"] = found.get("cookie") or Carrier(key="cookie", source=source, name=name)
        if _HEADER.search(line) and not _ELSE.search(line):
            found.setdefault("header", Carrier(key="header", source=source))
            if _COOKIE.search(line) and named is None:
                found.setdefault("any", Carrier(key="any-cookie", source=source))
    if "cookie" in found:
        found.pop("any", None)
    return tuple(found.values())


def cookie_in(lines: tuple[str, ...], path: RepoPath) -> Carrier | None:
    """The one cookie that a document names anywhere, as in a fence that configures it."""
    hits = [(at, hit) for at in lines_with("ookie", lines) if (hit := _NAMED.search(lines[at]))]
    names = {next(filter(None, hit.groups())) for _, hit in hits}
    if len(names) != 1:
        return None
    at = hits[0][0] + 1
    return Carrier(key="cookie", source=Source(path=path, line=at, last=at), name=names.pop())


@lately
def checked_in(lines: tuple[str, ...]) -> tuple[str, int] | None:
    """What a session or token has to be, in the words of a document, and the line that says so."""
    for at, line in enumerate(lines):
        hit = _CHECKED.match(line) if "not " in line or "nie " in line else None
        if hit is not None and _HELD.search(" ".join(lines[max(at - _NEAR, 0) : at + 1])):
            return hit["said"].strip(" *_"), at + 1
    return None


def _lines(spec: Spec) -> Iterator[tuple[Source, str]]:
    for one in (spec.auth, *spec.notes, *spec.excerpts[:1]):
        if one is not None and is_prose(one.source.path):
            for at, line in enumerate(one.text.split("\n"), start=one.source.line):
                yield replace(one.source, line=at, last=at), line
