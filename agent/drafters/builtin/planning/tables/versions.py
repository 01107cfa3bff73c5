"""The headers of an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import lines_of
from agent.sources.general.headed import is_head

_HEADER = re.compile(
    r"`((?:Cache-Control|Location|Retry-After|Content-Disposition)\s*:\s*[^`]+)`"
    r"|(?<![\w-])(ETag|Location|Last-Modified|Retry-After|X-(?![\w-]*(?:Signature|Key|Token|Secret))[A-Z][\w-]+)(?![\w-])"
)


# Which row it was in the example.
_SHOWN = deferred(r"^(Location: .*/)(?:\d+|[\da-f]{8}-[\da-f-]{27})$", re.IGNORECASE)
_TITLE = deferred(r"\s*(?:#{1,6}\s|\*\*[^*`]+\*\*\s*$)")


def headers(brief: Brief) -> dict[str, Source]:
    """The headers that the endpoint's own passage, or a general line on its path, answers with."""
    found: dict[str, Source] = {}
    given = {one.name.casefold() for one in brief.spec.parameters if one.place == "header"}
    for source, line in _lines(brief):
        if _TITLE.match(line) or any(name in line.casefold() for name in given):
            continue
        for whole, name in _HEADER.findall(line):
            found.setdefault(_SHOWN.sub(r"\1{id}", whole) or name, source)
    return found


def _lines(brief: Brief) -> Iterator[tuple[Source, str]]:
    for one in brief.spec.excerpts[:1]:
        yield from lines_of(brief, one.source)
    for one in brief.spec.notes:
        if brief.spec.endpoint.path in one.text:
            for source, line in lines_of(brief, one.source):
                if brief.spec.endpoint.path in line and not is_head(line):
                    yield source, line
