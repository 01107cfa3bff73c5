"""What an answer has from other tables: fields joined to the entry, and rows inside of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.spec import Column, Table
from agent.drafters.builtin.planning.binding import Group, bound, entry, groups, named
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.computed import computed
from agent.drafters.builtin.planning.filters import FLAG, compared, is_plain, sorted_by
from agent.drafters.builtin.planning.keyed import COMMON, NAMES, keyed
from agent.drafters.builtin.planning.links import Link
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.wording import quoted
from agent.drafters.builtin.planning.work import Work, cited
from agent.drafters.builtin.project.naming import snake

_FEWEST = 2
_PRIMARY = re.compile(r"primary key\s*\(([^()]*)\)", re.IGNORECASE)


def joined(work: Work, table: Table) -> Iterator[Fact]:
    """What the answer has that is no column of the table, with the table it comes from."""
    brief = work.brief
    body = next(iter(brief.spec.responses), None)
    known = groups(body)
    first = entry(known)
    if first is not None:
        yield from keyed(work, table, first.names)
        yield from computed(work, table, first.names)
    yield from _inner(work, table, known)


def _inner(work: Work, table: Table, known: Sequence[Group]) -> Iterator[Fact]:
    """Entries inside of an answer that are rows of a table which the one around them is tied to."""
    around: dict[str, Table] = {"": table}
    first = entry(known)
    if first is not None:
        around[first.at] = table
    for group in sorted(known, key=lambda one: one.at.count(".")):
        if group is first or not group.word:
            continue
        for at in (one for one in _outer(group.at) if one in around):
            other = _rows_of(work, around[at], group)
            link = work.links.between(around[at], other) if other is not None else None
            if other is not None and link is not None:
                around[group.at] = other
                yield _told_inner(work, group, other, link)
                break
    yield from _flagged(work, table, {one.name for one in around.values()})


def _outer(at: str) -> Iterator[str]:
    """What a group stands in, from the inside out."""
    while at:
        at = at.rpartition(".")[0]
        yield at


def _rows_of(work: Work, table: Table, group: Group) -> Table | None:
    """The table of a group: the one of its name, else the tied one that has most of its fields."""
    near = [one.table for one in work.links.into(table)]
    near += [one.target for one in work.links.of(table) if one.target is not None]
    held = {one.name: sum(bound(one, name) is not None for name in group.names) for one in near}
    named_so = work.links.named(group.word)
    if named_so is not None and held.get(named_so.name):
        return named_so
    telling = [name for name in group.names if snake(name) not in (*COMMON, *NAMES)]
    sure = {one.name: sum(bound(one, name) is not None for name in telling) for one in near}
    best = max(near, key=lambda one: sure[one.name], default=None)
    fits = best is not None and sure[best.name] >= _FEWEST
    return best if fits and best is not None and held[best.name] * 2 > len(group.names) else None


def _told_inner(work: Work, group: Group, other: Table, link: Link) -> Fact:
    pairs = [(name, column) for name in group.names if (column := bound(other, name)) is not None]
    flag = next((name for word, name in _flags(work) if fold(word) == fold(group.word)), "")
    filters = list(_filters_of(work, other))
    text = work.brief.say(
        "flow-inner",
        name=group.at,
        table=other.name,
        by=f"{link.table.name}.{link.column.name}",
        names=", ".join(
            f"`{name}`" if snake(name) == snake(column.name) else f"`{name}` = `{column.name}`"
            for name, column in pairs
        ),
        flag=work.brief.say("flow-flag", name=flag) if flag else "",
    )
    if filters:
        text += work.brief.say("flow-if", conditions=", ".join(said for said, _ in filters))
    columns = [column for _, column in filters]
    return Fact(text=text, sources=cited(work.brief, other, link.column, *columns))


def _filters_of(work: Work, table: Table) -> Iterator[tuple[str, Column]]:
    """The query's values that are columns of an inner table and of none around it.

    When an inner row was made is no such column: a range without a name is of the rows around it.
    """
    own, query = work.table, named(work.brief.spec.parameters, "query")
    for one in query:
        if not is_plain(one):
            continue
        outer = compared(own, one, sorted_by(own, query))[1] if own is not None else None
        text, column = compared(table, one)
        made = column is not None and snake(column.name) == "created_at"
        if outer is None and column is not None and (not made or bound(table, one.name)):
            yield text, column


def _flagged(work: Work, table: Table, told: set[str]) -> Iterator[Fact]:
    """Rows that a flag of the query adds, where the answer's fields are not documented."""
    for word, name in _flags(work):
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


def _flags(work: Work) -> Iterator[tuple[str, str]]:
    """What may be left out of an answer, with the value that says so."""
    for one in named(work.brief.spec.parameters, "query"):
        hit = FLAG.match(snake(one.name))
        if hit is not None:
            yield hit[1], one.name
