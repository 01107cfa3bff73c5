"""Whether an endpoint answers what its resource is elsewhere, or a shape of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Literal

from agent.core.documents import Document, RepoPath
from agent.core.spec import Body, Feature, Spec, Table, Target
from agent.drafters.builtin.planning.citations import Passages
from agent.drafters.builtin.planning.facts.binding import entry, groups
from agent.drafters.builtin.planning.facts.brief import table_of
from agent.drafters.builtin.planning.subject import Subject, fold, subject_of
from agent.sources.apidata import is_prose
from agent.sources.apiplan import entries
from agent.sources.exchange import responses
from agent.sources.found import find

# Whose answer is the resource itself, the surest first; a deed answers what it did.
_RANK = ("get", "create", "update", "list")


Apart = Literal["", "item", "deed"]


def apart(spec: Spec, subject: Subject, passages: Passages) -> Apart:
    """Whether the answer has other fields than the one that has the resource's name.

    `item` is a row of the first list; a `deed` has a shape that none of its siblings has.
    """
    place = next((one.source.path for one in spec.excerpts), None)
    answer = next(iter(spec.responses), None)
    if place is None or answer is None or not is_prose(place):
        return ""
    text, mine = "\n".join(passages.lines(place)), _fields((answer,))
    found = _siblings(text, subject, tuple(one.name for one in spec.schema))
    row = _row(table_of(spec, subject))
    known = [
        (one, shape)
        for one in found
        if (shape := _answered(text, place, one.endpoint) or (row if one.act == "get" else None))
    ]
    if not known:
        return "" if subject.act in _RANK else "deed"
    if known[0][0].endpoint.key == spec.endpoint.key or known[0][1] == mine:
        return ""
    lists = [shape for one, shape in known if one.act == "list"]
    return "item" if subject.act == "list" and lists[:1] in ([], [mine]) else "deed"


def _row(table: Table | None) -> frozenset[str]:
    """What an endpoint answers that no document shows the answer of: the columns of its table."""
    return frozenset(fold(one.name) for one in table.columns) if table is not None else frozenset()


def _siblings(text: str, subject: Subject, tables: tuple[str, ...]) -> tuple[Subject, ...]:
    """The endpoints of the same resource, the one that answers it most surely first."""
    return _resources(text, tables).get(fold(subject.thing), ())


@lru_cache(maxsize=8)
def _resources(text: str, tables: tuple[str, ...]) -> Mapping[str, tuple[Subject, ...]]:
    """The endpoints of a document by what they are about: each plan asks for its own."""
    known = [
        subject_of(one, tables) for one in dict.fromkeys(one.endpoint for one in entries(text))
    ]
    known = sorted((one for one in known if one.act in _RANK), key=lambda one: _RANK.index(one.act))
    found: dict[str, tuple[Subject, ...]] = {}
    for one in known:
        found[fold(one.thing)] = (*found.get(fold(one.thing), ()), one)
    return found


@lru_cache(maxsize=1024)
def _answered(text: str, path: RepoPath, endpoint: Target) -> frozenset[str]:
    if isinstance(endpoint, Feature):
        return frozenset()
    document = Document(path=path, role="api-plan", text=text)
    return _fields(body for found in find(endpoint, document) for body in responses(found))


def _fields(found: Iterable[Body]) -> frozenset[str]:
    """The names in the first answer that has any, without what stands around them."""
    return next(_named(found), frozenset())


def _named(found: Iterable[Body]) -> Iterator[frozenset[str]]:
    for body in found:
        first = entry(groups(body))
        if first is not None and first.names:
            yield frozenset(fold(one) for one in first.names)
