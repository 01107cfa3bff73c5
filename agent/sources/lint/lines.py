"""The lines of a plan, each with its number in the file and whether a fence holds it."""

from __future__ import annotations

from collections.abc import Iterator

from agent.core.patterns import deferred
from agent.core.plan import Plan
from agent.core.values import dataclass

_FENCE = deferred(r"^\s*(?:>\s*)?(`{3,}|~{3,})")
_LONGEST = 2000
# A fact's source, as `api-plan.md:12-15`.
CITED = deferred(r"(?<![\w/])([\w.-]+\.[A-Za-z]\w*):(\d+)(?:-(\d+))?(?!\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line, cut where it is too long for prose."""

    text: str
    number: int
    fenced: bool


def lines_of(plan: Plan, text: str) -> Iterator[Line]:
    """The plan's own lines of its file; the fences' own lines count as fenced."""
    source = text.replace("\r\n", "\n").split("\n")
    mark = ""
    for number, line in enumerate(source[plan.line - 1 : plan.last], plan.line):
        found = _FENCE.match(line) if "```" in line or "~~~" in line else None
        fenced = bool(mark or found)
        if found and not mark:
            mark = found[1]
        elif found and found[1].startswith(mark) and line.strip(" >") == found[1]:
            mark = ""
        yield Line(text=line[:_LONGEST], number=number, fenced=fenced)
