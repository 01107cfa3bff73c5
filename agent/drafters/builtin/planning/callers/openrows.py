"""Rows of a list that are not the caller's alone: open to all, or shared when a flag asks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.drafters.builtin.planning.facts.binding import named
from agent.drafters.builtin.planning.tables.filters import FLAG
from agent.drafters.builtin.planning.tables.through import shared
from agent.drafters.builtin.planning.tables.work import Work, cited
from agent.drafters.builtin.project.naming import snake

# Rows that are not of one user.
SHOWN = ("global", "public", "system", "predefined", "shared", "default")
# Those of these words that say it of rows wherever they stand: "default" may be a value.
_OPEN = deferred(r"\b(global|predefined|built-in)\b", re.IGNORECASE)
_SHARED = deferred(r"\bshared\b|\brecipient|\budost\u0119pnion|\bodbiorc", re.IGNORECASE)
_FORBIDDEN = 403

Said = tuple[str, tuple[Source, ...]]


def beyond(work: Work, table: Table) -> Said:
    """What lets rows of others in, as words behind the tie, and where it stands."""
    found = [*_open(work, table), *_flags(work, table)]
    sources = tuple(source for _, more in found for source in more)
    return "".join(text for text, _ in found), sources


def recipients(work: Work, table: Table) -> Said:
    """Those with whom a row is shared, where who is refused to read it is none of them."""
    brief = work.brief
    told = (one.meaning for one in brief.statuses(_FORBIDDEN) if brief.is_own(one.source))
    by = (
        shared(work, table) if any(map(_SHARED.search, told)) and not brief.subject.writes else None
    )
    if by is None:
        return "", ()
    text = brief.say("flow-or-shared", condition=by.told(work, table, brief.say("value-caller")))
    return text, cited(brief, by.table, by.link.column, by.other)


def is_shut_list(work: Work) -> bool:
    """Whether a list has the caller's own rows and no others."""
    table = work.table
    tied = work.lists and work.tie is not None and table is not None
    return tied and table is not None and not beyond(work, table)[0]


def _open(work: Work, table: Table) -> Iterator[Said]:
    """Rows for all that the passage speaks of: by their column, else in its word."""
    brief, said = work.brief, work.brief.spec.description
    if said is None:
        return
    column, hit = _column(table, said.text.casefold()), _OPEN.search(said.text)
    if column is not None:
        yield brief.say("flow-or-shown", column=column.name), cited(brief, column)
    elif hit is not None:
        sources = brief.passages.holding([said.source], hit[1])
        yield brief.say("flow-or-open", word=hit[1].casefold()), sources


def _column(table: Table, text: str) -> Column | None:
    """The column that opens a row: the one of the passage's word, else the only such one."""
    states = [(snake(one.name).removeprefix("is_"), one) for one in table.columns]
    known = [(state, one) for state, one in states if state in SHOWN]
    told = [one for state, one in known if re.search(rf"\b{state}", text)]
    alone = [one for _, one in known] if len(known) == 1 and _OPEN.search(text) else []
    return next(iter((*told, *alone)), None)


def _flags(work: Work, table: Table) -> Iterator[Said]:
    """A flag of the query that lets such rows in: shared ones by the table that shares them."""
    brief = work.brief
    for one in named(brief.spec.parameters, "query"):
        hit = FLAG.match(snake(one.name))
        if hit is None or hit[1] not in SHOWN:
            continue
        sources = brief.passages.holding([one.source], one.name)
        by = shared(work, table) if hit[1] == "shared" else None
        if by is None:
            yield brief.say("flow-or-flag", name=one.name, word=hit[1]), sources
        else:
            told = by.told(work, table, brief.say("value-caller"))
            text = brief.say("flow-or-through", name=one.name, condition=told)
            yield text, sources + cited(brief, by.table, by.link.column, by.other)
