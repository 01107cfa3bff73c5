"""Rows of other tables that the body names, each of which has to be there."""

from __future__ import annotations

from collections.abc import Iterator

from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.links import refers_to
from agent.drafters.builtin.planning.wording import column_of
from agent.drafters.builtin.planning.work import Work, status_sources

_MISSING = 404


def refers(work: Work) -> Iterator[Fact]:
    """Fields of the body that name rows of other tables, in one item."""
    brief = work.brief
    found = []
    for field in brief.body:
        column = column_of(brief.table, field.name)
        target = refers_to(column) if column else ""
        if column is not None and target:
            text = brief.say("flow-refers", name=field.name, target=f"`{target}`")
            found.append((text, brief.passages.holding([column.source], column.name)))
    if found:
        missing = [] if brief.by_convention(_MISSING) else brief.statuses(_MISSING)
        tail = brief.say("flow-missing", code=404) if missing else ""
        sources = tuple(source for _, known in found for source in known)
        text = ", ".join(text for text, _ in found)
        yield Fact(text=text + tail, sources=sources + status_sources(brief, *missing[:1]))
