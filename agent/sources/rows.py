"""What a plan says of an endpoint that it lists as the row of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.sources import notation
from agent.sources.labels import label, topic_of
from agent.sources.markdown import plain
from agent.sources.units import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.sources.apiplan import Entry

# Said once below the table, they hold for all its rows.
_SHARED = {"errors", "validation", "auth", "statuses"}
_BODILESS = {"GET", "HEAD", "DELETE"}


def row_units(units: Sequence[Unit], entry: Entry) -> tuple[Unit, ...]:
    """The row's own cells as `Header: cell`, then what stands below the table for this row."""
    return (*_cells(units[entry.at], entry), *_below(units[entry.at + 1 : entry.end], entry))


def _cells(unit: Unit, entry: Entry) -> Iterator[Unit]:
    grid = unit.grid
    row = next((one for one in grid.rows if one.line == entry.line), None) if grid else None
    if grid is None or row is None:
        return
    for head, cell in zip(grid.header, row.cells, strict=False):
        said = plain(head)
        known = topic_of(said) not in {None, "note"} and not notation.methods(cell)
        if known and cell.strip(" -\u2013\u2014") and notation.path(cell) is None:
            text = f"{said}: {cell}"
            yield Unit(kind="text", line=row.line, last=row.line, text=text, above=unit.above)


def _below(units: Sequence[Unit], entry: Entry) -> Iterator[Unit]:
    """Units under a line that names this endpoint, or that names none of them."""
    mine, general = True, True
    for unit in units:
        about = _about(unit, entry)
        said = label(unit.text) if unit.kind in {"text", "item"} and unit.lead else None
        if about is not None:
            mine, general = about, False
        elif said is not None and said[0] in _SHARED:
            mine = general = True
        elif said is not None and general:
            mine = said[0] != "request" or entry.endpoint.method not in _BODILESS
        if mine and unit.kind != "heading":
            yield _relabelled(unit) if about else unit


def _about(unit: Unit, entry: Entry) -> bool | None:
    """Whether a line names this endpoint; None where it names no endpoint at all."""
    if unit.kind in {"grid", "fence"} or not unit.lead:
        return None
    call = notation.call(unit.text)
    if call is not None and not call.before:
        return call.names(entry.endpoint)
    method = notation.METHOD.search(plain(unit.text)) if label(unit.text) else None
    return method[1] == entry.endpoint.method if method else None


def _relabelled(unit: Unit) -> Unit:
    """`POST /x request` is the label `request:`; other lines stay."""
    call = notation.call(unit.text)
    topic = topic_of(call.after) if call else None
    if call is None or topic is None or len(call.after.split()) > 4:  # noqa: PLR2004 (a label)
        return unit
    return Unit(kind="text", line=unit.line, last=unit.last, text=f"{topic}:", above=unit.above)
