"""A series: a plan for each endpoint, one file each; what is done of it is written down."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, count, islice
from typing import Literal

from agent.core.documents import RepoPath
from agent.core.edits import BlobId
from agent.core.findings import Finding
from agent.core.patterns import deferred
from agent.core.plan import Plan
from agent.core.resources import alike, resource
from agent.core.spec import Endpoint
from agent.core.values import dataclass

_NUMBER = deferred(r"^0*(\d{1,4})(?=[-_. ])")
_DIGITS = 3
_NEAR = 30
_MINUTE = 60

Outcome = Literal["planned", "earlier", "there", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A line of a series' record: the file that an endpoint's plan gets.

    `blob` are the bytes about to be written; None where it is only given a name yet.
    """

    endpoint: str
    path: RepoPath
    blob: BlobId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """An endpoint to be planned, and the file that its plan gets."""

    endpoint: Endpoint
    path: RepoPath


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What became of one endpoint: planned now, or earlier in this series; left alone; failed."""

    endpoint: Endpoint
    outcome: Outcome
    path: RepoPath | None = None
    why: str = ""
    findings: tuple[Finding, ...] = ()


def last_notes(notes: Iterable[Noted]) -> dict[str, Noted]:
    """The newest line of each endpoint."""
    return {one.endpoint: one for one in notes}


def places(
    stems: Mapping[Endpoint, str],
    template: str,
    taken: Collection[RepoPath],
    earlier: Mapping[str, Noted],
) -> dict[Endpoint, RepoPath]:
    """A free file for each endpoint, in their order; what it was given before, it keeps.

    `stems` name the endpoints; the template has `<number>`, `<endpoint>` or `<ENDPOINT>` in it,
    or every plan stands beside the file that it names.
    """
    used = {path.value.casefold() for path in taken}
    numbers = count(_highest(template, taken, earlier) + 1)
    found: dict[Endpoint, RepoPath] = {}
    for endpoint, stem in stems.items():
        kept = earlier.get(str(endpoint))
        if kept is not None and kept.path.value.casefold() not in used:
            path = kept.path
        else:
            path = _free(_filled(template, stem, numbers), used)
        used.add(path.value.casefold())
        found[endpoint] = path
    return found


def _highest(template: str, taken: Iterable[RepoPath], earlier: Mapping[str, Noted]) -> int:
    folder = template.rpartition("/")[0]
    paths = [*taken, *(one.path for one in earlier.values())]
    hits = (_NUMBER.match(path.name) for path in paths if path.folder == folder)
    return max((int(hit[1]) for hit in hits if hit), default=0)


def _filled(template: str, stem: str, numbers: Iterable[int]) -> str:
    if not re.search("<(?:number|endpoint|ENDPOINT)>", template):
        folder, slash, _ = template.rpartition("/")
        template = f"{folder}{slash}<endpoint>-implementation-plan.md"
    if "<number>" in template:
        template = template.replace("<number>", f"{next(iter(numbers)):0{_DIGITS}d}")
    return template.replace("<endpoint>", stem).replace("<ENDPOINT>", stem.upper())


def _free(name: str, used: Collection[str]) -> RepoPath:
    """The name, or with the first number after it that nothing has."""
    stem, _, suffix = name.rpartition(".")
    names = chain([name], (f"{stem}-{number}.{suffix}" for number in count(2)))
    return RepoPath(next(one for one in names if one.casefold() not in used))


class Siblings:
    """The plans that a plan of the series agrees with: those there were, and those made so far.

    Of what was made: all of the same resource, and the first of each other one, at most 30, so
    that the five-hundredth is asked for with no more than the fiftieth.
    """

    def __init__(self, there: Sequence[Plan]) -> None:
        self._there = tuple(there)
        self._made: dict[str, dict[Endpoint, Plan]] = {}

    def add(self, endpoint: Endpoint, plan: Plan) -> None:
        """One more was made, or was made again."""
        self._made.setdefault(resource(endpoint), {})[endpoint] = plan

    def of(self, endpoint: Endpoint) -> tuple[Plan, ...]:
        """Those that concern this endpoint."""
        own = resource(endpoint)
        first = (next(iter(made.values())) for name, made in self._made.items() if name != own)
        return (*self._there, *self._made.get(own, {}).values(), *islice(first, _NEAR))


def plan_of(endpoint: Endpoint, known: Mapping[str, Plan], loose: Sequence[Plan]) -> Plan | None:
    """The plan that the endpoint has already: of its key, else one that leaves out its base."""
    found = known.get(endpoint.key)
    if found is not None:
        return found
    near = (one for one in loose if any(alike(each, endpoint) for each in one.endpoints))
    return next(near, None)


def time_left(done: int, total: int, seconds: float) -> str:
    """`12 s left`, as fast as it went so far; nothing before the first is done."""
    if not done:
        return ""
    left = seconds / done * (total - done)
    if left < _MINUTE:
        return f"{left:.0f} s left"
    return f"{left // _MINUTE:.0f} min {left % _MINUTE:.0f} s left"
