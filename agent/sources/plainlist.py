"""Tables in plain text: a name, a line "Columns", and below it the columns, a line each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Column
from agent.sources.notation import bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.core.documents import Document
    from agent.sources.tabledraft import Drafts
    from agent.sources.units import Unit

_LABEL = deferred(
    r"(?:columns?|fields?|attributes?|kolumny|pola|atrybuty|spalten|felder|columnas|campos|colonnes)\s*:?",
    re.IGNORECASE,
)
_NAMED = deferred(r"(?:[\d.\-]+[.)]?\s+)?([A-Za-z_]\w*)\s*:?", re.ASCII)
_COLUMN = deferred(r"([A-Za-z_]\w*)(?:\s*\(([^()]*)\))?", re.ASCII)
_NULLABLE = deferred(r"(?:nullable|null|optional|opcjonaln\w+)", re.IGNORECASE)


def fold(drafts: Drafts, document: Document, units: Sequence[Unit]) -> None:
    """Adds the tables whose columns stand so."""
    for at, unit in enumerate(units[1:], 1):
        title = _NAMED.fullmatch(bare(units[at - 1].text).strip())
        if title is None or not _LABEL.fullmatch(bare(unit.text).strip()):
            continue
        columns = tuple(_columns(units[at:], document))
        if columns:
            draft = drafts.table(title[1], document.source(units[at - 1].line))
            draft.columns.update({one.name: one for one in columns})


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
