"""Whether an endpoint answers what its resource is elsewhere, or a shape of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from agent.core.documents import RepoPath
from agent.core.spec import Body, Spec, Table, Target
from agent.drafters.builtin.planning.citations import Passages
from agent.drafters.builtin.planning.facts.binding import entry, groups
from agent.drafters.builtin.planning.facts.brief import table_names, table_of
from agent.drafters.builtin.planning.subject import Subject, fold
from agent.drafters.builtin.planning.tables.siblings import RANK, answer_of, siblings
from agent.sources.openapi.apidata import is_prose

Apart = Literal["", "item", "deed"]


def apart(spec: Spec, subject: Subject, passages: Passages) -> Apart:
    """Whether the answer has other fields than the one that has the resource's name.

    `item` is a row of the first list; a `deed` has a shape that none of its siblings has.
    """
    place = next((one.source.path for one in spec.excerpts), None)
    answer = next(iter(spec.responses), None)
    if place is None or answer is None or not is_prose(place) or answer.shown_by is not None:
        return ""
    text, mine = "\n".join(passages.lines(place)), _fields((answer,))
    found = siblings(text, subject, table_names(spec.schema))
    row = _row(table_of(spec, subject))
    known = [
        (one, shape)
        for one in found
        if (shape := _answered(text, place, one.endpoint) or (row if one.act == "get" else None))
    ]
    if not known:
        return "" if subject.act in RANK else "deed"
    if known[0][0].endpoint.key == spec.endpoint.key or known[0][1] == mine:
        return ""
    lists = [shape for one, shape in known if one.act == "list"]
    return "item" if subject.act == "list" and lists[:1] in ([], [mine]) else "deed"


def _row(table: Table | None) -> frozenset[str]:
    """What an endpoint answers that no document shows the answer of: the columns of its table."""
    return frozenset(fold(one.name) for one in table.columns) if table is not None else frozenset()


def _answered(text: str, path: RepoPath, endpoint: Target) -> frozenset[str]:
    shown = answer_of(text, path, endpoint)
    return _fields((shown,)) if shown is not None else frozenset()


def _fields(found: Iterable[Body]) -> frozenset[str]:
    """The names in the first answer that has any, without what stands around them."""
    return next(_named(found), frozenset())


def _named(found: Iterable[Body]) -> Iterator[frozenset[str]]:
    for body in found:
        first = entry(groups(body))
        if first is not None and first.names:
            yield frozenset(fold(one) for one in first.names)
