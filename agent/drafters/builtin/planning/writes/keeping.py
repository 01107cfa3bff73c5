"""What is kept of a call to a model: the row it is told in, the row it changes, its failure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.wording import lines_of
from agent.drafters.builtin.planning.sentences.modelcalls import asked, told
from agent.drafters.builtin.planning.sentences.topical import is_deed_of_others
from agent.drafters.builtin.planning.tables.rowpolicies import lets_none
from agent.drafters.builtin.planning.tables.whose import owner_of
from agent.drafters.builtin.planning.tables.work import Work
from agent.drafters.builtin.planning.tables.written import row_of
from agent.drafters.builtin.planning.writes.asking import stored
from agent.drafters.builtin.planning.writes.filling import filled
from agent.drafters.builtin.planning.writes.making import MAKES
from agent.drafters.builtin.planning.writes.modelanswer import TALK, kept_talk
from agent.drafters.builtin.project.naming import snake

# "updates the `message_history` and `final_prompt_count`"
_CHANGES = deferred(
    r"\b(?:updat|increment|append|sav|stor|aktualiz|zapis|zwi\u0119ksz)\w*\s+(?:the\s+|its\s+)?"
    r"(?P<names>`\w+`(?:(?:,|\s+and|\s+i|\s+oraz)?\s+(?:the\s+)?`\w+`)*)",
    re.IGNORECASE,
)
_TICKED = deferred(r"`(\w+)`")
_COUNT = deferred(r"(?:^|_)count$")
# "Generation errors are logged in the `generation_error_logs` table"
_LOGGED = deferred(
    r"\b(?:error|failure|b\u0142\u0119d)\w*\b[^.`]{0,40}\b(?:logged|saved|stored|recorded|zapisywan\w*"
    r"|logowan\w*)\b[^.`]{0,20}`(?P<table>\w+)`"
    r"|\b(?:log|stor|sav|record|insert|zapis)\w*\s(?:[\w-]+\s){0,3}(?:error|failure|b\u0142\u0119d)\w*\s"
    r"(?:[\w-]+\s){0,3}?(?:in|to|into|w|do)\s(?:the\s)?`(?P<kept>\w+)`",
    re.IGNORECASE,
)
OF_ERRORS = deferred(r"error|failure")
_OF_ERROR = deferred(r"^(?:error|failure)(?:_|$)|^(?:message|code|stack)$")


def written_down(work: Work) -> Iterator[Fact]:
    """The row that the passage says is made, where no path names one."""
    if asked(work.brief) is None or work.rows:
        return
    places = {table.name: (source, table) for source, table in _made(work)}
    for source, table in places.values():
        values = dict(_values(work, table))
        if values:
            fact = row_of(work.brief, "flow-create", table, values)
            shut = work.brief.say("flow-shut-insert") if lets_none(table, "insert") else ""
            yield replace(fact, text=fact.text + shut, sources=(*fact.sources, source))


def _made(work: Work) -> Iterator[tuple[Source, Table]]:
    for source, text in told(work.brief):
        for hit in MAKES.finditer(text):
            table = work.links.exactly(hit["table"])
            if table is not None:
                yield source, table


def changes(work: Work, table: Table) -> dict[str, str]:
    """The columns of the path's row that the passage says are updated, all of them understood."""
    brief, said = work.brief, work.brief.spec.description
    hit = _CHANGES.search(said.text) if said is not None and asked(brief) is not None else None
    names = _TICKED.findall(hit["names"]) if hit is not None else []
    columns = [column for name in names if (column := table.column(name)) is not None]
    values = {one.name: value for one in columns if (value := _changed(work, one))}
    return values if len(values) == len(names) else {}


def _changed(work: Work, column: Column) -> str:
    name = snake(column.name)
    if TALK.search(name):
        return kept_talk(work.brief, column, "value-talk-on")
    return work.brief.say("value-more", name=column.name) if _COUNT.search(name) else ""


def failed(work: Work) -> Iterator[Fact]:
    """The row in the table for errors that a general sentence, or the passage, speaks of."""
    for source, table in _logs(work):
        values = dict(_values(work, table))
        own = (one for one in table.columns if _OF_ERROR.search(snake(one.name)))
        values |= {one.name: f"`{one.name}`" for one in own}
        fact = row_of(work.brief, "flow-create-failed", table, values)
        ends = work.brief.say("flow-failed-ends")
        yield replace(fact, text=fact.text + ends, sources=(*fact.sources, source))
        return


def _logs(work: Work) -> Iterator[tuple[Source, Table]]:
    brief = work.brief
    notes = (one for one in brief.spec.notes if not is_deed_of_others(one))
    for note in (*brief.spec.excerpts[:1], *notes):
        for source, text in lines_of(brief, note.source):
            hit = _LOGGED.search(text)
            name = (hit["table"] or hit["kept"]) if hit is not None else ""
            table = work.links.exactly(name) if name else None
            if table is not None and OF_ERRORS.search(snake(table.name)):
                yield source, table


def _values(work: Work, table: Table) -> Iterator[tuple[str, str]]:
    """Who called, what the call was, and what of the request is kept."""
    owner = owner_of(work.links, table)
    if owner is not None:
        yield owner.name, work.brief.say("value-caller" if work.closed else "value-caller-or-none")
    found = dict(stored(work, table))
    yield from found.items()
    yield from ((name, value) for name, value in filled(work, table) if name not in found)
