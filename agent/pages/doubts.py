"""Where the documents contradict each other about what a page shows."""

from __future__ import annotations

from collections.abc import Iterator

from agent.core.page import Block, Span, line
from agent.core.spec import Spec

_SHOWN = 3


def doubt_rows(spec: Spec | None) -> Iterator[Block]:
    """One line for each of the first contradictions, and how many more there are."""
    found = spec.findings if spec is not None else ()
    for one in found[:_SHOWN]:
        yield line(Span(f"  ? {one.message}", "warn"), hang=4)
    if len(found) > _SHOWN:
        yield line(Span(f"  and {len(found) - _SHOWN} more: waltz doctor", "dim"))
