"""The entry in an account of points that an action brings with it: what it gives or takes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.drafters.builtin.planning.citations import holds
from agent.drafters.builtin.planning.facts.links import OF_DEED, Link
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.choices import values_of
from agent.drafters.builtin.planning.tables.pathrows import Row
from agent.drafters.builtin.planning.tables.work import Work
from agent.drafters.builtin.planning.tables.written import MADE, is_needed
from agent.drafters.builtin.planning.writes.making import Made, measure, person
from agent.drafters.builtin.project.naming import snake

_CHANGE = deferred(r"(?:^|_)(?:delta|change|amount)$")
_BALANCE = deferred(r"^(?:balance|saldo)(?:_after)?$")
_TYPE = deferred(r"(?:^|_)(?:type|kind|reason_code)$")
_GIVES = (
    r"\b(?:award|grant|credit|deduct|charg|refund|spend|subtract|negative|przyzna|nalicz|odejm)"
    r"\w*\b[^.;]{{0,30}}\b{word}"
)
_TAKES = deferred(r"\b(?:negative|deduct|charg|spend|subtract|odejm)", re.IGNORECASE)
_STEM = 4


def entered(work: Work, rows: Sequence[Made]) -> Iterator[Made]:
    """The row in the account that the passage names, where all that it needs is known."""
    said = work.brief.spec.description
    text = said.text if said is not None and work.rows else ""
    for table, change in _accounts(work.links.tables) if text else ():
        if not _is_meant(table, text):
            continue
        values = _values(work, table, change, rows)
        if all(one.name in values for one in table.columns if is_needed(one)):
            yield Made(table=table, values=values)


@lately
def _accounts(tables: tuple[Table, ...]) -> tuple[tuple[Table, Column], ...]:
    """Tables with the column that says how much an entry gives or takes."""
    changes = (
        (table, next((one for one in table.columns if _CHANGE.search(snake(one.name))), None))
        for table in tables
    )
    return tuple((table, change) for table, change in changes if change is not None)


def _is_meant(table: Table, text: str) -> bool:
    """Whether the passage names the account, or what is kept in it as given or taken."""
    name = snake(table.name.rpartition(".")[2])
    if holds(text, name) or holds(text, name.removesuffix("s")):
        return True
    word = _GIVES.format(word=re.escape(name.partition("_")[0].rstrip("s")))
    entries = any(_BALANCE.match(snake(one.name)) for one in table.columns)
    return entries and re.search(word, text, re.IGNORECASE) is not None


def _values(work: Work, table: Table, change: Column, rows: Sequence[Made]) -> dict[str, str]:
    values, of = dict(_keys(work, table)), work.rows[0]
    amount = _amount(work, change, rows)
    for column in table.columns:
        name, kind = snake(column.name), _kind(work, table, column)
        if column is change and amount:
            values[column.name] = amount
        elif _BALANCE.match(name):
            values[column.name] = work.brief.say("value-balance", name=name, change=change.name)
        elif kind:
            values[column.name] = f"`{kind}`"
        elif name == "reference_id":
            values[column.name] = f"`{of.parameter.name}`"
        elif name in {"reference_table", "reference_type"}:
            values[column.name] = f"`{of.table.name}`"
    return {name: value for name, value in values.items() if not MADE.match(name)}


def _keys(work: Work, table: Table) -> Iterator[tuple[str, str]]:
    """Keys of rows of the path, and those that these rows, or what they refer to, have too."""
    for link in work.links.of(table):
        if OF_DEED.search(snake(link.column.name)):
            yield link.column.name, person(work, link)
            continue
        row = next((one for one in work.rows if one.table is link.target), None)
        known = next(_alike(work, link), None)
        if row is not None:
            yield link.column.name, f"`{row.parameter.name}`"
        elif known is not None:
            yield link.column.name, f"`{known.table.name}.{known.column.name}`"
        elif link.of_people and work.closed:
            yield link.column.name, person(work, link)


def _alike(work: Work, wanted: Link) -> Iterator[Link]:
    """Keys of the path's rows to the same table, then of the tables that these refer to."""
    own = [link for row in work.rows for link in work.links.of(row.table)]
    up = (link for one in own if one.target is not None for link in work.links.of(one.target))
    for link in chain(own, up):
        if link.name == wanted.name and not OF_DEED.search(snake(link.column.name)):
            yield link


def _amount(work: Work, change: Column, rows: Sequence[Made]) -> str:
    """What is given: as the row made here has it, else as one of the path does; less, if taken."""
    wanted = measure(change)
    said = work.brief.spec.description
    minus = "\u2212" if said is not None and _TAKES.search(said.text) else ""
    for made in rows:
        for column in made.table.columns:
            if measure(column) == wanted and column.name in made.values:
                return minus + made.values[column.name]
    for row in reversed(work.rows):
        for column in row.table.columns:
            if measure(column) == wanted:
                amount = f"{minus}`{row.table.name}.{column.name}`"
                return (
                    work.brief.say("value-less", amount=amount) if _has_parts(work, row) else amount
                )
    return ""


def _has_parts(work: Work, row: Row) -> bool:
    """Whether rows below it have been entered already: what is given for all is the rest."""
    below = (one.table for one in work.links.into(row.table))
    return any("awarded" in snake(one.name) for table in below for one in table.columns)


def _kind(work: Work, table: Table, column: Column) -> str:
    """The kind of entry that has all its words in what the endpoint is called and told to do."""
    values = values_of(work.brief.spec, table, column) if _TYPE.search(snake(column.name)) else ()
    said = work.brief.spec.description
    names = " ".join(row.table.name for row in work.rows)
    text = f"{work.brief.spec.endpoint.path} {names} {said.text if said is not None else ''}"
    known = {fold(one)[:_STEM] for one in re.findall(r"[A-Za-z]+", text)}
    found = [one for one in values if all(fold(word)[:_STEM] in known for word in one.split("_"))]
    return found[0] if len(found) == 1 else ""
