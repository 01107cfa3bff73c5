"""Views as tables: the columns that their query, or the lines below their name, give them."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Column, Excerpt, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from agent.core.documents import Document, Source
    from agent.core.schema import Schema, View

_SELECT = deferred(r"\bselect\b(.*?)\bfrom\b", re.IGNORECASE | re.DOTALL)
_ALIAS = deferred(r"(?:\bas\s+)?[\"`]?([A-Za-z_]\w*)[\"`]?\s*$", re.IGNORECASE)
_ITEM = deferred(r"^\s*[-*+]\s+(.*)")
_NAMES = deferred(r"^(?:`\w+`(?:,\s*)?)+")
_NAME = deferred(r"\w+")
_CODE = deferred(r"`(\w+)`")
_ALL = deferred(r"^(?:all (?:the )?columns|wszystkie kolumny)\b[^`]*`(\w+)`", re.IGNORECASE)
_ORDER = deferred(r"\border by\s+([\w\s,.\"]+)|\W*(?:sort\w*|order\w*)\W*:\W*(.+)", re.IGNORECASE)
# "`book_stats`: sums: book_id, total_loans, total_readers"; one name in it has two words.
_INLINE = deferred(
    r"(?:^|[:(\u2013\u2014])\s*(?=[^:()]*_)((?:`?[A-Za-z]\w*`?\s*,\s*){2,}`?[A-Za-z]\w*`?)[\s).]*$"
)
_END = deferred(r"^(?:#|---+\s*$)")
_COLUMNS = deferred(r"^\W*(?:kolumny|columns?|fields?|pola)\W*:?\W*$", re.IGNORECASE)
_ABOVE = 4
_LEAD = deferred(r"^\W*[\w ]+\W*:\W*")


def view_tables(schema: Schema, documents: Iterable[Document]) -> tuple[Table, ...]:
    """Those views whose columns are known, each as a table with its order as a constraint."""
    known = {one.path: one for one in documents}
    found = []
    for view in schema.views:
        document = known.get(view.source.path)
        if document is None:
            continue
        lines = _lines(view, document)
        columns = {one.name: one for one in _columns(view, lines, schema)}
        if columns:
            told = (*lines, (view.source, view.text))
            orders = (
                Excerpt(source=source, text=said) for source, line in told if (said := _order(line))
            )
            found.append(
                Table(
                    name=view.name,
                    source=_whole(view, document, lines),
                    columns=tuple(columns.values()),
                    stated=tuple(islice(orders, 1)),
                    note=_note(view),
                )
            )
    return tuple(found)


def _note(view: View) -> str:
    """What is said of it in a line, but its columns."""
    one_line = view.source.line == view.source.last and not _INLINE.search(view.text)
    return view.text if one_line else ""


def _whole(view: View, document: Document, lines: Sequence[tuple[Source, str]]) -> Source:
    """From the title that names it to the end of what is said."""
    above = document.text.split("\n")[: view.source.line]
    near = range(len(above), max(0, len(above) - _ABOVE), -1)
    first = next((at for at in near if view.name in above[at - 1]), view.source.line)
    last = max([view.source.last, *(source.line for source, line in lines if line.strip())])
    return document.source(first, last)


def _lines(view: View, document: Document) -> Sequence[tuple[Source, str]]:
    """The lines below the view's first one, to the next title."""
    found = []
    lines = document.text.split("\n")
    for at in range(view.source.line, len(lines)):
        if _END.match(lines[at]):
            break
        found.append((document.source(at + 1), lines[at]))
    return found


def _columns(view: View, lines: Sequence[tuple[Source, str]], schema: Schema) -> Iterator[Column]:
    query = _SELECT.search(view.text)
    if query is not None:
        for piece in _pieces(query[1]):
            name = _ALIAS.search(piece)
            if name is not None:
                yield Column(name=name[1], type="", source=view.source)
        return
    inline = _INLINE.search(view.text) if view.source.line == view.source.last else None
    if inline is not None:
        yield from (
            Column(name=one, type="", source=view.source) for one in _NAME.findall(inline[1])
        )
        return
    listed = False
    for source, line in lines:
        listed = _COLUMNS.match(line) is not None or (listed and not _LEAD.fullmatch(line.strip()))
        item = _ITEM.match(line)
        if listed and item is not None:
            yield from _of_item(item[1], source, schema)


def _of_item(text: str, source: Source, schema: Schema) -> Iterator[Column]:
    whole = _ALL.match(text)
    if whole is not None:
        for table in schema.tables:
            if table.name.casefold() == whole[1].casefold():
                yield from table.columns
    names = _NAMES.match(text)
    for name in _CODE.findall(names[0]) if names is not None else ():
        yield Column(name=name, type="", source=source)


def _pieces(text: str) -> Iterator[str]:
    """What stands between the commas that are in no bracket."""
    depth, piece = 0, ""
    for char in text:
        depth += (char == "(") - (char == ")")
        if char == "," and depth == 0:
            yield piece
            piece = ""
        else:
            piece += char
    yield piece


def _order(line: str) -> str:
    found = _ORDER.search(line)
    said = next((one for one in found.groups() if one), "") if found is not None else ""
    return said.replace("`", "").strip(" .*")
