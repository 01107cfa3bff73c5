"""Tables in plain text, a column a line: below "Columns", below a heading, or in a fence."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Column
from agent.sources.tables.tablename import table_name
from agent.sources.text.notation import bare
from agent.sources.values.columns import constraints

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.core.documents import Document, Source
    from agent.sources.tables.tabledraft import Drafts
    from agent.sources.text.units import Unit

_LABEL = deferred(
    r"(?:columns?|fields?|attributes?|kolumny|pola|atrybuty|spalten|felder|columnas|campos|colonnes)\s*:?",
    re.IGNORECASE,
)
_NAMED = deferred(r"(?:[\d.\-]+[.)]?\s+)?([A-Za-z_]\w*)\s*:?", re.ASCII)
_COLUMN = deferred(r"([A-Za-z_]\w*)(?:\s*\(([^()]*)\))?", re.ASCII)
_KEY = deferred(r"(?:\w+_)?id|\w+Id", re.ASCII)
_OPENS = deferred(r"([A-Za-z_]\w*):[ \t]*", re.ASCII)
_ROW = deferred(r"[ \t]+-[ \t]+(?P<text>(?P<name>[A-Za-z_]\w*)[ \t]+\((?P<said>.*)\)|.*)", re.ASCII)
_OF_ALL = deferred(r"(?:PRIMARY KEY|FOREIGN KEY|UNIQUE|CHECK|INDEX|KEY)\b")
_TYPE = deferred(r"[^(),]*(?:\([^()]*\))?")
_LONGEST = 400
_ENOUGH = 2
_NULLABLE = deferred(r"(?:nullable|null|optional|opcjonaln\w+)", re.IGNORECASE)


def fold(drafts: Drafts, document: Document, units: Sequence[Unit]) -> None:
    """Adds the tables whose columns stand so."""
    for read in (_labelled, _fenced, _headed):
        if not drafts.schema().tables:
            read(drafts, document, units)


def _labelled(drafts: Drafts, document: Document, units: Sequence[Unit]) -> None:
    for at, unit in enumerate(units[1:], 1):
        title = _NAMED.fullmatch(bare(units[at - 1].text).strip())
        if title is None or not _LABEL.fullmatch(bare(unit.text).strip()):
            continue
        columns = tuple(_columns(units[at:], document))
        if columns:
            draft = drafts.table(title[1], document.source(units[at - 1].line))
            draft.columns.update({one.name: one for one in columns})


def _headed(drafts: Drafts, document: Document, units: Sequence[Unit]) -> None:
    """Headings that are names, each over nothing but names, a key among them."""
    for at, unit in enumerate(units):
        title = table_name(unit.text, strict=True) if unit.kind == "heading" else ""
        below = list(takewhile(lambda one: one.kind != "heading", units[at + 1 :])) if title else []
        names = [_COLUMN.fullmatch(bare(one.text)) for one in below if one.kind == "item"]
        found = [one[1] for one in names if one is not None]
        if len(found) == len(below) >= _ENOUGH and any(map(_KEY.fullmatch, found)):
            draft = drafts.table(title, document.source(unit.line))
            for one, name in zip(below, found, strict=True):
                source = document.source(one.line)
                draft.columns.setdefault(name, Column(name=name, type="", source=source))


def _fenced(drafts: Drafts, document: Document, units: Sequence[Unit]) -> None:
    """Rows `books:`, and indented below it `- id (INT, PRIMARY KEY)`."""
    for unit in units:
        name, first = "", 0
        for offset, row in enumerate(unit.fence.text.split("\n") if unit.fence else ()):
            opened, found = _OPENS.fullmatch(row), _ROW.fullmatch(row[:_LONGEST])
            source = document.source(unit.line + 1 + offset)
            if opened is not None:
                name, first = opened[1], source.line
            elif found is None:
                name = ""
            elif name and found["name"] and not _OF_ALL.match(found["text"]):
                draft = drafts.table(name, document.source(first))
                draft.columns.setdefault(
                    found["name"], _typed(found["name"], found["said"], source)
                )
            elif name in drafts.tables and _OF_ALL.match(found["text"]):
                drafts.tables[name].state(found["text"], source)


def _typed(name: str, said: str, source: Source) -> Column:
    kind = _TYPE.match(said)
    end = kind.end() if kind else 0
    return Column(
        name=name, type=said[:end].strip(), source=source, constraints=constraints(said[end:])
    )


def _columns(units: Sequence[Unit], document: Document) -> Iterator[Column]:
    """The columns below the label, as long as no line between is empty."""
    line = units[0].line
    for unit in units[1:]:
        found = _COLUMN.fullmatch(bare(unit.text).strip())
        if found is None or unit.line != line + 1 or unit.fence is not None:
            return
        line = unit.line
        said = found[2] or ""
        empty = _NULLABLE.fullmatch(said) is not None
        yield Column(
            name=found[1],
            type="",
            source=document.source(line),
            constraints=("NULL",) if empty else (),
            note="" if empty else said,
        )
