"""Rows that are read only for a check: those that a key of the row at hand names."""

from __future__ import annotations

from collections.abc import Iterator

from agent.core.patterns import deferred
from agent.core.spec import Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import bare_name
from agent.drafters.builtin.planning.facts.links import Link
from agent.drafters.builtin.planning.sentences.admitted import part_of
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.choices import values_of
from agent.drafters.builtin.planning.tables.work import Work, cited
from agent.drafters.builtin.project.naming import snake

_WORD = deferred(r"\w+")


def checked_rows(work: Work) -> Iterator[Fact]:
    """The rows of other tables of which a check in the endpoint's passage names what they hold."""
    row = work.own.table if work.own is not None else None
    if row is None or not work.brief.subject.writes:
        return
    known = {one.table.name for one in work.rows}
    for link in work.links.of(row):
        there = link.target
        if there is None or link.of_people or there.name in known:
            continue
        places = tuple(place for one in _checks(work, there) for place in one.sources)
        if places:
            known.add(there.name)
            yield _read(work, link, there)


def _read(work: Work, link: Link, there: Table) -> Fact:
    key = f"{bare_name(link.table)}.{link.column.name}"
    text = work.brief.say("flow-read-key", table=there.name, column=key)
    return Fact(text=text, sources=cited(work.brief, there, link.column))


def _checks(work: Work, there: Table) -> Iterator[Fact]:
    """The checks that name such a row, and a column of it or a value that one holds."""
    brief, name = work.brief, fold(bare_name(there))
    columns = {snake(one.name) for one in there.columns} - {"id"}
    values = {value for one in there.columns for value in values_of(brief.spec, there, one)}
    for one in brief.remarks:
        words = _WORD.findall(one.fact.text)
        named = one.own and name in {fold(word) for word in words}
        held = columns & {snake(word) for word in words} or values & set(words)
        if named and held and part_of(brief, one.fact) == "check":
            yield one.fact
