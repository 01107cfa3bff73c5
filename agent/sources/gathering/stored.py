"""What an API plan says of a value, where the column that keeps it cannot hold that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.findings import Contradiction, ContradictionTopic, Statement
from agent.core.patterns import deferred
from agent.core.schema import name_key
from agent.sources.gathering.merging import bounded
from agent.sources.tables.classnames import stem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.core.spec import Column, Limit, Parameter, Spec, Table

_UUID = deferred(r"(?:uuid|guid|uniqueidentifier)(?:\s*\|\s*null)?", re.IGNORECASE)
_WHOLE = deferred(
    r"(?:(?:big|small|tiny)?(?:int(?:eger)?|serial)\d?|long|number)(?:\s*\|\s*null)?", re.IGNORECASE
)
_LENGTH = deferred(r"n?(?:var)?char(?:acter varying)?\s*\(\s*(\d+)\s*\)", re.IGNORECASE)
_LISTED = deferred(r"\bin\s*\(([^()]*)\)|\benum\s*\(([^()]*)\)", re.IGNORECASE)
_VALUE = deferred(r"'(\w[^']*)'|\"(\w[^\"]*)\"")
_PARAMETER = deferred(r"[{:<\[]")
# What an entry of an answer stands in, by whatever it is called.
_USUAL = frozenset(("", "data", "items", "results", "content"))
_ANY = frozenset(("all", "any"))


def stored(spec: Spec) -> Iterator[Contradiction]:
    """Types, lengths and values that the API plan gives, but a row of its table cannot have."""
    table = _table(spec)
    if table is None:
        return
    columns = {name_key(one.name): one for one in table.columns}
    request = spec.request.fields if spec.request is not None else ()
    answered = [field for body in spec.responses for field in body.fields]
    for field in (*spec.parameters, *request, *answered):
        at, _, own = field.name.rpartition(".")
        column = columns.get(name_key(own)) if _is_of(table, field, at) else None
        if column is None or field.source.path == column.source.path:
            continue
        for topic, here, there in _differing(spec, field, column):
            yield Contradiction(
                topic=topic,
                subject=f"{table.name}.{column.name}",
                kept=here,
                other=there,
                by="contract",
            )


def _table(spec: Spec) -> Table | None:
    """The table that the last word of the path names."""
    words = [one for one in spec.endpoint.path.split("/") if one and not _PARAMETER.match(one)]
    wanted = stem(words[-1].replace("-", "")) if words else ""
    bare = [(one, one.name.rpartition(".")[2]) for one in spec.tables]
    named = [one for one, name in bare if stem(name) == wanted]
    named = named or [one for one, name in bare if stem(name.rpartition("_")[2]) == wanted]
    return named[0] if wanted and len(named) == 1 else None


def _is_of(table: Table, field: Parameter, at: str) -> bool:
    """Whether a value stands in a row of the table itself, not in one within it."""
    if field.place in {"path", "header"}:
        return False
    held = at.removesuffix("[]").rpartition(".")[2]
    usual = at.replace("[]", "").casefold() in _USUAL
    return usual or stem(held) == stem(table.name.rpartition(".")[2])


def _differing(
    spec: Spec, field: Parameter, column: Column
) -> Iterator[tuple[ContradictionTopic, Statement, Statement]]:
    there = Statement(text=column.type, source=column.source)
    said, kind = (field.type or "").strip(), column.type.strip()
    for one, other in ((_UUID, _WHOLE), (_WHOLE, _UUID)):
        if one.fullmatch(said) and other.fullmatch(kind):
            yield "type", Statement(text=said, source=field.source), there
    length, longest = _LENGTH.search(kind), field.limit("max_length")
    if length is not None and longest is not None and _is_more(longest, length[1]):
        yield "length", bounded(longest), there
    choices, known = field.limit("choices"), _values(spec, column)
    if choices is not None and known is not None:
        taken = {name_key(one) for one in known.text.split(", ")}
        more = [one for one in choices.value.split("|") if _is_beyond(one, field, taken)]
        if more:
            yield "values", Statement(text=", ".join(more), source=choices.source), known


def _is_more(limit: Limit, than: str) -> bool:
    return limit.value.isdigit() and int(limit.value) > int(than)


def _is_beyond(value: str, field: Parameter, taken: set[str]) -> bool:
    bare = name_key(value.strip(" `'\""))
    return bare not in taken and not (field.place == "query" and bare in _ANY)


def _values(spec: Spec, column: Column) -> Statement | None:
    """The values that a column may have: those of its enumeration, or of its check."""
    words = {one.casefold() for one in re.findall(r"\w+", column.type)}
    for one in spec.values:
        if one.name.casefold().rpartition(".")[2] in words and one.values:
            return Statement(text=", ".join(one.values), source=one.source)
    hit = _LISTED.search(" ".join((column.type, *column.constraints)))
    found = ["".join(pair) for pair in _VALUE.findall(hit[0])] if hit is not None else []
    return Statement(text=", ".join(found), source=column.source) if found else None
