"""Tables of a db plan that defines none as others do: drawn, in code, in plain text, or named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.sources.tables import entities, erdiagram, plainlist
from agent.sources.tables.tablelist import called, named_alone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.core.documents import Document
    from agent.sources.tables.tabledraft import Drafts
    from agent.sources.text.units import Unit


def fold(drafts: Drafts, document: Document, units: Sequence[Unit], title: int | None) -> None:
    """Adds them; the surer form first, and no other where it tells of any."""
    _listed(drafts, document, named_alone(units, title))
    for read in (_drawn, entities.fold, plainlist.fold):
        if drafts.schema().tables:
            return
        read(drafts, document, units)
    for names in (named_alone(units, title), called(units), _joined(units)):
        if drafts.schema().tables:
            return
        for name, line in names:
            drafts.table(name, document.source(line)).sure = True


def _listed(drafts: Drafts, document: Document, names: Iterator[tuple[str, int]]) -> None:
    """Of a list of tables that tells the columns of some the others, too."""
    columns = {
        (each.name, each.source.line)
        for one in drafts.tables.values()
        for each in one.columns.values()
    }
    found = tuple(one for one in names if one not in columns)
    if any(name.casefold() in drafts.tables for name, _ in found):
        for name, line in found:
            drafts.table(name, document.source(line)).sure = True


def _joined(units: Sequence[Unit]) -> Iterator[tuple[str, int]]:
    """The entities of diagrams that only draw what belongs to what."""
    for unit in units:
        if unit.fence is not None and erdiagram.is_diagram(unit.fence.text):
            yield from erdiagram.linked(unit.fence.text, first=unit.line + 1)


def _drawn(drafts: Drafts, document: Document, units: Sequence[Unit]) -> None:
    for unit in units:
        if unit.fence is not None and erdiagram.is_diagram(unit.fence.text):
            erdiagram.fold(drafts, document, unit.fence.text, first=unit.line + 1)
