"""Plans as a list of tasks with boxes, as Kiro, spec-kit and OpenSpec write them: `tasks.md`.

A task is a step, whatever headings group them; of which endpoints the plan is, its tasks say.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.plan import Plan, Section
from agent.sources.plans.mentions import distinct, made, named
from agent.sources.plans.plantitles import read_title
from agent.sources.plans.seeds import Region, Seed, of_entry
from agent.sources.plans.stepmarks import title_text
from agent.sources.plans.steps import steps_of
from agent.sources.text.markdown import Heading, Item, blocks, plain
from agent.sources.text.repair import mended

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.core.documents import RepoPath
    from agent.core.spec import Endpoint
    from agent.sources.text.markdown import Block

_FIRST = deferred(r"\W*(?:GET|POST|PUT|PATCH|DELETE)\s+`?/")
# `T012 [P] [US1] Register ...`: its own number, and what holds of it.
_TAGS = deferred(r"\W*(?:(?:T\d{2,4}\b|\d+(?:\.\d+)*[.)]?)\s+)?(?:\[[\w ]+\]\s*)*")
_MAKES = deferred(
    r"(?:create|implement|add|expose|build|register|define) (?:the |a )?(?=[A-Z]+ /)", re.IGNORECASE
)
_FEWEST = 3


def read_tasks(path: RepoPath, text: str) -> tuple[Plan, ...]:
    """The plan that such a list is, where it makes endpoints; else none."""
    if _FIRST.search(text) is None and re.search(r"\b[A-Z]{3,6}\s+`?/", text) is None:
        return ()
    source = tuple(mended(text).split("\n"))
    region = Region(source=source, blocks=blocks(text), last=len(source))
    seeds = tuple(_tasks(region))
    endpoints = tuple(_endpoints(region.blocks))
    if len(seeds) < _FEWEST or not endpoints:
        return ()
    heads = [one for one in region.blocks if isinstance(one, Heading)]
    plan = Plan(
        path=path,
        title=read_title(heads[0].text).text if heads else path.name,
        endpoints=distinct(endpoints),
        sections=tuple(_sections(heads[1:], region)),
        steps=steps_of(seeds, region),
        line=heads[0].line if heads else 1,
        last=region.last,
    )
    return (plan,)


def _tasks(region: Region) -> Iterator[Seed]:
    """The entries with a box that are in no other one, each up to the next, or to a heading."""
    found = [one for one in region.blocks if isinstance(one, Heading | Item) and one.depth == 0]
    starts = [one.line for one in found]
    for one in found:
        if isinstance(one, Item) and one.ticked is not None and one.text.strip():
            after = bisect_right(starts, one.line)
            end = starts[after] - 1 if after < len(starts) else one.end
            yield of_entry(one, max(one.last, end), region)


def _endpoints(found: Sequence[Block]) -> Iterator[Endpoint]:
    """What tasks say is to be made, and what is listed below one by itself."""
    for one in found:
        if isinstance(one, Item):
            text = plain(one.text)
            bare = replace(one, text=_TAGS.sub("", text, count=1))
            listed = one.depth and _FIRST.match(bare.text)
            yield from named(bare.text)[:1] if listed or _MAKES.match(bare.text) else made((bare,))


def _sections(heads: Sequence[Heading], region: Region) -> Iterator[Section]:
    level = min((one.level for one in heads), default=0)
    tops = [one for one in heads if one.level == level]
    starts = [one.line for one in tops]
    for one in tops:
        after = bisect_right(starts, one.line)
        last = starts[after] - 1 if after < len(starts) else region.last
        body = "\n".join(region.source[one.last : last]).strip("\n")
        yield Section(title=title_text(one.text), body=body, line=one.line)
