"""The table of an endpoint whose path names none: by what is said, given and answered."""

from __future__ import annotations

import re
from dataclasses import replace

from agent.core.spec import Spec, Table
from agent.drafters.builtin.planning.facts.brief import table_in_path
from agent.drafters.builtin.planning.facts.links import is_people, is_record_of
from agent.drafters.builtin.planning.facts.wording import column_of
from agent.drafters.builtin.planning.subject import Subject, fold
from agent.drafters.builtin.project.naming import snake

_SELF = re.compile(r"/(?:auth|account|users?|profile|session|register|signup|login)(?:/|$)")
_NAMED = re.compile(r"email|user_?name|login", re.IGNORECASE)
_FEWEST = 2


def with_main(spec: Spec, subject: Subject) -> Spec:
    """The spec with the table first that the endpoint is about."""
    wanted = fold(subject.things)
    if any(fold(one.name).endswith(wanted) for one in spec.tables):
        return spec
    lots = (*spec.tables, *spec.schema)
    records = (one for one in lots if is_record_of(one, subject.thing))
    found = next(records, None) or _said(spec) or _own(spec)
    if found is None or found in spec.tables[:1] or _is_above(spec, found):
        return spec
    others = tuple(one for one in spec.tables if one.name != found.name)
    return replace(spec, tables=(found, *others))


def _is_above(spec: Spec, table: Table) -> bool:
    """Whether its row is only where a list stands: "the scores of a match" are not the match."""
    below = not spec.endpoint.path.rstrip("/").endswith(("}", ">", "]"))
    return (
        bool(spec.tables)
        and below
        and spec.endpoint.method == "GET"
        and table is table_in_path(spec)
    )


def _said(spec: Spec) -> Table | None:
    """The table whose name's words the description has, of all the schema only a longer name."""
    said = spec.description.text if spec.description is not None else spec.title
    words = {fold(one) for one in re.findall(r"[A-Za-z]+", said)}
    lots = ((spec.tables, 1), (spec.schema, _FEWEST))
    for tables, fewest in lots:
        named = [(one, _words(one)) for one in tables]
        held = [(one, len(own)) for one, own in named if len(own) >= fewest and own <= words]
        if held:
            return max(held, key=lambda pair: pair[1])[0]
    return None


def _words(table: Table) -> frozenset[str]:
    name = snake(table.name.rpartition(".")[2])
    return frozenset(fold(one) for one in name.split("_"))


def _own(spec: Spec) -> Table | None:
    """The table of those who sign in, where a call is about the caller and gives what it holds."""
    if spec.tables or not _SELF.search(spec.endpoint.path):
        return None
    people = [one for one in spec.schema if is_people(one.name)]
    given = spec.request.fields if spec.request is not None else ()
    for table in people:
        keys = [one for one in given if _NAMED.search(one.name) and column_of(table, one.name)]
        if keys or spec.endpoint.path.rstrip("/").endswith("/me"):
            return table
    return None
