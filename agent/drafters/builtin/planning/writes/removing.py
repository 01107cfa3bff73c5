"""Which row is removed, and what keys of other tables do: keep it, go with it, become null."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.core.patterns import deferred
from agent.core.spec import Column, Status, Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import bound, named
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.links import Link
from agent.drafters.builtin.planning.facts.storage import removal
from agent.drafters.builtin.planning.facts.wording import primary_key, quoted
from agent.drafters.builtin.planning.tables.uniques import uniques
from agent.drafters.builtin.planning.tables.whose import owner_of
from agent.drafters.builtin.planning.tables.work import Work, alive, cited, status_sources
from agent.drafters.builtin.planning.tables.written import row_of
from agent.drafters.builtin.planning.writes.assigning import kept_as
from agent.drafters.builtin.project.naming import snake

CONFLICT = 409
_ALONG = ("flow-cascades", "flow-emptied")
_ON_DELETE = {
    "flow-cascades": re.compile(r"on delete cascade", re.IGNORECASE),
    "flow-emptied": re.compile(r"on delete set null", re.IGNORECASE),
    "flow-kept": re.compile(r"on delete (?:restrict|no action)", re.IGNORECASE),
}
_MARKS = re.compile(
    r"\bset\w* `?(?:is_)?(?:archived|active|deleted|hidden)(?:_at)?`?\s*(?:=|to )"
    r"|\bustaw\w* `?deleted_at",
    re.IGNORECASE,
)
_TICKED = re.compile(r"`([^`]+)`")
# "De-activate (sets `active=false`)" removes nothing.
_MARKED = deferred(r"\b(?:sets?|ustawia)\s+`?(\w+)`?\s*=\s*`?(\w+)", re.IGNORECASE)
_SOFT = deferred(r"\bsoft[- ]?delet|mi\u0119kki\w* usuni", re.IGNORECASE)
_PART_GONE = deferred(r"_(?:deleted|removed|archived)_at$")
_HARD = deferred(r"\bhard|permanent|trwa\u0142", re.IGNORECASE)


def deleted(work: Work, table: Table) -> Fact:
    """The row that goes, by what it is known; or the mark that it gets instead."""
    brief = work.brief
    marked = _marked(brief)
    gone = _mark(work, table)
    if marked is not None:
        values = {marked[1]: f"`{marked[2]}`"}
        if gone is not None and gone.name in _said(work):
            values.setdefault(gone.name, brief.say("value-now"))
        return row_of(brief, "flow-update", table, values)
    stays = kept_as(brief)
    if stays is not None:
        fact = row_of(brief, "flow-update", table, {stays.column.name: stays.value})
        return replace(fact, sources=(*fact.sources, stays.source))
    if gone is not None and not _is_removed(work, table):
        told = brief.say("flow-removed", table=table.name, name=gone.name)
        return Fact(text=told, sources=cited(brief, table, gone))
    text = brief.say("flow-delete", table=table.name)
    by = list(_by_path(work, table)) if work.own is None else []
    caller = _caller_of(work, table, [one for _, one in by]) if work.own is None else None
    if caller is not None:
        by.append((f"`{caller.name}` = {brief.say('value-caller')}", caller))
    told = f"{text}: {', '.join(said for said, _ in by)}" if by else text
    return Fact(text=told, sources=cited(brief, table, *(one for _, one in by)))


def marked(brief: Brief, written: Sequence[Fact], said: Sequence[Fact]) -> Iterator[Fact]:
    """The writes; a row that the documents only mark as removed is changed, and stays."""
    marks = brief.subject.act == "delete" and any(_MARKS.search(one.text) for one in said)
    for one in written:
        table = next(iter(_TICKED.findall(one.text)), "")
        if marks and one.text == brief.say("flow-delete", table=table):
            yield replace(one, text=brief.say("flow-update", table=table))
        else:
            yield one


def kept(work: Work, *, told: bool) -> Iterator[Fact]:
    """The rows that keep it, with the conflict unless that is told."""
    table = _removed(work)
    if table is not None:
        conflict = () if told else work.brief.statuses(CONFLICT)
        yield from _keys(work, table, "flow-kept", conflict)


def taken(work: Work) -> list[Fact]:
    """What goes with it in the database, by itself."""
    table = _removed(work)
    return [one for key in _ALONG for one in _keys(work, table, key)] if table is not None else []


def cleared(work: Work) -> Iterator[Fact]:
    """What goes with it in the store of its files, where the database has nothing."""
    if _removed(work) is not None and not taken(work):
        yield from removal(work.brief)


def _removed(work: Work) -> Table | None:
    """The table whose row is removed for good."""
    table = work.table if work.brief.subject.act == "delete" and work.sure else None
    return table if table is not None and _is_removed(work, table) else None


def _keys(work: Work, table: Table, key: str, conflict: Sequence[Status] = ()) -> Iterator[Fact]:
    """What the keys of other tables do when a row is removed."""
    brief, words = work.brief, _ON_DELETE[key]
    found = [one for one in work.links.into(table) if words.search(_constraints(one, table))]
    if found:
        names = quoted(f"{one.table.name}.{one.column.name}" for one in found)
        tail = brief.say("flow-conflict", code=CONFLICT) if conflict else ""
        more = status_sources(brief, *conflict[:1])
        text = brief.say(key, names=names) + tail
        yield Fact(text=text, sources=cited(brief, *(one.column for one in found)) + more)


def _constraints(link: Link, table: Table) -> str:
    """What is said of a key: behind its column, or apart from the columns."""
    apart = (one for one in link.table.constraints if link.column.name in one)
    return " ".join((*link.column.constraints, *(one for one in apart if table.name in one)))


def _caller_of(work: Work, table: Table, by: Sequence[Column]) -> Column | None:
    """The column of the caller, of whom there are several rows but for it: a like, a vote."""
    tie, column = work.tie, owner_of(work.links, table)
    if tie is not None and tie.own_of(table) and len(tie.columns) == 1:
        column = tie.columns[0]
    elif not work.closed or not any(
        column is not None
        and {column.name} < set(one.columns) <= {column.name, *(each.name for each in by)}
        for one in uniques(work.brief, table)
    ):
        return None
    rows = {one.parameter.name for one in work.rows}
    path = named(work.brief.spec.parameters, "path")
    return column if column not in by and all(one.name in rows for one in path) else None


def _by_path(work: Work, table: Table) -> Iterator[tuple[str, Column]]:
    """By what the path tells which row goes, where none of the rows that it names is that one."""
    keys = {one.target.name: one.column for one in work.links.of(table) if one.target is not None}
    for row in work.rows:
        if row.table.name in keys:
            key, held = keys[row.table.name], primary_key(row.table)
            by_key = row.column is None or row.column is held
            value = (
                row.parameter.name if by_key else f"{row.table.name}.{held.name if held else 'id'}"
            )
            yield f"`{key.name}` = `{value}`", key
            continue
        led = next((one for one in work.links.of(row.table) if one.target is table), None)
        own = primary_key(table)
        if led is not None and own is not None:
            yield f"`{own.name}` = `{row.table.name}.{led.column.name}`", led.column
    rows = {one.parameter.name for one in work.rows}
    for one in named(work.brief.spec.parameters, "path"):
        told = bound(table, one.name) if one.name not in rows else None
        if told is not None:
            yield f"`{told.name}` = `{one.name}`", told


def _marked(brief: Brief) -> re.Match[str] | None:
    """What the description sets instead of removing the row."""
    said = brief.spec.description
    return _MARKED.search(said.text) if said is not None else None


def _is_removed(work: Work, table: Table) -> bool:
    """Whether a deleted row is gone, not only marked."""
    text = _said(work)
    if _MARKED.search(text) or kept_as(work.brief) is not None:
        return False
    return _mark(work, table) is None or _HARD.search(text) is not None


def _mark(work: Work, table: Table) -> Column | None:
    """The column that marks a removed row; also of a part of it, where it is said to be marked."""
    parts = [one for one in table.columns if _PART_GONE.search(snake(one.name))]
    soft = len(parts) == 1 and _SOFT.search(_said(work)) is not None
    return alive(table) or (parts[0] if soft else None)


def _said(work: Work) -> str:
    said = (work.brief.spec.description, *work.brief.spec.excerpts[:1])
    return " ".join(one.text for one in said if one is not None)
