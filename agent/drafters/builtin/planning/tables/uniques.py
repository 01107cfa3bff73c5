"""What of a table is unique: columns alone, or several together, with the line that says so."""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Iterator, Mapping, Sequence

from agent.core.documents import RepoPath, Source
from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.spec import Column, Table
from agent.core.values import dataclass
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.storage import lines_about

_UNIQUE = deferred(r"\bunique\b|\bunikaln", re.IGNORECASE)
# The list of columns that follows: `UNIQUE (a, lower(b))`, `Primary Key: (a, b)`.
_TOGETHER = deferred(
    r"(?:\bunique\b|\bunikaln\w*|\bprimary key\b|klucz g\u0142\u00f3wny)[^(),|]*"
    r"\((?P<columns>[^()]*(?:\([^()]*\)[^()]*)*)\)",
    re.IGNORECASE,
)
_WORD = deferred(r"[A-Za-z_]\w*")
_WHERE = deferred(r"\)\s*where\s+(?P<where>[^,;|`.]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unique:
    """Columns of which no two rows have the same; `shown` as they are written, `lower(title)`."""

    columns: tuple[str, ...]
    shown: tuple[str, ...]
    sources: tuple[Source, ...]
    where: str = ""


def uniques(brief: Brief, table: Table) -> tuple[Unique, ...]:
    """Those of the table, each once; its own primary key of one column is none."""
    found: dict[frozenset[str], Unique] = {}
    for one in (*_alone(brief, table), *_told(brief, table)):
        found.setdefault(frozenset(one.columns), one)
    return tuple(found.values())


def _alone(brief: Brief, table: Table) -> Iterator[Unique]:
    for column in table.columns:
        said = next((one for one in column.constraints if _UNIQUE.search(one)), None)
        if said is not None and _TOGETHER.search(said) is None and _is_rule(said):
            sources = brief.passages.holding([column.source], column.name)
            yield Unique(columns=(column.name,), shown=(column.name,), sources=sources)


def _is_rule(said: str) -> bool:
    """Whether the words are a constraint, not a description: `unique identifier of the user`."""
    return re.match(r"\W*(?:unique|unikaln\w*)\W*(?:$|\()", said, re.IGNORECASE) is not None


def _told(brief: Brief, table: Table) -> Iterator[Unique]:
    """By constraints of columns and table, by indexes, and by the lines below the table's name."""
    own = [(one, ()) for column in table.columns for one in column.constraints]
    apart = [(one.text, (one.source,)) for one in table.stated]
    indexed = [(one.text, (one.source,)) for one in table.indexes if _UNIQUE.search(one.text)]
    for text, sources in (*own, *apart, *indexed, *_below(brief, table)):
        hit = _TOGETHER.search(text)
        parts = _parts(hit["columns"]) if hit is not None else []
        columns = [column for part in parts if (column := _column(table, part)) is not None]
        alone = len(columns) == 1 and hit is not None and hit[0].casefold().startswith("primary")
        if columns and len(columns) == len(parts) and not alone:
            where = _WHERE.search(text)
            yield Unique(
                columns=tuple(one.name for one in columns),
                shown=tuple(parts),
                sources=sources or _places(brief, table, columns),
                where=where["where"].strip() if where is not None else "",
            )


def _below(brief: Brief, table: Table) -> Iterator[tuple[str, tuple[Source, ...]]]:
    """The lines that call something unique: those down to the next table, or with its name."""
    path, first = table.source.path, table.source.line
    begin = _begin(brief.spec.schema).get(path, ())
    after = bisect_right(begin, first)
    last = begin[after] - 1 if after < len(begin) else None
    for at, line in enumerate(brief.passages.lines(path)[first:last], start=first + 1):
        if _UNIQUE.search(line):
            yield line, (Source(path=path, line=at, last=at),)
    for source, line in lines_about(brief, table):
        if _UNIQUE.search(line):
            yield line, (source,)


@lately
def _begin(schema: tuple[Table, ...]) -> Mapping[RepoPath, Sequence[int]]:
    """The lines at which tables begin in each document, in order."""
    found: dict[RepoPath, list[int]] = {}
    for one in schema:
        insort(found.setdefault(one.source.path, []), one.source.line)
    return found


def _parts(text: str) -> list[str]:
    """The columns between the brackets, a call around one as it stands."""
    return [one.strip(' `"') for one in re.split(r",(?![^()]*\))", text)]


def _column(table: Table, part: str) -> Column | None:
    names = [one for one in _WORD.findall(part) if table.column(one) is not None]
    return table.column(names[0]) if len(names) == 1 else None


def _places(brief: Brief, table: Table, columns: Sequence[Column]) -> tuple[Source, ...]:
    """The first line from the table on that names them all as unique, or as its key."""
    path = table.source.path
    lines = brief.passages.lines(path)
    for at in range(table.source.line - 1, len(lines)):
        hit = _TOGETHER.search(lines[at])
        if hit is not None and all(one.name in hit["columns"] for one in columns):
            return (Source(path=path, line=at + 1, last=at + 1),)
    return tuple(
        source for one in columns for source in brief.passages.holding([one.source], one.name)
    )
