"""The state in which a row has to be to be found: the `404` says in which it is as if not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.tables.choices import values_of
from agent.drafters.builtin.project.naming import snake

_MISSING = 404
_NOT = r"\b(?:not|n't|n\u2019t|other than|nie (?:jest|ma statusu)|inn\w+ ni\u017c)"
# What has a complement is no state: "not assigned to the caller".
_ALONE = r"\b(?!\s+(?:to|by|for|in|with|on|of|do|dla|przez|w)\b)"
_BOOLEAN = deferred(r"bool|\bbit\b", re.IGNORECASE)


def in_state(brief: Brief, table: Table) -> tuple[Column, str] | None:
    """The column and what it has to be, by the endpoint's own words on `404`."""
    own = (one for one in brief.statuses(_MISSING) if brief.is_own(one.source))
    said = " ".join(one.meaning for one in own)
    states = (
        (column, shown)
        for column in table.columns
        for word, shown in _states(brief, table, column)
        if re.search(rf"{_NOT}\s+[`'\"]?{re.escape(word)}[`'\"]?{_ALONE}", said, re.IGNORECASE)
    )
    return next(states, None) if said else None


def _states(brief: Brief, table: Table, column: Column) -> Iterator[tuple[str, str]]:
    """The words for the states that a column tells, each with its value."""
    if _BOOLEAN.search(column.type):
        yield snake(column.name).removeprefix("is_"), "true"
    yield from ((one, f"'{one}'") for one in values_of(brief.spec, table, column))
