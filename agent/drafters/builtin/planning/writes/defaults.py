"""What the database gives a new row by itself: keys, times, and values that stand in the table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import quoted
from agent.drafters.builtin.planning.tables.work import cited
from agent.drafters.builtin.planning.tables.written import default_of

# A default that is called, and a column that numbers its rows.
_CALLED = deferred(
    r"\bdefault\b[^,]*\("
    r"|\bdefault[\s:=]*`?(?:gen_random_uuid|uuid\w*|newid|now|current_\w+|\w*utc(?:now|date))\b"
    r"|\bidentity\b|\bauto_?increment\b",
    re.IGNORECASE,
)
_SERIAL = deferred(r"(?:small|big)?serial", re.IGNORECASE)
_MOST = 8


def with_made(brief: Brief, fact: Fact, table: Table, written: Mapping[str, str]) -> Fact:
    """The new row with the columns that the table makes, unless `defaults` tells them."""
    made = [one for one in table.columns if _is_made(one, written)]
    if not made or _fixed(table, written):
        return fact
    text = fact.text + brief.say("flow-made", names=quoted(one.name for one in made))
    return replace(fact, text=text, sources=(*fact.sources, *cited(brief, *made)))


def defaults(brief: Brief, table: Table, written: Mapping[str, str]) -> Iterator[Fact]:
    """What the table fills in where a value of it is written down, with what it makes."""
    fixed = _fixed(table, written)[:_MOST]
    if fixed:
        made = [one for one in table.columns if _is_made(one, written)]
        names = [f"`{one.name}`" for one in made]
        names += [f"`{one.name}` = `{default_of(one)}`" for one in fixed]
        text = brief.say("flow-defaults", names=", ".join(names))
        yield Fact(text=text, sources=cited(brief, *made, *fixed))


def _is_made(column: Column, written: Mapping[str, str]) -> bool:
    """Whether the database makes the value: a key, the time of the write."""
    called = _CALLED.search(", ".join(column.constraints)) or _SERIAL.fullmatch(column.type)
    return column.name not in written and called is not None


def _fixed(table: Table, written: Mapping[str, str]) -> list[Column]:
    """The columns whose value stands in the table; NULL is none."""
    found = [one for one in table.columns if one.name not in written]
    found = [one for one in found if not _is_made(one, written)]
    return [one for one in found if default_of(one).casefold() not in {"", "null"}]
