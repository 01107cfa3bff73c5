"""The name that a document gives to a body: that of the shape with the very same fields."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.sources.passages.shapes import COMPOUND, all_shapes
from agent.sources.values.bodies import body

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agent.core.documents import Document
    from agent.core.spec import Body, Parameter

# Of two shapes with the same fields the one whose name has the deed.
_DEEDS = {
    "POST": re.compile(r"Create|Add|New|Post|Insert"),
    "PUT": re.compile(r"Update|Put|Edit|Change"),
    "PATCH": re.compile(r"Update|Patch|Edit|Change"),
}
_FEWEST = 2


def called(given: Body | None, method: str, document: Document) -> Body | None:
    """The body with the name of its shape, where one of the document has just its fields."""
    fields = _names(given.fields) if given is not None else frozenset()
    if given is None or len(fields) < _FEWEST:
        return given
    names = [name for name, held in _shaped(document) if held == fields]
    deed = _DEEDS.get(method)
    own = [name for name in names if deed is not None and deed.search(name)]
    return replace(given, name=next(iter((*own, *names)), ""))


@lru_cache(maxsize=8)
def _shaped(document: Document) -> tuple[tuple[str, frozenset[str]], ...]:
    """The named shapes of a document with the names of their fields."""
    found = (
        (one.name, body(one.units, "response", document))
        for one in all_shapes(document.text)
        if COMPOUND.fullmatch(one.name)
    )
    return tuple((name, _names(held.fields)) for name, held in found if held is not None)


def _names(fields: Iterable[Parameter]) -> frozenset[str]:
    return frozenset(one.name for one in fields)
