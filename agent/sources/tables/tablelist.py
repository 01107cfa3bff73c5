"""Sections of a db plan: those that tell of other things, and lists of mere names."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.sources.tables.tablename import is_part_name, table_name
from agent.sources.text import vocabulary
from agent.sources.text.notation import bare, unnumbered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.sources.text.units import Unit

_NAMED = deferred(r"(?:`([A-Za-z_]\w*)`|\*\*`?([a-z]\w*)`?:?\*\*)\s*[:\u2013\u2014-]\s*\S")
_WRITTEN = deferred(r"`?[a-z][a-z0-9]*(?:_[a-z0-9]+)*`?")
_MIN_NAMES = 2
_MIN_TITLES = 3
_MOST = 0.8


@lru_cache(maxsize=256)
def is_elsewhere(title: str) -> bool:
    """Whether what stands below such a title defines no tables."""
    if vocabulary.is_apart(title):
        return True
    if vocabulary.is_tables(title) or is_part_name(title):
        return False
    return vocabulary.is_no_table(title) and not table_name(title, strict=True)


def named_alone(units: Sequence[Unit], title: int | None) -> Iterator[tuple[str, int]]:
    """Names, each with its line, of the tables that a section lists without their columns."""
    sections: dict[tuple[int, ...], list[Unit]] = {}
    for unit in units:
        if unit.kind == "item" and unit.depth == 0 and unit.above:
            sections.setdefault(unit.above, []).append(unit)
    for above, items in sections.items():
        titles = [bare(units[one].text) for one in above if one != title]
        if not any(map(vocabulary.is_tables, titles)) or any(map(is_elsewhere, titles)):
            continue
        named = [(unit, match) for unit in items if (match := _NAMED.match(unit.text))]
        if len(named) < max(_MIN_NAMES, len(items)):
            continue
        for unit, match in named:
            yield match[1] or match[2], unit.line


def called(units: Sequence[Unit]) -> Iterator[tuple[str, int]]:
    """Names that nearly all headings of one level consist of, each over a few words in prose."""
    levels: dict[int, list[Unit]] = {}
    for unit in units:
        if unit.kind == "heading":
            levels.setdefault(unit.level, []).append(unit)
    for titles in levels.values():
        named = [one for one in titles if _WRITTEN.fullmatch(unnumbered(bare(one.text)))]
        if len(named) < max(_MIN_TITLES, _MOST * len(titles)):
            continue
        if any("_" in one.text for one in named):
            yield from ((unnumbered(bare(one.text)).strip("`"), one.line) for one in named)
