"""Subqueries of policies in SQL: which joins lead from a row to the caller, and which role."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.core.values import dataclass
from agent.drafters.builtin.planning.facts.links import Link, Links
from agent.drafters.builtin.planning.facts.wording import primary_key
from agent.drafters.builtin.planning.tables.whose import Tie

_EXISTS = deferred(r"exists ?\( ?select .+? from (?P<rest>.+?) ?\)", re.IGNORECASE)
_IN = deferred(
    r"(?P<column>[\w.]+) in ?\( ?select (?P<key>[\w.]+) from (?P<rest>.+?) ?\)", re.IGNORECASE
)
_FROM = deferred(r"(?P<tables>.+?) where (?P<conditions>.+)", re.IGNORECASE)
_JOIN = deferred(r" (?:inner |left )?join ", re.IGNORECASE)
_TABLE = deferred(
    r"(?P<name>[\w.]+)(?: (?:as )?(?P<alias>(?!on\b)\w+))?(?: on (?P<on>.+))?", re.IGNORECASE
)
_AND = deferred(r" and ", re.IGNORECASE)
_PAIR = deferred(r"\(?(?P<one>[\w.]+|@) = (?P<other>[\w.]+|@)\)?")
_STATE = deferred(r"[\w.]+ is (?:not )?null|[\w.]+ = (?:true|false|'\w+')", re.IGNORECASE)
_DEEP = 3
_HAS_ROLE = deferred(r"(?:current_)?(?:user_)?is_(?P<roles>[a-z]\w*)\(@?\)", re.IGNORECASE)
_ASKED = (
    r"(?:auth\.jwt\(\)|auth\.role\(\)|current_\w*role\(\)"
    r"|current_setting\('[\w.]+', ?true\))"
)
_CLAIM = deferred(
    rf"\(?{_ASKED}(?: ?->>? ?'\w+')*\)? (?:= |in ?\()(?P<roles>'[^()]*')\)?", re.IGNORECASE
)
# Of the one who calls: their own row, or those of their roles.
_OF_ROLE = deferred(
    r"(?:exists )?\( ?select (?P<shown>\w+|.+?) from .+? where (?P<conditions>.+?)"
    r" ?\)(?: (?:= |in ?\()(?P<roles>'[^()]*')\)?)?",
    re.IGNORECASE,
)
_IS_ROLE = deferred(
    r"(?:\w+\.)?(?:\w*role|name) (?:= |in ?\()(?P<roles>'[^()]*')\)?", re.IGNORECASE
)
_IS_CALLER = deferred(r"[\w.]+ = @|@ = [\w.]+|email = auth\.jwt\(\) ->> 'email'", re.IGNORECASE)
_NAMES = deferred(r"'([^']+)'")

Place = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Query:
    """The tables by the names that they have there, and what is alike in their rows."""

    tables: dict[str, Table]
    pairs: tuple[tuple[Place, Place], ...]
    mine: Place
    roles: tuple[str, ...] = ()


def chained(links: Links, table: Table, atom: str) -> tuple[Tie, tuple[str, ...]] | None:
    """The tie that a subquery describes, from the row by its joins to the caller, and the roles."""
    query = _query(links, table, atom)
    if query is None:
        return None
    over: list[Link] = []
    at, seen = "", {""}
    for _ in range(_DEEP):
        step = next(_steps(query, at, seen), None)
        if step is None:
            return None
        (here, there), seen = step, seen | {step[1][0]}
        column, target = _column(query, here), query.tables[there[0]]
        if column is None:
            return None
        if there[0] == query.mine[0]:
            tie = _tie(query, tuple(over), (here, there))
            return (tie, query.roles) if tie is not None else None
        over.append(_link(links, query.tables[at], column, target))
        at = there[0]
    return None


def _tie(query: _Query, over: tuple[Link, ...], step: tuple[Place, Place]) -> Tie | None:
    """By the row that the last join leads to, or by the members that it is one of."""
    here, there = step
    holder, person = query.tables[there[0]], _column(query, query.mine)
    column, other = _column(query, here), _column(query, there)
    if person is None or column is None or other is None:
        return None
    table = query.tables[here[0]]
    key = primary_key(holder)
    if other is key and "id" in holder_names(holder):
        link = Link(table=table, column=column, name=holder.name, target=holder)
        return Tie(holder=holder, columns=(person,), over=(*over, link))
    return Tie(
        holder=holder, columns=(person,), over=over, group=other, shared=column, at=table.name
    )


def holder_names(table: Table) -> set[str]:
    """The names of its columns in small letters."""
    return {one.name.casefold() for one in table.columns}


def _query(links: Links, table: Table, atom: str) -> _Query | None:
    hit, among = _EXISTS.fullmatch(atom), _IN.fullmatch(atom)
    found = hit or among
    parts = _FROM.fullmatch(found["rest"]) if found is not None else None
    inner = _tables(links, parts["tables"]) if parts is not None else None
    if parts is None or inner is None:
        return None
    tables = {"": table, **{name: one for name, one, _ in inner}}
    said = [parts["conditions"], *(on for _, _, on in inner if on)]
    conditions = [one.strip() for each in said for one in _AND.split(each)]
    asked = [hit for one in conditions if (hit := _IS_ROLE.fullmatch(one))]
    others = [one for one in conditions if not _IS_ROLE.fullmatch(one)]
    known = [hit for one in others if (hit := _PAIR.fullmatch(one))]
    if len(known) < len([one for one in others if not _STATE.fullmatch(one)]):
        return None
    pairs = [_pair(tables, hit) for hit in known]
    if among is not None:
        pairs.append([("", among["column"].rpartition(".")[2]), _place(tables, among["key"])])
    mine = [one[0] for one in pairs if len(one) == 1]
    return (
        _Query(
            tables=tables,
            pairs=tuple((one[0], one[1]) for one in pairs if len(one) > 1),
            mine=mine[0],
            roles=tuple(name for hit in asked for name in _NAMES.findall(hit["roles"])),
        )
        if len(mine) == 1
        else None
    )


def _tables(links: Links, said: str) -> list[tuple[str, Table, str]] | None:
    """The tables with the names that they have here, and on what they are joined."""
    found = []
    for one in _JOIN.split(said):
        named = _TABLE.fullmatch(one.strip())
        known = links.exactly(named["name"].rpartition(".")[2]) if named is not None else None
        if named is None or known is None:
            return None
        alias = named["alias"] or named["name"].rpartition(".")[2]
        found.append((alias.casefold(), known, named["on"] or ""))
    return found


def _pair(tables: dict[str, Table], hit: re.Match[str]) -> list[Place]:
    """The columns that are alike; one alone where the other side is the caller."""
    return [_place(tables, hit[name]) for name in ("one", "other") if hit[name] != "@"]


def _place(tables: dict[str, Table], said: str) -> Place:
    """Which table's column is meant: by the name before it, else an inner one that has it."""
    name, _, column = said.rpartition(".")
    name = name.rpartition(".")[2].casefold()
    own = tables[""]
    if name:
        return (name if name in tables else ""), column
    inner = (at for at, one in tables.items() if one is not own and one.column(column))
    return next(inner, ""), column


def _steps(query: _Query, at: str, seen: set[str]) -> Iterator[tuple[Place, Place]]:
    """The joins that lead from here to a table that is not yet on the way, the caller's first."""
    found = [
        (here, there)
        for pair in query.pairs
        for here, there in (pair, pair[::-1])
        if here[0] == at and there[0] not in seen
    ]
    yield from sorted(found, key=lambda step: step[1][0] != query.mine[0])


def _column(query: _Query, place: Place) -> Column | None:
    return query.tables[place[0]].column(place[1])


def _link(links: Links, table: Table, column: Column, target: Table) -> Link:
    known = (one for one in links.of(table) if one.column is column and one.target is target)
    new = Link(table=table, column=column, name=target.name, target=target)
    return next(known, new)


def roles_in(atom: str) -> tuple[str, ...]:
    """The roles of which the caller needs one, whatever the row is."""
    claimed, named = _CLAIM.fullmatch(atom), _HAS_ROLE.fullmatch(atom)
    if claimed is not None:
        return tuple(_NAMES.findall(claimed["roles"]))
    if named is not None:
        return tuple(named["roles"].split("_or_"))
    query = _OF_ROLE.fullmatch(atom)
    if query is None:
        return ()
    conditions = [one.strip() for one in _AND.split(query["conditions"])]
    asked = [hit for one in conditions if (hit := _IS_ROLE.fullmatch(one))]
    others = [one for one in conditions if not _IS_ROLE.fullmatch(one)]
    others = [one for one in others if not (_IS_CALLER.fullmatch(one) or _STATE.fullmatch(one))]
    said = asked[0]["roles"] if asked else query["roles"]
    return tuple(_NAMES.findall(said)) if said and not others else ()
