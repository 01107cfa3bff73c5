"""The tables of a db plan in Markdown: SQL, pipe tables and lists under whatever names them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Column
from agent.sources.tables import undefined
from agent.sources.tables.dbbeside import Beside
from agent.sources.tables.dbconstraints import is_group
from agent.sources.tables.dbnotations import notation_of
from agent.sources.tables.dbtitles import Named, Titles
from agent.sources.tables.documentshape import names, shape, tells_of_a_store
from agent.sources.tables.gridtable import grid_columns, unnamed
from agent.sources.tables.sqlfold import fold
from agent.sources.tables.tabledraft import Draft, Drafts
from agent.sources.tables.tablelist import is_elsewhere
from agent.sources.tables.tablename import is_part_name
from agent.sources.text.markdown import plain
from agent.sources.text.notation import bare
from agent.sources.text.units import Unit, units
from agent.sources.text.vocabulary import is_apart
from agent.sources.values.columns import (
    ColumnText,
    column,
    constrained,
    is_constraint,
    is_table_constraint,
    nests,
    written_constraints,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.core.documents import Document
    from agent.core.schema import Schema
    from agent.sources.tables.sqlfold import Scope

_LISTED = deferred(
    r"`?(?P<name>[A-Za-z_]\w*)`?:\s*(?P<list>`?\w+`?(?:\s*\([^)]*\))?(?:,\s*`?\w+`?(?:\s*\([^)]*\))?)+.*)"
)
_LISTS = deferred(r"\([^()]*,[^()]*(?:\([^()]*\)[^()]*)*\)")
_CODE = deferred(r"`([a-z_]\w*)`")
_KEY = deferred(r"\bid\b|\(PK\)", re.IGNORECASE)
_SQL = {"", "sql", "postgresql", "postgres", "pgsql", "plpgsql", "mysql", "sqlite", "tsql", "ddl"}
_NAME_FIRST = deferred(r"^([a-z]\w*)(?:\s*\(.*)?$")
_MIN_NAMES = 2


@lru_cache(maxsize=8)
def find_schema(document: Document) -> Schema:
    """What the plan defines, in its order, each table once; never raises."""
    reading = _Reading(document)
    for at, unit in enumerate(units(document.text)):
        reading.take(at, unit)
    return reading.schema()


class _Reading:
    """Walks the units and gives each column to the table that it stands under."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._units = units(document.text)
        self._titles = Titles(self._units)
        self._stores = tells_of_a_store(self._units)
        self._drafts = Drafts()
        self._beside = Beside(document, self._drafts)
        self._heads: dict[str, tuple[str, ...]] = {}
        self._last: tuple[Draft, str, int] | None = None
        self._nest: tuple[Draft, str, int] | None = None

    def schema(self) -> Schema:
        """What was read."""
        self._beside.settle()
        undefined.fold(self._drafts, self._document, self._units, self._titles.title)
        return self._drafts.schema()

    def take(self, at: int, unit: Unit) -> None:
        """Reads one unit."""
        self._titles.note(at, unit)
        if unit.kind == "heading":
            self._last = self._nest = None
            return
        titles = self._titles.over(at, unit)
        if any(is_apart(bare(one)) for one in titles):
            return  # for later, or there no more
        elsewhere = any(is_elsewhere(bare(one)) for one in titles)
        if unit.fence is not None and not self._beside.is_unmade(titles):
            self._sql(unit, "beside" if elsewhere else "all")
        if elsewhere:
            self._beside.take(unit, titles)
        elif unit.grid is not None:
            self._grid(unit)
        elif unit.fence is None and not self._is_taken(unit, titles):
            self._line(unit)

    def _is_taken(self, unit: Unit, titles: Sequence[str]) -> bool:
        """Whether it is something beside the columns."""
        if self._beside.take_labelled(unit, titles):
            return True
        if self._last is not None and unit.depth <= self._last[2] and is_group(unit.text):
            self._last = None  # what follows is of the table
        return self._last is None and self._beside.take_stated(unit, titles)

    def _sql(self, unit: Unit, scope: Scope) -> None:
        info = unit.fence.info.casefold().split(" ")[0] if unit.fence is not None else None
        if unit.fence is not None and (fold_in := notation_of(info or "", unit.fence.text)):
            fold_in(self._drafts, self._document, unit.fence.text, first=unit.line + 1)
            return
        fields = self._fields(unit) if scope == "all" else ()
        if fields:
            self._hint(unit, fields)
            return
        if unit.fence is None or info not in _SQL:
            return
        if scope == "all":
            # A table that the heading names stands where the heading does.
            self._heading_draft(unit)
        fold(self._drafts, self._document, unit.fence.text, first=unit.line + 1, scope=scope)

    def _fields(self, unit: Unit) -> tuple[Column, ...]:
        """The columns that a fence shows without their types in SQL."""
        if self._titles.says_columns(unit) and (listed := names(unit, self._document)):
            return listed
        return shape(unit, self._document) if self._stores else ()

    def _hint(self, unit: Unit, fields: Sequence[Column]) -> None:
        draft = self._heading_draft(unit)
        if draft is not None:
            draft.hints = {one.name: one for one in fields} | draft.hints

    def _grid(self, unit: Unit) -> None:
        columns = grid_columns(unit.grid, self._document) if unit.grid else ()
        draft = self._owner(unit) if columns else None
        if draft is None or unit.grid is None:
            return
        # A second one goes on with the first, in groups, where it has the same head.
        head = tuple(plain(cell) for cell in unit.grid.header[:_MIN_NAMES])
        if not draft.whole or self._heads.get(draft.name) == head:
            draft.whole, self._heads[draft.name] = True, head
            for one in columns:
                draft.columns.setdefault(one.name, one)
            for text, line in unnamed(unit.grid):
                draft.state(text, self._document.source(line))

    def _line(self, unit: Unit) -> None:
        text = unit.text
        if self._continues(unit):
            return
        found = column(text) if unit.lead else None
        listed = _LISTED.fullmatch(text)
        if found is not None and unit.kind == "item":
            self._column(unit, found)
        elif listed is not None and _KEY.search(listed["list"]):
            self._names(unit, listed)
        elif is_table_constraint(text) and (unit.kind == "item" or _LISTS.search(text)):
            draft = self._owner(unit)
            if draft is not None and draft.columns and not text.rstrip("*_ ").endswith(":"):
                draft.state(plain(text), self._document.source(unit.line))
        elif self._titles.names_columns(unit) and len(_CODE.findall(text)) >= _MIN_NAMES:
            self._named_only(unit, _CODE.findall(text))
        elif unit.kind == "item" and self._titles.lead_names_columns():
            self._named_only(unit, _NAME_FIRST.findall(bare(text)))

    def _continues(self, unit: Unit) -> bool:
        """Adds a constraint that stands below its column to it."""
        if self._last is None or unit.depth <= self._last[2]:
            return False
        draft, name, _ = self._last
        if constrained(unit.text) - {name.casefold()}:
            draft.state(plain(unit.text), self._document.source(unit.line))
            return True
        whole = is_constraint(unit.text)
        said = (plain(unit.text),) if whole else written_constraints(unit.text)
        if not said:
            return False
        before = draft.columns[name]
        draft.columns[name] = Column(
            name=name,
            type=before.type,
            source=self._document.source(before.source.line, max(unit.line, before.source.last)),
            constraints=(*before.constraints, *said),
            note=before.note,
        )
        return True

    def _column(self, unit: Unit, said: ColumnText) -> None:
        name = said.name
        if self._nest is None or unit.depth <= self._nest[2]:
            draft, self._nest = self._owner(unit), None
        else:
            draft, name = self._nest[0], f"{self._nest[1]}.{name}"
        if draft is None or draft.whole or name in draft.columns:
            return
        draft.columns[name] = Column(
            name=name,
            type=said.type,
            source=self._document.source(unit.line),
            constraints=said.constraints,
            note=said.note,
        )
        self._last = (draft, name, unit.depth)
        self._nest = self._last if nests(said.type) else self._nest

    def _named_only(self, unit: Unit, names: Sequence[str]) -> None:
        draft = self._heading_draft(unit) if self._titles.is_under_a_name(unit) else None
        if draft is not None:
            for name in names:
                found = Column(name=name, type="", source=self._document.source(unit.line))
                draft.hints.setdefault(name, found)

    def _names(self, unit: Unit, listed: re.Match[str]) -> None:
        """Takes the columns after a table's name, or after "Fields" below it."""
        part = is_part_name(listed["name"])
        draft = (
            self._owner(unit) if part else self._draft(Named(name=listed["name"], line=unit.line))
        )
        if draft is None:
            return
        for found in re.finditer(r"(\w+)`?(?:\s*\(([^)]*)\))?", listed["list"]):
            source = self._document.source(unit.line)
            said = (found[2],) if found[2] else ()
            one = Column(name=found[1], type="", source=source, constraints=said)
            draft.columns.setdefault(found[1], one)

    def _owner(self, unit: Unit) -> Draft | None:
        return self._draft(self._titles.owner(unit))

    def _heading_draft(self, unit: Unit) -> Draft | None:
        return self._draft(self._titles.heading(unit))

    def _draft(self, named: Named | None) -> Draft | None:
        if named is None:
            return None
        return self._drafts.table(named.name, self._document.source(named.line))
