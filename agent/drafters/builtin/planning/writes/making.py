"""The rows that an action adds, and where each of their values comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.core.values import dataclass
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import bound
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.links import OF_DEED, Link
from agent.drafters.builtin.planning.facts.wording import lines_of, primary_key, quoted
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.choices import values_of
from agent.drafters.builtin.planning.tables.whose import identity_of
from agent.drafters.builtin.planning.tables.work import Work
from agent.drafters.builtin.planning.tables.written import MADE, given, is_needed, is_rest, row_of
from agent.drafters.builtin.planning.writes.transitions import STATES, state_of
from agent.drafters.builtin.project.naming import snake

# "Creates a `members` record": the table of the row that is made. English and Polish.
MAKES = deferred(
    r"\b(?:creat|insert|add|tworz|utworz|doda|wstawi)\w*\s+(?:[\w-]+\s+){0,3}`(?P<table>[\w.]+)`",
    re.IGNORECASE,
)
# `points_awarded`, `points_cost`: the points themselves.
_OF_GIVING = frozenset(
    ("awarded", "earned", "granted", "spent", "cost", "charged", "snapshot", "delta", "change")
)
_MUST = deferred(r"\bnot null\b|\bprimary key\b|\bPK\b", re.IGNORECASE)
_STATE = deferred(r"\"(?:status|state)\"\s*:\s*\"(?P<value>\w+)\"")
_FEWEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A row that the action adds: where each value comes from, and what tells that it is made.

    `more` is where else something of it stands.
    """

    table: Table
    values: dict[str, str]
    told: tuple[Source, ...] = ()
    more: tuple[Source, ...] = ()

    def fact(self, brief: Brief) -> Fact:
        """The insert in words."""
        fact = row_of(brief, "flow-create", self.table, self.values)
        return replace(fact, sources=(*fact.sources, *self.told, *self.more))


def made(work: Work) -> tuple[Made, ...]:
    """The rows that an action adds: one that ties those of the path, else those it is told of."""
    if work.brief.subject.act != "action" or not work.rows:
        return ()
    joint = _joint(work)
    if joint is not None:
        return (Made(table=joint, values=_tying(work, joint)),)
    row = work.rows[-1].table
    return tuple(_beside(work, row)) or tuple(_begun(work, row))


def _joint(work: Work) -> Table | None:
    """The table that refers to at least two rows of the path, when it is none of them."""
    mine = [one.table.name for one in work.rows]
    for table in work.links.tables:
        there = {one.target.name for one in work.links.of(table) if one.target is not None}
        if len(mine) > 1 and set(mine) <= there and table.name not in mine:
            return table
    return None


def _tying(work: Work, table: Table) -> dict[str, str]:
    """The keys of the path's rows, what the body gives, and what the last of the rows holds."""
    values: dict[str, str] = {}
    for row in work.rows:
        link = next(one for one in work.links.of(table) if one.target is row.table)
        values[link.column.name] = f"`{row.parameter.name}`"
    values |= {name: value for name, value in _given(work, table) if name not in values}
    held = work.rows[-1].table
    for column in table.columns:
        source = _held(held, column) if is_needed(column) else None
        if source is not None:
            values.setdefault(column.name, f"`{held.name}.{source.name}`")
    return values


def _given(work: Work, table: Table) -> Iterator[tuple[str, str]]:
    """What the body gives; a value without a column goes into one of JSON that holds the rest."""
    free = [
        one for one in work.brief.body if bound(table, one.name) is None and "." not in one.name
    ]
    for one in work.brief.body:
        column = bound(table, one.name)
        if column is not None:
            yield column.name, given(one)
    rest = next((one for one in table.columns if is_rest(one)), None)
    if rest is not None and free:
        names = quoted(one.name for one in free)
        yield rest.name, work.brief.say("value-inside", names=names)


def _held(table: Table, column: Column) -> Column | None:
    """The column that a new row takes a value from: of its name, or `points` for an award of it."""
    if MADE.match(column.name) or column.name.endswith("_at") or "json" in column.type:
        return None
    same = table.column(column.name)
    wanted = measure(column)
    alike = (one for one in table.columns if measure(one) == wanted and one.type == column.type)
    return same if same is not None else next(alike, None)


def person(work: Work, link: Link) -> str:
    """Who calls, as a key holds it: by their own row where that is not who is signed in."""
    table = link.target
    if table is None or identity_of(table) is None:
        return work.brief.say("value-caller")
    key = primary_key(table)
    return work.brief.say("value-caller-row", name=f"{table.name}.{key.name if key else 'id'}")


def measure(column: Column) -> frozenset[str]:
    """What a column counts, without why: the points of `points_awarded`, of `points_delta`."""
    return frozenset(snake(column.name).split("_")) - _OF_GIVING


def _beside(work: Work, row: Table) -> Iterator[Made]:
    """The row of another table that the passage says is made, with all that `row` gives it."""
    for source, table in _made(work):
        values = dict(_sources(work, table, row))
        needed = {one.name for one in table.columns if is_needed(one) and not MADE.match(one.name)}
        keys = {one.column.name for one in work.links.of(table) if not _may_be_empty(one)}
        if table is not row and len(values) >= _FEWEST and (keys | needed) <= values.keys():
            yield Made(table=table, values=values, told=(source,))


def _begun(work: Work, row: Table) -> Iterator[Made]:
    """The row below whose key and first state are answered: a run that is only queued."""
    body = next(iter(work.brief.spec.responses), None)
    state = _STATE.search(body.example) if body is not None else None
    for field in body.fields if body is not None and state is not None else ():
        word, key, _ = snake(field.name).rpartition("_id")
        near = (one for one in work.links.into(row) if one.table is not row and key)
        link = next((one for one in near if fold(one.table.name).endswith(fold(word))), None)
        column = state_of(link.table) if link is not None else None
        if link is None or column is None or state is None:
            continue
        known = values_of(work.brief.spec, link.table, column)
        if not known or state["value"] in known:
            values = {link.column.name: f"`{work.rows[-1].parameter.name}`"}
            values |= {column.name: f"`{state['value']}`"}
            yield Made(table=link.table, values=values, told=(field.source,))
            return


def _may_be_empty(link: Link) -> bool:
    """Whether a key need not be set yet, where the table says so of those that must be."""
    said = [" ".join(one.constraints) for one in link.table.columns]
    says = any(map(_MUST.search, said))
    return says and _MUST.search(" ".join(link.column.constraints)) is None


def _made(work: Work) -> Iterator[tuple[Source, Table]]:
    """The tables that the endpoint's own lines make a row of."""
    for one in work.brief.spec.excerpts[:1]:
        for source, text in lines_of(work.brief, one.source):
            for hit in MAKES.finditer(text):
                table = work.links.exactly(hit["table"])
                if table is not None:
                    yield source, table


def _sources(work: Work, table: Table, row: Table) -> Iterator[tuple[str, str]]:
    """Its keys: the caller, or what the row refers to as well; and what the row has by its name."""
    mine = {one.name: one.column.name for one in reversed(work.links.of(row))}
    links = [one for one in work.links.of(table) if not OF_DEED.search(snake(one.column.name))]
    people = [one for one in links if one.of_people]
    for link in links:
        if link.of_people and len(people) == 1 and work.closed:
            yield link.column.name, person(work, link)
        elif link.target is row:
            yield link.column.name, f"`{work.rows[-1].parameter.name}`"
        elif not link.of_people and link.name in mine:
            yield link.column.name, f"`{row.name}.{mine[link.name]}`"
    keys = {one.column.name for one in work.links.of(table)}
    for column in table.columns:
        if column.name not in keys and _is_kept(column) and row.column(column.name) is not None:
            yield column.name, f"`{row.name}.{column.name}`"
        elif is_needed(column) and (held := _held(row, column)) is not None:
            yield column.name, f"`{row.name}.{held.name}`"


def _is_kept(column: Column) -> bool:
    """Whether a new row may take over such a column: no key, time or state of its own."""
    name = snake(column.name)
    return not MADE.match(column.name) and not name.endswith(("_at", "_id", *STATES))
