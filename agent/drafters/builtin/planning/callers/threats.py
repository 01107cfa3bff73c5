"""The threats that follow from what the documents say of one endpoint, each with its answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from agent.core.patterns import deferred
from agent.core.spec import Column, Parameter, Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import is_unused, leaf
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import names_of
from agent.drafters.builtin.planning.tables.work import Work, work_of

_MOST = 3
_OWNER = deferred(
    r"^(?:user|owner|author|account|profile|tenant|organi[sz]ation|family|household)_?id$"
    r"|^created_?by$",
    re.IGNORECASE,
)
_MADE_UP = re.compile(r"^(?:sort\w*|order\w*|direction)$", re.IGNORECASE)
_SEARCH = re.compile(r"^(?:q|query|search\w*|filter|term|phrase)$", re.IGNORECASE)
_LARGEST = deferred(
    r"(?<!rate )\b(?:limit|page|size|per_?page|pagina\w*|stron\w*)\b[^.;]{0,60}?"
    r"(?:\bmax\w*|\bmaks\w*|\bup to|\bdo|<=|\u2264|\u2013|-)\W{0,4}\d"
    r"|(?:\bmax\w*|\bmaks\w*|\bup to)\W{0,3}(?:\w+ ){0,2}(?:limit|page|size)\b[^.;]{0,20}\d"
    r"|\b(?:up to|do) \d+ (?:\w+ ){0,2}"
    r"(?:items|records|rows|results|entries|messages|wynik|rekord)",
    re.IGNORECASE,
)
SIZE = deferred(r"^(?:page_?size|per_?page|size|limit|take)$", re.IGNORECASE)
_SECRET = deferred(r"password|secret|token|api_?key", re.IGNORECASE)
# Tokens that are counted are no secret.
_COUNTED = ("integer", "number", "boolean", "array")
_ROWS = ("get", "update", "delete", "action")


def threats(brief: Brief, written: Sequence[str], flow: str) -> list[Fact]:
    """The few that this endpoint's own parameters, fields, and columns it writes, give rise to.

    What the flow says of a value is no threat any more.
    """
    if "threats" not in brief.demands:
        return []
    found = (*_secrets(brief), *_others(brief), *_beyond(brief, written, flow), *_queries(brief))
    return list(found[:_MOST])


def _cited(brief: Brief, key: str, *found: Parameter | Column, **values: str) -> Fact:
    sources = [
        source for one in found for source in brief.passages.holding([one.source], leaf(one.name))
    ]
    return Fact(
        text=brief.say(f"threat-{key}", endpoint=brief.endpoint, **values),
        sources=tuple(dict.fromkeys(sources)),
    )


def _secrets(brief: Brief) -> Iterator[Fact]:
    shown = {one.name.rpartition(".")[2] for body in brief.spec.responses for one in body.fields}
    found = [
        one
        for one in brief.body
        if _SECRET.search(one.name) and one.type not in _COUNTED and one.name not in shown
    ]
    if found:
        yield _cited(brief, "secret", *found, names=names_of(found))


def _others(brief: Brief) -> Iterator[Fact]:
    """Rows of somebody else, named by their key: of the table that the path itself names."""
    work = work_of(brief)
    path = [one for one in brief.spec.parameters if one.place == "path"]
    tie, row = work.tie, next(iter(work.rows[-1:]), None)
    if tie is None or row is None or row.parameter is not path[-1]:
        return
    below = work.own is None and work.tied is work.table
    if below or not _is_bound(work, row.table) or brief.subject.act not in _ROWS:
        return
    names, table = names_of(path[-1:]), row.table.name
    yield Fact(text=brief.say("threat-others", endpoint=brief.endpoint, names=names, table=table))


def _is_bound(work: Work, table: Table) -> bool:
    """Whether a row is looked for by whose it is, or by keys to what is the caller's."""
    held = [one for other in work.rows for one in work.links.of(other.table) if not one.of_people]
    keys = {one.column.name for one in held if one.table is not table}
    return (
        table is work.tied
        or bool(work.also)
        or any(one.target is work.tied or one.column.name in keys for one in work.links.of(table))
    )


def _owner(brief: Brief, written: Sequence[str]) -> Column | None:
    table = brief.table
    if table is None or table.name not in written:
        return None
    return next((one for one in table.columns if _OWNER.match(one.name)), None)


def _beyond(brief: Brief, written: Sequence[str], flow: str) -> Iterator[Fact]:
    """Columns that a body could set though it is not asked to."""
    owner = _owner(brief, written) if work_of(brief).closed else None
    if owner is None or f"`{owner.name}` = " in flow:
        return
    if brief.body and all(one.name != owner.name for one in brief.body):
        yield _cited(brief, "beyond", owner, owner=owner.name)


def _has_largest(brief: Brief) -> bool:
    """Whether the API plan says anywhere how large a page, or what is answered at once, may be."""
    return any(_bounds(brief.passages.lines(one.source.path)) for one in brief.spec.excerpts[:1])


@lru_cache(maxsize=8)
def _bounds(lines: tuple[str, ...]) -> bool:
    """Whether a line does; a document is asked for each of its lists."""
    return any(_LARGEST.search(line) for line in lines)


def _queries(brief: Brief) -> Iterator[Fact]:
    """Values that become part of a query, and pages without a bound."""
    query = [one for one in brief.spec.parameters if one.place == "query"]
    for key, words in (("sort", _MADE_UP), ("search", _SEARCH)):
        found = [one for one in query if words.match(one.name) and not is_unused(one)]
        if found:
            yield _cited(brief, key, *found, names=names_of(found))
    sizes = [one for one in query if SIZE.match(one.name) and one.limit("max") is None]
    sizes = sizes if sizes and not _has_largest(brief) else []
    if sizes:
        told = _cited(brief, "size", *sizes, names=names_of(sizes))
        yield replace(told, because=brief.say("convention"))
