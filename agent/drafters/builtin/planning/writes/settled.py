"""Values that the lines on a deed set in the new row: "Set `status = 'new'`"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.patterns import deferred
from agent.core.spec import Table
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import lines_of
from agent.drafters.builtin.planning.sentences.topical import is_deed_of
from agent.drafters.builtin.planning.tables.written import MADE

# A line that does nothing else. English and Polish.
_SETS = deferred(
    r"\W*(?:(?:sets?|ustaw\w*|assigns?)\s+)?`?(?P<name>\w+)`?\s*(?:=|\bto\b)\s*"
    r"`?(?P<value>'[^']*'|\"[^\"]*\"|true|false|null|\d+)`?\W*",
    re.IGNORECASE,
)


def settled(brief: Brief, table: Table) -> Iterator[tuple[str, str]]:
    """The columns that such lines give one value, whatever the request holds."""
    own = (one for one in brief.spec.excerpts if not one.referred)
    for excerpt in (*own, *filter(is_deed_of, brief.spec.notes)):
        for _, text in lines_of(brief, excerpt.source):
            hit = _SETS.fullmatch(text)
            column = table.column(hit["name"]) if hit is not None else None
            if hit is not None and column is not None and not MADE.match(column.name):
                yield column.name, "`{}`".format(hit["value"].strip("'\""))
