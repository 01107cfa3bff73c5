"""Where in the plan a finding stands."""

from __future__ import annotations

from agent.core.documents import Source
from agent.core.lint.values import Reading


def at(reading: Reading, line: int) -> Source:
    """The line of the plan's file."""
    return Source(path=reading.plan.path, line=line, last=line)
