"""The values that a column may have: those of its enumeration, or of its check."""

from __future__ import annotations

import re

from agent.core.patterns import deferred
from agent.core.spec import Column, Enumeration, Spec, Table
from agent.drafters.builtin.project.naming import singular, snake

# What kind of row it is.
_KIND = deferred(r"(?:^|_)(?:type|kind|action|event|event_?name)$")
_VALUE = re.compile(r"(['\"`])(\w[^'\"`]*)\1")


def kind_of(table: Table) -> Column | None:
    """The column that says of which kind a row is."""
    return next((one for one in table.columns if _KIND.search(snake(one.name))), None)


def values_of(spec: Spec, table: Table, column: Column) -> tuple[str, ...]:
    """The values that a column may have: those of its enumeration, or of its check."""
    known = enumeration_of(spec, table, column)
    if known is not None:
        return known.values
    said = " ".join((column.type, *column.constraints))
    checked = re.search(r"\bin\s*\(([^()]*)\)|enum\s*\(([^()]*)\)", said, re.IGNORECASE)
    return tuple(value for _, value in _VALUE.findall(checked[0])) if checked else ()


def enumeration_of(spec: Spec, table: Table, column: Column) -> Enumeration | None:
    """The named set of a column's values: by its type, or where it has none by its name."""
    words = {one.casefold() for one in re.findall(r"\w+", column.type)}
    thing = singular(snake(table.name.rpartition(".")[2]))
    untyped = {f"{thing}_{snake(column.name)}"} if not words else set()
    named = (
        one
        for one in spec.values
        if one.name.casefold() in words or snake(one.name).removesuffix("_enum") in untyped
    )
    return next(named, None)
