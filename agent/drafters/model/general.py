"""What documents say beside passages: of all tables at once, and of those of a feature."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.documents import Document, Source
from agent.core.spec import Feature, Spec, Table
from agent.drafters.model.sending import Fence, within
from agent.drafters.model.tables import defined
from agent.sources.tables.told import topic_of

_TOPICS = frozenset(("policy", "index", "trigger"))
_ROLES = frozenset(("api-plan", "db-plan"))
_MOST = 2_000
_BEYOND = 1_000
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_FENCE = re.compile(r"\s*(?:```|~~~)")
# Neither a row of a table, nor a rule or the end of code.
_SAYS = re.compile(r"\s*[^\s|`~-]|\s*(?:-\s|`\w)")
_WORD = re.compile(r"\w+")
_ALL = re.compile(
    r"\b(?:all|every|each|wszystki\w+|każd\w+)\b[^.\n]{0,40}\b(?:tables?|tabel\w*)\b"
    r"|\b(?:foreign|primary) keys\b|\bklucz(?:e|y|ach) (?:obc|główn)\w+"
    r"|\bhelper functions?\b|\bfunkcj\w+ pomocnicz\w+",
    re.IGNORECASE,
)


def of_all_tables(documents: Sequence[Document], spec: Spec, fence: Fence) -> str:
    """Row security, indexes and triggers as the db plan has them for all tables."""
    names = frozenset(map(_bare, spec.schema))
    parts = []
    for one in documents if spec.tables else ():
        rows = tuple(_of_all(one.text, names)) if one.role == "db-plan" else ()
        if rows:
            title = f"document {one.path}, of all tables"
            parts.append(fence.numbered(one.path, title, within(rows, _MOST)))
    return "\n\n".join(parts)


def _of_all(text: str, names: frozenset[str]) -> Iterator[tuple[int, str]]:
    """The lines on these topics that say so and name no table, each with what stands below it."""
    top, holds = _BEYOND, False
    for number, line in _on_topic(text):
        if _indent(line) <= top:
            named = not names.isdisjoint(_WORD.findall(line))
            holds = not named and _ALL.search(line) is not None
            top = _indent(line) if named or holds else _BEYOND
        if holds:
            yield number, line


def _on_topic(text: str) -> Iterator[tuple[int, str]]:
    """The lines under titles on these topics, without code and tables."""
    titles: list[tuple[int, str]] = []
    topic: str | None = None
    fenced = False
    for number, line in enumerate(text.split("\n"), 1):
        fenced ^= _FENCE.match(line) is not None
        heading = None if fenced else _HEADING.match(line)
        if heading is not None:
            titles = [one for one in titles if one[0] < len(heading[1])]
            titles.append((len(heading[1]), heading[2]))
            topic = topic_of([title for _, title in titles])
        elif topic in _TOPICS and not fenced and _SAYS.match(line):
            yield number, line


def of_its_tables(
    documents: Sequence[Document], tables: Sequence[Table], spec: Spec, fence: Fence
) -> str:
    """For a feature, which no passage there is about: the lines that name its tables."""
    if not (tables and isinstance(spec.endpoint, Feature)):
        return ""
    names = "|".join(sorted(re.escape(_bare(one)) for one in tables))
    named = re.compile(rf"`(?:\w+\.)?(?:{names})\b|\b(?=\w*_)(?:{names})\b")
    told = [one.source for one in spec.excerpts]
    told += [each for one in (*tables, *spec.schema) for each in _told(one)]
    parts = []
    for one in documents:
        lines = one.text.split("\n") if one.role in _ROLES else []
        rows = [
            (number, line)
            for number, line in enumerate(lines, 1)
            if named.search(line) and not any(_holds(each, one, number) for each in told)
        ]
        if rows:
            title = f"document {one.path}, where it names its tables"
            parts.append(fence.numbered(one.path, title, within(rows, _MOST)))
    return "\n\n".join(parts)


def _told(table: Table) -> Iterator[Source]:
    """Where a table stands, and what is said of it."""
    yield defined(table)
    beside = (table.triggers, table.policies, table.indexes, table.relations)
    yield from (one.source for said in beside for one in said)


def _holds(source: Source, document: Document, line: int) -> bool:
    return source.path == document.path and source.line <= line <= source.last


def _bare(table: Table) -> str:
    return table.name.rpartition(".")[2]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
