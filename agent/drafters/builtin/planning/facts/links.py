"""How tables hang together: which column holds the key of which other table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain

from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.core.values import dataclass
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.project.naming import snake

_REFERS = (
    # A name of several words is one where a column follows: "Book Copies.id".
    re.compile(
        r"\breferenc(?:es|ing)\s+[`\"]?((?-i:[A-Z]\w*(?: [A-Z]\w*)+\.\w+)|[\w.\"]+)", re.IGNORECASE
    ),
    re.compile(r"(?:\u2192|->)\s*[`\"]?([\w.]+)"),
    re.compile(
        r"\b(?:foreign key|fk|klucz obcy)\b(?:\s+(?:to|do|na))?[\s:(`\"]*([\w.]+)", re.IGNORECASE
    ),
)
# A key of two columns: "-> books(id, shelf_id)"
_SEVERAL = deferred(r"[`\"]?\s*\(([^()]*,[^()]*)\)")
_TABLE_KEY = deferred(
    r"foreign key\s*\([\s\"`]*(\w+)[\s\"`]*\)\s*references\s+([\w.\"`]+)", re.IGNORECASE
)
_PEOPLE = deferred(r"(?:^|[._])(?:users?|profiles?|accounts?)$")
_RECORD = deferred(r"(\w+)_(?:cards?|entry|entries|records?|rows?|data|info)")
_KEY = re.compile(r"_(?:id|uuid)$")
_COLUMN = deferred(r"\w*_?(?:id|uuid)", re.IGNORECASE)
# Who did what: `cancelled_by_profile_id`.
OF_DEED = deferred(r"(?:^|_)by(?:_|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A column of `table` that holds the key of another, which need not be among the tables."""

    table: Table
    column: Column
    name: str
    target: Table | None = None

    @property
    def of_people(self) -> bool:
        """Whether it names a person: who is signed in may be that one."""
        return is_people(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """All that is known of who refers to whom."""

    tables: tuple[Table, ...] = ()
    all: tuple[Link, ...] = ()

    def of(self, table: Table) -> tuple[Link, ...]:
        """What its columns refer to."""
        return tuple(one for one in self.all if one.table.name == table.name)

    def into(self, table: Table) -> tuple[Link, ...]:
        """What refers to it."""
        return tuple(one for one in self.all if one.target and one.target.name == table.name)

    def between(self, one: Table, other: Table) -> Link | None:
        """The link that joins two tables, whichever of them holds it."""
        there = (link for link in self.of(one) if _is(link.target, other))
        back = (link for link in self.of(other) if _is(link.target, one))
        return next(there, next(back, None))

    def shared(self, one: Table, other: Table) -> tuple[Column, ...]:
        """The keys of the first that the second has as well, where neither refers to the other."""
        if self.between(one, other) is not None:
            return ()
        there = {(link.column.name, link.name) for link in self.of(other)}
        keys = [link for link in self.of(one) if (link.column.name, link.name) in there]
        apart = all(link.of_people for link in keys)  # the same person may have much else
        return () if apart else tuple(link.column for link in keys)

    def exactly(self, word: str) -> Table | None:
        """The table that a word names, in whatever number and spelling."""
        wanted = fold(word)
        return _by_name(self.tables).get(wanted) if wanted else None

    def named(self, word: str) -> Table | None:
        """The table that a word names, in whatever number and spelling, or that is called by it."""
        wanted = fold(word)
        if not wanted:
            return None
        end = "_" + snake(word)
        ends = (one for one in self.tables if snake(_bare(one.name)).endswith(end))
        tails = (one for one in self.tables if "_" in one.name and fold(one.name).endswith(wanted))
        longer = (one for one in self.tables if is_record_of(one, word))
        return self.exactly(word) or next(chain(ends, tails, longer), None)


def is_record_of(table: Table, word: str) -> bool:
    """Whether its name is the word with one that only says that it is a row: `plant_card`."""
    name = _RECORD.fullmatch(snake(_bare(table.name)))
    return name is not None and fold(name[1]) == fold(word)


@lately
def _by_name(tables: tuple[Table, ...]) -> dict[str, Table]:
    """The first table of each name, in whatever number and spelling."""
    return {fold(_bare(one.name)): one for one in reversed(tables)}


@lately
def links_of(tables: Sequence[Table]) -> Links:
    """The links of these tables, those by a documented key before those by a name alone."""
    found = [link for table in tables for link in _links(table, tables)]
    return Links(tables=tuple(tables), all=tuple(found))


def refers_to(column: Column) -> str:
    """What a column refers to, in the words of its constraints; empty where it is no key."""
    said = ", ".join(column.constraints)
    hits = (pattern.search(said) for pattern in _REFERS)
    hit = next((one for one in hits if one), None)
    if hit is None:
        return ""
    several = _SEVERAL.match(said, hit.end())
    beside = several[1].split(",")[1:] if several is not None else []
    if any(one.strip(' `"') == column.name for one in beside):
        return ""  # with another column it is the key of a row of there
    return hit[1].replace('"', "").rstrip(".")


@cache
def is_people(name: str) -> bool:
    """Whether a table is of those who sign in."""
    return _PEOPLE.search(snake(name)) is not None


def _links(table: Table, tables: Sequence[Table]) -> Iterator[Link]:
    apart = {
        hit[1]: re.sub(r"[\"`]", "", hit[2])
        for one in table.constraints
        for hit in _TABLE_KEY.finditer(one)
    }
    for column in table.columns:
        name = _without_key(refers_to(column) or apart.get(column.name, ""))
        target = _target(name, tables) if name else _meant(column, table, tables)
        if name or target is not None:
            yield Link(
                table=table,
                column=column,
                name=target.name if target is not None else name,
                target=target,
            )


def _without_key(name: str) -> str:
    """The table of what a key refers to: `auth.users.id` names the column too."""
    table, _, column = name.rpartition(".")
    return table if table and _COLUMN.fullmatch(column) else name


def _target(name: str, tables: Sequence[Table]) -> Table | None:
    """The table of this name, with a schema before it or a column behind it."""
    schema, _, last = name.replace(" ", "_").rpartition(".")
    if schema.casefold() == "auth":
        return None
    known = {_bare(one.name).casefold(): one for one in tables}
    return known.get(last.casefold()) or known.get(schema.casefold())


def _meant(column: Column, table: Table, tables: Sequence[Table]) -> Table | None:
    """The table that a key without a documented target is named after."""
    name = snake(column.name)
    if not _KEY.search(name):
        return None
    stem = fold(_KEY.sub("", name))
    return next((one for one in tables if one is not table and fold(_bare(one.name)) == stem), None)


def _bare(name: str) -> str:
    return name.rpartition(".")[2]


def _is(one: Table | None, other: Table) -> bool:
    return one is not None and one.name == other.name
