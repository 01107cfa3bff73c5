"""Which endpoints the lines of an API plan are about: one, or several as below a table of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from agent.core.spec import Endpoint, Feature
from agent.sources.endpoints.apiplan import entries
from agent.sources.endpoints.passage import parts


def others(text: str, endpoint: Endpoint | Feature, line: int) -> Iterator[Endpoint]:
    """The other endpoints that a line of the plan's text is about."""
    for one, spans in _passages(text):
        if one.key != endpoint.key and any(first <= line <= last for first, last in spans):
            yield one


@lru_cache(maxsize=8)
def _passages(text: str) -> tuple[tuple[Endpoint, tuple[tuple[int, int], ...]], ...]:
    """Each entry's endpoint, and the first and last line of each of its parts."""
    return tuple(
        (entry.endpoint, tuple((part.line, part.last) for part in parts(text, entry)))
        for entry in entries(text)
    )
