"""For which endpoints an API plan cites a requirement by its number, and which a text calls."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.sources.endpoints.apiplan import entries
from agent.sources.text.repair import mended
from agent.sources.text.units import units

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from agent.core.spec import Endpoint

_NUMBER = deferred(r"(?<![\w-])(?:[A-Z]{1,6}-|US|FR|REQ)\d{1,4}(?![\w-])")
_CALL = deferred(r"\b(?P<method>GET|POST|PUT|PATCH|DELETE)[\s`*]+(?P<path>/[\w{}/:.<>\[\]-]+)")
_PLACEHOLDER = deferred(r"\{[^}]*\}|:\w+|<[^>]*>|\[[^\]]*\]")
_HEADING = "#"
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Cited:
    """The endpoints whose passages have a number, by key; the lines elsewhere that are on it."""

    own: frozenset[str] = frozenset()
    beside: str = ""


def cites(number: str, plan: str) -> Cited:
    """Where a plan has the number: in passages, in a line beside them or in the title above it."""
    return _cited(plan).get(number, Cited())


def is_called(endpoint: Endpoint, text: str) -> bool:
    """Whether a text has its method and path, however it names the values in the path."""
    method, path = endpoint.key.split(" ", 1)
    return any(
        one["method"] == method and path.endswith(_bare(one["path"]))
        for one in _CALL.finditer(text)
    )


def calls_any(text: str) -> bool:
    """Whether a text calls endpoints at all."""
    return _CALL.search(text) is not None


@lru_cache(maxsize=8)
def _cited(plan: str) -> Mapping[str, Cited]:
    if _NUMBER.search(plan) is None:
        return {}
    lines = mended(plan).split("\n")
    own: dict[str, set[str]] = defaultdict(set)
    beside: dict[str, list[str]] = defaultdict(list)
    inside: set[int] = set()
    for key, at, end in _passages(plan, lines):
        inside.update(range(at, end))
        for number in _NUMBER.findall("\n".join(lines[at:end])):
            own[number].add(key)
    above: list[str] = []
    for at, line in enumerate(lines):
        numbers = _NUMBER.findall(line)
        above = numbers if line.startswith(_HEADING) else above
        for number in () if at in inside else (*above, *numbers):
            beside[number].append(line)
    return {
        number: Cited(frozenset(own[number]), "\n".join(beside[number]))
        for number in (*own, *beside)
    }


def _passages(plan: str, lines: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """The lines of each endpoint's own passage: up to the next title."""
    found = units(plan)
    for one in entries(plan):
        last = min(found[one.end - 1].last, one.line - 1 + _LONGEST)
        titles = (at for at in range(one.line, last) if lines[at].startswith(_HEADING))
        yield one.endpoint.key, one.line - 1, next(titles, last)


def _bare(path: str) -> str:
    """A path as the keys of endpoints have it; that of the root alone says nothing."""
    return _PLACEHOLDER.sub("{}", path).rstrip("/.") or "//"
