"""The table of an endpoint whose path names none: by what is said, given and answered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.spec import Spec, Table
from agent.drafters.builtin.planning.facts.binding import bound, entry, groups, lists_of
from agent.drafters.builtin.planning.facts.brief import (
    bare_name,
    is_below,
    is_kin,
    table_in_path,
    table_of,
)
from agent.drafters.builtin.planning.facts.links import is_people, is_record_of
from agent.drafters.builtin.planning.facts.wording import column_of
from agent.drafters.builtin.planning.subject import Subject, fold
from agent.drafters.builtin.project.naming import singular, snake

_SELF = deferred(r"/(?:auth|account|users?|profile|session|register|signup|login)(?:/|$)")
_NAMED = deferred(r"email|user_?name|login", re.IGNORECASE)
_KEY = deferred(r"_(?:id|uuid)$")
_NAME = deferred(r"[A-Za-z]\w{2,}")
# "A user's books" are no users.
_SAID = deferred(r"[A-Za-z]+(?![A-Za-z]|['\u2019]s)")
_FEWEST, _MANY = 2, 3
_ANYWHERE = deferred(
    r"id|(?:created|updated|deleted)_at|status|type|role|user_id|email|name|title|description|notes"
    r"|date|count"
)


def with_main(spec: Spec, subject: Subject) -> Spec:
    """The spec with the table first that the endpoint is about."""
    wanted = fold(subject.things)
    names = [fold(bare_name(one)) for one in spec.tables]
    answered = None if wanted in names else _answered(spec, subject)
    if answered is not None:
        return _first(spec, answered)
    listed = _listed(spec, subject)
    if listed is not None and not any(name.endswith(wanted) for name in names):
        return _first(spec, listed)
    every = spec.schema if subject.owner else ()  # most are below none
    below = next((one for one in every if is_below(one, subject)), None)
    if below is not None and wanted not in names:
        return _first(spec, below)
    if any(name.endswith(wanted) for name in names):
        return spec
    kin = _kin(spec, subject) or _entered(spec, subject)
    if kin is not None:
        return _first(spec, kin)
    lots = (*spec.tables, *spec.schema)
    records = (one for one in lots if is_record_of(one, subject.thing))
    found = next(records, None) or _said(spec) or _own(spec)
    if found is None or found in spec.tables[:1] or _is_above(spec, found):
        return spec
    return _first(spec, found)


def _kin(spec: Spec, subject: Subject) -> Table | None:
    """The one table below the owner's that has the resource's word in its name: `memberships`."""
    found = [one for one in spec.schema if subject.owner and is_kin(one, subject)]
    return found[0] if len(found) == 1 else None


def _entered(spec: Spec, subject: Subject) -> Table | None:
    """The one table called by the resource whose columns the entries of the body's list are."""
    lists = lists_of(spec.request.fields) if spec.request is not None else {}
    names = next(iter(lists.values())) if subject.act == "create" and len(lists) == 1 else ()
    word = singular(subject.things)
    found = [
        one
        for one in spec.schema
        if len(names) >= _FEWEST
        and all(column_of(one, name) is not None for name in names)
        and word in snake(bare_name(one)).split("_")
    ]
    return found[0] if len(found) == 1 else None


def _first(spec: Spec, found: Table) -> Spec:
    others = tuple(one for one in spec.tables if one.name != found.name)
    return replace(spec, tables=(found, *others))


def _answered(spec: Spec, subject: Subject) -> Table | None:
    """The one table that has most of what an entry of a read's answer shows, more than the usual.

    What rows of most tables have says nothing; of two columns both have to be its own.
    """
    first = entry(groups(next(iter(spec.responses), None)))
    if first is None or not spec.schema or subject.writes:
        return None
    telling = [name for name in first.names if not _ANYWHERE.fullmatch(snake(name))]
    held = {one.name: _held(one, telling) for one in spec.schema}
    best, *rest = sorted(spec.schema, key=lambda one: -held[one.name])
    usual = table_of(spec, subject)
    had = held.get(usual.name, 0) if usual is not None else 0
    top, second = held[best.name], max((held[one.name] for one in rest), default=0)
    whole = top == len(telling)
    if top <= max(had, second) or not (whole if usual is None else 2 * top >= len(telling)):
        return None
    word = fold(subject.things.rpartition("_")[2])
    if usual is not None and (_is_row(spec, usual, best) or _is_named(usual, best, word)):
        return None
    more = top >= had + _FEWEST or word in _words(best)
    return best if (whole and top == _FEWEST and had == 0) or (top > _FEWEST and more) else None


def _listed(spec: Spec, subject: Subject) -> Table | None:
    """The one table whose columns a write's own passage lists, many more than any other's.

    Its row is named by a key in the body: the path is one of an action alone.
    """
    if not (subject.writes and spec.excerpts and spec.request and spec.schema):
        return None
    keys = {snake(one.name) for one in spec.request.fields if _KEY.search(snake(one.name))}
    said, telling = (
        {snake(one) for one in _NAME.findall(spec.excerpts[0].text)},
        _telling(spec.schema),
    )
    held = Counter(at for one in said for at in telling.get(one, ()))
    (first, most), (_, second) = [*held.most_common(2), (0, 0), (0, 0)][:2]
    best = spec.schema[first]
    if not any(snake(one.name) in keys for one in best.columns):
        return None
    return best if most >= second + _MANY else None


@lately
def _telling(schema: tuple[Table, ...]) -> dict[str, list[int]]:
    """The places of the tables with a column of a name that rows of most tables have not."""
    found: dict[str, list[int]] = {}
    for at, table in enumerate(schema):
        for name in {snake(one.name) for one in table.columns}:
            if not _ANYWHERE.fullmatch(name):
                found.setdefault(name, []).append(at)
    return found


def _held(table: Table, names: Iterable[str]) -> int:
    return sum(bound(table, name) is not None for name in names)


def _is_named(table: Table, other: Table, word: str) -> bool:
    """Whether the one is called by a word and the other has it not."""
    return fold(bare_name(table)).endswith(word) and not (
        fold(bare_name(other)).endswith(word) or word in _words(other)
    )


def _is_row(spec: Spec, table: Table, other: Table) -> bool:
    """Whether the path ends with a row of the table, of which the answer has something.

    Or it names a row by what the other has not: a link's token.
    """
    last = spec.endpoint.path.rstrip("/").rpartition("/")[2]
    if last[:1] not in "{:<[":
        return False
    name = last.strip("{:<[]>}")
    if column_of(table, name) is not None and bound(other, name) is None:
        return True
    known = groups(next(iter(spec.responses), None))
    shown = any(_held(table, one.names) >= _FEWEST for one in known)
    return shown and table is table_in_path(spec)


def _is_above(spec: Spec, table: Table) -> bool:
    """Whether its row is only where a list stands: "the scores of a match" are not the match."""
    below = not spec.endpoint.path.rstrip("/").endswith(("}", ">", "]"))
    return (
        bool(spec.tables)
        and below
        and spec.endpoint.method == "GET"
        and table is table_in_path(spec)
    )


def _said(spec: Spec) -> Table | None:
    """The table whose name's words the description has, of all the schema only a longer name."""
    said = spec.description.text if spec.description is not None else spec.title
    words = {fold(one) for one in _SAID.findall(said)}
    lots = ((spec.tables, 1), (spec.schema, _FEWEST))
    for tables, fewest in lots:
        named = [(one, _words(one)) for one in tables]
        held = [(one, len(own)) for one, own in named if len(own) >= fewest and own <= words]
        if held:
            return max(held, key=lambda pair: pair[1])[0]
    return None


def _words(table: Table) -> frozenset[str]:
    name = snake(table.name.rpartition(".")[2])
    return frozenset(fold(one) for one in name.split("_"))


def _own(spec: Spec) -> Table | None:
    """The table of those who sign in, where a call is about the caller and gives what it holds."""
    if spec.tables or not _SELF.search(spec.endpoint.path):
        return None
    people = [one for one in spec.schema if is_people(one.name)]
    given = spec.request.fields if spec.request is not None else ()
    for table in people:
        keys = [one for one in given if _NAMED.search(one.name) and column_of(table, one.name)]
        if keys or spec.endpoint.path.rstrip("/").endswith("/me"):
            return table
    return None
