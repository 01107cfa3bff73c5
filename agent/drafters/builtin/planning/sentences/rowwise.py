"""Rows of tables as sentences: each cell with what its column is called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from agent.core.documents import Source
from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import trimmed
from agent.sources.endpoints.endpointrows import cells_of, is_row_of

_RULE = deferred(r"[\s|:-]+")
# What a plan says already, or what is no fact of the endpoint.
_APART = deferred(
    r"(?:http )?(?:methods?|verb|metod\w*|paths?|url|route|endpoint|\u015bcie\u017ck\w*"
    r"|priority|phase|priorytet|faza|#|no\.?|lp\.?|description|opis|implement\w*|done|progress|status|auth\w*)\W*$",
    re.IGNORECASE,
)
_NOTHING = deferred(r"[\s\u2013\u2014-]*|n/?a|none|brak", re.IGNORECASE)
_LONGEST = 320
Column = Literal["types", "body", "answer", "view", "limit"]
_KINDS: tuple[Column, ...] = ("types", "body", "answer", "view", "limit")
_TYPE = r"(?:dtos?|types?|models?|schemas?|class|serializers?)"
# Columns of what an endpoint's code is called.
_COLUMNS = deferred(
    rf"(?P<types>serializers?|schemas?|dtos?)|(?P<body>(?:request|input|body) {_TYPE})"
    rf"|(?P<answer>(?:response|output|return) {_TYPE})|(?P<limit>throttl\w+(?: class(?:es)?)?)"
    r"|(?P<view>view(?:set|[ -]?type|[ -]?class)?|controllers?|(?:route )?handlers?)",
    re.IGNORECASE,
)
# In which layer a rule would be kept: the steps say where. "Serializer `validate()` reads ..."
_LAYER = r"(?:[\w-]+ hooks?|(?:serializer|view|controller|form|model)s?)(?: `[^`]*`)?"
_LAYERS = deferred(rf"{_LAYER}(?:(?: ?/ ?| or | and ){_LAYER})* (?=[a-z]{{3}})", re.IGNORECASE)
_NAME = r"`?[A-Z][a-z\d]+(?:[A-Z][a-z\d]*)+(?:\[\])?`?"
_NAMES = deferred(rf"{_NAME}(?:\s*(?:/|,|\+|\band\b|\bor\b)\s*{_NAME})*")
_WORD = deferred(r"\w+")
# The same in code of Django that the endpoint's own passage shows.
_SHOWN = deferred(
    r"\bclass (?P<view>\w+)\([^)]*(?:View|ViewSet)\)|=\s*(?P<body>\w+Serializer)\(data="
    r"|\bserializer_class\s*=\s*(?P<types>\w+)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a table calls the endpoint's code: the names of a column, and where they stand."""

    column: Column
    names: tuple[str, ...]
    source: Source


@lately
def names_in_rows(brief: Brief) -> tuple[Named, ...]:
    """The names that tables with a row for the endpoint have for its code, and code shown there."""
    return (*_names_in_rows(brief), *_names_in_code(brief))


def _names_in_code(brief: Brief) -> Iterator[Named]:
    for one in brief.spec.excerpts[:1]:
        for number, line in enumerate(one.text.split("\n"), start=one.source.line):
            for hit in _SHOWN.finditer(line):
                kind = next(each for each in _KINDS if each == hit.lastgroup)
                source = Source(path=one.source.path, line=number, last=number)
                yield Named(column=kind, names=(hit[kind],), source=source)


def _names_in_rows(brief: Brief) -> Iterator[Named]:
    for one in (*brief.spec.excerpts, *brief.spec.notes):
        row = one.text.partition("\n")[0]
        if not (row.startswith("|") and is_row_of(row, brief.spec.endpoint)):
            continue
        for label, cell in zip(_header(brief, one.source), cells_of(row), strict=False):
            column, names = _COLUMNS.fullmatch(label), _NAMES.fullmatch(cell)
            if column is not None and names is not None:
                said = tuple(name for name in _WORD.findall(cell) if not name.islower())
                kind = next(each for each in _KINDS if each == column.lastgroup)
                yield Named(column=kind, names=said, source=one.source)


def of_cells(brief: Brief, source: Source, row: str) -> Iterator[str]:
    """The cells of an endpoint's row, but those that name it."""
    for label, cell in zip(_header(brief, source), cells_of(row), strict=False):
        if not _APART.match(label) and not _NOTHING.fullmatch(cell):
            yield trimmed(f"{label}: {cell}", _LONGEST)


def as_sentence(row: str) -> str:
    """A row whose first cell leads the others: a rule, and how it is kept."""
    first, *rest = cells_of(row)
    said = (_LAYERS.sub("", one, count=1) if _LAYERS.match(one) else one for one in rest)
    return trimmed(": ".join((first, "; ".join(filter(None, said)))), _LONGEST)


def below_head(lines: Sequence[str]) -> Iterator[str]:
    """The rows of tables that have a head, without it."""
    inside = False
    for line in lines:
        inside = line.lstrip().startswith("|") and (inside or _RULE.fullmatch(line) is not None)
        if inside and _RULE.fullmatch(line) is None:
            yield line


def _header(brief: Brief, source: Source) -> Sequence[str]:
    """The cells of the first line of the table that the row stands in."""
    lines = brief.passages.lines(source.path)[: source.line - 1]
    above: list[str] = []
    for line in reversed(lines):
        if not line.lstrip().startswith("|"):
            break
        above.append(line)
    is_headed = len(above) > 1 and _RULE.fullmatch(above[-2])
    return [trimmed(one) for one in cells_of(above[-1])] if is_headed else ()
