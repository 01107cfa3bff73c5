"""What the documents call an endpoint, and the section that lists it with its like."""

from __future__ import annotations

import re

from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import lines_of, unlabelled

_HEADING = re.compile(r"(?P<level>#{2,5})\s+(?P<title>.*)")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LONGEST = 4


def called_of(brief: Brief) -> str:
    """What the endpoint's own passage calls it: its title, and how its description begins."""
    said = brief.spec.description
    lines = lines_of(brief, said.source)[:1] if said is not None else ()
    return " ".join((brief.spec.title, *(unlabelled(text) for _, text in lines)))


def group_of(brief: Brief) -> str:
    """The title of the section of the plan that lists the endpoint, where it tells of one thing."""
    own = next(iter(brief.spec.excerpts), None)
    lines = brief.passages.lines(own.source.path) if own is not None else ()
    above = reversed(lines[: own.source.line]) if own is not None else ()
    heads = [hit for one in above if (hit := _HEADING.match(one)) is not None]
    deep = len(heads[0]["level"]) if heads else 0
    found = next((one["title"] for one in heads if len(one["level"]) < deep), "")
    return found if len(_WORD.findall(found)) <= _LONGEST else ""
