"""When a row came into a state: the time that is set with it, where it may come into several.

A check, the remark of the time's column, or its name says which states these are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.wording import quoted
from agent.drafters.builtin.planning.tables.choices import values_of
from agent.drafters.builtin.planning.tables.work import Work, cited
from agent.drafters.builtin.planning.tables.written import MADE, default_of, is_required
from agent.drafters.builtin.planning.writes.transitions import state_of
from agent.drafters.builtin.project.naming import snake

_TIME = deferred(r"time|date", re.IGNORECASE)
_AT = deferred(r"(\w+?)_(?:at|on|date|time)(?:_utc)?$")
_THERE = deferred(r"\bis not null\b", re.IGNORECASE)
_NONE = deferred(r"\bnot in\b|<>|!=", re.IGNORECASE)
_BOOLEAN = deferred(r"\bbool|\bbit\b|\btinyint\(1\)", re.IGNORECASE)
_CLAUSE = deferred(r";|\bOR\b")


def arrived(work: Work, table: Table, written: Mapping[str, str]) -> Iterator[Fact]:
    """The times that are set where the state that is written is one of theirs."""
    for column in table.columns:
        free = _TIME.search(column.type) and not is_required(column) and not MADE.match(column.name)
        if not free or column.name in written or _by_trigger(table, column):
            continue
        for state in table.columns if not default_of(column).strip("NULnul") else ():
            values = _states(work, table, state, column) if state.name in written else []
            given = written.get(state.name, "").strip("`")
            if values and (given in values or not _is_state(work, table, state, given)):
                yield _told(work, column, state, [] if given in values else values)
                break


def _by_trigger(table: Table, column: Column) -> bool:
    return any(column.name in one.text for one in table.triggers)


def _told(work: Work, column: Column, state: Column, values: Sequence[str]) -> Fact:
    key = "flow-arrived" if values else "flow-stamped"
    text = work.brief.say(key, name=column.name, state=state.name, values=quoted(values))
    return Fact(text=text, sources=cited(work.brief, column))


def _is_state(work: Work, table: Table, state: Column, value: str) -> bool:
    known = (*values_of(work.brief.spec, table, state), "true", "false")
    return value in known


def _states(work: Work, table: Table, state: Column, column: Column) -> list[str]:
    """The states with which the time is there; a flag has one."""
    name = _AT.match(snake(column.name))
    stem = name[1] if name is not None else ""
    if _BOOLEAN.search(state.type):
        return ["true"] if stem and snake(state.name).removeprefix("is_") == stem else []
    if state is not state_of(table):
        return []
    known = values_of(work.brief.spec, table, state)
    for said in _said(work, table, state, column):
        found = [one for one in known if re.search(rf"\b{re.escape(one)}\b", said)]
        if 0 < len(found) < len(known):
            return found
    return [one for one in known if one == stem]


def _said(work: Work, table: Table, state: Column, column: Column) -> Iterator[str]:
    """The clauses of checks that tie both, then what stands behind the time's column."""
    for clause in (part for one in table.constraints for part in _CLAUSE.split(one)):
        tied = column.name in clause and re.search(rf"\b{re.escape(state.name)}\b", clause)
        if tied and _THERE.search(clause) and not _NONE.search(clause):
            yield clause
    line = work.brief.passages.says(column.source)
    yield line.partition(column.name)[2].replace(state.name, "")
