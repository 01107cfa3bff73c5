"""Rows that an answer is computed from: a formula names their columns, no field shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.core.patterns import deferred
from agent.core.spec import Column, Excerpt, Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import named
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name
from agent.drafters.builtin.planning.facts.links import Link
from agent.drafters.builtin.planning.facts.wording import column_of, quoted
from agent.drafters.builtin.planning.sentences.topical import is_deed_of
from agent.drafters.builtin.planning.tables.filters import compared, is_plain
from agent.drafters.builtin.planning.tables.work import Work, cited
from agent.drafters.builtin.project.naming import singular, snake

_NAME = deferred(r"[A-Za-z]\w{2,}")
# "price_snapshot"
_KEPT = deferred(r"_snapshot$")
_FEWEST = 2


def figured(work: Work) -> Iterator[Fact]:
    """The rows below the path's row, with what the calculation takes from them."""
    if work.own is not None:
        yield from (_told(work, link, work.own.parameter.name, of) for link, of in _figures(work))


def figures(work: Work) -> Iterator[tuple[Table, Sequence[Column]]]:
    """The tables of these rows, each with the columns that are taken."""
    if not work.brief.subject.writes:
        yield from ((link.table, of) for link, of in _figures(work))


def _figures(work: Work) -> Iterator[tuple[Link, Sequence[Column]]]:
    """By the keys of tables whose columns the lines on what is computed name."""
    row, said = work.own, _names(work.brief)
    for link in work.links.into(row.table) if row is not None and said else ():
        found = [one for one in link.table.columns if _is_named(work, one, said)]
        if len(found) >= _FEWEST:
            yield link, found


def _told(work: Work, link: Link, key: str, of: Sequence[Column]) -> Fact:
    given = [one for one in named(work.brief.spec.parameters, "query") if is_plain(one)]
    limits = (compared(link.table, one) for one in given)
    kept = [(text, column) for text, column in limits if column is not None]
    which = ", ".join((f"`{link.column.name}` = `{key}`", *(text for text, _ in kept)))
    text = work.brief.say("flow-list", table=link.table.name)
    text += f": {which}" + work.brief.say("flow-figures", names=quoted(one.name for one in of))
    columns = (link.column, *(column for _, column in kept), *of)
    return Fact(text=text, sources=cited(work.brief, link.table, *columns))


def _is_named(work: Work, column: Column, said: frozenset[str]) -> bool:
    """Whether the lines name it, and no column of the row above may be meant."""
    name, kept = snake(column.name), _KEPT.sub("", snake(column.name))
    own = work.own.table if work.own is not None else None
    if own is None or kept != name:  # it has what the row above had then
        thing = singular(snake(bare_name(own))) if own is not None else ""
        return bool(said & {name, kept, kept.removeprefix(f"{thing}_")})
    return name in said and column_of(own, name) is None


def _names(brief: Brief) -> frozenset[str]:
    """The names in the lines on what is computed."""
    return frozenset(
        snake(name)
        for one in brief.spec.notes
        if _computes(one)
        for name in _NAME.findall(one.text)
    )


def _computes(one: Excerpt) -> bool:
    return is_deed_of(one) and one.topic is not None and one.topic.computes != ""
