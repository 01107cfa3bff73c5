"""The rows that a path names, each found by its key before anything is done with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.drafters.builtin.planning.callers.callers import belonging
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import bound
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.tables.choices import values_of
from agent.drafters.builtin.planning.tables.onlyone import only_one
from agent.drafters.builtin.planning.tables.pathrows import Row
from agent.drafters.builtin.planning.tables.through import told_pair
from agent.drafters.builtin.planning.tables.work import Work, alive, cited
from agent.drafters.builtin.project.naming import snake

_MISSING = 404
_CODE = deferred(r"`\d{3}`")
_NOT = r"\b(?:not|n't|n\u2019t|other than|nie (?:jest|ma statusu)|inn\w+ ni\u017c)"
# What has a complement is no state: "not assigned to the caller".
_ALONE = r"\b(?!\s+(?:to|by|for|in|with|on|of|do|dla|przez|w)\b)"
# "not executed successfully" is of the state `success`.
_IS_NOT = rf"{_NOT}\s+(?:\w+ed\s+)?[`'\"]?{{word}}(?:fully)?[`'\"]?{_ALONE}"
_BOOLEAN = deferred(r"bool|\bbit\b", re.IGNORECASE)


def finding(work: Work) -> Iterator[Fact]:
    """The rows in the path's order: that of the endpoint's own table within those above it."""
    for at, row in enumerate(work.rows):
        yield _found(work, row, work.rows[:at])
    only = only_one(work)
    if only is not None:
        conditions = f"`{only.column.name}` = {only.value}"
        text = work.brief.say("flow-row", table=only.table.name, conditions=conditions)
        yield _missing(work, Fact(text=text, sources=cited(work.brief, only.table, only.column)))


def _found(work: Work, row: Row, before: tuple[Row, ...]) -> Fact:
    brief = work.brief
    gone = _mark(brief, row.table)
    name = f"`{row.parameter.name}`"
    conditions = [f"`{row.column.name}` = {name}" if row.column is not None else name]
    columns = [row.column] if row.column is not None else []
    places: list[Source] = []
    for other in before:
        link = next((one for one in work.links.of(row.table) if one.target is other.table), None)
        if link is not None:
            conditions.append(f"`{link.column.name}` = `{other.parameter.name}`")
            columns.append(link.column)
        pair = told_pair(work, row.table, other.table)
        if pair is not None:
            names = {"key": pair[0], "other": pair[1], "name": other.parameter.name}
            conditions.append(brief.say("cond-pairs", of=f"{row.table.name}.id", **names))
            places.append(pair[2])
        for key in work.links.shared(row.table, other.table):
            conditions.append(f"`{key.name}` = `{other.table.name}.{key.name}`")
            columns.append(key)
    if gone is not None:
        conditions.append(f"`{gone.name}` IS NULL")
        columns.append(gone)
    state = in_state(brief, row.table) if row in (work.own, work.rows[-1]) else None
    if state is not None:
        conditions.append(f"`{state[0].name}` = {state[1]}")
        columns.append(state[0])
    text = brief.say("flow-row", table=row.table.name, conditions=", ".join(conditions))
    return _missing(work, Fact(text=text, sources=(*cited(brief, row.table, *columns), *places)))


def _mark(brief: Brief, table: Table) -> Column | None:
    """The mark of a removed row; none that the body sets: to take it off the row is found."""
    gone = alive(table)
    return None if any(bound(table, one.name) is gone for one in brief.body) else gone


def _missing(work: Work, fact: Fact) -> Fact:
    missing = work.refusal(_MISSING)
    said = work.brief.say("flow-missing", code=_MISSING)
    return fact if missing is None else missing.after(fact, said)


def in_state(brief: Brief, table: Table) -> tuple[Column, str] | None:
    """The column and what it has to be, by the endpoint's own words on `404`."""
    own = (one for one in brief.statuses(_MISSING) if brief.is_own(one.source))
    said = " ".join(one.meaning for one in own)
    states = (
        (column, shown)
        for column in table.columns
        for word, shown in _states(brief, table, column)
        if re.search(_IS_NOT.format(word=re.escape(word)), said, re.IGNORECASE)
    )
    return next(states, None) if said else None


def _states(brief: Brief, table: Table, column: Column) -> Iterator[tuple[str, str]]:
    """The words for the states that a column tells, each with its value."""
    if _BOOLEAN.search(column.type):
        yield snake(column.name).removeprefix("is_"), "true"
    yield from ((one, f"'{one}'") for one in values_of(brief.spec, table, column))


def found_rows(work: Work) -> list[Fact]:
    """The rows that the path names with whose they have to be: one item for all of them."""
    rows, whose = list(finding(work)), [*belonging(work)]
    if rows and whose and (work.tie is None or work.tied is work.rows[0].table):
        rows, whose = [rows[0], *whose, *rows[1:]], []
    if not rows:
        return whose
    told = [rows[0], *(replace(one, text=_lower(one.text)) for one in rows[1:])]
    bare = [replace(one, beside="") for one in told]
    text = "; ".join([*map(str, bare[:-1]), bare[-1].text])
    return [replace(bare[-1], text=text, beside=_beside(told)), *whose]


def _beside(told: Iterable[Fact]) -> str:
    """Behind the last of them what no document names, each status once."""
    found: dict[str, str] = {}
    for one in told:
        found.setdefault("".join(_CODE.findall(one.beside)), one.beside)
    return "".join(found.values())


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
