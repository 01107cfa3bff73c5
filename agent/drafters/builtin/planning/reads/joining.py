"""What an answer has from other tables: fields joined to the entry, and rows inside of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.patterns import deferred
from agent.core.spec import Column, Parameter, Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import Group, entry, groups
from agent.drafters.builtin.planning.facts.links import Link
from agent.drafters.builtin.planning.facts.wording import quoted
from agent.drafters.builtin.planning.reads.computed import computed
from agent.drafters.builtin.planning.reads.inner import fields_of, flags, inner, shown_as
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.keyed import keyed
from agent.drafters.builtin.planning.tables.through import told_pair
from agent.drafters.builtin.planning.tables.work import Work, cited
from agent.drafters.builtin.project.naming import snake

_FEWEST = 2
_PRIMARY = deferred(r"primary key\s*\(([^()]*)\)", re.IGNORECASE)


def joined(work: Work, table: Table) -> Iterator[Fact]:
    """What the answer has that is no column of the table, with the table it comes from."""
    known = groups(next(iter(work.brief.spec.responses), None))
    first = entry(known)
    within_it = list(inner(work, table, known))
    inside = [one.group for one, _ in within_it]
    if first is not None:
        beside = [one for one in known if one is not first and one not in inside]
        yield from keyed(work, table, first.names)
        fields = [*_fields(work, first), *_of_parts(work, beside)]
        yield from computed(work, table, fields)
    told = {table.name}
    for one, fact in within_it:
        told.add(one.table.name)
        yield fact
    yield from _paired(work, table, [one for one in known if one not in inside])
    yield from _flagged(work, table, told)


def _paired(work: Work, table: Table, known: Sequence[Group]) -> Iterator[Fact]:
    """The rows that a table of pairs joins with the row, which the documents do not name."""
    for group in known:
        rows = work.links.named(group.word) if group.at.endswith("[]") else None
        pair = told_pair(work, rows, table) if rows is not None and rows is not table else None
        if rows is None or pair is None:
            continue
        names = ", ".join(shown_as(*one) for one in fields_of(rows, group))
        by = work.brief.say("inner-pairs", keys=quoted(pair[:2]))
        text = work.brief.say(
            "flow-inner", name=group.at, table=rows.name, by=by, names=names, flag=""
        )
        yield Fact(text=text, sources=(*cited(work.brief, rows), pair[2]))


def _of_parts(work: Work, known: Sequence[Group]) -> Iterator[Parameter]:
    """The fields of parts that are one each, beside the row that is answered."""
    for group in known if work.own is not None else ():
        if "[]" not in group.at:
            yield from _fields(work, group)


def _fields(work: Work, group: Group) -> list[Parameter]:
    """The fields of a group, with all that is known of each."""
    body = next(iter(work.brief.spec.responses), None)
    known = {one.name.removesuffix("[]"): one for one in (body.fields if body is not None else ())}
    names = (f"{group.at}.{name}" if group.at else name for name in group.names)
    return [known[one] for one in names if one in known]


def _flagged(work: Work, table: Table, told: set[str]) -> Iterator[Fact]:
    """Rows that a flag of the query adds, where the answer's fields are not documented."""
    for word, name in flags(work):
        for link in work.links.into(table):
            words = {fold(one) for one in snake(link.table.name).split("_")}
            if fold(word) in words and link.table.name not in told:
                told.add(link.table.name)
                yield from _flagged_by(work, link, table, name)


def _flagged_by(work: Work, link: Link, table: Table, name: str) -> Iterator[Fact]:
    """The rows with the key that joins them; nothing where more than one could be meant."""
    rows = link.table
    keys = [one.column for one in work.links.of(rows) if one.target is link.target]
    if len(keys) > 1:
        keys = list(_shared_key(rows, table))
    if keys:
        by = quoted(f"{rows.name}.{one.name}" for one in keys)
        text = work.brief.say("flow-flagged", name=name, table=rows.name, by=by)
        yield Fact(text=text, sources=cited(work.brief, rows, *keys))


def _shared_key(rows: Table, table: Table) -> Sequence[Column]:
    """The columns of a primary key of several, where the other table has all of them."""
    hits = (_PRIMARY.search(one) for one in rows.constraints)
    names = next((re.findall(r"\w+", hit[1]) for hit in hits if hit), [])
    found = [one for one in map(rows.column, names) if one is not None]
    both = all(table.column(one.name) is not None for one in found)
    return found if both and len(found) >= _FEWEST else ()
