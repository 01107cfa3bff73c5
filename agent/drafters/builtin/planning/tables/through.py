"""Rows that a table of pairs ties: those below a row of the path, or shared with the caller."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.core.values import dataclass
from agent.drafters.builtin.planning.facts.binding import bound
from agent.drafters.builtin.planning.facts.brief import bare_name
from agent.drafters.builtin.planning.facts.links import Link
from agent.drafters.builtin.planning.facts.wording import is_primary
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.pathrows import Row
from agent.drafters.builtin.planning.tables.work import Work
from agent.drafters.builtin.project.naming import singular, snake

_SHARES = deferred(r"access|share|collaborat|recipient|permission|grant")
_MADE = "_by_"
_NAME = deferred(r"\w+")
# English and Polish.
_PAIRS = deferred(
    r"\b(?:join|junction|pivot|linking)[- ]table|\btabel\w* (?:\u0142\u0105cz|po\u015bred)\w*",
    re.IGNORECASE,
)

Condition = tuple[str, tuple[Column, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Through:
    """The keys of a table of pairs: `link` leads to the rows, or to what their `own` key is of."""

    link: Link
    other: Column
    own: Column | None = None

    @property
    def table(self) -> Table:
        """The table of pairs."""
        return self.link.table

    def told(self, work: Work, table: Table, value: str) -> str:
        """That a row of the table has one there with this value, in words."""
        key = f"{table.name}.{self.own.name if self.own is not None else 'id'}"
        return work.brief.say(
            "cond-through",
            table=self.table.name,
            key=self.link.column.name,
            of=key,
            other=self.other.name,
            value=value,
        )


def key_to(work: Work, table: Table, row: Row) -> Link | None:
    """The table's own key of a row of the path; who made or changed something is none."""
    found = [one for one in work.links.of(table) if one.target is row.table]
    return next((one for one in found if not is_made(one)), None)


def one_each(work: Work, table: Table) -> tuple[Link, Row] | None:
    """Its primary key, where that is the key of a row of the path: one row for each."""
    found = ((key_to(work, table, row), row) for row in work.rows)
    keys = [one for one in table.columns if is_primary(one)]
    key = keys[0] if len(keys) == 1 else None
    return next(((one, row) for one, row in found if one is not None and one.column is key), None)


def is_made(link: Link) -> bool:
    """Whether a key names who made or changed the row."""
    return _MADE in f"_{snake(link.column.name)}"


def through(work: Work, table: Table, row: Row) -> Through | None:
    """The one table that joins the rows with that of the path."""
    found = [
        Through(link=link, other=other.column)
        for link in work.links.into(table)
        for other in work.links.of(link.table)
        if other.target is row.table and other.column is not link.column and not is_made(other)
    ]
    return found[0] if len(found) == 1 else None


def shared(work: Work, table: Table) -> Through | None:
    """The one table that says with whom a row, or what it is of, is shared."""
    found = [
        Through(link=link, other=person, own=own)
        for link, own in _near(work, table)
        if (person := _person(work, link)) is not None
    ]
    return found[0] if len(found) == 1 else None


def _near(work: Work, table: Table) -> Iterator[tuple[Link, Column | None]]:
    """What refers to the rows, and to what they refer to."""
    yield from ((one, None) for one in work.links.into(table))
    for own in work.links.of(table):
        if own.target is not None and not own.of_people:
            yield from ((one, own.column) for one in work.links.into(own.target))


def _person(work: Work, link: Link) -> Column | None:
    """Whom the row of a sharing names."""
    people = [one.column for one in work.links.of(link.table) if one.of_people]
    words = (snake(link.table.name), *(snake(one.name) for one in people))
    return people[0] if len(people) == 1 and any(map(_SHARES.search, words)) else None


def beneath(work: Work, table: Table, name: str) -> Condition:
    """A condition on what refers to the rows, by a column there or by what it joins them with."""
    found = [told for link in work.links.into(table) for told in _on(work, table, link, name)]
    return found[0] if len(found) == 1 else ("", ())


def _on(
    work: Work, table: Table, link: Link, name: str
) -> Iterator[tuple[str, tuple[Column, ...]]]:
    other = bound(link.table, name)
    exact = other is not None and snake(other.name) == snake(name) and name.casefold() != "id"
    if exact and other is not None and other is not link.column and snake(name).endswith("_id"):
        by = Through(link=link, other=other)
        yield by.told(work, table, f"`{name}`"), (link.column, other)
        return
    for far in work.links.of(link.table):
        called = far.target.column("name") if far.target is not None else None
        paired = far.column is not link.column and fold(far.name) == fold(name)
        if paired and called is not None and not far.of_people:
            by = Through(link=link, other=far.column)
            value = work.brief.say("value-named", table=far.name, column=called.name, value=name)
            yield by.told(work, table, value), (link.column, far.column, called)


def paired(work: Work, table: Table, name: str) -> tuple[Link, Link] | None:
    """The two keys of the table of pairs that joins rows of another table: the tags of a prompt.

    Its pairs are called by that table, or by its own name: the participants of an event.
    """
    pairs = [
        (link, far)
        for link in work.links.into(table)
        for far in work.links.of(link.table)
        if far.column is not link.column and far.target is not None and far.target is not table
    ]
    found = [one for one in pairs if fold(one[1].name) == fold(name)]
    found = found or [one for one in pairs if _is_called(one[0].table, table, name)]
    return found[0] if len(found) == 1 and not is_made(found[0][1]) else None


def told_pair(work: Work, table: Table, other: Table) -> tuple[str, str, Source] | None:
    """The keys of each in a table of pairs that a line of the db plan leaves without a name."""
    mine, theirs = (f"{singular(snake(bare_name(one)))}_id" for one in (table, other))
    tied = any(
        one.target in {table, other} for each in (table, other) for one in work.links.of(each)
    )
    lines = () if tied else work.brief.passages.lines(table.source.path)
    for at, line in enumerate(lines, start=1):
        if _PAIRS.search(line) and {mine, theirs} <= set(_NAME.findall(line)):
            return mine, theirs, Source(path=table.source.path, line=at, last=at)
    return None


def _is_called(pairs: Table, table: Table, name: str) -> bool:
    """Whether they are called by what each of them is of a row: `event_participants`."""
    called, of = (singular(snake(bare_name(one))) for one in (pairs, table))
    own = singular(snake(name))
    return called in {own, f"{of}_{own}"}
