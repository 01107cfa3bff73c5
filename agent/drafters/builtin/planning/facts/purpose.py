"""What an endpoint is for, in the words of the documents."""

from __future__ import annotations

from collections.abc import Sequence

from agent.core.documents import Source
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import lines_of, trimmed, unlabelled

_LONGEST = 320


def purpose(brief: Brief) -> Fact:
    """The first line of its description, else the title of its passage."""
    spec = brief.spec
    for source, text in _lines(brief):
        said = trimmed(unlabelled(text), _LONGEST)
        if said:
            return Fact(text=said.rstrip("."), sources=(source,))
    if spec.title and spec.excerpts:
        title = trimmed(spec.title)
        return brief.found(title.rstrip("."), [spec.excerpts[0].source], *title.split()[:1])
    key = "no-description" if spec.excerpts else "no-document"
    return Fact(text=brief.say(key, endpoint=brief.endpoint))


def _lines(brief: Brief) -> Sequence[tuple[Source, str]]:
    """The description's; of a list of what is done none, where a title says it in short."""
    said = brief.spec.description
    if said is None:
        return ()
    rows = lines_of(brief, said.source) or ((said.source, said.text),)
    if not rows[0][1].rstrip(" *_").endswith(":"):
        return rows
    return () if brief.spec.title else rows[1:]
