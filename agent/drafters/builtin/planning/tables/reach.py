"""Whom the row policies of a table let reach its rows: an owner, members, a role, or everyone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.core.values import dataclass
from agent.drafters.builtin.planning.facts.links import Links
from agent.drafters.builtin.planning.subject import Act
from agent.drafters.builtin.planning.tables.policysql import (
    condition_of,
    is_of_service,
    is_of_strangers,
    lets,
)
from agent.drafters.builtin.planning.tables.subqueries import chained, roles_in
from agent.drafters.builtin.planning.tables.whose import Tie

CALLER = "@"
_EVENTS: dict[Act, str] = {
    "create": "insert",
    "update": "update",
    "delete": "delete",
    "action": "update",
}
_SPACE = deferred(r"\s+")
_SCHEMA = deferred(r"\b(?:public|app)\.(?=\w)", re.IGNORECASE)
# However it is asked who calls: `(select auth.uid())`, the claim `sub` of the token.
_WHO = deferred(
    r"\(\s*select\s+(?:auth\.)?uid\(\)(?:\s+as\s+\w+)?\s*\)|(?:auth\.)?\buid\(\)"
    r"|\(\s*current_setting\('request\.jwt\.claims?',\s*true\)\s*->>\s*'sub'\s*\)"
    r"|current_setting\('(?:app\.)?(?:current_)?user_id'(?:, ?true)?\)"
    r"|\(\s*auth\.jwt\(\)\s*->>\s*'sub'\s*\)|\b(?:get_)?(?:current_)?user_id\(\)",
    re.IGNORECASE,
)
_CAST = deferred(r"::\w+")
_ALONE = deferred(r"(?<!\w)\( ?@ ?\)")
_EQUALS = deferred(r" ?(?<![<>!])= ?")
_SHUT = deferred(r"false|1 ?= ?0", re.IGNORECASE)
_OPEN = deferred(r"true|1 ?= ?1|auth\.role\(\) = 'authenticated'|@ is not null", re.IGNORECASE)
# The state of a row says nothing of whose it is.
_ALIVE = deferred(
    r"\w*\.?(?:deleted|removed|archived)_at is null|\w*\.?is_(?:deleted|archived) = false"
    r"|not \w*\.?is_(?:deleted|archived)|auth\.email_confirmed_at is not null|@ is not null",
    re.IGNORECASE,
)
_MINE = deferred(r"(?:\w+\.)?(?P<one>\w+) = @|@ = (?:\w+\.)?(?P<other>\w+)")
_GIVEN = deferred(
    r"(?:\w+\.)?(?P<column>\w+) = (?P<call>(?!array)(?:auth\.)?\w+\(\))"
    r"|(?P<call_>(?:auth\.)?\w+\(\)) = (?:\w+\.)?(?P<column_>\w+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One of those who reach a row: by a tie to it, with a role there, or by a role alone."""

    source: Source
    tie: Tie | None = None
    roles: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it is for everyone."""
        return self.tie is None and not self.roles


def event_of(act: Act) -> str:
    """The command in SQL for what is done."""
    return _EVENTS.get(act, "select")


def ways(links: Links, table: Table, event: str) -> tuple[Way, ...] | None:
    """All that the policies in SQL let in; nothing where one of them is not understood."""
    found: list[Way] = []
    for policy in table.policies:
        if not lets(policy.text, event) or is_of_service(policy.text):
            continue
        if is_of_strangers(policy.text):
            continue
        for atoms in _asked(policy.text, event):
            way = _way(links, table, atoms, policy.source)
            if way is None:
                return None
            found.append(way)
    return tuple(_paired(table, found))


def _paired(table: Table, found: Sequence[Way]) -> Iterator[Way]:
    """The ways with the row's own columns as one: who is in either of them."""
    own = [one for one in found if one.tie is not None and one.tie.own_of(table)]
    columns = dict.fromkeys(
        column for one in own for column in (one.tie.columns if one.tie else ())
    )
    if own:
        tie = Tie(holder=table, columns=tuple(columns))
        yield Way(source=own[0].source, tie=tie)
    given: set[Column] = set()  # one function may stand under two names
    for one in found:
        named = one.tie.columns[:1] if one.tie is not None and one.tie.value else ()
        if one not in own and not given.intersection(named):
            yield one
        given.update(named)


@lru_cache(maxsize=512)
def _asked(text: str, event: str) -> tuple[list[str], ...]:
    """What a policy asks for: one of these, all that is in it together."""
    return tuple(_alternatives(plain(condition_of(text, event))))


def plain(condition: str) -> str:
    """The condition in one line, with one word for who calls."""
    bare = _SPACE.sub(" ", condition.replace('"', "")).strip()
    asked = _ALONE.sub(CALLER, _WHO.sub(CALLER, _CAST.sub("", _SCHEMA.sub("", bare))))
    return _unwrapped(_EQUALS.sub(" = ", asked))


def _alternatives(text: str) -> Iterator[list[str]]:
    """What has to hold together, for each of those of which one will do."""
    for part in _split(text, "or"):
        atoms = [one for one in _split(part, "and") if not _ALIVE.fullmatch(one)]
        if len(atoms) == 1 and len(list(_split(atoms[0], "or"))) > 1:
            yield from _alternatives(atoms[0])
        elif not any(map(_SHUT.fullmatch, atoms)):
            yield atoms


def _way(links: Links, table: Table, atoms: Sequence[str], source: Source) -> Way | None:
    """What one of the alternatives asks for: whose the row is holds with whatever is beside it."""
    if all(map(_OPEN.fullmatch, atoms)):
        return Way(source=source)
    ties = (_own(table, one) or chained(links, table, one) for one in atoms)
    found = next((one for one in ties if one is not None), None)
    if found is not None:
        return Way(source=source, tie=found[0], roles=found[1])
    roles = roles_in(atoms[0])
    return Way(source=source, roles=roles) if roles and len(atoms) == 1 else None


def _own(table: Table, atom: str) -> tuple[Tie, tuple[str, ...]] | None:
    """By a column of the row itself: the caller, or what a function gives for the caller."""
    mine, given = _MINE.fullmatch(atom), _GIVEN.fullmatch(atom)
    if mine is not None:
        column = table.column(mine["one"] or mine["other"])
        return (Tie(holder=table, columns=(column,)), ()) if column is not None else None
    if given is None:
        return None
    column = table.column(given["column"] or given["column_"])
    value = given["call"] or given["call_"]
    tie = Tie(holder=table, columns=(column,), value=value) if column is not None else None
    return (tie, ()) if tie is not None else None


def _split(text: str, word: str) -> Iterator[str]:
    """The parts that this word joins outside of any brackets."""
    start, depth = 0, 0
    for hit in re.finditer(rf"[()]|\b{word}\b", text, re.IGNORECASE):
        depth += {"(": 1, ")": -1}.get(hit[0], 0)
        if hit[0] not in "()" and not depth:
            yield from _part(text[start : hit.start()], word)
            start = hit.end()
    yield from _part(text[start:], word)


def _part(text: str, word: str) -> Iterator[str]:
    """A part, or those within it where brackets alone kept them together."""
    bare = _unwrapped(text.strip())
    yield from _split(bare, word) if bare != text.strip() else [bare]


def _unwrapped(text: str) -> str:
    """Without brackets around all of it."""
    while text.startswith("(") and _closing(text) == len(text) - 1:
        text = text[1:-1].strip()
    return text


def _closing(text: str) -> int:
    """Where the bracket that the text begins with is closed."""
    depth = 0
    for at, one in enumerate(text):
        depth += {"(": 1, ")": -1}.get(one, 0)
        if not depth:
            return at
    return -1
