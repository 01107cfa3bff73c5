"""Tables while they are read, from whatever tells of them, and what belongs to them."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Literal

from agent.core.schema import Schema, View
from agent.core.spec import Column, Enumeration, Excerpt, Table
from agent.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from agent.core.documents import Source

SaidKind = Literal["index", "trigger", "policy", "relation", "unguarded"]


@dataclass(slots=True, kw_only=True)
class Draft:
    """A table while it is read. `hints` are columns only named; `sure` is one that needs none.

    `whole` is true once a definition was read that lists all columns.
    """

    name: str
    source: Source
    columns: dict[str, Column] = field(default_factory=dict)
    hints: dict[str, Column] = field(default_factory=dict)
    stated: list[Excerpt] = field(default_factory=list)
    note: str = ""
    sure: bool = False
    whole: bool = False

    def state(self, text: str, source: Source) -> None:
        """A constraint of the table that stands there."""
        self.stated.append(Excerpt(source=source, text=text))

    def key(self, name: str) -> str:
        """Under what the column of this name stands, whatever its case; else the name."""
        return next((one for one in self.columns if one.casefold() == name.casefold()), name)

    def rename(self, name: str, other: str) -> None:
        """A column got another name, in its old place."""
        old = self.key(name)
        if other and old in self.columns:
            self.columns = {
                (other if key == old else key): replace(one, name=other) if key == old else one
                for key, one in self.columns.items()
            }

    def hold(self, names: Sequence[str], said: str, source: Source) -> None:
        """What holds of one column is said there, what of several of the table."""
        known = self.columns.get(self.key(names[0])) if len(names) == 1 else None
        if known is None:
            self.state(f"{said} ({', '.join(names)})" if names else said, source)
        else:
            told = (*known.constraints, said)
            self.columns[self.key(names[0])] = replace(known, constraints=told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said of a table beside its columns, by its name where it has one."""

    kind: SaidKind
    table: str
    excerpt: Excerpt
    name: str = ""


class Drafts:
    """All that is known so far, by name whatever its case."""

    def __init__(self) -> None:
        self.tables: dict[str, Draft] = {}
        self.enumerations: dict[str, Enumeration] = {}
        self.views: dict[str, View] = {}
        self._said: dict[str, dict[Said, None]] = {}
        self._where: dict[tuple[SaidKind, str], set[str]] = {}

    def table(self, name: str, source: Source) -> Draft:
        """The table of this name, begun there if it is new."""
        return self.tables.setdefault(name.casefold(), Draft(name=name, source=source))

    def having(self, words: Sequence[str]) -> list[str]:
        """The tables with a column called by one of these words, which no other word is like."""
        names = {one.casefold() for one in words if "_" in one}
        every = self.tables.values()
        return [one.name for one in every if not names.isdisjoint(map(str.casefold, one.columns))]

    def say(self, said: Said) -> None:
        """Something about a table that may be defined later; the same words once."""
        key = said.table.casefold()
        self._said.setdefault(key, {}).setdefault(said)
        self._where.setdefault((said.kind, said.name.casefold()), set()).add(key)

    def forget(self, kind: SaidKind, name: str, table: str = "") -> None:
        """An index, trigger or policy was dropped, of this table or wherever it is."""
        own = name.casefold()
        for key in {table.casefold()} if table else self._where.pop((kind, own), set()):
            kept = self._said.get(key, {})
            gone = [one for one in kept if (one.kind, one.name.casefold()) == (kind, own)]
            for one in gone:
                del kept[one]

    def drop(self, name: str) -> None:
        """A table was dropped, with all that belongs to it."""
        self.tables.pop(name.casefold(), None)
        self._said.pop(name.casefold(), None)

    def rename(self, name: str, other: str) -> None:
        """A table got another name, in its old place."""
        found = self.tables.get(name.casefold())
        if found is None or other.casefold() in self.tables:
            return
        found.name = other
        self.tables = {one.name.casefold(): one for one in self.tables.values()}
        for one in self._said.pop(name.casefold(), {}):
            self.say(replace(one, table=other))

    def schema(self) -> Schema:
        """What was read, tables without a single column left out but for what is said of them."""
        tables = tuple(
            _table(draft, tuple(self._said.get(key, ())))
            for key, draft in self.tables.items()
            if draft.columns or draft.hints or draft.sure
        )
        known = {one.name.casefold() for one in tables}
        return Schema(
            tables=tables,
            enumerations=tuple(self.enumerations.values()),
            views=tuple(self.views.values()),
            beside=tuple(
                _table(_elsewhere(tuple(said)), tuple(said))
                for key, said in self._said.items()
                if said and key not in known
            ),
        )


def _elsewhere(said: Sequence[Said]) -> Draft:
    """A table that is defined in another document, if it is."""
    return Draft(name=said[0].table, source=said[0].excerpt.source)


def _table(draft: Draft, said: Sequence[Said]) -> Table:
    def of(kind: SaidKind) -> tuple[Excerpt, ...]:
        return _once(one.excerpt for one in said if one.kind == kind)

    return Table(
        name=draft.name,
        source=draft.source,
        columns=tuple((draft.columns or draft.hints).values()),
        stated=_once(draft.stated),
        indexes=of("index"),
        triggers=of("trigger"),
        policies=of("policy"),
        relations=of("relation"),
        unguarded=of("unguarded"),
        note=draft.note,
    )


def _once(said: Iterable[Excerpt]) -> tuple[Excerpt, ...]:
    """The same words once, where they stand first: a document may end with all its SQL again."""
    found: dict[str, Excerpt] = {}
    for one in said:
        found.setdefault(one.text, one)
    return tuple(found.values())
