"""What holds an endpoint's entries where no table does: a queue that is kept in Redis."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.documents import Source
from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import quoted

_STORE = deferred(
    r"\b(?P<name>Redis|Valkey|KeyDB|RabbitMQ|Kafka|BullMQ|SQS|Service Bus)(?:[a-z]{1,3})?\b"
)
# What such a store keeps, in the words of a path and of the documents. English and Polish.
_QUEUE = deferred(r"\bqueues?\b|\bkolej(?:k\w*|ek\b)", re.IGNORECASE)
_PART = re.compile(r"/([a-z][\w-]*)/?$")
_POINT = deferred(r"(?P<depth>\s*)(?:[-*+\u2022]|\d+[.)])\s")


@lately
def kept(brief: Brief) -> tuple[str, tuple[Source, ...]]:
    """The store of the queue that the path ends with, where no table is of it and one is named."""
    end = _PART.search(brief.spec.endpoint.path)
    mine = end is not None and brief.table is None and _QUEUE.search(end[1].replace("-", " "))
    found = list(_lines(brief)) if mine else []
    names = {name for name, _ in found}
    return (names.pop() if len(names) == 1 else "", tuple(one for _, one in found))


def entered(brief: Brief) -> Iterator[Fact]:
    """The entry that is added there, removed or read."""
    (store, sources), act = kept(brief), brief.subject.act
    if store:
        given = quoted(one.name for one in brief.body)
        act = act if act in {"delete", "get", "list"} else "create"
        text = brief.say(f"store-{act}", store=store)
        text += brief.say("store-with", names=given) if given else ""
        yield Fact(text=text, sources=sources)


def _lines(brief: Brief) -> Iterator[tuple[str, Source]]:
    """The lines that name the store and the queue, or stand in a list that is led by the store."""
    own = brief.spec.excerpts[:1]
    paths = [one.source.path for one in (*own, *brief.spec.stack)]
    for path in dict.fromkeys((*paths, *(one.path for one in brief.spec.rules))):
        lines = brief.passages.lines(path)
        for at in (at for at, line in enumerate(lines) if _QUEUE.search(line)):
            first = at if _STORE.search(lines[at]) else _lead(lines, at)
            named = _STORE.search(lines[first])
            if named is not None:
                yield named["name"], Source(path=path, line=first + 1, last=at + 1)


def _lead(lines: Sequence[str], at: int) -> int:
    """Where the line is that leads the list which a point stands in, or what it stands below."""
    here = _POINT.match(lines[at])
    for above in range(at - 1, -1, -1) if here is not None else ():
        point = _POINT.match(lines[above])
        if here is not None and (point is None or len(point["depth"]) < len(here["depth"])):
            return above
    return at
