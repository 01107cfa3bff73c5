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
    """A line for each plan that has files of this one's steps, with the step that names them."""
    if "consistent" not in brief.demands:
        return []
    facts = (fact for plan in brief.siblings for fact in _shared(brief, plan))
    return list(islice(facts, _MOST))


def _shared(brief: Brief, plan: Plan) -> Iterator[Fact]:
    own = {place.path for _, place in brief.layout.places}
    for step in plan.all_steps():
        files = [file.path.value for file in step.files if file.path in own]
        if files:
            others = quoted(map(str, plan.endpoints)) or f"`{plan.title}`"
            text = brief.say("shared-with", others=others, names=quoted(files))
            yield Fact(text=text, sources=(Source(path=plan.path, line=step.line, last=step.line),))
            return
