"""What a plan says of an endpoint that it lists as the row of a table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.sources.tables.relatedtables import normal
from agent.sources.text import notation
from agent.sources.text.labels import label, topic_of
from agent.sources.text.markdown import plain
from agent.sources.text.units import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.sources.endpoints.apiplan import Entry

# Said once below the table, they hold for all its rows.
_SHARED = {"errors", "validation", "auth", "statuses"}
_BODILESS = {"GET", "HEAD", "DELETE"}
_READING = {"GET", "HEAD"}
_CODE = r"`[A-Za-z_$][\w$.\-]*`"
_SUPPORTS = deferred(
    r"\b(?:supports|accepts|filters?(?: by)?|query(?: params)?)\s*:?\s*"
    rf"(?P<names>{_CODE}(?:\s*(?:,|and|oraz|i)\s*{_CODE})*)",
    re.IGNORECASE,
)
# What a list may be asked for, in brackets: "(`from?`, `to?`)", "(pagination: `page`, `size`)".
_ASKED = re.compile(
    rf"(?<!`)\((?:[^()`]*[:\s])?(?P<names>{_CODE[:-1]}\??`(?:\s*[,/]\s*{_CODE[:-1]}\??`)+|{_CODE[:-1]}\?`)"
)
_ANSWERED = deferred(
    r"\b(?:returns?|with|including|incl?|zwraca|fields?|pola|z polami|kèm|avec|mit|campos)\b",
    re.IGNORECASE,
)
_BODY = deferred(r"\b(?:body|payload)\s*:?\s*(?P<example>`\s*\{[^`]+\}\s*`)", re.IGNORECASE)
# A body by its shape alone.
_SHAPE = deferred(r"(?P<example>`\s*\{\s*\"?[A-Za-z_$][^`{}]*\}\s*`)")
_FEW = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """The table of an entry: the endpoint's own words, those of the others, and their methods."""

    entry: Entry
    mine: frozenset[str]
    others: frozenset[str]
    reads: bool


def row_units(units: Sequence[Unit], entry: Entry) -> tuple[Unit, ...]:
    """The row's own cells as `Header: cell`, then what stands below the table for this row."""
    rows = _rows(units[entry.at], entry)
    below = _below(units[entry.at + 1 : entry.end], rows)
    return (*_cells(units[entry.at], entry), *below)


def _rows(unit: Unit, entry: Entry) -> _Rows:
    cells = [cell for row in unit.grid.rows for cell in row.cells] if unit.grid else []
    paths = [path for cell in cells if (path := notation.path(cell)) is not None]
    words = {normal(part) for path in paths for part in path.split("/") if part}
    mine = frozenset(normal(part) for part in entry.endpoint.path.split("/") if part)
    reads = any("GET" in notation.methods(cell) for cell in cells)
    return _Rows(entry=entry, mine=mine, others=frozenset(words) - mine, reads=reads)


def _cells(unit: Unit, entry: Entry) -> Iterator[Unit]:
    grid = unit.grid
    row = next((one for one in grid.rows if one.line == entry.line), None) if grid else None
    if grid is None or row is None:
        return
    for head, cell in zip(grid.header, row.cells, strict=False):
        said = plain(head)
        topic = topic_of(said)
        if not cell.strip(" -\u2013\u2014") or notation.methods(cell) or notation.path(cell):
            continue
        if topic not in {None, "note"}:
            yield _line(row.line, f"{said}: {cell}", unit)
        if topic in {None, "note", "description"}:
            yield from (_line(row.line, text, unit) for text in _mentioned(cell, entry))


def _mentioned(cell: str, entry: Entry) -> Iterator[str]:
    """Parameters or a body that a description or note names in passing."""
    if entry.endpoint.method in _READING:
        query = _SUPPORTS.search(cell) or _ASKED.search(cell)
        if query is not None and not _ANSWERED.search(cell[: query.start("names")]):
            yield f"Query: {query['names']}"
    body = None if entry.endpoint.method in _BODILESS else _BODY.search(cell) or _SHAPE.search(cell)
    if body is not None and body["example"].strip("`{ }") not in entry.endpoint.parameters:
        yield f"Body: {body['example']}"


def _line(line: int, text: str, unit: Unit) -> Unit:
    return Unit(kind="text", line=line, last=line, text=text, above=unit.above)


def _below(units: Sequence[Unit], rows: _Rows) -> Iterator[Unit]:
    """Units under a line that names this endpoint, or that names none of them."""
    # Under `Request (PATCH)` the next label is again everybody's, under `PATCH /x request` not.
    mine, general, topic = True, True, ""
    for unit in units:
        about = _about(unit, rows)
        said = label(unit.text) if unit.kind in {"text", "item"} and unit.lead else None
        if about is not None:
            mine, topic = about, said[0] if said else ""
            general = bool(said) and notation.call(unit.text) is None
        elif said is not None and (said[0] in _SHARED or (general and said[0] != topic)):
            general, topic = True, ""
            mine = _fits(said[0], rows)
        if mine and unit.kind != "heading":
            yield _relabelled(unit) if about else unit


def _fits(topic: str, rows: _Rows) -> bool:
    """Whether a label below a table of several methods holds for this row's method."""
    method = rows.entry.endpoint.method
    if topic == "request":
        return method not in _BODILESS
    return topic != "query" or method in _READING or not rows.reads


def _about(unit: Unit, rows: _Rows) -> bool | None:
    """Whether a line names this endpoint; None where it names no endpoint at all."""
    if unit.kind in {"grid", "fence"} or not unit.lead:
        return None
    endpoint = rows.entry.endpoint
    call = notation.call(unit.text)
    if call is not None and not call.before:
        return call.names(endpoint)
    said = label(unit.text)
    if said is None:
        return None
    method = notation.METHOD.search(plain(unit.text))
    if method is not None:
        return method[1] == endpoint.method
    words = said[1].split()
    named = {normal(" ".join(words[:count])) for count in range(1, len(words) + 1)}
    if named & rows.others:
        return False
    return True if named & rows.mine and _fits(said[0], rows) else None


def _relabelled(unit: Unit) -> Unit:
    """`POST /x request` is the label `request:`; other lines stay."""
    call = notation.call(unit.text)
    name, colon, value = call.after.partition(":") if call else ("", "", "")
    topic = topic_of(name)
    if topic is None or len(name.split()) > _FEW:
        return unit
    return _line(unit.line, f"{topic}:{value if colon else ''}", unit)
