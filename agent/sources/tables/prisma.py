"""A Prisma schema: its models as tables, named as they are in the database.

Keys, nullability and defaults are said in SQL's words, as all other readers say them; attributes
that SQL has no words for stay as written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.schema import Schema, View
from agent.core.spec import Column, Enumeration, Excerpt
from agent.sources.tables.tabledraft import Drafts, Said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.core.documents import Document, Source
    from agent.sources.tables.tabledraft import Draft, SaidKind

_OPEN = deferred(r"\s*(?P<kind>model|enum|view)\s+(?P<name>\w+)\s*\{")
_FIELD = deferred(
    r"(?P<name>\w+)\s+(?P<type>[A-Za-z_]\w*(?:\(\"[^\"]*\"\))?)(?P<many>[?\[\]]*)(?P<rest>.*)"
)
_STRING = r"\"(?:[^\"\\]|\\.)*+\""
_INNER = rf"\((?:[^()\"]|{_STRING}|\((?:[^()\"]|{_STRING}|\([^()]*+\))*+\))*+\)"
_ATTRIBUTE = deferred(rf"@@?(?P<name>[\w.]+)(?P<args>{_INNER})?")
_COMMENT = deferred(rf"((?:[^\"/]|{_STRING}|\"|/(?!/))*+)(//.*)?")
_MAPPED = deferred(r"\(\s*(?:name:\s*)?\"([^\"]+)\"")
_LIST = deferred(r"(?:(?P<key>fields|references):\s*)?\[([^\]]*)\]")
_DELETE = deferred(r"onDelete:\s*(\w+)")
_SAID = frozenset(["id", "unique", "default", "map", "relation", "ignore"])
_WORDS = {"Cascade": "CASCADE", "SetNull": "SET NULL", "Restrict": "RESTRICT"}
_LONGEST = 4_000


@dataclass(slots=True, kw_only=True)
class _Block:
    """What stands between a pair of braces: lines with their numbers, comments taken off."""

    document: Document
    kind: str
    name: str
    line: int
    rows: list[tuple[int, str]] = field(default_factory=list)
    mapped: str = ""
    columns: dict[str, str] = field(default_factory=dict)

    def add(self, line: int, text: str) -> None:
        """One more line; `mapped` and `columns` hold the names that the database has."""
        self.rows.append((line, text))
        found = next(
            (_map(one[0]) for one in _ATTRIBUTE.finditer(text) if one["name"] == "map"), ""
        )
        if found and text.startswith("@@"):
            self.mapped = found
        elif found:
            self.columns[text.split(maxsplit=1)[0]] = found

    def column(self, name: str) -> str:
        """What a field is called in the database."""
        return self.columns.get(name, name)


@lru_cache(maxsize=8)
def schema_of(documents: tuple[Document, ...]) -> Schema:
    """The tables, enumerations and views of one Prisma schema, of however many files."""
    drafts = Drafts()
    found = (block for one in documents for block in _blocks(one, one.text, first=1))
    _fold(drafts, tuple(found))
    return drafts.schema()


def is_prisma(info: str, text: str) -> bool:
    """Whether a fence is in this language: it says so."""
    return info == "prisma" and "{" in text


def fold(drafts: Drafts, document: Document, text: str, *, first: int) -> None:
    """Adds what the text defines to the drafts; its first line is line `first` of the document."""
    _fold(drafts, tuple(_blocks(document, text, first=first)))


def _fold(drafts: Drafts, blocks: Sequence[_Block]) -> None:
    reading = _Reading(blocks, drafts)
    for block in blocks:
        reading.take(block)


class _Reading:
    """Reads one block after the other, all models known."""

    def __init__(self, blocks: Sequence[_Block], drafts: Drafts) -> None:
        self._models = {one.name: one for one in blocks if one.kind != "enum"}
        self._enums = {one.name: one.mapped for one in blocks if one.kind == "enum"}
        self.drafts = drafts

    def take(self, block: _Block) -> None:
        """Reads one block."""
        last = block.rows[-1][0] if block.rows else block.line
        source = block.document.source(block.line, last)
        key = block.mapped.casefold()
        if block.kind == "enum":
            values = tuple(_value(text) for _, text in block.rows if not text.startswith("@@"))
            enumeration = Enumeration(name=block.mapped, values=values, source=source)
            self.drafts.enumerations[key] = enumeration
        elif block.kind == "view":
            text = "\n".join(text for _, text in block.rows)
            self.drafts.views[key] = View(name=block.mapped, source=source, text=text)
        else:
            draft = self.drafts.table(block.mapped, block.document.source(block.line))
            draft.sure = True
            for line, text in block.rows:
                self._row(draft, block, line=line, text=text)

    def _row(self, draft: Draft, block: _Block, *, line: int, text: str) -> None:
        found = _FIELD.fullmatch(text)
        if text.startswith("@@"):
            self._of_table(draft, block, line=line, text=text)
        elif found is not None and found["type"] in self._models:
            self._relation(draft, block, line=line, found=found)
        elif found is not None:
            self._column(draft, block, line=line, found=found)

    def _column(self, draft: Draft, block: _Block, *, line: int, found: re.Match[str]) -> None:
        name, type_ = block.column(found["name"]), found["type"]
        known = draft.columns.get(name)
        draft.columns[name] = Column(
            name=name,
            type=self._enums.get(type_, type_) + found["many"].replace("?", ""),
            constraints=(*_constraints(found), *(known.constraints if known else ())),
            source=block.document.source(line),
        )

    def _of_table(self, draft: Draft, block: _Block, *, line: int, text: str) -> None:
        found = _ATTRIBUTE.match(text)
        kind = found["name"] if found else ""
        listed = _LIST.search(text)
        names = ", ".join(block.column(one) for one in _names(listed)) if listed else ""
        if kind in {"id", "unique"}:
            word = "PRIMARY KEY" if kind == "id" else "UNIQUE"
            draft.state(f"{word} ({names})", block.document.source(line))
        elif kind in {"index", "fulltext"}:
            self._say("index", draft.name, block.document.source(line), text)

    def _relation(self, draft: Draft, block: _Block, *, line: int, found: re.Match[str]) -> None:
        self._say("relation", draft.name, block.document.source(line), found[0])
        target = self._models[found["type"]]
        lists = {one["key"]: _names(one) for one in _LIST.finditer(found["rest"])}
        own = [block.column(one) for one in lists.get("fields", ())]
        theirs = ", ".join(target.column(one) for one in lists.get("references", ()))
        deleted = _DELETE.search(found["rest"])
        then = f" ON DELETE {_WORDS.get(deleted[1], deleted[1])}" if deleted else ""
        said = f"REFERENCES {target.mapped}({theirs}){then}"
        if len(own) > 1:
            draft.state(f"FOREIGN KEY ({', '.join(own)}) {said}", block.document.source(line))
        elif own:
            begun = Column(name=own[0], type="", source=block.document.source(line))
            known = draft.columns.get(own[0], begun)
            draft.columns[own[0]] = replace(known, constraints=(*known.constraints, said))

    def _say(self, kind: SaidKind, table: str, source: Source, text: str) -> None:
        said = Said(kind=kind, table=table, excerpt=Excerpt(source=source, text=text))
        self.drafts.say(said)


def _blocks(document: Document, text: str, *, first: int) -> Iterator[_Block]:
    block: _Block | None = None
    for line, raw in enumerate(text.replace("\r\n", "\n").split("\n"), first):
        found = _COMMENT.match(raw[:_LONGEST])
        bare = (found[1] if found else raw[:_LONGEST]).strip()
        opened = _OPEN.match(bare)
        if opened is not None:
            if block is not None:
                yield block
            name = opened["name"]
            block = _Block(
                document=document, kind=opened["kind"], name=name, mapped=name, line=line
            )
        elif bare.startswith("}"):
            if block is not None:
                yield block
            block = None
        elif block is not None and bare:
            block.add(line, bare)
    if block is not None:
        yield block


def _constraints(found: re.Match[str]) -> Iterator[str]:
    attributes = {one["name"]: one for one in _ATTRIBUTE.finditer(found["rest"])}
    if "id" in attributes:
        yield "PRIMARY KEY"
    if "[" not in found["many"]:
        yield "NULL" if "?" in found["many"] else "NOT NULL"
    if "unique" in attributes:
        yield "UNIQUE"
    if "default" in attributes and attributes["default"]["args"]:
        yield f"DEFAULT {attributes['default']['args'][1:-1].strip()}"
    yield from (one[0] for name, one in attributes.items() if name not in _SAID)


def _names(found: re.Match[str]) -> Sequence[str]:
    return [re.split(r"[(\s]", one.strip())[0] for one in found[2].split(",") if one.strip()]


def _map(text: str) -> str:
    found = _MAPPED.search(text)
    return found[1] if found else ""


def _value(text: str) -> str:
    """A value of an enumeration, as the database holds it."""
    return _map(text) or text.split(maxsplit=1)[0]
