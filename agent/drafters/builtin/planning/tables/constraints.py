"""What a table demands of its rows: columns that are unique together, conditions to fulfil."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Table
from agent.core.values import dataclass
from agent.drafters.builtin.planning.facts.brief import Brief

_UNIQUE = deferred(
    r"\bunique\b(?!\s+index)[^(]{0,24}\((?P<columns>[\w\s,\"`]+)\)(?P<where>\s*where\b)?",
    re.IGNORECASE,
)
_CHECK = deferred(r"\bcheck\b\s*\(", re.IGNORECASE)
_WORD = deferred(r"[A-Za-z_]\w*")
_LINES = 40
_LONGEST = 260


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """A condition on rows in the words of SQL, or columns that are unique together."""

    text: str
    columns: tuple[str, ...]
    sources: tuple[Source, ...]


def uniques(brief: Brief, table: Table) -> Iterator[Demand]:
    """Columns of which no two rows have the same values together, in every case."""
    for one in table.constraints:
        for hit in _UNIQUE.finditer(one):
            columns = tuple(_WORD.findall(hit["columns"]))
            known = all(table.column(name) is not None for name in columns)
            if known and len(columns) > 1 and not hit["where"]:
                yield Demand(text="", columns=columns, sources=_places(brief, table, hit[0]))


def checks(brief: Brief, table: Table, *, whole: bool) -> Iterator[Demand]:
    """The conditions of the `whole` table, that stand apart from its columns, or of columns."""
    said = [
        (one, _places(brief, table, one) if whole else (column.source,))
        for column in table.columns
        for one in (() if whole else column.constraints)
    ]
    said += [(one, _places(brief, table, one)) for one in (table.constraints if whole else ())]
    for text, sources in said:
        hit = _CHECK.search(text)
        inside = within(text, hit.end()) if hit is not None else ""
        names = tuple(name for name in _WORD.findall(inside) if table.column(name) is not None)
        if names and len(inside) <= _LONGEST and "`" not in inside:
            yield Demand(text=inside, columns=tuple(dict.fromkeys(names)), sources=sources)


def within(text: str, start: int) -> str:
    """What stands in the bracket that is open here, in one line; empty where it does not close."""
    depth = 1
    for at in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            inside = " ".join(text[start:at].split())
            return re.sub(r"(?<=\()\s+|\s+(?=\))", "", inside)
    return ""


def _places(brief: Brief, table: Table, said: str) -> tuple[Source, ...]:
    """The line on which a constraint begins, below the table's own."""
    wanted = _bare(said.partition("\n")[0])[:_LINES]
    lines = brief.passages.lines(table.source.path)
    for at in range(table.source.line - 1, min(len(lines), table.source.line + _LINES)):
        if wanted in _bare(lines[at]) or (_bare(lines[at]) and wanted.startswith(_bare(lines[at]))):
            return (Source(path=table.source.path, line=at + 1, last=at + 1),)
    return ()


def _bare(text: str) -> str:
    return re.sub(r"[\s`*\"]", "", text).casefold()
