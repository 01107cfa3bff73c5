"""The steps of a plan, read from its steps section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent.core.plan import Step, step_id
from agent.sources.plans.seeds import Region, Seed, find_items, find_seeds
from agent.sources.plans.stepmarks import counts_on, last_number
from agent.sources.plans.stepparts import is_label, read_parts

_MANY = 2
# No plan is longer; a hostile one must not cost more.
_MOST_STEPS = 300
_MOST_IDS = 1000


def read_steps(region: Region) -> tuple[Step, ...]:
    """The steps in order, each with its items; empty when the section holds none."""
    return steps_of(find_seeds(region), region)


def steps_of(found: Sequence[Seed], region: Region) -> tuple[Step, ...]:
    """The steps that begin at these, each with its items."""
    seeds = found[:_MOST_STEPS]
    ids = _Ids()
    own = [ids.give(seed.mark.title) for seed in seeds]
    steps = (
        _step(seed, number, step, region)
        for seed, number, step in zip(seeds, _numbers(seeds), own, strict=True)
    )
    return tuple(
        replace(step, items=items) if (items := _items(seed, step, region, ids)) else step
        for seed, step in zip(seeds, steps, strict=True)
    )


class _Ids:
    """The ids given in a plan, so that a repeated title gets its own."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def __len__(self) -> int:
        return len(self._given)

    def give(self, title: str) -> str:
        found = step_id(title, frozenset(self._given))
        self._given.add(found)
        return found


def _numbers(seeds: Sequence[Seed]) -> list[str]:
    """The steps' own numbers where these count up, else their places."""
    if counts_on(seed.mark for seed in seeds):
        return [str(last_number(seed.mark.number)) for seed in seeds]
    return [str(place) for place in range(1, len(seeds) + 1)]


def _items(seed: Seed, step: Step, region: Region, ids: _Ids) -> tuple[Step, ...]:
    found = [one for one in find_items(seed, region) if not is_label(one.mark)]
    if len(found) < _MANY or len(ids) + len(found) > _MOST_IDS:
        return ()
    items = (
        _step(one, f"{step.number}.{place}", ids.give(one.mark.title), region)
        for place, one in enumerate(found, start=1)
    )
    return tuple(_inheriting(one, step) for one in items)


def _inheriting(item: Step, step: Step) -> Step:
    """The item with what it does not say itself: the step's kind, and its file where it has one."""
    # What is confirmed as a whole is confirmed in its parts.
    kind = step.kind if step.kind != "edit" else item.kind
    own = item.files or item.outside or kind not in {"edit", "take"} or len(step.files) != 1
    files = item.files if own else step.files
    same = kind == item.kind and files == item.files
    return item if same else replace(item, kind=kind, files=files)


def _step(seed: Seed, number: str, own: str, region: Region) -> Step:
    parts = read_parts(seed, region)
    return Step(
        number=number,
        id=own,
        title=seed.mark.title,
        line=seed.line,
        body=parts.body,
        kind=parts.kind,
        files=parts.files,
        outside=parts.outside,
        code=parts.code,
        proof=parts.proof,
        ticked=parts.ticked,
    )
