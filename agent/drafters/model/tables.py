"""Tables of the documents as a model is told them: each row with the lines that it stands on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from agent.core.documents import Source
from agent.core.spec import Column, Excerpt, Table
from agent.drafters.model.sending import Fence, cited, place, spanned

_MOST_COLUMNS = 40
_DEMANDS = re.compile(r"\W*(?:check|unique|unikaln\w*)\b", re.IGNORECASE)
_UNIQUE = re.compile(r"\bunique\b|\bunikaln\w*", re.IGNORECASE)
_KEY = re.compile(r"\b(?:primary key|pk|klucz główny)\b", re.IGNORECASE)
_AND = r"(?:\s*,\s*(?:(?:and|i|oraz)\s+)?|\s+(?:and|i|oraz)\s+)"
_NAMES = re.compile(rf"[\w`.]+(?:{_AND}[\w`.]+)+")


def whole(table: Table, title: str, fence: Fence, told: set[Excerpt]) -> str:
    """The table with all that is said of it, but relations that were `told` with the other one."""
    # Of a list without the sentence that led to it nobody knows what it says.
    fresh = [one for one in table.relations if one not in told and not _is_list(one)]
    told.update(fresh)
    said = (*table.triggers, *table.policies, *table.indexes, *fresh)
    return _fenced(table, title, (*_rows(table), *_said(table, said)), fence)


def columns(table: Table, title: str, fence: Fence) -> str:
    """The table by its columns and constraints, with the indexes that are some."""
    return _fenced(table, title, (*_rows(table), *_said(table, _uniques(table))), fence)


def demanding(table: Table, fence: Fence) -> str:
    """What the table demands of its rows, and no more of it; empty where that is nothing."""
    held = [
        f"{_where(table, one.source)}|{_column(replace(one, constraints=said, note=''))}"
        for one in table.columns
        if (said := tuple(each for each in one.constraints if _DEMANDS.match(each)))
    ]
    rows = [*held, *_said(table, (*table.stated, *_uniques(table)))]
    return _fenced(table, "constraints of table", (table.name, *rows), fence) if rows else ""


def _fenced(table: Table, title: str, rows: Iterable[str], fence: Fence) -> str:
    """The rows under the title and the lines that the definition takes."""
    head = f"{title} {place(defined(table))}"
    return fence.document(table.source.path, head, "\n".join(rows))


def defined(table: Table) -> Source:
    """The lines that its definition takes."""
    parts: tuple[Column | Excerpt, ...] = (*table.columns, *table.stated)
    return spanned(table.source, (one.source for one in parts))


def _rows(table: Table) -> Iterator[str]:
    yield table.name + (f": {table.note}" if table.note else "")
    for one in table.columns[:_MOST_COLUMNS]:
        yield f"{_where(table, one.source)}|{_column(one)}"
    yield from _key(table)
    yield from _said(table, table.stated)


def _key(table: Table) -> Iterator[str]:
    """The primary key where it has several columns and only these say so."""
    parts = [one for one in table.columns if any(map(_KEY.fullmatch, one.constraints))]
    if len(parts) > 1 and not any(_KEY.search(one.text) for one in table.stated):
        first, names = parts[0].source, ", ".join(one.name for one in parts)
        where = _where(table, spanned(first, (one.source for one in parts)))
        yield f"{where}|PRIMARY KEY ({names})"


def _uniques(table: Table) -> Sequence[Excerpt]:
    return [one for one in table.indexes if _UNIQUE.search(one.text)]


def _is_list(relation: Excerpt) -> bool:
    """Whether it names tables and says nothing of them: `books, pens and lids`."""
    return _NAMES.fullmatch(relation.text.strip()) is not None


def _column(one: Column) -> str:
    note = f" -- {one.note}" if one.note else ""
    return " ".join((one.name, one.type, *one.constraints)) + note


def _said(table: Table, excerpts: Sequence[Excerpt]) -> Iterator[str]:
    for one in excerpts:
        yield cited(one, "" if one.source.path == table.source.path else one.source.path.name)


def _where(table: Table, source: Source) -> str:
    """The lines, in the table's own document, else in which other one."""
    return str(source) if source.path != table.source.path else place(source).rpartition(":")[2]
