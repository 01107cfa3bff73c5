"""The items of a flow: whose each is, which go on with each other, and how many there may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from agent.core.values import dataclass
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.sentences.topical import section_of
from agent.drafters.builtin.planning.writes.sidetables import said_to_be_written

# `input` is what is checked of the request alone, `base` what the database does by itself, `own`
# what the service does without the tables.
Part = Literal["route", "input", "read", "guard", "write", "told", "base", "own"]
_LONG, _LONGEST = 320, 640


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of the flow, with whose it is: the route's, or what the service does with rows."""

    part: Part
    fact: Fact


def bounded_items(brief: Brief, found: list[Item], most: int) -> list[Item]:
    """At most so many items: neighbours in one, the shortest first, then the last told left out.

    Of those that are left out the ones that write go last.
    """
    found = list(found)
    while len(found) > most:
        pairs = [
            (len(f"{one.fact}{other.fact}"), at)
            for at, (one, other) in enumerate(pairwise(found))
            if one.part == other.part == "told"
        ]
        long, at = min(pairs, default=(_LONGEST, 0))
        if long >= _LONGEST:
            break
        found[at : at + 2] = [_both(found[at], found[at + 1])]
    over = max(0, len(found) - most)
    told = [at for at, one in enumerate(found) if one.part == "told"]
    writes = [at for at in told if said_to_be_written(brief, [found[at].fact])]
    order = [*writes, *(at for at in told if at not in writes)]
    dropped = set(order[len(order) - min(over, len(order)) :])
    return [one for at, one in enumerate(found) if at not in dropped]


def _both(last: Item, one: Item) -> Item:
    """Two items as one, each with its sources."""
    return replace(last, fact=replace(one.fact, text=f"{last.fact}; {one.fact.text}"))


def joined_items(brief: Brief, found: Iterable[Item]) -> Iterator[Item]:
    """The items, neighbours that tell of one section in one as long as that is short."""
    last: Item | None = None
    for one in distinct(found):
        if last is not None and _goes_on(brief, last, one):
            last = _both(last, one)
            continue
        yield from () if last is None else (last,)
        last = one
    yield from () if last is None else (last,)


def distinct(found: Iterable[Item]) -> Iterator[Item]:
    """What two documents say alike as one item, with both places."""
    known: dict[str, Item] = {}
    for one in found:
        same = known.get(one.fact.text)
        sources = dict.fromkeys((*(same.fact.sources if same else ()), *one.fact.sources))
        known[one.fact.text] = replace(
            same or one, fact=replace((same or one).fact, sources=tuple(sources))
        )
    yield from known.values()


def _goes_on(brief: Brief, last: Item, one: Item) -> bool:
    """Whether an item only goes on with what the one before it tells of the same section."""
    short = len(f"{last.fact}{one.fact}") <= _LONG
    where = [_section(brief, each.fact) for each in (last, one)]
    return last.part == one.part == "told" and where[0] == where[1] is not None and short


def _section(brief: Brief, fact: Fact) -> str | None:
    """The section on the deed that it stands in, or the endpoint's own passage."""
    place = next(iter(fact.sources), None)
    if place is None:
        return None
    return section_of(brief, place) or ("" if brief.is_own(place) else None)
