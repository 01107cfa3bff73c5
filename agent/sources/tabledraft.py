"""Tables while they are read, from whatever tells of them, and what belongs to them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from agent.core.schema import Schema, View
from agent.core.spec import Column, Enumeration, Excerpt, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.core.documents import Source

SaidKind = Literal["index", "trigger", "policy", "relation"]


@dataclass(slots=True, kw_only=True)
class Draft:
    """A table while it is read. `hints` are columns only named; `sure` is one that needs none.

    `whole` is true once a definition was read that lists all columns.
    """

    name: str
    source: Source
    columns: dict[str, Column] = field(default_factory=dict)
    hints: dict[str, Column] = field(default_factory=dict)
    constraints: list[str] = field(default_factory=list)
    note: str = ""
    sure: bool = False
    whole: bool = False

    def key(self, name: str) -> str:
        """Under what the column of this name stands, whatever its case; else the name."""
        return next((one for one in self.columns if one.casefold() == name.casefold()), name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An index, a trigger, a policy or a relation of a table, by its name where it has one."""

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
        self.said: dict[Said, None] = {}

    def table(self, name: str, source: Source) -> Draft:
        """The table of this name, begun there if it is new."""
        return self.tables.setdefault(name.casefold(), Draft(name=name, source=source))

    def say(self, said: Said) -> None:
        """Something about a table that may be defined later; the same words once."""
        self.said.setdefault(said)

    def forget(self, kind: SaidKind, name: str, table: str = "") -> None:
        """An index, trigger or policy was dropped."""
        self.said = {
            one: None
            for one in self.said
            if (one.kind, one.name.casefold()) != (kind, name.casefold())
            or (table and one.table.casefold() != table.casefold())
        }

    def drop(self, name: str) -> None:
        """A table was dropped, with all that belongs to it."""
        self.tables.pop(name.casefold(), None)
        gone = name.casefold()
        self.said = {one: None for one in self.said if one.table.casefold() != gone}

    def rename(self, name: str, other: str) -> None:
        """A table got another name, in its old place."""
        found = self.tables.get(name.casefold())
        if found is None or other.casefold() in self.tables:
            return
        found.name = other
        self.tables = {one.name.casefold(): one for one in self.tables.values()}
        moved = name.casefold()
        self.said = {
            replace(one, table=other) if one.table.casefold() == moved else one: None
            for one in self.said
        }

    def schema(self) -> Schema:
        """What was read, tables without a single column left out."""
        said: dict[str, list[Said]] = {}
        for one in self.said:
            said.setdefault(one.table.casefold(), []).append(one)
        tables = tuple(
            _table(draft, said.get(key, ()))
            for key, draft in self.tables.items()
            if draft.columns or draft.hints or draft.sure
        )
        enumerations = tuple(self.enumerations.values())
        return Schema(tables=tables, enumerations=enumerations, views=tuple(self.views.values()))


def _table(draft: Draft, said: Sequence[Said]) -> Table:
    def of(kind: SaidKind) -> tuple[Excerpt, ...]:
        return tuple(one.excerpt for one in said if one.kind == kind)

    return Table(
        name=draft.name,
        source=draft.source,
        columns=tuple((draft.columns or draft.hints).values()),
        constraints=tuple(draft.constraints),
        indexes=of("index"),
        triggers=of("trigger"),
        policies=of("policy"),
        relations=of("relation"),
        note=draft.note,
    )
