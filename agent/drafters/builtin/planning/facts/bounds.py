"""What bounds the work of an endpoint where no document speaks of it: the keys, and the rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.patterns import deferred
from agent.core.spec import Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name, table_in_path
from agent.drafters.builtin.planning.facts.wording import names_of, primary_key, quoted

_PAGED = deferred(
    r"^(?:page\w*|per_?page|size|limit|offset|cursor|skip|take|from\w*|to\w*|date\w*)$",
    re.IGNORECASE,
)
_ONE = ("get", "update", "delete", "action")


def bounds(brief: Brief, written: Sequence[str]) -> Iterator[Fact]:
    """How many rows one request touches, by the endpoint's kind, the table's key and its writes."""
    table = table_in_path(brief.spec) or brief.table
    if table is None:
        return
    if brief.subject.act in _ONE and brief.spec.endpoint.parameters:
        yield from _by_key(brief, table)
    elif brief.subject.act == "create":
        if written:
            table = brief.table or table
            tables = quoted(one.rpartition(".")[2] for one in written)
            held = (one for one in (table, *brief.spec.schema) if one.name in written)
            yield _said(brief, "bound-create", next(held, table), tables=tables)
    elif brief.subject.act == "list":
        yield _page(brief, brief.table or table)


def _by_key(brief: Brief, table: Table) -> Iterator[Fact]:
    key = primary_key(table)
    if key is not None:
        text = brief.say(
            "bound-key", endpoint=brief.endpoint, name=key.name, table=bare_name(table)
        )
        yield Fact(text=text, sources=brief.passages.holding([key.source], key.name))


def _page(brief: Brief, table: Table) -> Fact:
    """What part of the list the caller may ask for, or that it is read as a whole."""
    query = [one for one in brief.spec.parameters if one.place == "query"]
    paged = [one for one in query if _PAGED.match(one.name)]
    if not paged:
        return _said(brief, "bound-unpaged", table)
    return _said(brief, "bound-page", table, names=names_of(paged))


def _said(brief: Brief, key: str, table: Table, **values: str) -> Fact:
    text = brief.say(key, endpoint=brief.endpoint, table=bare_name(table), **values)
    return brief.found(text, [table.source], bare_name(table))
