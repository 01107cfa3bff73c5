"""The day that a request means: in whose time zone it is today, and the weekdays of a row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.patterns import deferred
from agent.core.spec import Column, Parameter, Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.links import is_people
from agent.drafters.builtin.planning.facts.wording import quoted
from agent.drafters.builtin.planning.tables.work import Work, cited
from agent.drafters.builtin.project.naming import snake

_ZONE = deferred(r"(?:\w+_)?time_?zone(?:_(?:id|name))?")
_LOCAL = deferred(
    r"\btime[ -]?zones?\b|\blocal (?:time|day|date)\b|\bstref\w* czas\w*"
    r"|\blokaln\w+ (?:czas|dni|dat)\w*",
    re.IGNORECASE,
)
_TODAY = deferred(r"\btoday\b|\bdzi(?:\u015b|siaj)\b|\bdzisiejsz\w+", re.IGNORECASE)
_DAY = deferred(r"(?:\w+_)?(?:date|day)")
# One number with a bit for each day.
_WEEK = deferred(r"(?:\w+_)?(?:days?_of_(?:the_)?week|week_?days?|days?)_?(?:mask|bits?|flags)")


def zoned(work: Work) -> Iterator[Fact]:
    """Which day today is for values that the documents tell by the caller's own time."""
    brief = work.brief
    meant = [one for one in brief.inputs if _LOCAL.search(one.note) and _is_today(one)]
    zones = [
        (table, column)
        for table in brief.spec.schema
        if is_people(table.name)
        for column in table.columns
        if _ZONE.fullmatch(snake(column.name))
    ]
    if meant and len(zones) == 1 and work.closed:
        table, column = zones[0]
        names, name = quoted(one.name for one in meant), f"{table.name}.{column.name}"
        text = brief.say("flow-today", names=names, column=name)
        places = [place for one in meant for place in (one.source, *one.rules)]
        yield Fact(text=text, sources=(*places[:1], *cited(brief, table, column)))


def _is_today(one: Parameter) -> bool:
    return _TODAY.search(f"{one.note} {one.default or ''}") is not None


def weekday(brief: Brief, table: Table, one: Parameter) -> tuple[str, Column] | None:
    """The condition that a row is for the weekday of a day that is asked for."""
    days = [each for each in table.columns if _WEEK.fullmatch(snake(each.name))]
    if len(days) != 1 or not _DAY.fullmatch(snake(one.name)):
        return None
    return brief.say("cond-weekday", column=days[0].name, name=one.name), days[0]
