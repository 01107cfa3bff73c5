"""Reading from a view of the db plan that has what the answer shows, and more than a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.drafters.builtin.planning.callers.tying import tied
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.binding import (
    Group,
    bound,
    entry,
    groups,
    is_list,
    named,
)
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.tables.filters import compared, is_plain
from agent.drafters.builtin.planning.tables.whose import Tie, owner_of
from agent.drafters.builtin.planning.tables.work import Work, cited

_FEWEST = 3
_MISSING = 404
_WORD = deferred(r"\w+")
_KEY = deferred(r"[a-z]_?id$", re.IGNORECASE)


@lately
def viewed(work: Work) -> Table | None:
    """The view with most of the answer's fields, where none of its tables has as many."""
    brief = work.brief
    if brief.subject.writes or not brief.spec.views:
        return None
    first = entry(groups(next(iter(brief.spec.responses), None)))
    if first is None:
        return None
    if work.own is not None and len(_held(work.own.table, first)) > 1:
        return None
    held = {one.name: len(_held(one, first)) for one in (*brief.spec.schema, *brief.spec.views)}
    best = max(brief.spec.views, key=lambda one: held[one.name])
    own = max((held[one.name] for one in brief.spec.schema), default=0)
    if held[best.name] < _FEWEST or held[best.name] <= own:
        return None
    return best if held[best.name] * 3 >= len(first.names) * 2 else None


def viewing(work: Work, view: Table) -> Iterator[Fact]:
    """The rows of the view, by the request's values and whose they are, in its own order."""
    brief = work.brief
    one = is_one(brief)
    conditions = [*_keys(work, view)] if one else []
    given = [value for value in named(brief.spec.parameters, "query") if is_plain(value)]
    conditions += [
        (text, column)
        for text, column in (compared(view, value) for value in given)
        if column is not None
    ]
    text = brief.say("view-row" if one else "view-rows", view=view.name)
    text += brief.say("view-said", text=view.note.rstrip(".")) if view.note else ""
    text += f": {', '.join(said for said, _ in conditions)}" if conditions else ""
    sources = cited(brief, view, *(column for _, column in conditions))
    whose = _whose(work, view)
    if whose is not None:
        said, more = tied(brief, whose)
        text += brief.say("flow-only" if conditions else "flow-of", tie=said)
        sources += more
    if view.constraints and not one:
        text += brief.say("view-order", order=view.constraints[0])
        sources += brief.passages.holding([view.source], *_WORD.findall(view.constraints[0]))
    missing = brief.statuses(_MISSING)[:1] if one and work.own is None else []
    text += brief.say("flow-missing", code=_MISSING) if missing else ""
    told = tuple(source for status in missing for source in brief.status(status).sources)
    yield Fact(text=text, sources=sources + told)


def _held(table: Table, group: Group) -> list[str]:
    return [name for name in group.names if _column(table, name) is not None]


def _column(table: Table, name: str) -> Column | None:
    """The column of a name; a view's own key is called after what it is of."""
    key = table.column("id") if _KEY.search(name) else None
    return bound(table, name) or key


def is_one(brief: Brief) -> bool:
    """Whether one row is answered, as the body is shown."""
    body = next(iter(brief.spec.responses), None)
    return body is not None and not is_list(body)


def _keys(work: Work, view: Table) -> Iterator[tuple[str, Column]]:
    """The values of the path that the row is found by."""
    for one in named(work.brief.spec.parameters, "path"):
        column = _column(view, one.name)
        if column is not None:
            yield f"`{column.name}` = `{one.name}`", column


def _whose(work: Work, view: Table) -> Tie | None:
    """How a row of the view is the caller's: by its own column, or those of the rows in it."""
    if not work.closed:
        return None
    own = owner_of(work.links, view)
    if own is not None:
        return Tie(holder=view, columns=(own,))
    tie = work.tie
    if tie is None or tie.over or tie.group is not None:
        return None
    columns = tuple(one for one in tie.columns if view.column(one.name) is not None)
    return replace(tie, holder=view, columns=columns) if columns == tie.columns else None
