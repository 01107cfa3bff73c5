"""What the documents call an endpoint, and the section that lists it with its like."""

from __future__ import annotations

import re

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import lines_of, unlabelled

_HEADING = deferred(r"(?P<level>#{2,5})\s+(?P<title>.*)")
_WORD = deferred(r"[^\W\d_]{2,}")
_PATH = deferred(r"(?<![\w.])/[a-z][\w{}/:<>\[\]-]*")
_PARTS = re.compile(r"/([A-Za-z][\w-]*)")
_LONGEST = 4


def called_of(brief: Brief) -> str:
    """What the endpoint's own passage calls it: its title, and how its description begins."""
    said = brief.spec.description
    lines = lines_of(brief, said.source)[:1] if said is not None else ()
    return " ".join((brief.spec.title, *(unlabelled(text) for _, text in lines)))


def group_of(brief: Brief) -> str:
    """The title of the section of the plan that lists the endpoint first, or others on its rows."""
    own = next(iter(brief.spec.excerpts), None)
    lines = brief.passages.lines(own.source.path)[: own.source.line] if own is not None else ()
    heads = [(at, hit) for at, one in enumerate(lines) if (hit := _HEADING.match(one)) is not None]
    deep = len(heads[-1][1]["level"]) if heads else 0
    above = (one for one in reversed(heads) if len(one[1]["level"]) < deep)
    at, title = next(((at, hit["title"]) for at, hit in above), (0, ""))
    first = next((hit[0] for one in lines[at + 1 :] if (hit := _PATH.search(one))), "")
    mine = _last(brief.spec.endpoint.path)
    return title if _last(first) == mine and len(_WORD.findall(title)) <= _LONGEST else ""


def _last(path: str) -> str:
    """The last part of a path that is no parameter."""
    return next((one for one in reversed(_PARTS.findall(path))), "")
