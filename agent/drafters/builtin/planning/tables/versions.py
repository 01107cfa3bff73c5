"""Versions of what is answered: a condition in the request, and headers of the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import lines_of
from agent.drafters.builtin.planning.tables.work import Work
from agent.sources.headed import is_head

_SAME = 304
_VERSION = deferred(r"if-none-match|if-match|if-(?:un)?modified-since", re.IGNORECASE)
_HEADER = re.compile(
    r"`((?:Cache-Control|Location|Retry-After|Content-Disposition)\s*:\s*[^`]+)`"
    r"|(?<![\w-])(ETag|Location|Last-Modified|Retry-After|X-(?![\w-]*(?:Signature|Key|Token|Secret))[A-Z][\w-]+)(?![\w-])"
)


def version(work: Work) -> Iterator[Fact]:
    """A condition in the request's headers, compared before the answer."""
    brief = work.brief
    same = brief.spec.status(_SAME)
    for one in brief.spec.parameters:
        if one.place == "header" and _VERSION.fullmatch(one.name):
            text = brief.say("flow-version", name=one.name)
            fact = Fact(text=text, sources=brief.passages.holding([one.source], one.name))
            if same is not None:
                known = brief.status(same)
                text += brief.say("flow-same", code=_SAME)
                fact = replace(fact, text=text, sources=fact.sources + known.sources)
            yield fact


def headers(brief: Brief) -> dict[str, Source]:
    """The headers that the endpoint's own passage, or a general line on its path, answers with."""
    found: dict[str, Source] = {}
    given = {one.name.casefold() for one in brief.spec.parameters if one.place == "header"}
    for source, line in _lines(brief):
        if any(name in line.casefold() for name in given):
            continue
        for whole, name in _HEADER.findall(line):
            found.setdefault(whole or name, source)
    return found


def _lines(brief: Brief) -> Iterator[tuple[Source, str]]:
    for one in brief.spec.excerpts[:1]:
        yield from lines_of(brief, one.source)
    for one in brief.spec.notes:
        if brief.spec.endpoint.path in one.text:
            for source, line in lines_of(brief, one.source):
                if brief.spec.endpoint.path in line and not is_head(line):
                    yield source, line
