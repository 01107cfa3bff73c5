"""Values of the caller that the token itself holds, as the documents name its claims."""

from __future__ import annotations

import re
from functools import lru_cache

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name
from agent.drafters.builtin.planning.tables.whose import identity_of
from agent.drafters.builtin.project.naming import singular, snake

_CLAIM = deferred(r"\bclaims?\b[^`\n]{0,60}`(?P<name>\w+)`", re.IGNORECASE)
_SETTING = deferred(r"(?:\b(\w+) = )?\bcurrent_setting\('([\w.]+)'", re.IGNORECASE)
# "user ID (`sub` claim)", "sub (userId)", "claims: `sub`, …"; or a claim of that name.
_SUBJECT = deferred(
    r"`sub`|\bsub\b\W{1,3}user|\buser.?id\W{1,3}sub\b|\bclaims?\b[^`\n]{0,24}`(?P<name>user_?id|uid)`",
    re.IGNORECASE,
)
_WORD = deferred(r"\w+")
_FILLED = deferred(r"\bnot null\b", re.IGNORECASE)
_SHORTEST = 3
_ANY = frozenset(("user", "active", "current", "the"))


def claim_of(brief: Brief, column: Column) -> tuple[str, Source] | None:
    """The claim that says of which group the caller acts now, by its name: `active_org_id`."""
    auth = brief.spec.auth
    if auth is None:
        return None
    wanted = [one for one in snake(column.name).split("_") if len(one) >= _SHORTEST]
    for at, name in _claims(brief.passages.lines(auth.source.path)):
        words = set(snake(name).split("_")) - _ANY
        near = [one for one in words if len(one) >= _SHORTEST]
        if any(word.startswith(one) for one in near for word in wanted):
            return name, Source(path=auth.source.path, line=at, last=at)
    return None


def subject_claim(lines: tuple[str, ...]) -> tuple[str, int] | None:
    """The claim that holds the caller's own id, and the line that says so."""
    found = ((at, _SUBJECT.search(line)) for at, line in enumerate(lines, 1))
    return next(((hit["name"] or "sub", at) for at, hit in found if hit is not None), None)


def known_else(brief: Brief, people: Table, row: Table | None) -> tuple[str, str, Source] | None:
    """The setting that names the row of those who need no identity of the sign-in: guests.

    It is compared with a key of `row`, where a line on such rows says so, else with that of people.
    """
    identity = identity_of(people)
    if identity is None or any(map(_FILLED.search, identity.constraints)):
        return None
    wanted = f"{singular(snake(bare_name(people)))}_id"
    path = people.source.path
    lines = brief.passages.lines(path)
    known = [one for one in _settings(lines) if snake(one[2].rpartition(".")[2]).endswith(wanted)]
    tables = {one.name for one in brief.spec.schema}
    for at, column, name in known if row is not None else ():
        about = tables.intersection(_WORD.findall(lines[at - 1]))
        if row is not None and row.column(column) and (about or {row.name}) == {row.name}:
            return f"{row.name}.{column}", name, Source(path=path, line=at, last=at)
    found = (("", name, Source(path=path, line=at, last=at)) for at, _, name in known)
    return next(found, None)


@lru_cache(maxsize=64)
def _settings(lines: tuple[str, ...]) -> tuple[tuple[int, str, str], ...]:
    """What is compared with the settings of a session, but with the one of who is signed in."""
    found = ((at, _SETTING.search(line)) for at, line in enumerate(lines, 1) if "_setting" in line)
    return tuple(
        (at, hit[1] or "", hit[2]) for at, hit in found if hit and "current_" not in hit[2]
    )


@lru_cache(maxsize=64)
def _claims(lines: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    """The claims that a document names, with their lines."""
    found = ((at, _CLAIM.search(line)) for at, line in enumerate(lines, 1) if "laim" in line)
    return tuple((at, hit["name"]) for at, hit in found if hit is not None)
