"""What serves the work of an endpoint where no document speaks of it: keys, and pages of rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.patterns import deferred
from agent.core.spec import Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name, table_in_path
from agent.drafters.builtin.planning.facts.wording import names_of, primary_key, quoted
from agent.drafters.builtin.planning.sections.flow import way
from agent.drafters.builtin.planning.sections.touched import touched
from agent.drafters.builtin.planning.tables.through import one_each
from agent.drafters.builtin.planning.tables.uniques import uniques
from agent.drafters.builtin.planning.tables.work import work_of
from agent.drafters.builtin.planning.writes.calling import called

_PAGED = deferred(
    r"^(?:page\w*|per_?page|size|limit|offset|cursor|skip|take|from\w*|to\w*|date\w*)$",
    re.IGNORECASE,
)
_PRIMARY = deferred(r"primary key\s*\(([^()]*)\)", re.IGNORECASE)
_MARKED = deferred(r"primary|\bpk\b", re.IGNORECASE)
_WORD = deferred(r"\w+")
_MANY = 429
_ONE = ("get", "update", "delete", "action")


def bounds(brief: Brief) -> Iterator[Fact]:
    """The rate and the call outside; the key that serves the lookup or the check, or the page."""
    if brief.spec.status(_MANY) is not None and brief.tells("flow"):
        yield Fact(text=brief.say("bound-rate", endpoint=brief.endpoint), sources=())
    who = called(brief)
    if who is not None:
        text = brief.say("bound-outside", name=who.name, endpoint=brief.endpoint)
        yield Fact(text=text, because=brief.say("convention"))
        return
    table = table_in_path(brief.spec) or brief.table
    if table is None:
        return
    if brief.subject.act in _ONE and brief.spec.endpoint.parameters:
        yield from _by_key(brief, table)
    elif brief.subject.act == "create":
        yield from _by_unique(brief, brief.table or table)
    elif brief.subject.act == "list" and one_each(work_of(brief), brief.table or table) is None:
        yield _page(brief, brief.table or table)


def _by_unique(brief: Brief, table: Table) -> Iterator[Fact]:
    """The unique keys of what the request writes, where the flow looks for a second row by them."""
    if table.name not in touched(brief).written:
        return
    told = " ".join(one.fact.text for one in way(brief) if one.part in {"guard", "told"})
    for one in uniques(brief, table):
        if all(f"`{name}`" in told for name in one.shown):
            text = brief.say(
                "bound-unique",
                endpoint=brief.endpoint,
                columns=quoted(one.shown),
                table=bare_name(table),
            )
            yield Fact(text=text, sources=one.sources)


def _by_key(brief: Brief, table: Table) -> Iterator[Fact]:
    """The primary key, with all of its columns."""
    listed = (_PRIMARY.search(one) for one in table.constraints)
    names = next((_WORD.findall(hit[1]) for hit in listed if hit), [])
    marked = [one for one in table.columns if any(map(_MARKED.search, one.constraints))]
    keys = [one for one in map(table.column, names) if one is not None] or marked
    keys = keys or list(filter(None, [primary_key(table)]))
    if keys:
        shown = quoted(one.name for one in keys)
        text = brief.say("bound-key", endpoint=brief.endpoint, names=shown, table=bare_name(table))
        yield Fact(
            text=text,
            sources=tuple(
                src for one in keys for src in brief.passages.holding([one.source], one.name)
            ),
        )


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
