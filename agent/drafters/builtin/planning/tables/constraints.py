"""What a table demands of its rows: conditions to fulfil."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.core.spec import Table
from agent.core.values import dataclass

_CHECK = deferred(r"\bcheck\b\s*\(", re.IGNORECASE)
_WORD = deferred(r"[A-Za-z_]\w*")
_LONGEST = 260


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """A condition on rows, in the words of SQL."""

    text: str
    columns: tuple[str, ...]
    sources: tuple[Source, ...]


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
