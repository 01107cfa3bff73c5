"""The rows that a path names, each with the column that its parameter is compared with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.patterns import deferred
from agent.core.spec import Column, Parameter, Table
from agent.core.values import dataclass
from agent.drafters.builtin.planning.facts.binding import bound, named
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name
from agent.drafters.builtin.planning.facts.links import Links, is_people, refers_to
from agent.drafters.builtin.planning.facts.wording import primary_key
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.project.naming import snake

_SEGMENT = deferred(r"([^/]+)/[{:<\[]([^/}>\]]+)")
# A column that a parameter is said to be, in brackets.
_COLUMN = deferred(r"\(`?(\w+)\.\w+`?\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row that a parameter of the path names, by a column of its table."""

    parameter: Parameter
    table: Table
    column: Column | None = None


def rows_of(brief: Brief, links: Links, table: Table | None) -> Iterator[Row]:
    """The rows in the path's order; `table` is that of the endpoint."""
    places = {one.name: one for one in named(brief.spec.parameters, "path")}
    for word, name in _SEGMENT.findall(brief.spec.endpoint.path):
        parameter = places.get(name.split(":")[0])
        found = _named(brief, links, (word, parameter), table) if parameter is not None else None
        if parameter is not None and found is not None:
            yield Row(parameter=parameter, table=found, column=_key_of(found, parameter))


def _named(
    brief: Brief, links: Links, segment: tuple[str, Parameter], table: Table | None
) -> Table | None:
    """The table of a parameter: by the word before it, or what a key of that name refers to."""
    word, parameter = segment
    cited = _COLUMN.search(brief.passages.says(parameter.source).partition(parameter.name)[2])
    if cited is not None and (own := links.exactly(cited[1])) is not None:
        return own
    told = links.exactly(re.sub(r"_?(?:id|Id|ID|uuid|Uuid)$", "", parameter.name))
    if told is not None and not is_people(told.name):
        return told
    exact = links.exactly(word)
    if exact is None and table is not None and fold(table.name).endswith(fold(word)):
        return table  # of several tables of items the endpoint's own
    found = exact or links.named(word)
    if found is not None or table is None:
        return found
    if snake(word) in snake(bare_name(table)).split("_") and _is_key(table, parameter):
        return table  # `/portfolio/{imageId}` of `portfolio_images`
    near = (*links.of(table), *(one for one in links.all if one.of_people))
    keys = (one for one in near if bound(one.table, parameter.name) is one.column)
    return next((one.target for one in keys), None)


def _is_key(table: Table, parameter: Parameter) -> bool:
    """Whether the parameter is called by the table and its key."""
    key = bound(table, parameter.name)
    return key is not None and key is primary_key(table) and not is_people(table.name)


def _key_of(table: Table, parameter: Parameter) -> Column | None:
    """The column that the parameter is compared with."""
    name = parameter.name
    exact = bound(table, name) if name.casefold() != "id" else None
    key = primary_key(table)
    named = exact is not None and _is_named(exact, key)
    return exact if named else key or exact


def _is_named(column: Column, key: Column | None) -> bool:
    """Whether a path's name is that column's: a token, a day, or a row found by what it joins."""
    alone = not column.name.casefold().endswith("id")
    return alone or key is None or refers_to(key) != "" or refers_to(column) != ""
