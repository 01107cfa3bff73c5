"""The tables of a db plan in Markdown: SQL, pipe tables and lists under whatever names them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.core.spec import Column, Table
from agent.sources import ddl, vocabulary
from agent.sources.columns import column, is_constraint, is_table_constraint
from agent.sources.gridtable import grid_columns
from agent.sources.markdown import plain
from agent.sources.notation import bare, unnumbered
from agent.sources.tablename import is_part_name, table_name
from agent.sources.units import Unit, units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.core.documents import Document

_LISTED = re.compile(
    r"`?(?P<name>[A-Za-z_]\w*)`?:\s*(?P<list>`?\w+`?(?:\s*\([^)]*\))?(?:,\s*`?\w+`?(?:\s*\([^)]*\))?){2,}.*)"
)
_TITLE = re.compile(r"\d+\.\s|\*\*.*\*\*:?$|.{1,60}:$")
_CODE = re.compile(r"`([a-z_]\w*)`")
_COLUMNS = re.compile(r"atrybut|attribut|columns?\b|kolumn|\bpola\b|\bfields?\b", re.IGNORECASE)
_KEY = re.compile(r"\bid\b|\(PK\)", re.IGNORECASE)
_SQL = {"", "sql", "postgresql", "postgres", "pgsql", "plpgsql", "mysql", "sqlite", "tsql", "ddl"}
_MIN_NAMES = 2


@dataclass(slots=True, kw_only=True)
class _Draft:
    """A table while it is read."""

    name: str
    line: int
    columns: dict[str, Column] = field(default_factory=dict)
    hints: dict[str, Column] = field(default_factory=dict)
    constraints: list[str] = field(default_factory=list)
    sure: bool = False
    whole: bool = False


@lru_cache(maxsize=8)
def find_tables(document: Document) -> tuple[Table, ...]:
    """The tables that the plan defines, in its order, each once; never raises."""
    reading = _Reading(document)
    for at, unit in enumerate(units(document.text)):
        reading.take(at, unit)
    return reading.tables()


class _Reading:
    """Walks the units and gives each column to the table that it stands under."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._units = units(document.text)
        self._title = _document_title(self._units)
        self._drafts: dict[str, _Draft] = {}
        self._items: list[int] = []
        self._lead: int | None = None
        self._part: str = ""
        self._last: tuple[_Draft, str, int] | None = None

    def tables(self) -> tuple[Table, ...]:
        """What was read, tables without a single column left out."""
        return tuple(
            Table(
                name=draft.name,
                source=self._document.source(draft.line),
                columns=tuple((draft.columns or draft.hints).values()),
                constraints=tuple(draft.constraints),
            )
            for draft in self._drafts.values()
            if draft.columns or draft.hints or draft.sure
        )

    def take(self, at: int, unit: Unit) -> None:
        """Reads one unit."""
        if unit.kind == "heading":
            self._items, self._lead, self._part, self._last = [], None, "", None
        elif self._is_elsewhere(unit):
            self._note(at, unit)
        elif unit.fence is not None:
            self._sql(unit)
        elif unit.grid is not None:
            self._grid(unit)
        else:
            self._note(at, unit)
            self._line(unit)

    def _note(self, at: int, unit: Unit) -> None:
        """Remembers what a following list may stand under."""
        if unit.kind == "item":
            self._items = [one for one in self._items if self._units[one].depth < unit.depth]
            self._items.append(at)
        numbered = unit.number is not None
        if unit.depth == 0 and (numbered or (unit.kind == "text" and _TITLE.match(unit.text))):
            self._lead, self._part = at, unit.text
            self._items = self._items if unit.kind == "item" else []

    def _is_elsewhere(self, unit: Unit) -> bool:
        """Whether the unit stands under Indexes, Policies, Enums or the like."""
        titles = [bare(self._units[one].text) for one in unit.above if one != self._title]
        titles += [bare(self._part)] if self._part else []
        titles += [
            bare(self._units[one].text)
            for one in self._items
            if self._units[one].depth < unit.depth
        ]
        return any(_is_elsewhere(title) for title in titles)

    def _sql(self, unit: Unit) -> None:
        if unit.fence is None or unit.fence.info.casefold().split(" ")[0] not in _SQL:
            return
        first = unit.line + 1
        for one in ddl.tables(unit.fence.text):
            owner = self._heading_draft(unit)
            same = owner is not None and owner.name.casefold() == one.name.casefold()
            line = owner.line if owner is not None and same else first + one.line
            draft = self._draft(one.name, line)
            draft.sure = draft.whole = True
            for part in one.parts:
                source = self._document.source(first + part.line, first + part.last)
                if part.name:
                    found = Column(
                        name=part.name, type=part.type, constraints=part.constraints, source=source
                    )
                    draft.columns.setdefault(part.name, found)
                else:
                    draft.constraints.append(part.text)

    def _grid(self, unit: Unit) -> None:
        columns = grid_columns(unit.grid, self._document) if unit.grid else ()
        draft = self._owner(unit) if columns else None
        if draft is not None and draft.whole:
            return
        if draft is not None:
            draft.whole = True
            for one in columns:
                draft.columns.setdefault(one.name, one)

    def _line(self, unit: Unit) -> None:
        text = unit.text
        if self._continues(unit):
            return
        found = column(text) if unit.lead else None
        listed = _LISTED.fullmatch(text)
        if found is not None and unit.kind == "item":
            self._column(unit, found.name, found.type, found.constraints)
        elif listed is not None and _KEY.search(listed["list"]):
            self._names(self._draft(listed["name"], unit.line), unit, listed["list"])
        elif is_table_constraint(text) and unit.kind == "item":
            draft = self._owner(unit)
            if draft is not None and draft.columns:
                draft.constraints.append(plain(text))
        elif self._lists_columns(unit) and len(_CODE.findall(text)) >= _MIN_NAMES:
            self._named_only(unit, text)

    def _continues(self, unit: Unit) -> bool:
        """Adds a constraint that stands below its column to it."""
        if self._last is None or unit.depth <= self._last[2] or not is_constraint(unit.text):
            return False
        draft, name, _ = self._last
        before = draft.columns[name]
        draft.columns[name] = Column(
            name=name,
            type=before.type,
            source=self._document.source(before.source.line, max(unit.line, before.source.last)),
            constraints=(*before.constraints, plain(unit.text)),
        )
        return True

    def _column(self, unit: Unit, name: str, type_: str, constraints: tuple[str, ...]) -> None:
        draft = self._owner(unit)
        if draft is None or draft.whole or name in draft.columns:
            return
        source = self._document.source(unit.line)
        draft.columns[name] = Column(name=name, type=type_, source=source, constraints=constraints)
        self._last = (draft, name, unit.depth)

    def _named_only(self, unit: Unit, text: str) -> None:
        draft = self._heading_draft(unit) if self._heading_is_named(unit) else None
        if draft is not None:
            for name in _CODE.findall(text):
                found = Column(name=name, type="", source=self._document.source(unit.line))
                draft.hints.setdefault(name, found)

    def _names(self, draft: _Draft, unit: Unit, names: str) -> None:
        for found in re.finditer(r"(\w+)(?:\s*\(([^)]*)\))?", names):
            source = self._document.source(unit.line)
            said = (found[2],) if found[2] else ()
            one = Column(name=found[1], type="", source=source, constraints=said)
            draft.columns.setdefault(found[1], one)

    def _owner(self, unit: Unit) -> _Draft | None:
        """The table that a column at this unit belongs to: item, line or heading above it."""
        over = [one for one in self._items if self._units[one].depth < unit.depth]
        for one in reversed(over):
            name = table_name(self._units[one].text)
            if name and not is_part_name(bare(self._units[one].text)):
                return self._draft(name, self._units[one].line)
        if (self._lead is not None and not unit.above) or self._lead_names_a_table():
            text = self._units[self._lead or 0].text
            name = table_name(text)
            return self._draft(name, self._units[self._lead or 0].line) if name else None
        return self._heading_draft(unit)

    def _lead_names_a_table(self) -> bool:
        if self._lead is None:
            return False
        text = self._units[self._lead].text
        marked = "`" in text or "**" in text or bare(text) != unnumbered(bare(text))
        return marked and not is_part_name(bare(text)) and _looks_named(text)

    def _heading_draft(self, unit: Unit) -> _Draft | None:
        for one in reversed(unit.above):
            if one == self._title and len(unit.above) > 1:
                return None
            heading = self._units[one]
            title = bare(heading.text)
            if is_part_name(title):
                continue
            if vocabulary.is_tables(title) and not _looks_named(heading.text):
                return None
            name = table_name(heading.text)
            return self._draft(name, heading.line) if name else None
        return None

    def _heading_is_named(self, unit: Unit) -> bool:
        return bool(unit.above) and _looks_named(self._units[unit.above[-1]].text)

    def _lists_columns(self, unit: Unit) -> bool:
        """Whether names in code are said to be columns, in a section of tables."""
        said = [unit.text, *(self._units[one].text for one in self._items)]
        titles = [bare(self._units[one].text) for one in unit.above[:-1]]
        return any(map(_COLUMNS.search, said)) and any(map(vocabulary.is_tables, titles))

    def _draft(self, name: str, line: int) -> _Draft:
        return self._drafts.setdefault(name.casefold(), _Draft(name=name, line=line))


def _document_title(found: Sequence[Unit]) -> int | None:
    """The heading that stands over all others: what it says holds for no single section."""
    headings = [at for at, unit in enumerate(found) if unit.kind == "heading"]
    if len(headings) > 1 and all(headings[0] in found[at].above for at in headings[1:]):
        return headings[0]
    return None


def _is_elsewhere(title: str) -> bool:
    if vocabulary.is_tables(title) or is_part_name(title):
        return False
    return vocabulary.is_no_table(title) and not table_name(title, strict=True)


def _looks_named(text: str) -> bool:
    return bool(table_name(text, strict=True))
