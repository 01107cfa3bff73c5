"""What an endpoint is for, in the words of the documents."""

from __future__ import annotations

from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import lines_of, trimmed, unlabelled

_LONGEST = 320


def purpose(brief: Brief) -> Fact:
    """The first line of its description, else the title of its passage."""
    spec = brief.spec
    if spec.description is not None:
        for source, text in lines_of(brief, spec.description.source) or [
            (spec.description.source, spec.description.text)
        ]:
            said = trimmed(unlabelled(text), _LONGEST)
            if said:
                return Fact(text=said.rstrip("."), sources=(source,))
    if spec.title and spec.excerpts:
        title = trimmed(spec.title)
        return brief.found(title.rstrip("."), [spec.excerpts[0].source], *title.split()[:1])
    key = "no-description" if spec.excerpts else "no-document"
    return Fact(text=brief.say(key, endpoint=brief.endpoint))
