"""What the database itself does at a write: the triggers that the documents define in SQL."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.work import Work

_TRIGGER = deferred(
    r"create\s+(?:or\s+replace\s+)?(?:constraint\s+)?trigger\s+(?P<name>[\w\".]+)\s+"
    r"(?P<when>before|after)\s+(?P<events>(?:insert|update|delete)\b.{0,200}?)\s+on\s"
    r".*?\bexecute\s+(?:function|procedure)\s+(?P<function>[\w\".]+)",
    re.IGNORECASE | re.DOTALL,
)
# Who sets the time of a change is told with the change.
STAMPS = deferred(r"timestamp|updated_?at|moddatetime", re.IGNORECASE)
_EVENTS = {"create": "insert", "update": "update", "delete": "delete"}
_MOST = 3


def fired(work: Work) -> Iterator[Fact]:
    """Which functions run before or after the write of the endpoint's own kind, at most three."""
    table, event = work.table, _EVENTS.get(work.brief.subject.act, "")
    if table is None or not event:
        return
    told = 0
    for trigger in table.triggers:
        hit = _TRIGGER.search(trigger.text)
        if hit is None or event not in hit["events"].casefold() or STAMPS.search(trigger.text):
            continue
        text = work.brief.say(
            f"flow-fired-{hit['when'].casefold()}",
            name=hit["name"].replace('"', ""),
            function=hit["function"].replace('"', ""),
        )
        yield Fact(text=text, sources=(trigger.source,))
        told += 1
        if told == _MOST:
            return
