"""Where the steps of a plan start, and the items in them, however they are written."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.sources.plans.stepmarks import Mark, counts_on, read_mark
from agent.sources.text.markdown import Block, Heading, Item, Paragraph, lines

_BOLD_LINE = deferred(r"^(\*\*|__)(?=\S).{1,200}?\1:?$")
_STATE = deferred(r"(?:status|stan|state|progress|summary|podsumowanie)\b", re.IGNORECASE)
_MANY = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A stretch of a document: the source lines of the file, its own blocks, its last line."""

    source: tuple[str, ...]
    blocks: tuple[Block, ...]
    last: int

    def between(self, first: int, last: int) -> tuple[Block, ...]:
        """The blocks that start on these lines."""
        start = bisect_left(self.blocks, first, key=_line)
        return self.blocks[start : bisect_right(self.blocks, last, lo=start, key=_line)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """A step or item as it stands: its mark, its first line, and the lines and blocks below."""

    mark: Mark
    line: int
    body_line: int
    last: int
    blocks: tuple[Block, ...]


def find_seeds(region: Region) -> tuple[Seed, ...]:
    """Where the steps start: marked headings, then numbered entries, then anything listed."""
    ways: tuple[Callable[[Region], tuple[Seed, ...]], ...] = (
        _marked_headings,
        _grouped_entries,
        _plain_headings,
        _numbered_entries,
        _marked_lines,
        _bold_groups,
        _bullets,
    )
    return next((seeds for way in ways if (seeds := way(region))), ())


def find_items(seed: Seed, region: Region) -> tuple[Seed, ...]:
    """The work items in a step: its marked sub-headings, else its numbers, else its bullets."""
    inner = Region(source=region.source, blocks=seed.blocks, last=seed.last)
    marked = _marked_headings(inner)
    if len(marked) >= _MANY:
        return marked
    entries = [one for one in seed.blocks if isinstance(one, Item)]
    depth = min((one.depth for one in entries), default=0)
    tops = [one for one in entries if one.depth == depth and one.text]
    numbered = [one for one in tops if one.number is not None]
    groups = () if numbered else _bold_groups(inner)
    return groups if len(groups) >= _MANY else _entries_of(numbered or tops, inner)


def _entries_of(entries: Iterable[Item], region: Region) -> tuple[Seed, ...]:
    return tuple(of_entry(one, one.end, region) for one in entries)


def _line(block: Block) -> int:
    return block.line


def _headings(region: Region) -> list[Heading]:
    return [one for one in region.blocks if isinstance(one, Heading) and one.depth == 0]


def _entries(region: Region) -> list[Item]:
    return [
        one
        for one in region.blocks
        if isinstance(one, Item) and one.depth == 0 and one.text.strip()
    ]


def _numbered(region: Region) -> list[Item]:
    return [one for one in _entries(region) if one.number is not None]


def _marked_headings(region: Region) -> tuple[Seed, ...]:
    """`### Step 1: ...`, `### 1. ...`, `### 9.1 ...`, at the shallowest level with such marks."""
    found = _headings(region)
    marked = {one.line: mark for one in found if (mark := read_mark(one.text)).number}
    known = {mark.number for mark in marked.values() if not _STATE.match(mark.title)}
    # "Phase 1 Status: done" tells how far phase 1 is.
    marked = {
        line: mark
        for line, mark in marked.items()
        if not (mark.number in known and _STATE.match(mark.title))
    }
    if not marked:
        return ()
    level = min(one.level for one in found if one.line in marked)
    seeds = [one for one in _of_headings(found, level, region) if one.line in marked]
    if level > min(one.level for one in found) and not counts_on(one.mark for one in seeds):
        return ()
    return tuple(seeds)


def _plain_headings(region: Region) -> tuple[Seed, ...]:
    found = _headings(region)
    first = found[0].line if found else 0
    if sum(one.line < first for one in _numbered(region)) >= _MANY or not found:
        return ()
    return tuple(_of_headings(found, min(one.level for one in found), region))


def _of_headings(found: Sequence[Heading], level: int, region: Region) -> list[Seed]:
    """A seed for each heading of the level, up to the next heading that is no deeper."""
    shallow = [one for one in found if one.level <= level]
    ends = [one.line - 1 for one in shallow[1:]] + [region.last]
    return [
        Seed(
            mark=read_mark(one.text),
            line=one.line,
            body_line=one.last + 1,
            last=end,
            blocks=region.between(one.last + 1, end),
        )
        for one, end in zip(shallow, ends, strict=True)
        if one.level == level
    ]


def _grouped_entries(region: Region) -> tuple[Seed, ...]:
    """A numbered list that goes on under several headings: the headings only group it."""
    starts = [one.line for one in _headings(region)]
    groups: dict[int, list[int]] = {}
    for entry in _numbered(region):
        groups.setdefault(bisect_right(starts, entry.line), []).append(entry.number or 0)
    goes_on = [later[0] == former[-1] + 1 for former, later in pairwise(groups.values())]
    return _numbered_entries(region) if goes_on and all(goes_on) else ()


def _numbered_entries(region: Region) -> tuple[Seed, ...]:
    entries = _numbered(region)
    if _bold_lines(region) and sum(one.number == 1 for one in entries) > 1:
        return ()
    return _of_entries(entries, region)


def _bullets(region: Region) -> tuple[Seed, ...]:
    return _of_entries(_entries(region), region)


def _of_entries(entries: Sequence[Item], region: Region) -> tuple[Seed, ...]:
    """A seed for each entry; what follows an entry without indent belongs to it."""
    if not entries:
        return ()
    ends = [one.line - 1 for one in entries[1:]]
    loose = any(region.between(one.end + 1, end) for one, end in zip(entries, ends, strict=False))
    ends.append(region.last if loose else entries[-1].end)
    return tuple(of_entry(one, end, region) for one, end in zip(entries, ends, strict=True))


def of_entry(entry: Item, last: int, region: Region) -> Seed:
    """A seed for the entry, up to a line."""
    mark = read_mark(entry.text)
    number = mark.number or ("" if entry.number is None else str(entry.number))
    if number != mark.number or entry.ticked:
        mark = replace(mark, number=number, ticked=mark.ticked or entry.ticked is True)
    return Seed(
        mark=mark,
        line=entry.line,
        body_line=entry.last + 1,
        last=last,
        blocks=region.between(entry.line + 1, last),
    )


def _bold_lines(region: Region) -> list[tuple[int, str]]:
    return [
        (one.line, first)
        for one in region.blocks
        if isinstance(one, Paragraph) and one.depth == 0
        if _BOLD_LINE.match(first := one.text.partition("\n")[0].strip())
    ]


def _bold_groups(region: Region) -> tuple[Seed, ...]:
    """Bold lines of their own that stand where headings should."""
    return _of_lines([(line, read_mark(text)) for line, text in _bold_lines(region)], region)


def _marked_lines(region: Region) -> tuple[Seed, ...]:
    """`Step 1: ...` as running text or in bold, or `9.1 ...` where no list was made of it."""
    marks = [
        (number, mark)
        for block in region.blocks
        if isinstance(block, Paragraph) and block.depth == 0
        for number, text in lines(block)
        if (mark := read_mark(text)).number
    ]
    return _of_lines(marks, region) if len(marks) >= _MANY else ()


def _of_lines(marks: Iterable[tuple[int, Mark]], region: Region) -> tuple[Seed, ...]:
    found = tuple(marks)
    ends = [*(line - 1 for line, _ in found[1:]), region.last][: len(found)]
    return tuple(
        Seed(
            mark=mark,
            line=line,
            body_line=line + 1,
            last=end,
            blocks=region.between(line + 1, end),
        )
        for (line, mark), end in zip(found, ends, strict=True)
    )
