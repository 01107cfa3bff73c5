"""One table that one place tells as an entity and another as it is in the database."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.schema import Schema, joined, name_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.core.spec import Table

_ENDING = deferred(r"(?:y|[eis]+)$")
# `Book` and `BookCopy`, not `BOOK` and `Book_copy`.
_CLASS = deferred(r"[A-Z][A-Za-z\d]*[a-z\d][A-Za-z\d]*", re.ASCII)


def stem(name: str) -> str:
    """Equal for `Book`, `books` and `BOOK`, for `Category` and `categories`."""
    return _ENDING.sub("", name_key(name))


def united(schemas: Sequence[Schema]) -> Schema:
    """One schema of several, where an entity and its table are one, called as the table.

    Their names differ in number at most.
    """
    tables: dict[str, dict[str, Table]] = {}
    for one in (each for schema in schemas for each in schema.tables):
        if not _is_class(one):
            tables.setdefault(stem(one.name), {}).setdefault(one.name, one)

    def called(one: Table) -> Table:
        named = tables.get(stem(one.name), {}).values()
        # What is called as a class takes any other name, a sketch that of what has types.
        found = [
            each for each in named if _is_class(one) or (_is_typed(each) and not _is_typed(one))
        ]
        return replace(one, name=found[0].name) if len(found) == 1 else one

    return joined(replace(one, tables=tuple(map(called, one.tables))) for one in schemas)


def _is_class(one: Table) -> bool:
    return _CLASS.fullmatch(one.name) is not None


def _is_typed(one: Table) -> bool:
    return any(each.type for each in one.columns)
