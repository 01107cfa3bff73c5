"""Tables, enumerations and references in DBML, the notation of dbdiagram.

Keys, nullability and defaults are said in SQL's words, as all other readers say them; a setting
that SQL has no words for stays as written. https://dbml.dbdiagram.io/docs
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Column, Enumeration, Excerpt
from agent.sources.tables.tabledraft import Drafts, Said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.core.documents import Document, Source
    from agent.core.schema import Schema
    from agent.sources.tables.tabledraft import Draft, SaidKind

_NAME = r"(?:\"[^\"\n]+\"|`[^`\n]+`|\w+)"
_OPEN = deferred(
    rf"(?P<kind>\w+)(?:\s+(?P<name>{_NAME}(?:\.{_NAME})?))?(?:\s+as\s+(?P<alias>\w+))?"
    r"[^{\n]*\{(?P<rest>.*)",
    re.IGNORECASE,
)
_COLUMN = deferred(
    rf"(?P<name>{_NAME})\s+(?P<type>\"[^\"]+\"|[\w.]+(?:\s*\([^()]*\))?(?:\[\d*\])*)"
    r"\s*(?:\[(?P<said>.*)\])?\s*"
)
_INDEX = deferred(r"(?P<names>\([^()]*\)|[\w\"`]+)\s*(?:\[(?P<said>.*)\])?\s*")
_SIDE = rf"(?P<{{0}}>{_NAME}(?:\.{_NAME})*?)\.(?P<{{0}}_columns>{_NAME}|\([^()]*\))"
_REFERENCE = deferred(
    rf"{_SIDE.format('one')}\s*(?P<way><>|[<>-])\s*{_SIDE.format('other')}\s*(?:\[(?P<said>.*)\])?"
)
_INLINE = deferred(rf"ref:\s*(?P<way><>|[<>-])\s*{_SIDE.format('other')}")
_SETTING = deferred(r"(?:'(?:[^'\\]|\\.)*'|\"[^\"]*\"|`[^`]*`|\([^()]*\)|[^,'\"`()]|[('\"`)])+")
_TEXTS = deferred(r"'''.*?'''|/\*.*?\*/", re.DOTALL)
_REMARK = deferred(r"((?:[^/'\"`]|'[^'\n]*'|\"[^\"\n]*\"|`[^`\n]*`|/(?!/)|['\"`])*+)(?://.*)?")
_NOTE = deferred(r"note\s*:\s*'(.*)'", re.IGNORECASE)
_DELETED = deferred(r"delete:\s*([\w ]+)")
_WORDS = {"pk": "PRIMARY KEY", "primary key": "PRIMARY KEY", "unique": "UNIQUE"}
_WORDS |= {"not null": "NOT NULL", "null": "NULL"}
_LONGEST = 2_000
_TABLE = deferred(
    rf"^\s*table\s+{_NAME}(?:\.{_NAME})?(?:\s+as\s+\w+)?\s*(?:\[[^\]\n]*\])?\s*\{{\s*(?://.*)?$",
    re.IGNORECASE | re.MULTILINE,
)
_NO_INFO = frozenset({"", "text", "plaintext", "txt"})


def is_dbml(info: str, text: str) -> bool:
    """Whether a fence is in this notation: it says so, or says nothing and opens a table."""
    return info == "dbml" or (info in _NO_INFO and _TABLE.search(text) is not None)


@lru_cache(maxsize=8)
def find_schema(document: Document) -> Schema:
    """What a file in this notation defines; never raises."""
    drafts = Drafts()
    fold(drafts, document, document.text, first=1)
    return drafts.schema()


def fold(drafts: Drafts, document: Document, text: str, *, first: int) -> None:
    """Adds what the text defines to the drafts; its first line is line `first` of the document."""
    reading = _Reading(drafts, document)
    for line, row in _rows(text):
        reading.take(first + line, row)
    reading.end()


@dataclass(slots=True, kw_only=True)
class _Block:
    """An open pair of braces: what it is, of what, and where it began."""

    kind: str
    name: str = ""
    line: int = 0


class _Reading:
    """Reads line by line."""

    def __init__(self, drafts: Drafts, document: Document) -> None:
        self._drafts = drafts
        self._document = document
        self._open: list[_Block] = []
        self._draft: Draft | None = None
        self._values: list[str] = []
        self._references: list[tuple[int, str]] = []
        self._aliases: dict[str, str] = {}

    def take(self, line: int, row: str) -> None:
        """Reads one line."""
        opened = _OPEN.fullmatch(row)
        if opened is not None and not (self._open and self._open[-1].kind == "indexes"):
            self._begin(line, opened)
            row = opened["rest"].strip()
        if row.endswith("}") and self._open:
            self._row(line, row[:-1].strip())
            self._close(line)
        else:
            self._row(line, row)

    def end(self) -> None:
        """What refers to tables that may stand below."""
        while self._open:
            self._close(self._open[-1].line)
        for line, row in self._references:
            self._refer(line, row)

    def _begin(self, line: int, opened: re.Match[str]) -> None:
        block = _Block(kind=opened["kind"].casefold(), name=_plain(opened["name"] or ""), line=line)
        self._open.append(block)
        if block.kind == "table" and block.name:
            self._draft = self._drafts.table(block.name, self._document.source(line))
            self._draft.sure = True
            self._aliases[opened["alias"] or block.name] = block.name
        self._values = [] if block.kind == "enum" else self._values

    def _close(self, line: int) -> None:
        block = self._open.pop()
        if block.kind == "table":
            self._draft = None
        elif block.kind == "enum" and block.name:
            source = self._document.source(block.line, line)
            found = Enumeration(name=block.name, values=tuple(self._values), source=source)
            self._drafts.enumerations.setdefault(block.name.casefold(), found)

    def _row(self, line: int, row: str) -> None:
        kind = self._open[-1].kind if self._open else ""
        if not row:
            return
        if kind == "enum":
            self._values.append(_plain(re.split(r"\s*\[", row)[0]))
        elif kind == "ref" or row.casefold().startswith("ref"):
            self._references.append((line, row))
        elif self._draft is not None and kind == "indexes":
            self._index(self._draft, line, row)
        elif self._draft is not None and kind == "table":
            self._of_table(self._draft, line, row)

    def _of_table(self, draft: Draft, line: int, row: str) -> None:
        note = _NOTE.match(row)
        found = _COLUMN.fullmatch(row)
        if note is not None:
            draft.note = draft.note or note[1]
        elif found is not None:
            self._column(draft, line, found)

    def _column(self, draft: Draft, line: int, found: re.Match[str]) -> None:
        name, said = _plain(found["name"]), tuple(_settings(found["said"] or ""))
        notes = [note[1] for one in said if (note := _NOTE.fullmatch(one))]
        one = Column(
            name=name,
            type=found["type"].strip('"'),
            source=self._document.source(line),
            constraints=tuple(_constraints(said)),
            note=notes[0] if notes else "",
        )
        draft.columns.setdefault(draft.key(name), one)

    def _index(self, draft: Draft, line: int, row: str) -> None:
        found = _INDEX.fullmatch(row)
        said = set(_settings(found["said"] or "")) if found else set()
        if found is not None and said & {"pk", "primary key", "unique"}:
            word = "UNIQUE" if "unique" in said else "PRIMARY KEY"
            draft.state(f"{word} ({_plain(found['names'])})", self._document.source(line))
        self._say("index", draft.name, self._document.source(line), row)

    def _refer(self, line: int, row: str) -> None:
        found = _REFERENCE.search(row)
        if found is None:
            return
        one, other = ("other", "one") if found["way"] == "<" else ("one", "other")
        names = [_plain(found[side]) for side in (one, other)]
        table, target = (self._aliases.get(name, name) for name in names)
        source = self._document.source(line)
        self._say("relation", table, source, row)
        draft = self._drafts.tables.get(table.casefold())
        columns = _plain(found[f"{one}_columns"])
        deleted = _DELETED.search(found["said"] or "")
        then = f" ON DELETE {deleted[1].strip().upper()}" if deleted else ""
        said = f"REFERENCES {target}({_plain(found[f'{other}_columns'])}){then}"
        if draft is None or found["way"] == "<>":
            return
        own = draft.columns.get(draft.key(columns))
        if own is None:
            draft.state(f"FOREIGN KEY ({columns}) {said}", source)
        else:
            draft.columns[own.name] = replace(own, constraints=(*own.constraints, said))

    def _say(self, kind: SaidKind, table: str, source: Source, text: str) -> None:
        said = Said(kind=kind, table=table, excerpt=Excerpt(source=source, text=text))
        self._drafts.say(said)


def _rows(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their numbers, counted from 0, without remarks and long texts."""
    bare = _TEXTS.sub(lambda hit: "\n" * hit[0].count("\n"), text)
    for line, raw in enumerate(bare.split("\n")):
        found = _REMARK.match(raw[:_LONGEST])
        yield line, (found[1] if found else raw[:_LONGEST]).strip()


def _settings(text: str) -> Iterator[str]:
    for found in _SETTING.finditer(text):
        if found[0].strip():
            yield found[0].strip()


def _constraints(settings: tuple[str, ...]) -> Iterator[str]:
    for one in settings:
        key, colon, value = one.partition(":")
        inline = _INLINE.fullmatch(one)
        if one.casefold() in _WORDS:
            yield _WORDS[one.casefold()]
        elif colon and key.strip().casefold() == "default":
            yield f"DEFAULT {value.strip().strip('`')}"
        elif colon and key.strip().casefold() == "check":
            yield f"CHECK ({value.strip().strip('`')})"
        elif inline is not None and inline["way"] in ">-":
            yield f"REFERENCES {_plain(inline['other'])}({_plain(inline['other_columns'])})"
        elif not _NOTE.fullmatch(one):
            yield one


def _plain(name: str) -> str:
    """A name without quotes, brackets and a schema."""
    return re.sub(r"[\"`()]", "", name).strip().rsplit(".", 1)[-1]
