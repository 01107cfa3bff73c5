"""Entities of a Mermaid `erDiagram`: what a db plan that only draws its tables says of them.

https://mermaid.js.org/syntax/entityRelationshipDiagram.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Column, Excerpt
from agent.sources.tables.tabledraft import Said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.core.documents import Document
    from agent.sources.tables.tabledraft import Draft, Drafts

_STARTS = deferred(r"\s*(?:---\n.*?\n---\s*)?(?:%%.*\n\s*)*erDiagram\b", re.DOTALL)
_ENTITY = deferred(r"\s*(?P<name>\"[^\"]+\"|[\w.-]+)(?:\s*\[\"?(?P<alias>[^\]\"]+)\"?\])?\s*\{\s*")
_COLUMN = deferred(
    r"\s*(?P<type>[A-Za-z][\w\-()\[\],]*)\s+\*?(?P<name>[A-Za-z_][\w\-]*)"
    r"(?:\s+(?P<keys>(?:PK|FK|UK)(?:\s*,\s*(?:PK|FK|UK))*))?(?:\s+\"(?P<note>[^\"]*)\")?\s*"
)
_LINK = deferred(
    r"\s*(?P<one>[\w.-]+|\"[^\"]+\")\s+[|}o][|{o]?(?:--|\.\.)[|{o][|{o]?\s+(?P<other>[\w.-]+|\"[^\"]+\")\s*(?::.*)?"
)
_KEYS = {"PK": "PRIMARY KEY", "FK": "FOREIGN KEY", "UK": "UNIQUE"}


def is_diagram(text: str) -> bool:
    """Whether the text of a fence is such a diagram."""
    return _STARTS.match(text) is not None


def fold(drafts: Drafts, document: Document, text: str, *, first: int) -> None:
    """Adds the entities that have columns; the text's first line is line `first`."""
    rows = text.split("\n")
    draft: Draft | None = None
    for line, row in enumerate(rows, first):
        opened = _ENTITY.fullmatch(row)
        if opened is not None:
            name = (opened["alias"] or opened["name"]).strip('" ')
            draft = drafts.table(_written(name), document.source(line))
        elif row.strip().startswith("}"):
            draft = None
        elif draft is not None and (found := _COLUMN.fullmatch(row)) is not None:
            keys: Sequence[str] = re.findall(r"PK|FK|UK", found["keys"] or "")
            one = Column(
                name=found["name"],
                type=found["type"],
                source=document.source(line),
                constraints=tuple(_KEYS[key] for key in keys),
                note=found["note"] or "",
                drawn=True,
            )
            draft.columns.setdefault(one.name, one)
        elif (link := _LINK.fullmatch(row)) is not None:
            excerpt = Excerpt(source=document.source(line), text=row.strip())
            for side in (link["one"], link["other"]):
                table = _written(side.strip('"'))
                drafts.say(Said(kind="relation", table=table, excerpt=excerpt))


def linked(text: str, *, first: int) -> Iterator[tuple[str, int]]:
    """The entities that its lines join, each with its line; the first line is line `first`."""
    for line, row in enumerate(text.split("\n"), first):
        if (link := _LINK.fullmatch(row)) is not None:
            for side in (link["one"], link["other"]):
                yield _written(side.strip('"')), line


def _written(name: str) -> str:
    """An entity's name; shouted ones are names of tables in lower case."""
    return name.casefold() if name.isupper() else name
