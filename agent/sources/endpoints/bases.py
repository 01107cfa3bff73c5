"""Which of the base paths that a plan states holds for which of its entries."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING

from agent.core.spec import Endpoint
from agent.core.values import dataclass
from agent.sources.endpoints.basepath import Stated, headed, is_root, is_rooted, stated
from agent.sources.text.notation import path_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.sources.endpoints.candidates import Candidate
    from agent.sources.text.units import Unit

_ENOUGH = 0.3
# More sections with a base of their own nobody writes.
_MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Based:
    """A path as callers write it, and the base that it begins with, if the plan states one."""

    path: str
    base: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bases:
    """The base of the whole document, and those of single sections by their headings."""

    whole: str
    parts: tuple[tuple[int, str], ...] = ()

    @property
    def sections(self) -> frozenset[int]:
        """The headings of sections that have a base of their own."""
        return frozenset(at for at, _ in self.parts)

    def of(self, unit: Unit) -> str:
        """The base of a unit: those of the sections around it, an inner one below an outer one."""
        known, base = dict(self.parts), self.whole
        for own in (known[at] for at in unit.above if at in known):
            base = own if is_below(own, base) or is_root(own) else base + own
        return base


def bases(units: Sequence[Unit], every: Sequence[Candidate]) -> Bases:
    """The bases that the document states, `every` endpoint that it names known."""
    whole_ones = any(is_rooted(one.call.path) for one in every)
    first = 0 if whole_ones else min((one.at for one in every), default=0)
    scoped = [(_scope(units, one, every), one) for one in islice(stated(units, first), _MOST)]
    several = len({one.path for _, one in scoped}) > 1
    parts: dict[int, str] = {}
    whole = ""
    for scope, one in scoped:
        if scope is not None and (several or not is_root(one.path)):
            parts.setdefault(scope, one.path)
        else:
            whole = whole or one.path
    return Bases(whole=whole, parts=tuple({**_titled(units, every), **parts}.items()))


def _titled(units: Sequence[Unit], every: Sequence[Candidate]) -> dict[int, str]:
    """The paths in titles of sections whose endpoints all omit them, or all but their last part."""
    found: dict[int, str] = {}
    for at in {at for one in every for at in units[one.at].above}:
        path = headed(units[at].text)
        below = [one.call.path for one in every if at in units[one.at].above] if path else []
        part = path.rpartition("/")[2]
        if any(map(is_rooted, below)) or not below:
            continue
        begun = "/" in path[1:] and all(is_below(one, f"/{part}") for one in below)
        if begun or not any(part in one.split("/") for one in below):
            found[at] = path
    return found


def _scope(units: Sequence[Unit], one: Stated, every: Sequence[Candidate]) -> int | None:
    """The innermost heading above a statement that has endpoints below; None: all are there."""
    for at in reversed(units[one.at].above):
        inside = [at in units[each.at].above for each in every]
        if any(inside):
            return None if all(inside) else at
    return None


def with_bases(
    units: Sequence[Unit], some: Sequence[tuple[int, str]], known: Bases
) -> tuple[Based, ...]:
    """The paths, each with the unit it stands in, as they are with the bases they omit."""
    groups: dict[str, list[int]] = defaultdict(list)
    for at, (unit, _) in enumerate(some):
        groups[known.of(units[unit])].append(at)
    based: dict[int, Based] = {}
    for base, members in groups.items():
        paths = with_base([some[at][1] for at in members], base)
        for at, path in zip(members, paths, strict=True):
            own = next((one for one in (base, known.whole) if one and is_below(path, one)), "")
            based[at] = Based(path=path, base=own)
    return tuple(based[at] for at in range(len(some)))


def with_base(paths: Sequence[str], base: str) -> tuple[str, ...]:
    """The paths with the base before those that omit it, when the plan as a whole omits it.

    Where it does not, one that stands there with the base, too, is the same.
    """
    have = sum(is_below(path, base) for path in paths)
    if not base:
        return tuple(paths)
    if have > _ENOUGH * len(paths):
        return tuple(_known(paths, base))
    return tuple(path if is_below(path, base) else _joined(base, path) for path in paths)


def _known(paths: Sequence[str], base: str) -> Iterator[str]:
    whole = {_key(path) for path in paths}
    for path in paths:
        full = _joined(base, path)
        yield full if not is_below(path, base) and _key(full) in whole else path


def _key(path: str) -> str:
    """The path as it is compared: equal for all spellings of its parameters."""
    return path_key(Endpoint(method="GET", path=path))


def is_below(path: str, base: str) -> bool:
    """Whether a path begins with this base."""
    return path == base or path.startswith(base + "/")


def _joined(base: str, path: str) -> str:
    parts = base.strip("/").split("/")
    for at in range(1, len(parts)):
        tail = "/" + "/".join(parts[at:])
        if is_below(path, tail):
            return "/" + "/".join(parts[:at]) + path
        head = "/" + "/".join(parts[:at])
        if is_root(head) and is_below(path, head):
            return path  # it is whole, of another version
    return base + path if path != "/" else base
