"""The tables of a db plan in Markdown: SQL, pipe tables and lists under whatever names them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Column
from agent.sources import undefined, vocabulary
from agent.sources.columns import (
    ColumnText,
    column,
    constrained,
    is_constraint,
    is_table_constraint,
    nests,
    written_constraints,
)
from agent.sources.dbbeside import Beside
from agent.sources.dbnotations import notation_of
from agent.sources.documentshape import shape, tells_of_a_store
from agent.sources.gridtable import grid_columns
from agent.sources.markdown import plain
from agent.sources.notation import bare, unnumbered
from agent.sources.sqlfold import fold
from agent.sources.tabledraft import Draft, Drafts
from agent.sources.tablelist import is_elsewhere
from agent.sources.tablename import is_file, is_one_word, is_part_name, table_name
from agent.sources.units import Unit, units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.core.documents import Document
    from agent.core.schema import Schema
    from agent.sources.sqlfold import Scope

_LISTED = deferred(
    r"`?(?P<name>[A-Za-z_]\w*)`?:\s*(?P<list>`?\w+`?(?:\s*\([^)]*\))?(?:,\s*`?\w+`?(?:\s*\([^)]*\))?){2,}.*)"
)
_TITLE = deferred(
    r"\d+\.\s|\*\*.*\*\*:?(?:\s*\([^()]*\):?)?$|.{1,60}:$"
    r"|\*\*(?i:table|tabela)\b[^*]*\*\*:?\s+(?:--|[\u2013\u2014-])\s"
)
_LISTS = deferred(r"\([^()]*,[^()]*(?:\([^()]*\)[^()]*)*\)")
_CODE = deferred(r"`([a-z_]\w*)`")
_COLUMNS = deferred(r"atrybut|attribut|columns?\b|kolumn|\bpola\b|\bfields?\b", re.IGNORECASE)
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
        self._title = _document_title(self._units)
        self._stores = tells_of_a_store(self._units)
        self._drafts = Drafts()
        self._beside = Beside(document, self._drafts)
        self._items: list[int] = []
        self._lead: int | None = None
        self._part: str = ""
        self._heads: dict[str, tuple[str, ...]] = {}
        self._last: tuple[Draft, str, int] | None = None
        self._nest: tuple[Draft, str, int] | None = None

    def schema(self) -> Schema:
        """What was read."""
        self._beside.settle()
        undefined.fold(self._drafts, self._document, self._units, self._title)
        return self._drafts.schema()

    def take(self, at: int, unit: Unit) -> None:
        """Reads one unit."""
        if unit.kind == "heading":
            self._items, self._lead, self._part = [], None, ""
            self._last = self._nest = None
            return
        self._note(at, unit)
        titles = self._titles(at, unit)
        elsewhere = any(is_elsewhere(bare(one)) for one in titles)
        if unit.fence is not None and not self._beside.is_unmade(titles):
            self._sql(unit, "beside" if elsewhere else "all")
        if elsewhere:
            self._beside.take(unit, titles)
        elif unit.grid is not None:
            self._grid(unit)
        elif unit.fence is None and not self._beside.take_labelled(unit, titles):
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

    def _titles(self, at: int, unit: Unit) -> list[str]:
        """What the unit stands under: headings, a line that works as one, list items."""
        titles = [self._units[one].text for one in unit.above if one != self._title]
        titles += [self._part] if self._part and self._lead != at else []
        return titles + [
            self._units[one].text for one in self._items if self._units[one].depth < unit.depth
        ]

    def _sql(self, unit: Unit, scope: Scope) -> None:
        info = unit.fence.info.casefold().split(" ")[0] if unit.fence is not None else None
        if unit.fence is not None and (fold_in := notation_of(info or "", unit.fence.text)):
            fold_in(self._drafts, self._document, unit.fence.text, first=unit.line + 1)
            return
        if self._stores and scope == "all" and (fields := shape(unit, self._document)):
            self._hint(unit, fields)
            return
        if unit.fence is None or info not in _SQL:
            return
        if scope == "all":
            # A table that the heading names stands where the heading does.
            self._heading_draft(unit)
        fold(self._drafts, self._document, unit.fence.text, first=unit.line + 1, scope=scope)

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
                draft.constraints.append(plain(text))
        elif self._lists_columns(unit) and len(_CODE.findall(text)) >= _MIN_NAMES:
            self._named_only(unit, _CODE.findall(text))
        elif unit.kind == "item" and _COLUMNS.search(self._part):
            self._named_only(unit, _NAME_FIRST.findall(bare(text)))

    def _continues(self, unit: Unit) -> bool:
        """Adds a constraint that stands below its column to it."""
        if self._last is None or unit.depth <= self._last[2]:
            return False
        draft, name, _ = self._last
        if constrained(unit.text) - {name.casefold()}:
            draft.constraints.append(plain(unit.text))
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
        draft = self._heading_draft(unit) if self._heading_is_named(unit) else None
        if draft is not None:
            for name in names:
                found = Column(name=name, type="", source=self._document.source(unit.line))
                draft.hints.setdefault(name, found)

    def _names(self, unit: Unit, listed: re.Match[str]) -> None:
        """Takes the columns after a table's name, or after "Fields" below it."""
        part = is_part_name(listed["name"])
        draft = self._owner(unit) if part else self._draft(listed["name"], unit.line)
        if draft is None:
            return
        for found in re.finditer(r"(\w+)`?(?:\s*\(([^)]*)\))?", listed["list"]):
            source = self._document.source(unit.line)
            said = (found[2],) if found[2] else ()
            one = Column(name=found[1], type="", source=source, constraints=said)
            draft.columns.setdefault(found[1], one)

    def _owner(self, unit: Unit) -> Draft | None:
        """The table that a column at this unit belongs to: item, line or heading above it."""
        over = [self._units[one] for one in self._items if self._units[one].depth < unit.depth]
        if over and (column(over[-1].text) is not None or any(is_file(one.text) for one in over)):
            return None  # it says something of that column, or of what a file holds
        for one in reversed(over):
            name = table_name(one.text)
            if name and not is_part_name(bare(one.text)) and not self._is_group(one.text, unit):
                return self._draft(name, one.line)
        if (self._lead is not None and not unit.above) or self._lead_names_a_table():
            text = self._units[self._lead or 0].text
            name = table_name(text)
            return self._draft(name, self._units[self._lead or 0].line) if name else None
        return self._heading_draft(unit)

    def _is_group(self, title: str, unit: Unit) -> bool:
        """Whether a title groups columns of the table that the heading over it names."""
        headings = [self._units[one].text for one in unit.above if one != self._title]
        outer = [one for one in headings if one != title][-1:]
        return not _looks_named(title) and any(
            _looks_named(one) and not vocabulary.is_tables(bare(one)) for one in outer
        )

    def _lead_names_a_table(self) -> bool:
        if self._lead is None:
            return False
        text = self._units[self._lead].text
        marked = "`" in text or "**" in text or bare(text) != unnumbered(bare(text))
        return marked and not is_part_name(bare(text)) and _looks_named(text)

    def _heading_draft(self, unit: Unit) -> Draft | None:
        for one in reversed(unit.above):
            heading = self._units[one]
            if one == self._title and (len(unit.above) > 1 or not is_one_word(heading.text)):
                return None
            title = bare(heading.text)
            if is_part_name(title) or self._is_group(heading.text, heading):
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

    def _draft(self, name: str, line: int) -> Draft:
        return self._drafts.table(name, self._document.source(line))


def _document_title(found: Sequence[Unit]) -> int | None:
    """The heading that stands over all others: what it says holds for no single section."""
    headings = [at for at, unit in enumerate(found) if unit.kind == "heading"]
    if len(headings) > 1 and all(headings[0] in found[at].above for at in headings[1:]):
        return headings[0]
    return None


def _looks_named(text: str) -> bool:
    return bool(table_name(text, strict=True))
