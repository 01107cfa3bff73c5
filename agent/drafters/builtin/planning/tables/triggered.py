"""What the database itself does at a write: the triggers that the documents define in SQL."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from agent.core.documents import Source
from agent.core.lately import latest
from agent.core.patterns import deferred
from agent.core.spec import Column, Excerpt, Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name
from agent.drafters.builtin.planning.tables.triggereffects import done, effects, led
from agent.drafters.builtin.planning.tables.triggerwords import worded
from agent.drafters.builtin.planning.tables.work import Work

_TRIGGER = deferred(
    r"create\s+(?:or\s+replace\s+)?(?:constraint\s+)?trigger\s+(?P<name>[\w\".]+)\s+"
    r"(?P<when>before|after)\s+(?P<events>(?:insert|update|delete)\b.{0,200}?)\s+on\s"
    r".*?\bexecute\s+(?:function|procedure)\s+(?P<function>[\w\".]+)",
    re.IGNORECASE | re.DOTALL,
)
# Who sets the time of a change is told with the change.
STAMPS = deferred(r"timestamp|updated_?at|moddatetime", re.IGNORECASE)
_EVENTS = {"create": "insert", "update": "update", "delete": "delete"}
# A line that leads the statements of a function: its name, when it runs, and on which tables.
_LINE = deferred(
    r"`(?P<function>\w+)(?:\(\))?`\W+(?P<when>before|after)\s+"
    r"(?P<events>(?:insert|update|delete)(?:\s*(?:/|,|or|lub)\s*(?:insert|update|delete))*)",
    re.IGNORECASE,
)
_ON = deferred(r"\b(?:on|na)\s+`?(?:table\s+)?(?P<table>\w+)", re.IGNORECASE)
_STAMPED = deferred(
    r"(?:\bset|updat|aktualiz|ustaw)\w*\W[^.]{0,30}updated_?at"
    r"|updated_?at\b[^.;]{0,40}\b(?:set|updat|aktualiz|ustaw)",
    re.IGNORECASE,
)
_LATER = deferred(r"\bfuture\b|\boptional|\bdeferred\b|przysz\u0142|opcjonaln", re.IGNORECASE)
_WAITS = deferred(r"`NEW\.(?P<column>\w+) = '(?P<value>[^']*)'`")
_TABLE = deferred(r"`([^`]+)`")
_MOST, _BELOW = 4, 20


def stamps(table: Table, column: Column) -> Excerpt | None:
    """The trigger of a table that sets the time of its last change; one that only names it, not."""
    return next((one for one in table.triggers if _is_stamp(one.text, column.name)), None)


def _is_stamp(text: str, name: str) -> bool:
    if _TRIGGER.search(text) is None:
        return _STAMPED.search(text) is not None
    return name in text or STAMPS.search(text) is not None


def fired(work: Work, written: Sequence[Fact] = ()) -> Iterator[Fact]:
    """What runs before or after the write of the endpoint's own kind, with what it changes.

    What waits for a state that the row does not come into does nothing.
    """
    table, event = work.table, _EVENTS.get(work.brief.subject.act, "")
    if table is not None and work.brief.subject.act == "action":
        # The row that the path names is changed, where one of that table is written.
        changed = any(f"`{bare_name(table)}`" in one.text for one in written)
        event = "update" if changed and any(row.table is table for row in work.rows) else ""
    if table is not None and event:
        found = (one for one in _fired(work, table, event) if _may_fire(one, written))
        yield from islice(found, _MOST)


def beside_fired(work: Work, written: Sequence[Fact]) -> Iterator[Fact]:
    """The same of the other tables that rows are added to or changed in."""
    brief = work.brief
    for one in written:
        names = _TABLE.findall(one.text)[:1]
        table = next((each for each in brief.spec.schema if [each.name] == names), None)
        if table is not None and table is not work.table:
            adds = one.text.startswith(brief.say("flow-create", table=table.name))
            found = _fired(work, table, "insert" if adds else "update")
            yield from islice((each for each in found if _may_fire(each, written)), _MOST)


def _fired(work: Work, table: Table, event: str) -> Iterator[Fact]:
    brief = work.brief
    named: set[str] = set()
    for trigger in table.triggers:
        hit = _TRIGGER.search(trigger.text)
        if hit is None and _says(table, trigger.text, event):
            yield worded(brief, trigger)
        if hit is None or event not in hit["events"].casefold() or STAMPS.search(trigger.text):
            continue
        function = hit["function"].replace('"', "")
        name = hit["name"].replace('"', "")
        if name in named:  # planned and built
            continue
        named.add(name)
        text = brief.say(f"flow-fired-{hit['when'].casefold()}", name=name, function=function)
        does = effects(brief, trigger.source.path, function, event)
        case = led(brief, trigger.source.path, trigger.source.line) if does is not None else None
        yield _with(_with(Fact(text=text, sources=(trigger.source,)), does), case, "; ")
    yield from _told(brief, table, event)


def _says(table: Table, text: str, event: str) -> bool:
    """Whether a sentence is of a trigger of this table and event that is there."""
    on = _ON.search(text)
    other = on is not None and on["table"].casefold() != table.name.rpartition(".")[2].casefold()
    timed = _STAMPED.search(text) or _LATER.search(text)
    named = re.search(rf"\b{event}s?\b", text, re.IGNORECASE)
    return bool(named) and not other and not timed and not text.endswith(":")


def _with(fact: Fact, does: Fact | None, joint: str = ": ") -> Fact:
    if does is None:
        return fact
    return replace(fact, text=f"{fact.text}{joint}{does.text}", sources=fact.sources + does.sources)


def _may_fire(fact: Fact, written: Sequence[Fact]) -> bool:
    """Whether the row as it is written may be in the state that a trigger waits for."""
    waits = _WAITS.search(fact.text)
    if waits is None:
        return True
    sets = re.compile(rf"`{waits['column']}` = `(\w+)`")
    values = {value.casefold() for one in written for value in sets.findall(one.text)}
    return not values or waits["value"].casefold() in values


def _told(brief: Brief, table: Table, event: str) -> Iterator[Fact]:
    """Functions that a line names with their table, its statements below it."""
    path, name = table.source.path, table.name.rpartition(".")[2]
    on = deferred(rf"\b(?:on|na)\s+(?:`?[\w.]+`?,\s*)*`?{re.escape(name)}\b", re.IGNORECASE)
    for at, hit in _leads(brief.passages.lines(path)):
        if event not in hit["events"].casefold() or not on.search(hit.string):
            continue
        key = f"flow-runs-{hit['when'].casefold()}"
        source = Source(path=path, line=at + 1, last=at + 1)
        fact = Fact(text=brief.say(key, function=hit["function"]), sources=(source,))
        yield _with(fact, done(brief, path, (at, _BELOW), event))


@latest(4)
def _leads(lines: tuple[str, ...]) -> tuple[tuple[int, re.Match[str]], ...]:
    """The lines of a document that lead the statements of a function, with what they say of it."""
    ends = (at for at, line in enumerate(lines) if line.rstrip().endswith(":"))
    return tuple((at, hit) for at in ends if (hit := _LINE.search(lines[at])) is not None)
