"""Which fields of a body a request may leave out, where only the columns that keep them say so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.patterns import deferred
from agent.core.spec import Column, Parameter, Table
from agent.drafters.builtin.planning.citations import Fact, spans
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.links import refers_to
from agent.drafters.builtin.planning.facts.wording import column_of, quoted
from agent.drafters.builtin.planning.tables.constraints import checks
from agent.drafters.builtin.planning.tables.work import cited
from agent.drafters.builtin.planning.tables.written import default_of, may_be_null, says_null

_DEMANDED = deferred(r"\b(?:required|wymagan\w*)\b", re.IGNORECASE)
_KEY = ("_id", "_uuid")
_FEWEST, _NEAR = 3, 3


def is_free(table: Table, column: Column, one: Parameter) -> bool:
    """Whether a new row does without the value: a key only where its column says so."""
    if default_of(column) or says_null(column):
        return True
    tied = refers_to(column) or column.name.endswith(_KEY) or _DEMANDED.search(one.note)
    ruled = any(column.name in each.columns for each in checks(table, whole=True))
    return not tied and not ruled and may_be_null(table, column)


def left_out(brief: Brief) -> Iterator[Fact]:
    """That fields may be missing whose values one other table keeps, and there may lack too."""
    names = list(dict.fromkeys(one.name.partition(".")[0] for one in brief.body))
    if len(names) < _FEWEST or any(one.required is not None for one in brief.body):
        return
    found = [(one, _columns(one, names)) for one in brief.spec.schema if one is not brief.table]
    kept = [(table, columns) for table, columns in found if len(columns) == len(names)]
    if len(kept) != 1 or (brief.table is not None and _columns(brief.table, names)):
        return
    table, columns = kept[0]
    free = [one for one in columns if may_be_null(table, one)]
    if free and brief.subject.act in {"create", "action"}:
        text = brief.say("left-out", table=table.name, names=quoted(one.name for one in free))
        yield Fact(text=text, sources=spans(cited(brief, *free), _NEAR))


def _columns(table: Table, names: list[str]) -> list[Column]:
    return [one for name in names if (one := column_of(table, name)) is not None]
