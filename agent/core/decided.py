"""What the user said once for every endpoint, or for all of a plan, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from agent.core.documents import RepoPath, Source
from agent.core.patterns import deferred
from agent.core.plan import Plan
from agent.core.spec import Excerpt, Spec

DECISIONS = RepoPath(".ai/decisions.md")
FEEDBACK = "Feedback"
_POINT = deferred(r"\s*[-*]\s+(\S.*)")


def decided(spec: Spec) -> tuple[Excerpt, ...]:
    """The points of the decisions document, each with its line."""
    return tuple(
        Excerpt(source=Source(path=rule.path, line=number, last=number), text=point)
        for rule in spec.rules
        if rule.path == DECISIONS
        for number, point in _points(rule.text)
    )


def feedback(plan: Plan) -> tuple[str, ...]:
    """The points of the plan's Feedback section."""
    bodies = (one.body for one in plan.sections if one.title.strip(" .0123456789") == FEEDBACK)
    return tuple(point for body in bodies for _, point in _points(body))


def _points(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        match = _POINT.fullmatch(line.rstrip())
        if match is not None:
            yield number, match[1]
