"""Which table of a db plan what stands somewhere in it belongs to, by the titles above it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.schema import name_key
from agent.core.values import dataclass
from agent.sources.tables.dbconstraints import is_group
from agent.sources.tables.ddl import unquoted
from agent.sources.tables.tablename import is_file, is_one_word, is_part_name, table_name
from agent.sources.text import vocabulary
from agent.sources.text.notation import bare, unnumbered
from agent.sources.values.columns import column, is_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.sources.text.units import Unit

_TITLE = deferred(
    r"\d+\.\s|\*\*.*\*\*:?(?:\s*\([^()]*\):?)?$|.{1,60}:$"
    r"|\*\*(?i:table|tabela)\b[^*]*\*\*:?\s+(?:--|[\u2013\u2014-])\s"
)
# A line of one word right above a list: a table's name, or what of it the list tells.
_WORD = deferred(r"[A-Za-z]\w*")
_PLAIN = deferred(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_BOLD = deferred(r"\*\*[^*]+\*\*:?$")
# What a line below a title of words says: "Tablename `users`", "Nazwa tabeli: `users`".
# Without a colon other words speak of another one: "Extends the table `auth.users`".
_CALLED = deferred(
    r"\W*(?P<led>\w+ (?:(?:de|da|do|della|of|la|the)\s+)*)?(?:db |database |sql )?"
    r"(?:tabl\w*|tabel\w*|таблиц[аы])[ _-]?(?:name)?(?(led)\W*?:)\W*?"
    r"(?P<name>`\"?[\w.]+\"?`)(?=\W|$)",
    re.IGNORECASE,
)
_CREATED = deferred(r"\s*create table (?:if not exists )?([\w.\"]+)", re.IGNORECASE)
_COLUMNS = deferred(r"atrybut|attribut|columns?\b|kolumn|\bpola\b|\bfields?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A table by the title that names it."""

    name: str
    line: int


class Titles:
    """What was read last that a unit may stand under: headings, lines that work as one, items.

    Each unit is told in its order, by `note`.
    """

    def __init__(self, found: Sequence[Unit]) -> None:
        self._units = found
        self.title = _document_title(found)
        self._items: list[int] = []
        self._lead: int | None = None
        self._inner: int | None = None
        self._part = ""
        self._count = 0
        self._called: dict[int, str] = {}

    def note(self, at: int, unit: Unit) -> None:
        """Remembers what a following list may stand under."""
        if unit.kind == "heading":
            self._items, self._lead, self._inner, self._part = [], None, None, ""
            self._count = 0
            return
        self._call(at, unit)
        if self._inner is not None and unit.depth < self._units[self._inner].depth:
            self._inner = None
        if self._is_beyond(at, unit):
            self._lead, self._part = None, ""
        if unit.kind == "item":
            self._items = [one for one in self._items if self._units[one].depth < unit.depth]
            self._items.append(at)
        numbered = unit.number is not None and not self._goes_on(unit)
        if unit.depth == 0 and (numbered or self._is_title(at, unit)):
            self._lead, self._part = at, unit.text
            self._items = self._items if unit.kind == "item" else []
        elif unit.kind == "text" and unit.depth and _BOLD.match(unit.text):
            self._inner = at

    def _call(self, at: int, unit: Unit) -> None:
        """Remembers how the line or the SQL below a title spells the table's name."""
        if at and self._units[at - 1].kind == "heading" and (hit := _CALLED.match(unit.text)):
            self._called[at - 1] = table_name(hit["name"])
        if unit.fence is not None and unit.above and (hit := _CREATED.match(unit.fence.text)):
            made, titled = unquoted(hit[1]), _named(self._units[unit.above[-1]])
            if titled is not None and name_key(made) == name_key(titled.name):
                self._called[unit.above[-1]] = made

    def _is_beyond(self, at: int, unit: Unit) -> bool:
        """Whether a column stands below the one pipe table that the lead was for: its seeds."""
        if unit.kind != "item" or unit.depth or self._lead is None or self._lead != at - 2:
            return False
        said = column(unit.text) if self._units[at - 1].grid is not None else None
        return said is not None and is_type(said.type)

    def _goes_on(self, unit: Unit) -> bool:
        """Whether it is the next one of a numbered list of constraints, and no title."""
        listed = unit.depth == 0 and unit.number == self._count + 1 and is_group(self._part)
        self._count = self._count + listed if unit.depth == 0 else self._count
        return listed

    def _is_title(self, at: int, unit: Unit) -> bool:
        """Whether a line of text works as the title of what follows."""
        if unit.kind != "text" or _TITLE.match(unit.text):
            return unit.kind == "text"
        below = self._units[at + 1] if at + 1 < len(self._units) else unit
        return below.kind == "item" and _WORD.fullmatch(unit.text) is not None

    def over(self, at: int, unit: Unit) -> list[str]:
        """What the unit stands under, outermost first."""
        titles = [self._units[one].text for one in unit.above if one != self.title]
        titles += [self._part] if self._part and self._lead != at else []
        return titles + [
            self._units[one].text for one in self._items if self._units[one].depth < unit.depth
        ]

    def names_columns(self, unit: Unit) -> bool:
        """Whether names in code are said to be columns, in a section of tables."""
        said = [unit.text, *(self._units[one].text for one in self._items)]
        titles = [bare(self._units[one].text) for one in unit.above[:-1]]
        return any(map(_COLUMNS.search, said)) and any(map(vocabulary.is_tables, titles))

    def says_columns(self, unit: Unit) -> bool:
        """Whether the heading right above says that columns follow."""
        return bool(unit.above) and _COLUMNS.search(self._units[unit.above[-1]].text) is not None

    def lead_names_columns(self) -> bool:
        """Whether the line that works as a title says that columns follow."""
        return _COLUMNS.search(self._part) is not None

    def owner(self, unit: Unit) -> Named | None:
        """The table that a column at this unit belongs to: item, line or heading above it."""
        over = [self._units[one] for one in self._items if self._units[one].depth < unit.depth]
        if over and (column(over[-1].text) is not None or any(is_file(one.text) for one in over)):
            return None  # it says something of that column, or of what a file holds
        inside = self._inside(over)
        if inside is not None:
            return inside
        for one in reversed(over):
            name = table_name(one.text)
            if name and not is_part_name(bare(one.text)) and not self._is_group(one.text, unit):
                return Named(name=name, line=one.line)
        if (self._lead is not None and not unit.above) or self._lead_names_a_table():
            return _named(self._units[self._lead or 0])
        return self.heading(unit)

    def heading(self, unit: Unit) -> Named | None:
        """The table that a heading above this unit names."""
        for one in reversed(unit.above):
            heading = self._units[one]
            if one == self.title and not self._is_whole(unit):
                return None
            title = bare(heading.text)
            if is_part_name(title) or self._is_group(heading.text, heading):
                continue
            if vocabulary.is_tables(title) and not _looks_named(heading.text):
                return None
            called = self._called.get(one)
            return Named(name=called, line=heading.line) if called else _named(heading)
        return None

    def _is_whole(self, unit: Unit) -> bool:
        """Whether the title over all names the one table: above this unit, or above its part."""
        title, *parts = (self._units[one].text for one in unit.above)
        if not parts:
            return is_one_word(title)
        return _looks_named(title) and all(is_part_name(bare(one)) for one in parts)

    def is_under_a_name(self, unit: Unit) -> bool:
        """Whether the heading right above is written as a name, or one of tables stands over it."""
        titles = [self._units[one].text for one in unit.above if one != self.title]
        over = any(vocabulary.is_tables(bare(one)) for one in titles[-2:-1])
        return bool(titles) and (over or _looks_named(titles[-1]))

    def _inside(self, over: Sequence[Unit]) -> Named | None:
        """The table that a bold line names, in an item that says that tables follow."""
        if self._inner is None or not over or not vocabulary.is_tables(bare(over[0].text)):
            return None
        line = self._units[self._inner]
        begun = over[-1].line < line.line and not is_part_name(bare(line.text))
        return _named(line) if begun else None

    def _is_group(self, title: str, unit: Unit) -> bool:
        """Whether a title groups columns of the table that the heading over it names."""
        headings = [self._units[one].text for one in unit.above if one != self.title]
        outer = [one for one in headings if one != title][-1:]
        return not _looks_named(title) and any(
            _looks_named(one) and not vocabulary.is_tables(bare(one)) for one in outer
        )

    def _lead_names_a_table(self) -> bool:
        if self._lead is None:
            return False
        text = self._units[self._lead].text
        if self._units[self._lead].kind == "text" and _PLAIN.fullmatch(text):
            return not is_part_name(text)
        marked = "`" in text or "**" in text or bare(text) != unnumbered(bare(text))
        return marked and not is_part_name(bare(text)) and _looks_named(text)


def _named(unit: Unit) -> Named | None:
    name = table_name(unit.text)
    return Named(name=name, line=unit.line) if name else None


def _document_title(found: Sequence[Unit]) -> int | None:
    """The heading that stands over all others: what it says holds for no single section."""
    headings = [at for at, unit in enumerate(found) if unit.kind == "heading"]
    if len(headings) > 1 and all(headings[0] in found[at].above for at in headings[1:]):
        return headings[0]
    return None


def _looks_named(text: str) -> bool:
    return bool(table_name(text, strict=True))
