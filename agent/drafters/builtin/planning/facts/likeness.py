"""What the plans of other endpoints share with this one: files and types under the same name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from agent.core.documents import Source
from agent.core.plan import Plan
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import quoted

_MOST = 3


def likeness(brief: Brief) -> list[Fact]:
    """A line for the same files of this one's steps, and the steps of other plans with them."""
    if "consistent" not in brief.demands:
        return []
    found: dict[str, list[tuple[str, Source]]] = {}
    shared = (one for plan in brief.siblings for one in _shared(brief, plan))
    for names, others, place in islice(shared, _MOST):
        found.setdefault(names, []).append((others, place))
    return [
        Fact(
            text=brief.say("shared-with", others=", ".join(one for one, _ in told), names=names),
            sources=tuple(place for _, place in told),
        )
        for names, told in found.items()
    ]


def _shared(brief: Brief, plan: Plan) -> Iterator[tuple[str, str, Source]]:
    """The files of the first step that has any, whose plan it is, and where that step stands."""
    # One file catches for all endpoints.
    own = {place.path for role, place in brief.layout.places if role != "errors"}
    for step in plan.all_steps():
        files = [file.path.value for file in step.files if file.path in own]
        if files:
            others = quoted(map(str, plan.endpoints)) or f"`{plan.title}`"
            yield quoted(files), others, Source(path=plan.path, line=step.line, last=step.line)
            return
