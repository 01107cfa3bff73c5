"""The row in a log of deeds, whose kinds are named after what is done to which rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import bare_name
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.choices import kind_of, values_of
from agent.drafters.builtin.planning.tables.work import Work
from agent.drafters.builtin.planning.tables.written import row_of
from agent.drafters.builtin.planning.writes.making import person
from agent.drafters.builtin.planning.writes.transitions import stem_of
from agent.drafters.builtin.project.naming import snake

_LOG = deferred(r"(?:^|_)(?:audit|logs?|activity|activities|histor(?:y|ies))(?:_|$)")
_WHERE = deferred(r"(?:target|entity|record|resource|reference)_table|table_name")
_WHICH = deferred(r"(?:target|entity|record|resource|reference|row)_id")
_STEMS = {
    "create": ("creat", "add", "insert"),
    "update": ("updat", "chang", "modif", "edit"),
    "delete": ("delet", "remov"),
}


def chronicled(work: Work, written: Collection[str]) -> Iterator[Fact]:
    """The row of each log that knows this deed; none of a table that is written already."""
    main = work.table
    for log, kind in _logs(work.links.tables):
        if main is None or log.name in written:
            continue
        values = [one for one in values_of(work.brief.spec, log, kind) if _names(work, main, one)]
        if len(values) == 1:
            found = {kind.name: f"`{values[0]}`"} | dict(_keys(work, main, log))
            yield row_of(work.brief, "flow-create", log, found)


@lately
def _logs(tables: tuple[Table, ...]) -> list[tuple[Table, Column]]:
    """The logs, each with the column that says of which kind a row is."""
    named = [one for one in tables if _LOG.search(snake(bare_name(one)))]
    return [(one, kind) for one in named if (kind := kind_of(one)) is not None]


def _names(work: Work, main: Table, value: str) -> bool:
    """Whether a kind is called by the rows and what is done to them: `book_returned`."""
    subject = work.brief.subject
    *thing, deed = snake(value).split("_")
    own = fold(bare_name(main))
    filed = subject.filed
    called = (fold(filed.thing), own if own.endswith(fold(filed.things)) else "")
    verb = stem_of(subject.verb or subject.called)
    stems = (verb,) if verb else _STEMS.get(subject.act, ())
    return bool(thing) and fold("_".join(thing)) in called and deed.startswith(tuple(stems))


def _keys(work: Work, main: Table, log: Table) -> Iterator[tuple[str, str]]:
    """Who did it, to which row of which table."""
    people = [one for one in work.links.of(log) if one.of_people]
    who = people[0] if len(people) == 1 and work.closed else None
    if who is not None:
        yield who.column.name, person(work, who)
    own = f"`{work.own.parameter.name}`" if work.own is not None else ""
    own = own or work.brief.say("value-new", table=main.name)
    for column in (one for one in log.columns if who is None or one is not who.column):
        if _WHERE.fullmatch(snake(column.name)):
            yield column.name, f"`{main.name}`"
        elif _WHICH.fullmatch(snake(column.name)):
            yield column.name, own
