"""The stretches of a file that may each be a plan, with the headings of their sections."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.sources.plans.plantitles import Title, read_title
from agent.sources.plans.seeds import Region
from agent.sources.plans.stepmarks import title_text
from agent.sources.text.markdown import Block, Heading, Paragraph, plain
from agent.sources.text.words import CORE, SectionKind, is_numbered, section_kind, steps_rank

# What a prompt wraps thoughts in, made a heading by mistake.
_TAG = deferred(r"\W*</?\w+>\W*")
_SURE = 5
_LIKELY = 4
_SOME = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch under one title: its section headings, and its blocks below the title."""

    title: Title
    line: int
    heads: tuple[Heading, ...]
    region: Region

    def place(self, head: Heading) -> int:
        """Which of the section headings this is."""
        return bisect_left(self.heads, head.line, key=_line)

    def end(self, head: Heading) -> int:
        """The last line of a section."""
        after = self.place(head) + 1
        return self.heads[after].line - 1 if after < len(self.heads) else self.region.last

    def inner_end(self, head: Heading) -> int:
        """The last line of what stands under any heading."""
        later = (one for one in self.region.between(head.line + 1, self.region.last))
        ends = (
            one.line - 1 for one in later if isinstance(one, Heading) and one.level <= head.level
        )
        return next(ends, self.region.last)

    def part(self, head: Heading) -> tuple[Block, ...]:
        """The blocks of a section, its heading left out."""
        return self.region.between(head.last + 1, self.end(head))

    def text(self, head: Heading) -> str:
        """A section's text, its heading left out."""
        return "\n".join(self.region.source[head.last : self.end(head)]).strip("\n").rstrip()

    def cut(self, first: int, last: int) -> Region:
        """These lines of the stretch."""
        return Region(source=self.region.source, blocks=self.region.between(first, last), last=last)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    heading: Heading
    title: Title
    is_section: bool


def _line(heading: Heading) -> int:
    return heading.line


def find_stretches(document: Region) -> tuple[Stretch, ...]:
    """The stretches that a plan's title starts; else the whole document under what leads it."""
    heads = tuple(_heads(document))
    titles = _starts(heads)
    if heads and heads[0].title.subject == "about":
        titles = _told(titles, heads[0].heading.level)
        if not titles:
            return ()
    starts = _split(titles, heads, document)
    if starts and any(_kinds(stretch) for stretch in starts):
        return starts
    top = min((one.heading.level for one in heads), default=0)
    tops = [one for one in heads if one.heading.level == top and not one.is_section]
    return _stretches(tops, heads, document) or _untitled(heads, document) or starts


def _heads(document: Region) -> Iterator[_Head]:
    for block in document.blocks:
        if isinstance(block, Heading) and block.depth == 0 and not _TAG.fullmatch(block.text):
            title = read_title(block.text)
            text = title_text(block.text)
            named = title.says_plan and not title.bare
            is_section = is_numbered(text) or (section_kind(text) is not None and not named)
            yield _Head(heading=block, title=title, is_section=is_section and not title.endpoints)


def _starts(heads: Sequence[_Head]) -> list[_Head]:
    """The headings that title a plan, at the shallowest level that has one."""
    found = [
        one
        for one in heads
        if not one.is_section
        and (one.title.says_plan or one.title.endpoints or one.title.subject == "template")
    ]
    if not found and heads and heads[0].title.says_plan:
        found = [heads[0]]
    level = min((one.heading.level for one in found), default=0)
    return [one for one in found if one.heading.level == level]


def _told(starts: list[_Head], level: int) -> list[_Head]:
    """The starts below a report or summary that are plans: it tells of endpoints, too."""
    return [one for one in starts if one.heading.level <= level or one.title.says_plan]


def _split(starts: list[_Head], heads: Sequence[_Head], document: Region) -> tuple[Stretch, ...]:
    """The stretches of these titles; a single title over several whole plans gives those."""
    stretches = _stretches(starts, heads, document)
    if len(stretches) != 1:
        return stretches
    level = min((one.level for one in stretches[0].heads), default=0)
    parts = _parts(level, heads, document)
    whole = [part for part in parts if _is_whole(part)]
    if len(whole) >= _SOME or (whole and len(whole) == len(parts)):
        return parts
    divided = _undivided(stretches[0], parts) or _grouped(heads, document)
    return divided or _apiece(heads, document) or stretches


def _parts(level: int, heads: Sequence[_Head], document: Region) -> tuple[Stretch, ...]:
    """The stretches under headings of this level that name an endpoint or a plan."""
    return _stretches(_named(level, heads), heads, document)


def _named(level: int, heads: Sequence[_Head]) -> list[_Head]:
    return [
        one
        for one in heads
        if one.heading.level == level
        and not one.is_section
        and (one.title.endpoints or one.title.says_plan)
    ]


def _grouped(heads: Sequence[_Head], document: Region) -> tuple[Stretch, ...]:
    """Whole plans for an endpoint each that stand in groups, below headings of these."""
    levels = [one.heading.level for one in heads if one.title.endpoints and not one.is_section]
    level = min(levels, default=0)
    if len(_named(level, heads)) < _SOME:
        return ()
    parts = _parts(level, _ending(heads, level - 1), document)
    whole = [part for part in parts if len(_core(part)) >= _SOME and _is_whole(part)]
    return parts if len(whole) >= _SOME and len(whole) == len(parts) else ()


def _apiece(heads: Sequence[_Head], document: Region) -> tuple[Stretch, ...]:
    """Whole plans below headings that name no endpoint: each has a request and steps of its own."""
    over: list[_Head] = []
    for at, one in enumerate(heads):
        if steps_rank(title_text(one.heading.text)) == _SURE:
            outer = (each for each in reversed(heads[:at]) if _is_above(each, one))
            over.extend(each for each in [next(outer, None)] if each and each not in over)
    levels = {one.heading.level for one in over}
    if len(over) < _SOME or len(levels) > 1:
        return ()
    parts = _stretches(over, _ending(heads, levels.pop()), document)
    if not all("request" in _core(part) and len(_core(part)) >= _SOME for part in parts):
        return ()
    # Whatever a resource is called, a "summary" or a "review": it is no talk about a plan.
    said = [replace(one.title, says_plan=True, subject="endpoint") for one in parts]
    return tuple(replace(one, title=title) for one, title in zip(parts, said, strict=True))


def _is_above(one: _Head, other: _Head) -> bool:
    return one.heading.level < other.heading.level


def _ending(heads: Sequence[_Head], level: int) -> list[_Head]:
    """The headings, where those down to a level end a plan though they are numbered as sections."""
    return [replace(one, is_section=one.is_section and one.heading.level > level) for one in heads]


def _is_whole(part: Stretch) -> bool:
    """Whether a part has steps of its own; `Steps` alone counts in what else is an endpoint's."""
    best = max((steps_rank(title_text(one.text)) for one in part.heads), default=0)
    of_one = bool(part.title.endpoints) and len(_core(part)) >= _SOME
    return best >= (_LIKELY if of_one else _SURE)


def _undivided(stretch: Stretch, parts: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """A plan's parts for an endpoint each, where no steps are common to them."""
    found = [part for part in parts if part.title.endpoints and len(_core(part)) >= _SOME]
    ranks = (
        steps_rank(title_text(one.text))
        for one in stretch.region.blocks
        if isinstance(one, Heading)
    )
    title = stretch.title
    if len(found) < _SOME or not title.says_plan or title.endpoints or max(ranks, default=0) > 1:
        return ()
    return tuple(replace(one, title=replace(one.title, says_plan=True)) for one in found)


def _stretches(
    starts: Sequence[_Head], heads: Sequence[_Head], document: Region
) -> tuple[Stretch, ...]:
    found = []
    for start in starts:
        own = start.heading
        later = heads[bisect_right(heads, own.line, key=lambda one: one.heading.line) :]
        ends = (
            one.heading.line - 1
            for one in later
            if one.heading.level <= own.level and not one.is_section
        )
        last = next(ends, document.last)
        found.append(_stretch(start.title, own.line, own.last + 1, last, document))
    return tuple(found)


def _untitled(heads: Sequence[_Head], document: Region) -> tuple[Stretch, ...]:
    """A document of sections without a title; a line of text before them stands for it."""
    if not heads:
        return ()
    first = next(iter(document.blocks))
    text = plain(first.text.partition("\n")[0]) if isinstance(first, Paragraph) else ""
    return (_stretch(read_title(text), 1, 1, document.last, document),)


def _stretch(title: Title, line: int, first: int, last: int, document: Region) -> Stretch:
    region = Region(source=document.source, blocks=document.between(first, last), last=last)
    found = [one for one in region.blocks if isinstance(one, Heading) and one.depth == 0]
    level = _section_level(found)
    return Stretch(
        title=title,
        line=line,
        heads=tuple(one for one in found if one.level <= level),
        region=region,
    )


def _section_level(found: Sequence[Heading]) -> int:
    """The shallowest level on which at least two kinds of sections stand, else the shallowest."""
    kinds: dict[int, set[str]] = {}
    for one in found:
        kind = section_kind(title_text(one.text))
        kinds.setdefault(one.level, set()).update([kind] if kind else [])
    rich = [level for level, some in kinds.items() if len(some) >= _SOME]
    return min(rich or kinds, default=0)


def _kinds(stretch: Stretch) -> int:
    return sum(section_kind(title_text(one.text)) is not None for one in stretch.heads)


def _core(stretch: Stretch) -> frozenset[SectionKind]:
    """The kinds of its sections that an endpoint's plan has."""
    kinds = (section_kind(title_text(one.text)) for one in stretch.heads)
    return CORE.intersection(kind for kind in kinds if kind is not None)
