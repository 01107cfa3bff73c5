"""Tables and enumerations as code declares them with Drizzle, in a fence of a document.

Keys, nullability and defaults are said in SQL's words, as all other readers say them.
https://orm.drizzle.team/docs/sql-schema-declaration
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Column, Enumeration
from agent.sources.text.codetext import STRING, TEXT, closing, quoted, shaped, unremarked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.core.documents import Document
    from agent.sources.tables.tabledraft import Drafts

_DECLARED = deferred(
    r"\bconst\s+(?P<variable>\w+)\s*=\s*(?:(?:\w+\.)?(?P<kind>\w*(?:[tT]able|Enum))\(\s*"
    rf"(?P<name>{TEXT})\s*,\s*(?:\(\w*\)\s*=>\s*\()?)?(?P<open>[{{\[])"
)
_TABLE = deferred(r"\b\w*[tT]able\(\s*['\"`][\w.]+['\"`]\s*,\s*(?:\(\w*\)\s*=>\s*\()?\{")
_MEMBER = deferred(
    r"\s*(?P<key>\w+)\s*:\s*(?:\w+\.)?(?P<type>\w+)\(\s*(?P<said>(?:[^()]|\([^()]*\))*)\)"
)
_SPREAD = deferred(r"\s*\.\.\.(?P<variable>\w+)")
_CALL = deferred(r"\.(?P<name>\w+)\((?P<said>(?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)")
_LENGTH = deferred(r"\b(?:length|precision):\s*(?P<size>\d+)(?:,\s*scale:\s*(?P<scale>\d+))?")
_VALUES = deferred(r"\benum:\s*\[(?P<values>[^\]]*)\]")
_TARGET = deferred(r"=>\s*(?P<variable>\w+)\.(?P<key>\w+)")
_DELETE = deferred(r"onDelete:\s*['\"](?P<what>[\w ]+)['\"]")
_PLAIN = {
    "primaryKey": "PRIMARY KEY",
    "notNull": "NOT NULL",
    "unique": "UNIQUE",
    "defaultNow": "DEFAULT now()",
    "defaultRandom": "DEFAULT gen_random_uuid()",
}
_CLOSES = {"{": "}", "[": "]", "(": ")"}
# Nobody puts more code than this into one fence or file.
_LONGEST = 200_000
_LANGUAGES = frozenset(["", "ts", "typescript", "tsx", "js", "javascript"])


@dataclass(slots=True, kw_only=True)
class _Declared:
    """What a constant holds, between its brackets: where in the text it begins and ends."""

    kind: str
    name: str
    at: int
    first: int
    last: int
    names: dict[str, str] = field(default_factory=dict)


def is_drizzle(info: str, text: str) -> bool:
    """Whether a fence declares a table in this way."""
    return info in _LANGUAGES and "able(" in text and _TABLE.search(text) is not None


def fold(drafts: Drafts, document: Document, text: str, *, first: int) -> None:
    """Adds what the text declares to the drafts; its first line is line `first` of the document."""
    _Reading(drafts, document, unremarked(text[:_LONGEST]), first).read()


class _Reading:
    """Reads one text, all its constants known."""

    def __init__(self, drafts: Drafts, document: Document, text: str, first: int) -> None:
        self._drafts = drafts
        self._document = document
        self._text = text
        self._first = first
        self._shape = shaped(text)
        self._known = {one["variable"]: self._declared(one) for one in _DECLARED.finditer(text)}

    def _declared(self, found: re.Match[str]) -> _Declared:
        first = found.end()
        last = closing(self._shape, found.start("open"))
        name = (found["name"] or "").strip("'\"`")
        one = _Declared(
            kind=found["kind"] or "", name=name, at=found.start(), first=first, last=last
        )
        for member in map(_MEMBER.match, self._parts(one)):
            if member is not None:
                one.names[member["key"]] = _named(member)
        return one

    def read(self) -> None:
        for one in self._known.values():
            if one.kind.endswith("Enum"):
                values = tuple(quoted(self._text[one.first : one.last]))
                source = self._document.source(self._line(one.at), self._line(one.last))
                found = Enumeration(name=one.name, values=values, source=source)
                self._drafts.enumerations[one.name.casefold()] = found
            elif one.kind:
                draft = self._drafts.table(one.name, self._document.source(self._line(one.at)))
                draft.whole = True
                for column in self._columns(one):
                    draft.columns.setdefault(column.name, column)

    def _columns(self, one: _Declared) -> Iterator[Column]:
        at = one.first
        for part in self._parts(one):
            spread, member = _SPREAD.match(part), _MEMBER.match(part)
            inner = self._known.get(spread["variable"]) if spread else None
            if inner is not None and not inner.kind and one.kind:
                yield from self._columns(inner)
            elif member is not None:
                yield self._column(member, part, self._line(at + member.start("key")))
            at += len(part) + 1

    def _column(self, member: re.Match[str], part: str, line: int) -> Column:
        name, said = _named(member), member["said"]
        kind = self._known.get(member["type"])
        size, listed = _LENGTH.search(said), _VALUES.search(said)
        type_ = kind.name if kind is not None and kind.name else member["type"]
        if size is not None:
            type_ += f"({size['size']}{', ' + size['scale'] if size['scale'] else ''})"
        told = [one for call in _CALL.finditer(part, member.end()) if (one := self._says(call))]
        if listed is not None:
            values = ", ".join(f"'{one}'" for one in quoted(listed["values"]))
            told.append(f"CHECK ({name} IN ({values}))")
        return Column(
            name=name, type=type_, constraints=tuple(told), source=self._document.source(line)
        )

    def _says(self, call: re.Match[str]) -> str:
        """What a call behind a column says of it, in SQL; empty for what SQL has no words for."""
        name, said = call["name"], call["said"].strip()
        target = _TARGET.search(said) if name == "references" else None
        if target is not None:
            known = self._known.get(target["variable"])
            table = known.name if known is not None else target["variable"]
            column = known.names.get(target["key"]) if known is not None else None
            deleted = _DELETE.search(said)
            then = f" ON DELETE {deleted['what'].upper()}" if deleted else ""
            return f"REFERENCES {table}({column or target['key']}){then}"
        if name == "default":
            return f"DEFAULT {said}"
        return _PLAIN.get(name, "")

    def _parts(self, one: _Declared) -> Iterator[str]:
        """The text between the commas of what stands in the brackets."""
        start = at = one.first
        while at < one.last:
            if self._shape[at] == ",":
                yield self._text[start:at]
                start = at + 1
            at = closing(self._shape, at) + 1 if self._shape[at] in _CLOSES else at + 1
        yield self._text[start : one.last]

    def _line(self, at: int) -> int:
        return self._first + self._text.count("\n", 0, at)


def _named(member: re.Match[str]) -> str:
    """What a column is called in the database: as the first text says, else as the code."""
    first = STRING.match(member["said"].lstrip())
    return first[0][1:-1] if first is not None else member["key"]
