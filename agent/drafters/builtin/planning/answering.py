"""What is answered: the status, its fields by columns, and the headers that come with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from agent.core.spec import Table
from agent.drafters.builtin.planning.binding import bound, entry, groups
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.versions import headers
from agent.drafters.builtin.planning.wording import quoted
from agent.drafters.builtin.planning.work import Work
from agent.drafters.builtin.project.naming import snake


def answering(work: Work) -> Iterator[Fact]:
    """The success, with the fields that are spelled otherwise than their columns."""
    brief = work.brief
    success = brief.spec.success()
    if success is None:
        return
    known = brief.status(success)
    key = "flow-answer" if known.sources else "flow-answers"
    text = brief.say(key, code=success.code, endpoint=brief.endpoint)
    renamed = list(_renamed(work, work.table)) if work.table is not None else []
    if renamed:
        text += brief.say("flow-answer-fields", names=", ".join(renamed))
    found = headers(brief)
    if found and known.sources:
        text += brief.say("flow-headers", names=quoted(found))
    more = tuple(found.values()) if known.sources else ()
    yield replace(known, text=text, sources=tuple(dict.fromkeys((*known.sources, *more))))


def _renamed(work: Work, table: Table) -> Iterator[str]:
    """Fields whose column has another name than theirs in snake case."""
    body = next(iter(work.brief.spec.responses), None)
    first = entry(groups(body))
    for name in first.names if first is not None else ():
        column = bound(table, name)
        if column is not None and snake(column.name) != snake(name):
            yield f"`{name}` = `{column.name}`"
