"""The table that errors are logged to, where the database has one for this endpoint."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.patterns import deferred
from agent.core.spec import Table
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name
from agent.drafters.builtin.planning.facts.wording import quoted
from agent.drafters.builtin.planning.subject import Subject, fold
from agent.drafters.builtin.project.naming import snake

_GENERAL = frozenset(["api", "app", "application", "system", "server", "request", "all"])
_WORDS = deferred(r"^(?:errors?|logs?|events?|exceptions?|failures?|entries)$")
_MADE = deferred(r"^(?:id|\w*created_?at|\w*timestamp)$", re.IGNORECASE)
_MOST = 6


def logged(brief: Brief) -> Iterator[Fact]:
    """Where an unexpected error of the endpoint is written down, and what of it."""
    table = log_of(brief.logs, brief.subject) if "error-table" in brief.demands else None
    if table is not None:
        columns = [one.name for one in table.columns if not _MADE.match(one.name)]
        names = quoted(columns[:_MOST])
        key = "logged-with" if columns else "logged"
        text = brief.say(key, endpoint=brief.endpoint, table=table.name, names=names)
        yield brief.found(text, [table.source], bare_name(table))


def log_of(tables: Sequence[Table], subject: Subject) -> Table | None:
    """Of the tables for errors that of the endpoint's own resource, else the general one."""
    own = {fold(subject.things), fold(subject.owner), fold(subject.verb)} - {""}
    parts = [(table, _about(table)) for table in tables]
    mine = (table for table, about in parts if about and fold(about) in own)
    general = (table for table, about in parts if set(about.split("_")) <= _GENERAL | {""})
    return next(mine, None) or next(general, None)


def _about(table: Table) -> str:
    """What a table's name says beside that it is for errors."""
    words = snake(bare_name(table)).split("_")
    return "_".join(word for word in words if not _WORDS.match(word))
