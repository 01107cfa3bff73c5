"""The sections on security and performance: who may call, and what bounds the work."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.spec import Excerpt
from agent.drafters.builtin.planning.brief import Brief
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.phrases import say
from agent.drafters.builtin.planning.remarks import concern_of, remarks
from agent.drafters.builtin.planning.storage import indexes
from agent.drafters.builtin.planning.wording import (
    closed,
    lines_of,
    sentences,
    trimmed,
    unlabelled,
    value,
)

_MOST_AUTH = 3
_SIZE = re.compile(r"^(?:page_?size|per_?page|size|limit|take)$", re.IGNORECASE)


def security(brief: Brief) -> list[str]:
    """Who may call, and what the documents say that protects the data."""
    facts = [*_auth(brief, brief.spec.auth), *_described(brief), *remarks(brief, "security")]
    lines = [f"- {fact}" for fact in facts]
    return closed(lines or [say("no-security", endpoint=brief.endpoint)], brief.points("auth"))


def _auth(brief: Brief, auth: Excerpt | None) -> Iterator[Fact]:
    if auth is None:
        return
    told = lines_of(brief, auth.source) or [(auth.source, auth.text)]
    mine = brief.spec.excerpts[:1]
    for source, text in told[:_MOST_AUTH]:
        said = trimmed(text)
        if said:
            own = any(one.source.line <= source.line <= one.source.last for one in mine)
            shown = said if own else say("auth-of", endpoint=brief.endpoint, text=said)
            yield Fact(text=shown.rstrip("."), sources=(source,))


def _described(brief: Brief) -> Iterator[Fact]:
    """Sentences of the description that say who may call."""
    said = brief.spec.description
    for source, line in lines_of(brief, said.source) if said else ():
        for one in sentences(unlabelled(line)):
            if concern_of(one) == "security":
                yield Fact(text=one.strip("()").rstrip("."), sources=(source,))


def performance(brief: Brief) -> list[str]:
    """What bounds the work, and what the documents say of speed, caches and indexes."""
    facts = [*remarks(brief, "performance"), *indexes(brief)]
    for one in brief.spec.parameters:
        if one.place == "query" and _SIZE.match(one.name) and one.limit("max"):
            text = value(brief, one)
            shown = text.text.partition(": ")[2]
            said = say("page-limit", endpoint=brief.endpoint, name=one.name, text=shown)
            facts.append(Fact(text=said, sources=text.sources))
    if not facts:
        return [say("no-performance", endpoint=brief.endpoint)]
    return [f"- {fact}" for fact in facts]
