"""The tables that an API plan's list of resources gives to each of them."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.sources.tables.relatedtables import Resources, normal
from agent.sources.text import notation
from agent.sources.text.units import units

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from agent.core.documents import Document
    from agent.core.spec import Table
    from agent.sources.text.markdown import Grid
    from agent.sources.text.units import Unit

_RESOURCES = deferred(r"\b(?:resources?|zasob\w*)\b", re.IGNORECASE)
# "no table, derived from Habits" names tables that are another resource's.
_NO_TABLE = deferred(r"\b(?:no|not|without|brak|bez|nie)\b", re.IGNORECASE)
_DERIVED = deferred(
    r"\b(?:derived|computed|calculated|aggregated) from\b"
    r"|\b(?:wyliczan|obliczan|wyprowadzan)\w+ z\b",
    re.IGNORECASE,
)
_TABLE = deferred(r"\btab(?:le|ela|eli)\b", re.IGNORECASE)
_LEAD = deferred(r"[*_`]*(?P<name>[\w /-]+?)[*_`]*\s*(?:[(:|\u2013\u2014\u2192]|-\s|->|[*_`]{2}|$)")
_WORD = deferred(r"[^\W\d_]{5,}")
_SHORTEST = 5  # "list", "data" and "user" are said of anything
_MOST = 2


def resources(documents: Iterable[Document], tables: tuple[Table, ...]) -> Resources:
    """The known tables of each resource; the first that says wins."""
    return _among(tables)(tuple(documents))


@lately
def _among(tables: tuple[Table, ...]) -> Callable[[tuple[Document, ...]], Resources]:
    """They are asked for with every endpoint."""
    bare = {one.name.rpartition(".")[2]: one.name for one in tables}
    return lru_cache(maxsize=4)(partial(_resources, bare))


def _resources(bare: Mapping[str, str], documents: tuple[Document, ...]) -> Resources:
    found: dict[str, tuple[str, ...]] = {}
    derived: dict[str, tuple[str, ...]] = {}
    told: dict[str, set[tuple[str, ...]]] = {}
    for document in documents:
        for name, said, about in _listed(document.text):
            words = dict.fromkeys(re.findall(r"\w+", said))
            known = tuple(bare[word] for word in words if word in bare)
            if known and (source := _DERIVED.search(said)) is not None:
                derived[normal(name)] = tuple(
                    one for one in known if said.rfind(one.rpartition(".")[2]) > source.start()
                )
            # What works on many tables is about none of them in particular.
            if 0 < len(known) <= _MOST and not _NO_TABLE.search(said):
                found.setdefault(normal(name), known)
                for word in _words(about):
                    told.setdefault(word, set()).add(known)
    named = {normal(name) for name in bare}
    alone = {word: one.pop() for word, one in told.items() if len(one) == 1 and word not in named}
    return Resources(named=found, told=alone, derived=derived)


def _words(about: str) -> set[str]:
    """The words of a description, in normal form; no names in code, and not what a table is."""
    words = _WORD.findall(re.sub(r"`[^`]*`", " ", about))
    found = {normal(word) for word in words if not _TABLE.fullmatch(word)}
    return {word for word in found if len(word) >= _SHORTEST}


@lru_cache(maxsize=256)
def _listed(text: str) -> tuple[tuple[str, str, str], ...]:
    """Each resource with what is said of its tables, and else of it."""
    return tuple(_entries(units(text)))


def _entries(found: Sequence[Unit]) -> Iterator[tuple[str, str, str]]:
    name, depth = "", 0
    for unit in found:
        if not any(_RESOURCES.search(found[title].text) for title in unit.above[-2:]):
            continue
        if unit.grid is not None:
            yield from _rows(unit.grid)
            continue
        said = unit.text
        if unit.kind == "heading" or (unit.kind == "item" and (not name or unit.depth <= depth)):
            lead = _LEAD.match(notation.unnumbered(said))
            name, depth = (lead["name"].strip(), unit.depth) if lead else ("", 0)
            said = notation.unnumbered(said)[lead.end("name") :] if lead else ""
        if name:
            yield name, said, said


def _rows(grid: Grid) -> Iterator[tuple[str, str, str]]:
    """The first cell of each row, those in columns that are headed as tables, and the others."""
    head = [_TABLE.search(cell) is not None for cell in grid.header]
    for row in grid.rows:
        said = [cell for is_table, cell in zip(head, row.cells, strict=False) if is_table]
        about = [one for is_table, one in zip(head, row.cells, strict=False) if not is_table]
        name = notation.bare(row.cells[0]) if row.cells else ""
        yield name, " ".join(said), " ".join(about[1:])
