"""What a finished row is measured by: how long it took, and what its end is said to work out."""

from __future__ import annotations

import re

from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.drafters.builtin.planning.facts.binding import bound
from agent.drafters.builtin.planning.subject import fold
from agent.drafters.builtin.planning.tables.work import Work
from agent.drafters.builtin.planning.tables.written import default_of
from agent.drafters.builtin.project.naming import singular, snake

_LENGTH = deferred(r"^(?:duration|elapsed)(?:_(?:seconds|sec|s|minutes|min|ms))?$")
_NUMBER = deferred(r"int|numeric|decimal|float|double|real\b", re.IGNORECASE)
_WORD = deferred(r"\w+")
_LONG = 5
_BEGUN = deferred(r"^(?:started|begun)_at$")


def measured(work: Work, table: Table, written: dict[str, str]) -> dict[str, str]:
    """Columns that follow from the end of a row: its length, and what is answered of it."""
    begun = next((one for one in table.columns if _BEGUN.match(snake(one.name))), None)
    ended = _ended(work, written)
    found: dict[str, str] = {}
    for column in table.columns if begun is not None and ended else ():
        if begun is not None and _LENGTH.match(snake(column.name)):
            found[column.name] = f"`{ended}` \u2212 `{begun.name}`"
        elif column.name not in written and _is_worked_out(work, table, column):
            found[column.name] = work.brief.say("value-worked-out")
    return found


def _is_worked_out(work: Work, table: Table, column: Column) -> bool:
    """Whether a number that a row begins without is answered, and its name is what is done."""
    said = work.brief.spec.description
    answered = (one for body in work.brief.spec.responses for one in body.fields)
    if said is None or not default_of(column):
        return False
    if not _NUMBER.search(column.type) or not any(
        bound(table, one.name) is column for one in answered
    ):
        return False
    words = {fold(part) for one in _WORD.findall(said.text) for part in snake(one).split("_")}
    return bool(
        words.intersection(fold(one) for one in snake(column.name).split("_") if len(one) >= _LONG)
    )


def _ended(work: Work, written: dict[str, str]) -> str:
    """The column that says when it ended, which is now; empty where the row goes on, or is void."""
    now = work.brief.say("value-now")
    return next((name for name in written if name.endswith("_at") and written[name] == now), "")


def thing_of(table: Table) -> str:
    """What a row is called in a sentence: the last word of its table's name."""
    return singular(snake(table.name.rpartition(".")[2])).rpartition("_")[2]
