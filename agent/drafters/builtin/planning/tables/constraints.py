"""What a table demands of its rows: columns that are unique together, conditions to fulfil."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Table
from agent.core.values import dataclass

_UNIQUE = deferred(
    r"\bunique\b(?!\s+index)[^(]{0,24}\((?P<columns>[\w\s,\"`]+)\)(?P<where>\s*where\b)?",
    re.IGNORECASE,
)
_CHECK = deferred(r"\bcheck\b\s*\(", re.IGNORECASE)
_WORD = deferred(r"[A-Za-z_]\w*")
_LONGEST = 260


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """A condition on rows in the words of SQL, or columns that are unique together."""

    text: str
    columns: tuple[str, ...]
    sources: tuple[Source, ...]


def uniques(table: Table) -> Iterator[Demand]:
    """Columns of which no two rows have the same values together, in every case."""
    for one in table.stated:
        for hit in _UNIQUE.finditer(one.text):
            columns = tuple(_WORD.findall(hit["columns"]))
            known = all(table.column(name) is not None for name in columns)
            if known and len(columns) > 1 and not hit["where"]:
                yield Demand(text="", columns=columns, sources=(one.source,))


def checks(table: Table, *, whole: bool) -> Iterator[Demand]:
    """The conditions of the `whole` table, that stand apart from its columns, or of columns."""
    own = ((one, each.source) for each in table.columns for one in each.constraints)
    apart = ((one.text, one.source) for one in table.stated)
    for text, source in apart if whole else own:
        hit = _CHECK.search(text)
        inside = within(text, hit.end()) if hit is not None else ""
        names = tuple(name for name in _WORD.findall(inside) if table.column(name) is not None)
        if names and len(inside) <= _LONGEST and "`" not in inside:
            yield Demand(text=inside, columns=tuple(dict.fromkeys(names)), sources=(source,))


def within(text: str, start: int) -> str:
    """What stands in the bracket that is open here, in one line; empty where it does not close."""
    depth = 1
    for at in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            inside = " ".join(text[start:at].split())
            return re.sub(r"(?<=\()\s+|\s+(?=\))", "", inside)
    return ""
