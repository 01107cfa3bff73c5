"""What a db plan says beside tables: indexes, policies, triggers, relations, enums, views."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.schema import View
from agent.core.spec import Enumeration, Excerpt
from agent.sources.tables import dbconstraints
from agent.sources.tables.ddl import unquoted
from agent.sources.tables.tabledraft import Said
from agent.sources.tables.tablename import table_name
from agent.sources.tables.told import (
    Line,
    Topic,
    is_open,
    lists_only,
    named,
    of_every,
    topic_named,
    topic_of,
    unmade,
    wholes,
)
from agent.sources.text.markdown import plain
from agent.sources.text.notation import bare
from agent.sources.values.columns import column, is_table_constraint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.core.documents import Document
    from agent.sources.tables.tabledraft import Drafts, SaidKind
    from agent.sources.text.units import Unit

_LABEL = deferred(
    r"(?P<label>(?:\w+\s+){0,2}(?:index(?:es|y)?|indeks\w*|triggers?|triggery|wyzwalacze|rls|policies"
    r"|polityk\w*|relations?(?:hips?)?|relacj\w*)(?:\s*\([^)]*\))?)\s*:\s*\S.*",
    re.IGNORECASE,
)
# A sentence that begins with a trigger, be it a deferred one.
_TRIGGERED = deferred(
    r"\W*(?:[^\W\d_]+:?\s+){0,2}?(?:triggers?|triggery|wyzwalacz\w*)\b(?!\s+(?:func|funk))",
    re.IGNORECASE,
)
# A line of SQL without a fence, and where a function is used: both are told elsewhere.
_NO_SENTENCE = deferred(
    r"\s*(?:--|(?:create|alter|drop|on|before|after|for each|execute|usage|used|użyci[ea])\b)",
    re.IGNORECASE,
)
# "Table `books` is brought up to date by a trigger".
_TABLE_FIRST = deferred(r"(?:the )?(?:table|tabela)\s+\w", re.IGNORECASE)
_WORD = deferred(r"[A-Za-z_][\w$]*")
_ON = deferred(
    r"\b(?:on|na|for table|dla tabeli)\s+[`\"]?(?:\w+[`\"]?\.[`\"]?)?(\w+)", re.IGNORECASE
)
_WRITTEN = deferred(r"`(?:\w+\.)?(\w+)(?:[.(][^`]*)?`|\b(\w+)[.(]")
_VALUES = deferred(
    r"(?:create type\s+)?[\"']?(?P<name>[A-Za-z_]\w*)[\"']?(?:\s+(?:as\s+)?\(?enum\)?)?"
    r"\s*[:=({\u2013\u2014-]\s*(?P<values>\S.*)",
    re.IGNORECASE,
)
_REFERS = deferred(r"\breferences\b\s+\S", re.IGNORECASE)
_STRING = deferred(r"'([^']*)'")
_CODE = deferred(r"`([^`]+)`")
_VALUE = deferred(r"[\w.-]+")
_NAME_ALONE = deferred(r"(?:\w+:?\s+)?[\"`]?(\w+)[\"`]?(?:\s+table)?")
_WRITTEN_NAME = deferred(r"_|[a-z][A-Z]")
_INDEX_NAME = deferred(r"i(?:d?x|nd)_", re.IGNORECASE)
_NO_SQL = {"", "text", "txt", "plaintext"}
_LEAST_VALUES = 2
_LONGEST = 4_000


class Beside:
    """Collects what is said, and gives it to the tables once all are known."""

    def __init__(self, document: Document, drafts: Drafts) -> None:
        self._document = document
        self._drafts = drafts
        self._lines: list[Line] = []
        self._tables: dict[str, str] = {}
        self._unmade: set[str] = set()

    def take(self, unit: Unit, titles: Sequence[str]) -> None:
        """Reads a unit that stands under these titles, innermost last."""
        topic = topic_of(titles)
        if topic is None:
            self._take_own(unit, titles)
            return
        if topic == "policy" and unmade(unit.text) and not self._names_one(unit.text):
            self._unmade.update(one for one in titles if topic_named(bare(one)) == "policy")
        wrapped = unit.kind == "text" and not unit.lead and self._lines
        if wrapped and self._lines[-1].last == unit.line - 1:
            before = self._lines.pop()
            text = f"{before.text}\n{unit.text}"
            self._lines.append(replace(before, text=text[:_LONGEST], last=unit.line))
            return
        for line, text in _rows(unit, topic):
            self._add_line(topic, unit, titles, (line, text))

    def _names_one(self, text: str) -> bool:
        return any(one.casefold() in self._drafts.tables for one in _WORD.findall(bare(text)))

    def _take_own(self, unit: Unit, titles: Sequence[str]) -> None:
        """Reads a sentence of a trigger or of policies among others, if it says on which tables."""
        topic = (
            topic_named(bare(unit.text))
            if unit.lead and not _NO_SENTENCE.match(plain(unit.text))
            else None
        )
        if topic in {"trigger", "policy"} and not is_open(unit.text):
            self._add_line(topic, unit, titles, (unit.line, unit.text))
            self._lines[-1] = replace(self._lines[-1], own=True)

    def _add_line(
        self, topic: Topic, unit: Unit, titles: Sequence[str], row: tuple[int, str]
    ) -> None:
        line, text = row
        listed = unit.kind in {"item", "grid"}
        one = Line(
            topic=topic, line=line, last=line, text=text, titles=tuple(titles), listed=listed
        )
        self._lines.append(one)

    def is_unmade(self, titles: Sequence[str]) -> bool:
        """Whether a section of policies has said that there are none: what it shows is an idea."""
        return not self._unmade.isdisjoint(titles)

    def take_labelled(self, unit: Unit, titles: Sequence[str]) -> bool:
        """Reads a unit among columns that says by its label that it is none."""
        if unit.kind == "item" and column(unit.text) is not None:
            return False
        found = _LABEL.fullmatch(bare(unit.text))
        topic = topic_named(found["label"]) if found else None
        if found is None and _TRIGGERED.match(plain(unit.text)) and not is_open(unit.text):
            topic = "trigger"
        if topic is not None:
            self._add_line(topic, unit, titles, (unit.line, unit.text))
        elif _TABLE_FIRST.match(plain(unit.text)):
            self._take_own(unit, titles)
        return topic is not None

    def take_stated(self, unit: Unit, titles: Sequence[str]) -> bool:
        """Reads an item of a passage on constraints, if it is no column."""
        topic = topic_of(titles)
        names_column = column(unit.text) is not None and not is_table_constraint(unit.text)
        if topic != "constraint" or unit.kind != "item" or names_column:
            return False
        self._add_line(topic, unit, titles, (unit.line, unit.text))
        return True

    def settle(self) -> None:
        """Gives all that was said to the tables it names."""
        self._tables = {one.name.casefold(): one.name for one in self._drafts.schema().tables}
        for one in wholes(self._lines):
            if one.topic == "policy" and self.is_unmade(one.titles):
                continue
            if one.topic == "enum":
                self._enumeration(one)
            elif one.topic == "view":
                self._view(one)
            elif one.topic == "constraint":
                self._state(one)
            else:
                self._say(one, one.topic)

    def _say(self, one: Line, kind: SaidKind) -> None:
        text = plain(one.text)
        alone = _NAME_ALONE.fullmatch(text)
        if (
            text.endswith((":", "?"))
            or lists_only(text)
            or (alone is not None and self._known([alone[1]]))
        ):
            return  # it is a title for what follows
        for table in self._owners(one):
            excerpt = Excerpt(source=self._document.source(one.line, one.last), text=text)
            self._drafts.say(Said(kind=kind, table=table, excerpt=excerpt))

    def _state(self, one: Line) -> None:
        text = dbconstraints.stated(one.text, one.titles[-1])
        titled = (found for title in reversed(one.titles) if (found := self._titled(title)))
        known = next(titled, []) or self._known(dbconstraints.owners(one.text))
        for table in known[:1] if text else ():
            draft = self._drafts.tables[table.casefold()]
            if all(each.text != text for each in draft.stated):
                draft.state(text, self._document.source(one.line, one.last))

    def _owners(self, one: Line) -> Sequence[str]:
        """The tables it speaks of: said to be "on" them, or named as a title, or in the text."""
        if known := self._known(one.owners):
            return known
        several = one.topic in {"trigger", "policy"}
        listed = self._listed(one.text) if several else []
        explicit = self._known(_ON.findall(bare(one.text)))
        if one.own:
            return listed
        if one.topic == "trigger" and of_every(one.text):
            return self._drafts.having(_WORD.findall(one.text))
        if explicit and one.topic != "relation":
            return listed if explicit[0] in listed else explicit[:1]
        # Below a column a line is indented too: the table that it refers to is not meant.
        over = [title for title in reversed(one.titles) if not _REFERS.search(title)]
        titled = next((found for title in over if (found := self._titled(title))), [])
        if one.topic == "relation":
            return tuple(dict.fromkeys([*self._known(_WORD.findall(bare(one.text))), *titled]))
        if titled:
            pure = several and any(lists_only(title) for title in one.titles[-1:])
            return titled if pure else titled[:1]
        return listed or self._mentioned(one)

    def _listed(self, text: str) -> list[str]:
        """All the tables that a sentence lists as those it is about."""
        return next((known for names in named(text) if (known := self._known(names))), [])

    def _mentioned(self, one: Line) -> Sequence[str]:
        written = self._known([a or b for a, b in _WRITTEN.findall(one.text)])
        cells = bare(one.text).split(" | ")
        first = self._known([*cells, *_WORD.findall(bare(one.text))[:1]])
        return (written or first)[: None if one.topic == "policy" else 1]

    def _titled(self, title: str) -> list[str]:
        """The tables that a title names, whatever else it says."""
        return self._known([table_name(title), *_WORD.findall(bare(title))])

    def _known(self, names: Sequence[str]) -> list[str]:
        folded = (name.casefold() for name in names)
        return list(dict.fromkeys(self._tables[one] for one in folded if one in self._tables))

    def _enumeration(self, one: Line) -> None:
        found = _VALUES.fullmatch(bare(one.text))
        titles = [table_name(title, strict=True) for title in one.titles[-1:]]
        name = next((title for title in titles if title and not self._known([title])), "")
        values = _values(one.text, found, name)
        if not values and name and one.listed:
            first = _CODE.match(one.text.strip()) or _VALUE.match(bare(one.text).strip("'\" "))
            values = (first[first.lastindex or 0].strip("'\""),) if first is not None else ()
        if not name and found is not None and len(values) >= _LEAST_VALUES:
            name = found["name"]
        if name and values:
            self._add(name, values, one)

    def _add(self, name: str, values: tuple[str, ...], one: Line) -> None:
        known = self._drafts.enumerations.get(name.casefold())
        source = self._document.source(one.line)
        if known is not None:
            added = tuple(value for value in values if value not in known.values)
            values = (*known.values, *added)
            first, last = known.source.line, known.source.last
            if added:
                source = self._document.source(min(first, one.line), max(last, one.line))
            elif first < one.line:
                source = known.source
        found = Enumeration(name=name, values=values, source=source)
        self._drafts.enumerations[name.casefold()] = found

    def _view(self, one: Line) -> None:
        code = _CODE.search(one.text)
        titles = [table_name(title, strict=True) for title in reversed(one.titles)]
        name = next((title for title in titles if _WRITTEN_NAME.search(title)), "")
        if not name and (code or "_" in one.text) and topic_named(bare(one.titles[-1])) == "view":
            name = table_name(one.text, strict=True)
        if name and not self._known([name]) and not _INDEX_NAME.match(name):
            text, source = plain(one.text), self._document.source(one.line)
            view = View(name=name, text=text, source=source)
            self._drafts.views.setdefault(name.casefold(), view)


def _rows(unit: Unit, topic: Topic) -> Iterator[tuple[int, str]]:
    if unit.grid is not None:
        for row in unit.grid.rows:
            yield row.line, " | ".join(row.cells)
    elif unit.fence is None:
        yield unit.line, unit.text
    elif topic == "relation" and unit.fence.info.casefold() in _NO_SQL:
        for line, text in enumerate(unit.fence.text.split("\n"), unit.line + 1):
            if text.strip():
                yield line, text.strip()


def _values(text: str, found: re.Match[str] | None, name: str) -> tuple[str, ...]:
    """The values that a text lists: quoted, in code, or after a name parted by commas or bars."""
    own = {name.casefold(), found["name"].casefold() if found else ""}
    quoted = _STRING.findall(text) or [
        one.strip("'\"") for one in _CODE.findall(text) if unquoted(one).casefold() not in own
    ]
    if len(quoted) >= _LEAST_VALUES or found is None:
        return tuple(dict.fromkeys(quoted)) if len(quoted) >= _LEAST_VALUES else ()
    pieces = re.split(r"\s*[,|/]\s*", found["values"].strip(" .)}'\""))
    words = [one.strip(" '\"") for one in pieces]
    listed = len(words) >= _LEAST_VALUES and all(map(_VALUE.fullmatch, words))
    return tuple(words) if listed else ()
