"""Which rows are read: their filters as columns, what is joined to them, their order and page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.patterns import deferred
from agent.core.spec import Column, Parameter, Table
from agent.drafters.builtin.planning.callers.callers import role_beyond
from agent.drafters.builtin.planning.callers.openrows import SHOWN, Said, beyond
from agent.drafters.builtin.planning.callers.tying import freed, others_of, tied
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import PAGE, is_unused, named
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.links import Link
from agent.drafters.builtin.planning.facts.wording import limits
from agent.drafters.builtin.planning.reads.days import weekday
from agent.drafters.builtin.planning.reads.figured import figured
from agent.drafters.builtin.planning.reads.joining import joined
from agent.drafters.builtin.planning.reads.querying import queried
from agent.drafters.builtin.planning.reads.summing import is_summary, summing
from agent.drafters.builtin.planning.reads.totals import totals
from agent.drafters.builtin.planning.reads.viewing import is_one, viewed, viewing
from agent.drafters.builtin.planning.tables.choices import values_of
from agent.drafters.builtin.planning.tables.filters import SORT, filters
from agent.drafters.builtin.planning.tables.pathrows import Row
from agent.drafters.builtin.planning.tables.through import (
    beneath,
    key_to,
    one_each,
    through,
    told_pair,
)
from agent.drafters.builtin.planning.tables.whose import owner_of
from agent.drafters.builtin.planning.tables.work import Work, alive, cited
from agent.drafters.builtin.planning.tables.written import PLACE
from agent.drafters.builtin.project.naming import snake

_MISSING = 404
# English and Polish.
_SORTED = deferred(
    r"(?:\bsort\w*|\border(?:ed|s|ing)?|posortowan\w+|uporz\u0105dkowan\w+)\s+"
    r"(?:(?:by|po|wed\u0142ug|wg)\s+)?`?(?P<name>\w+)`?(?:\s+`?(?P<way>asc|desc)\b)?"
    r"|\b(?:newest|latest|oldest|chronolog|najnow|najstar|kolejno)\w*",
    re.IGNORECASE,
)
_NAME = deferred(r"[A-Za-z_]\w*")
_KEPT = deferred(
    r"\((?P<first>(?:[\s`\"]*\w+[\s`\"]*,)+)[\s`\"]*(?P<last>\w+)[`\"]*\s+(?P<way>desc|asc)[\s`]*\)",
    re.IGNORECASE,
)
_POLISH = {"active": "aktywn", "pending": "oczekuj\u0105c", "completed": "uko\u0144czon"}


def reading(work: Work) -> Iterator[Fact]:
    """A list's rows by their conditions, then what is joined, the order and the page."""
    table, view = work.table, viewed(work)
    if view is not None:
        yield from viewing(work, view)
        yield from summing(work, view) if is_one(work.brief) else ()
        yield from order(work)
        return
    asked = list(queried(work)) if work.own is None else []
    if asked:
        yield from asked
        yield from order(work)
        return
    summed = [] if work.sure and not is_summary(work) else summing(work)
    if summed or table is None:
        yield from summed
        return
    single = one_each(work, table) if work.own is None else None
    if single is not None:
        yield _of_each(work, *single)
    elif work.own is None and work.sure:
        yield _rows(work, table)
    yield from joined(work, table if work.sure or not work.rows else work.rows[-1].table)
    yield from figured(work)
    yield from order(work)


def _of_each(work: Work, link: Link, row: Row) -> Fact:
    condition = f"`{link.column.name}` = `{row.parameter.name}`"
    text = work.brief.say("flow-row", table=link.table.name, conditions=condition)
    return Fact(text=text, sources=cited(work.brief, link.table, link.column))


def _rows(work: Work, table: Table) -> Fact:
    brief = work.brief
    conditions, columns = _conditions(work, table)
    text = brief.say("flow-list" if work.lists else "flow-get-none", table=table.name)
    told = f"{text}: {', '.join(conditions)}" if conditions else text
    rest = [said for said, found in _given(work, table) if not found]
    more = brief.say("flow-narrowed", names=", ".join(rest)) if rest and _narrows(work) else ""
    pairs = filter(None, (told_pair(work, table, row.table) for row in work.above))
    sources = (*cited(brief, table, *columns), *(one[2] for one in pairs))
    if work.tie is not None and not work.rows:
        said, more_of = tied(brief, work.tie)
        others, there = beyond(work, table)
        let = [one for one in others_of(work) if one.tie is None or not others]
        more_said, more_there = freed(work, let) if let else role_beyond(work, work.tie)
        said, there = said + others + more_said, (*there, *more_there)
        told += brief.say("flow-only", tie=said) if conditions else brief.say("flow-of", tie=said)
        sources += more_of + there
    fact = Fact(text=told + more, sources=sources)
    missing = work.refusal(_MISSING) if not work.lists else None
    if missing is None:
        return fact
    return missing.after(fact, brief.say("flow-missing", code=_MISSING))


def _given(work: Work, table: Table) -> Iterator[tuple[str, tuple[Column, ...]]]:
    """The query's values as conditions with their columns, also on what refers to the rows."""
    for one, (said, column) in filters(work.brief, table):
        below = beneath(work, table, one.name) if column is None else ("", ())
        week = weekday(work.brief, table, one) if column is None else None
        if week is not None:
            yield week[0], (week[1],)
        else:
            yield below if below[0] else (said, (column,) if column is not None else ())


def _narrows(work: Work) -> bool:
    """Whether values without a column are told apart, as the request's details explain them."""
    return work.lists and work.brief.tells("request")


def _conditions(work: Work, table: Table) -> tuple[list[str], list[Column]]:
    """What a row has to fit: path, what the description says, filters, that it is not removed."""
    conditions, columns = [], []
    for row in work.above:
        link, pairs = key_to(work, table, row), through(work, table, row)
        if link is not None:
            conditions.append(f"`{link.column.name}` = `{row.parameter.name}`")
            columns.append(link.column)
        elif pairs is not None:
            conditions.append(pairs.told(work, table, f"`{row.parameter.name}`"))
            columns += [pairs.link.column, pairs.other]
        elif (pair := told_pair(work, table, row.table)) is not None:
            names = {"key": pair[0], "other": pair[1], "name": row.parameter.name}
            conditions.append(work.brief.say("cond-pairs", of=f"{table.name}.id", **names))
    known = {one.parameter.name for one in work.rows}
    path = named(work.brief.spec.parameters, "path")
    conditions += [f"`{one.name}`" for one in path if one.name not in known]
    given = [one for one in _given(work, table) if one[1] or not _narrows(work)]
    known = {column.name for _, found in given for column in found}
    states = [one for one in _said(work, table) if one[1].name not in known]
    for said, found in (*((said, (column,)) for said, column in states), *given):
        conditions.append(said)
        columns += found
    gone = alive(table)
    if gone is not None:
        conditions.append(f"`{gone.name}` IS NULL")
        columns.append(gone)
    return conditions, columns


def _is_said(state: str, words: str) -> bool:
    """Whether a state stands before the thing: `active types`."""
    said = rf"(?<![\w-]){re.escape(state)}\s+\w+"
    other = _POLISH.get(state)
    return re.search(rf"{said}|\b{other}\w*\s+\w+" if other else said, words) is not None


def _said(work: Work, table: Table) -> Iterator[tuple[str, Column]]:
    """States that the description puts before the thing: "active types", "pending invitations"."""
    brief = work.brief
    said = brief.spec.description
    if said is None:
        return
    words = said.text.split(".")[0].casefold()
    flags = {one.name for one in brief.spec.parameters}
    for column in table.columns:
        name = snake(column.name)
        state = name.removeprefix("is_")
        if state in SHOWN:
            continue
        if name.startswith("is_") and _is_said(state, words):
            other = next((one for one in flags if snake(one).endswith("inactive")), "")
            less = brief.say("cond-unless", name=other) if other else ""
            yield f"`{column.name}` = true{less}", column
        elif name.endswith("status"):
            for value in values_of(brief.spec, table, column):
                if _is_said(value.casefold(), words):
                    yield f"`{column.name}` = `{value}`", column


def order(work: Work) -> Iterator[Fact]:
    """How a list is sorted, cut to a page and counted."""
    query = named(work.brief.spec.parameters, "query")
    sorts = [one for one in query if SORT.match(one.name) and not is_unused(one)]
    if sorts:
        yield _ordered(work.brief, "flow-sorts", sorts, ("", ()))
    else:
        yield from _in_their_order(work)
    yield from paging(work)


def paging(work: Work) -> Iterator[Fact]:
    """How a list is cut to a page and counted."""
    brief = work.brief
    pages = [one for one in named(brief.spec.parameters, "query") if PAGE.match(one.name)]
    said = totals(brief) if work.lists else ("", ())
    if pages:
        yield _ordered(brief, "flow-paged", pages, (f"; {said[0]}" if said[0] else "", said[1]))
    elif said[0]:
        yield Fact(text=said[0], sources=said[1])


def _in_their_order(work: Work) -> Iterator[Fact]:
    """The order that the description has, else the place of each row that an index keeps it by."""
    table, said = work.table, work.brief.spec.description
    if table is None or not work.lists:
        return
    hit = _SORTED.search(said.text) if said is not None else None
    named = table.column(hit["name"] or "") if hit is not None else None
    found = [named] if hit is not None else [*_places(work, table)]
    if len(found) == 1 and found[0] is not None:
        way = f" {hit['way'].upper()}" if hit is not None and hit["way"] else ""
        text = work.brief.say("flow-in-order", name=found[0].name) + way
        more = (said.source,) if hit is not None and said is not None else ()
        yield Fact(text=text, sources=(*more, *cited(work.brief, found[0])))
    elif not any(_SORTED.search(one.fact.text) for one in work.brief.remarks if one.own):
        yield from _indexed(work, table) if not found else ()


def _indexed(work: Work, table: Table) -> Iterator[Fact]:
    """The order that the one index behind the list's own conditions keeps: `(owner, at DESC)`."""
    above = {one.table.name for one in work.above}
    keys = {one.column.name for one in work.links.of(table) if one.name in above}
    owner = owner_of(work.links, table)
    mine = {owner.name} if owner is not None else set()
    hits = ((one, _KEPT.search(one.text)) for one in table.indexes)
    found = {
        (hit["last"], hit["way"].upper()): one.source
        for one, hit in hits
        if hit is not None and table.column(hit["last"]) is not None
        if keys <= {*_NAME.findall(hit["first"])} <= keys | mine
    }
    for name, way in found if len(found) == 1 and (keys or mine) else ():
        text = f"{work.brief.say('flow-in-order', name=name)} {way}"
        yield Fact(text=text + work.brief.say("flow-as-indexed"), sources=(found[name, way],))


def _places(work: Work, table: Table) -> Iterator[Column]:
    """The columns that number the rows below one of the path, where an index has both."""
    above = {one.table.name for one in work.above}
    keys = {one.column.name for one in work.links.of(table) if one.name in above}
    kept = [{*_NAME.findall(one.text)} for one in (*table.indexes, *table.stated)]
    for one in table.columns:
        if PLACE.search(snake(one.name)) and any(one.name in each and keys & each for each in kept):
            yield one


def _ordered(brief: Brief, key: str, found: Sequence[Parameter], more: Said) -> Fact:
    """The values of the query that order or cut a list, with what is said behind them."""
    sources = [source for one in found for source in brief.passages.holding([one.source], one.name)]
    bare = brief.tells("request")
    names = ", ".join(f"`{one.name}`" if bare else _bounded(brief, one) for one in found)
    return Fact(text=brief.say(key, names=names) + more[0], sources=(*sources, *more[1]))


def _bounded(brief: Brief, one: Parameter) -> str:
    """A value of the query with what it may be."""
    said = limits(brief.texts, one.limits, one.type)
    said += [brief.say("default", value=one.default)] if one.default is not None else []
    return f"`{one.name}` ({', '.join(said)})" if said else f"`{one.name}`"
