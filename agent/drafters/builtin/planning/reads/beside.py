"""Rows that a list in the answer to a write shows beside the row itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from agent.core.spec import Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import Group, bound, entry, groups
from agent.drafters.builtin.planning.facts.wording import primary_key
from agent.drafters.builtin.planning.reads.inner import fields_of, shown_as
from agent.drafters.builtin.planning.tables.work import Work, alive, cited
from agent.drafters.builtin.planning.tables.written import PLACE, is_required
from agent.drafters.builtin.project.naming import snake


def beside(work: Work) -> Iterator[Fact]:
    """The rows of a table that hang at all that the request names, where a list shows their key."""
    known = groups(next(iter(work.brief.spec.responses), None))
    given = {row.table.name: row.parameter.name for row in work.rows}
    links = work.links.of(work.table) if work.table is not None else ()
    given |= {
        link.name: one.name
        for link in links
        for one in work.brief.body
        if bound(link.table, one.name) is link.column
    }
    for group in known if work.brief.subject.writes else ():
        if group.at.endswith("[]") and group is not entry(known):
            found = (_rows(work, table, group, given) for table in work.links.tables)
            yield from [one for one in found if one is not None][:1]


def _rows(work: Work, table: Table, group: Group, given: Mapping[str, str]) -> Fact | None:
    fields, key = fields_of(table, group), primary_key(table)
    keyed = any(columns == (key,) and snake(name) != "id" for name, columns in fields)
    links = [one for one in work.links.of(table) if one.target and is_required(one.column)]
    hung = bool(links) and all(one.name in given for one in links)
    if not (keyed and hung and 1 < len(group.names) == len(fields)):
        return None
    gone = alive(table)
    said = [f"`{one.column.name}` = `{given[one.name]}`" for one in links]
    said += [f"`{gone.name}` IS NULL"] if gone is not None else []
    text = work.brief.say(
        "flow-beside",
        name=group.at,
        table=table.name,
        conditions=", ".join(said),
        names=", ".join(shown_as(name, columns) for name, columns in fields),
    )
    shown = {column: None for _, columns in fields for column in columns}
    order = next((one for one in shown if PLACE.search(snake(one.name))), None)
    text += work.brief.say("flow-beside-order", name=order.name) if order is not None else ""
    columns = (*(one.column for one in links), *([gone] if gone is not None else []), *shown)
    return Fact(text=text, sources=cited(work.brief, table, *columns))
