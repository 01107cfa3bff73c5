"""Rows beside the endpoint's own that its passage, or a section on its deed, says are made."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from agent.core.patterns import deferred
from agent.core.spec import Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import bound, groups, holds_entries, lists_of
from agent.drafters.builtin.planning.sentences.modelcalls import asked
from agent.drafters.builtin.planning.tables.choices import kind_of, values_of
from agent.drafters.builtin.planning.tables.work import Work
from agent.drafters.builtin.planning.tables.written import (
    MADE,
    given,
    is_needed,
    is_required,
    row_of,
)
from agent.drafters.builtin.planning.writes.asking import stored
from agent.drafters.builtin.planning.writes.filling import filled
from agent.drafters.builtin.planning.writes.saidrows import Told, said_rows
from agent.drafters.builtin.project.naming import snake

_IS_KIND = deferred(r"[a-z]+(?:[_.][a-z]+)+")
_TICKED = deferred(r"`([^`]+)`")
# What else a sentence tells than that a row is made.
_MORE = deferred(
    r"\b(?:updat|RPC|trigger|queue|transact|send|notif|e?mail|aktualiz|wywo\u0142|wysy\u0142)",
    re.IGNORECASE,
)
_CITED = deferred(r"\s?\([\w.-]+\.\w+:[^()]*\)")
_SET = deferred(
    r"`?(?P<name>\w+)`?\s*=\s*`?(?P<value>'[^']*'|\"[^\"]*\"|true\b|false\b|null\b|now\b"
    # Two words are a phrase, and a name with brackets is a call: neither is the value itself.
    r"|[\w.-]{2,}(?![\w(]|\.\w| (?!and\b|or\b|if\b|for\b|when\b|i\b|oraz\b)\w))"
)
# "with is_open value in event_data"
_INSIDE = deferred(r"\bwith (?:the )?`?(?P<what>\w+)`?(?: value)? in `?(?P<name>\w+)`?")
# Whom it is for, who is not who calls.
_OTHERS = deferred(r"(?:^|_)(?:recipient|receiver|invitee|assignee|addressee)")
_FEWEST, _LONGEST = 2, 40


def told_rows(work: Work, written: Sequence[Fact]) -> Iterator[Fact]:
    """These rows with where each value comes from; none of a table that is written already."""
    known = {name for one in written for name in _TICKED.findall(one.text)[:1]}
    for told in said_rows(work):
        if told.table.name in known:
            continue
        values, each = _values(work, told, known)
        only = set(values.values()) <= {work.brief.say("value-caller")}
        if only or not _holds(work, told.table, values):
            continue
        known.add(told.table.name)
        fact = row_of(work.brief, "flow-create", told.table, values)
        more = work.brief.say("flow-each", name=each) if each else ""
        sources = (*fact.sources, *(source for source, _ in told.lines))
        yield replace(fact, text=fact.text + more, sources=sources)


def is_told_row(one: Fact, rows: Collection[Fact]) -> bool:
    """Whether a sentence says no more than that such a row is made."""
    places = {(source.path, source.line) for row in rows for source in row.sources}
    mine = {(source.path, source.line) for source in one.sources}
    names = {name for row in rows for name in _TICKED.findall(row.text)}
    said = {snake(name) for name in _TICKED.findall(_CITED.sub("", one.text))}
    known = said <= {snake(name) for name in names} and not _MORE.search(one.text)
    return bool(mine) and mine <= places and known and len(one.text.split()) <= _LONGEST


def _values(work: Work, told: Told, made: Collection[str]) -> tuple[dict[str, str], str]:
    """The values of a row, and the list whose entries are the rows, where it is several."""
    table, brief = told.table, work.brief
    values = dict(_keys(work, table, made))
    entries = _entries(work, table)
    values |= {name: f"`{name}`" for name in entries[1]}
    values |= {
        column.name: given(one)
        for one in brief.body
        if "." not in one.name
        and (column := bound(table, one.name)) is not None
        and not MADE.match(column.name)
    }
    group = _answered(work, table)
    values |= {name: f"`{name}`" for name in group[1]}
    values = {name: f"`{name}`" for name in group[2]} | values
    if asked(brief) is not None:
        found = (*stored(work, table), *filled(work, table))
        values |= {name: value for name, value in found if name not in values}
    return values | dict(_said(work, told)), entries[0] or group[0]


def _entries(work: Work, table: Table) -> tuple[str, tuple[str, ...]]:
    """The list of the body whose entries are such rows, and the columns that these tell."""
    for at, names in lists_of(work.brief.body).items():
        if holds_entries(table, names):
            columns = [one for name in names if (one := bound(table, name)) is not None]
            return at, tuple(one.name for one in columns if not MADE.match(one.name))
    return "", ()


def _said(work: Work, told: Told) -> Iterator[tuple[str, str]]:
    """What the lines set: `status = 'proposed'`, and the kinds of rows that they name."""
    kind = kind_of(told.table)
    names = [one for _, text in told.lines[:1] for one in _TICKED.findall(text)]
    known = values_of(work.brief.spec, told.table, kind) if kind is not None else ()
    kinds = [one for one in names if one in known or _IS_KIND.fullmatch(one)]
    kinds = [one for one in kinds if one != told.table.name]
    if kind is not None and kinds:
        yield kind.name, " / ".join(f"`{one}`" for one in kinds)
    for _, text in told.lines:
        for hit in _SET.finditer(text):
            column = told.table.column(hit["name"])
            if column is not None:
                yield column.name, "`{}`".format(hit["value"].strip("'\""))
        for hit in _INSIDE.finditer(text):
            column = told.table.column(hit["name"])
            if column is not None and "json" in column.type.casefold():
                value = work.brief.say("value-inside", names=f"`{hit['what']}`")
                yield column.name, value


def _keys(work: Work, table: Table, made: Collection[str]) -> Iterator[tuple[str, str]]:
    """The rows that are made or named by the path, and the caller."""
    brief, links = work.brief, work.links.of(table)
    people = [one for one in links if one.of_people]
    for link in links:
        row = next((one for one in work.rows if one.table is link.target), None)
        if link.of_people and len(people) == 1 and work.closed:
            if not _OTHERS.search(snake(link.column.name)):
                yield link.column.name, brief.say("value-caller")
        elif row is not None:
            yield link.column.name, f"`{row.parameter.name}`"
        elif link.target is not None and link.target.name in made and not link.of_people:
            yield link.column.name, brief.say("value-new", table=link.target.name)


def _answered(work: Work, table: Table) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The list of the answer whose entries are such rows, columns only these tell, and keys."""
    if asked(work.brief) is None:
        return "", (), ()
    found = groups(next(iter(work.brief.spec.responses), None))
    for group in found:
        inside = (one.word for one in found if one.at.startswith(f"{group.at}."))
        columns = [one for name in (*group.names, *inside) if (one := bound(table, name))]
        keys = {id(one.column) for one in work.links.of(table)}
        own = [one for one in columns if id(one) not in keys and not MADE.match(one.name)]
        if group.at.endswith("[]") and len(own) >= _FEWEST:
            needed = tuple(one.name for one in own if is_needed(one))
            found_keys = tuple(one.name for one in columns if id(one) in keys)
            return group.at.removesuffix("[]"), needed, found_keys
    return "", (), ()


def _holds(work: Work, table: Table, values: Collection[str]) -> bool:
    """Whether each key that such a row needs is known."""
    return all(one.column.name in values for one in work.links.of(table) if is_required(one.column))
