"""Collections of a document store, written as the shape of one document: `{ email: String }`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Column

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.core.documents import Document
    from agent.sources.text.units import Unit

_STORES = deferred(r"\bcollections?\b|\bkolekcj\w+|mongo|firestore|\bnosql\b", re.IGNORECASE)
_CODE = frozenset({"", "javascript", "js", "typescript", "ts", "json", "jsonc", "json5", "mongodb"})
_MEMBER = deferred(
    r"\s*[\"']?(?P<name>[A-Za-z_]\w*)[\"']?\??\s*:\s*(?P<value>[^\s/].*?)?\s*[,;]?\s*"
    r"(?://\s*(?P<said>.*))?"
)
_TYPE = deferred(r"\[?\s*[A-Za-z][\w.]*(?:\[\]|\(\))?\s*\]?")
_TYPED = deferred(r"\btype:\s*([\w.]+)")
_STRINGS = deferred(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|//.*")
_BARE_NAME = deferred(r"[A-Za-z_]\w*\??,?")
_PLAIN = frozenset(("", "text", "txt"))
_LONGEST = 400
_FEWEST = 2


def tells_of_a_store(units: Sequence[Unit]) -> bool:
    """Whether a heading says that the database holds documents."""
    return any(unit.kind == "heading" and _STORES.search(unit.text) for unit in units)


def shape(unit: Unit, document: Document) -> tuple[Column, ...]:
    """The fields of the document that a fence shows; none of a fence that shows something else."""
    if unit.fence is None or unit.fence.info.casefold().split(" ")[0] not in _CODE:
        return ()
    found: dict[str, Column] = {}
    for offset, row in _outer(unit.fence.text):
        member = _MEMBER.fullmatch(row[:_LONGEST])
        if member is not None:
            one = Column(
                name=member["name"],
                type=_type(member["value"] or ""),
                source=document.source(unit.line + 1 + offset),
                constraints=(member["said"].strip(),) if member["said"] else (),
            )
            found.setdefault(one.name, one)
    return tuple(found.values())


def names(unit: Unit, document: Document) -> tuple[Column, ...]:
    """The names that a fence lists, one a line; none of a fence that holds anything else."""
    if unit.fence is None or unit.fence.info.casefold() not in _PLAIN:
        return ()
    rows = [(at, row.strip()) for at, row in enumerate(unit.fence.text.split("\n")) if row.strip()]
    if len(rows) < _FEWEST or not all(_BARE_NAME.fullmatch(row[:_LONGEST]) for _, row in rows):
        return ()
    return tuple(
        Column(name=row.rstrip("?,"), type="", source=document.source(unit.line + 1 + at))
        for at, row in rows
    )


def _type(value: str) -> str:
    typed = _TYPED.search(value)
    if typed is not None:
        return typed[1]
    plain = _TYPE.fullmatch(value)
    return plain[0] if plain is not None else "array" if value.startswith("[") else "object"


def _outer(text: str) -> Iterator[tuple[int, str]]:
    """The rows directly inside the outermost braces; none where the text begins without any."""
    depth = 0
    for offset, row in enumerate(text.split("\n")):
        bare = _STRINGS.sub("", row)
        if depth == 1:
            yield offset, row
        depth += sum(bare.count(one) for one in "{[") - sum(bare.count(one) for one in "}]")
        if depth < 1 and bare.strip():
            return
