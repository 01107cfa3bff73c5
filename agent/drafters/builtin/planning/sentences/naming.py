"""What the documents call an endpoint, and the section that lists it with its like."""

from __future__ import annotations

import re
from itertools import takewhile

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import lines_of, unlabelled
from agent.drafters.builtin.planning.subject import fold

_HEADING = deferred(r"(?P<level>#{2,5})\s+(?P<title>.*)")
_WORD = deferred(r"[^\W\d_]{2,}")
_PATH = deferred(r"(?<![\w.])/[a-z][\w{}/:<>\[\]-]*")
_PARTS = re.compile(r"/([A-Za-z][\w-]*)")
_LONGEST = 4
_CALL = deferred(r"(?:^|[\W_])(?P<method>GET|HEAD|POST|PUT|PATCH|DELETE)\b[\s*`_|]+/")
_ASIDE = deferred(r"\([^()]*\)")
_READS = frozenset(("GET", "HEAD"))


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


def is_of_group(brief: Brief, lead: str) -> bool:
    """Whether a lead is the title of the endpoint's own section, where all of that only read."""
    own = next(iter(brief.spec.excerpts), None)
    lines = brief.passages.lines(own.source.path) if own is not None else ()
    at = own.source.line if own is not None else 0
    if not lead.rstrip(": ").endswith("**") or brief.subject.writes:
        return False
    heads = ((at, _HEADING.match(one)) for at, one in enumerate(lines))
    above = [(head, hit["title"]) for head, hit in heads if hit is not None and head < at - 1]
    head, title = above[-1] if above else (0, "")
    section = "\n".join(takewhile(lambda one: _HEADING.match(one) is None, lines[head + 1 :]))
    same = _words(title) == _words(lead) != []
    return same and _READS.issuperset(hit["method"] for hit in _CALL.finditer(section))


def _words(title: str) -> list[str]:
    """The words of a title, without what stands in brackets."""
    return [fold(one) for one in _WORD.findall(_ASIDE.sub("", title))]
