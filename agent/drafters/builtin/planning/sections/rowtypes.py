"""The class of a row, where the framework maps rows and no file has it yet."""

from __future__ import annotations

import re
from dataclasses import replace

from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.places.ground import Place
from agent.drafters.builtin.planning.sections.touched import touched
from agent.drafters.builtin.planning.subject import fold

# Those of a framework's own have its classes.
_OWN = deferred(r"AspNet", re.IGNORECASE)
# Rows that are read by queries alone.
_BARE = deferred(
    r"\b(?:Dapper|JdbcTemplate|jOOQ|MyBatis|postgrest-csharp|supabase-csharp)\b", re.IGNORECASE
)
_NAME = deferred(r"([^/]+?)(?:Entity|Model)?(\.\w+)$")


def row_type(brief: Brief) -> tuple[str, Place] | None:
    """The table or view with the class of its rows; None where it is there, or nothing maps."""
    place = brief.layout.place("entity")
    if place is None or not place.new or _does_without(brief, place):
        return None
    stem = place.path.name.removesuffix(place.path.suffix)
    there = f"{fold(stem)}{place.path.suffix}" in _named(brief.layout.there)
    names = (*touched(brief).read, *touched(brief).written)
    own = (one for one in names if fold(one.rpartition(".")[2]) == fold(stem))
    of = next((one for one in own if not _OWN.match(one)), None)
    return (of, replace(place, shared=True)) if of is not None and not there else None


def _does_without(brief: Brief, place: Place) -> bool:
    """Whether services do without such classes, rows are read bare, or the folder has others."""
    layout, types = brief.layout, brief.layout.place("types")
    if "entity" in layout.usual and "service" not in layout.usual:
        return True
    texts = (*(one.text for one in brief.spec.rules), *(one.text for one in brief.spec.stack))
    among = types is not None and types.path.folder == place.path.folder
    return among or any(map(_BARE.search, texts))


@lately
def _named(there: frozenset[str]) -> frozenset[str]:
    """What files are called, as `fold` makes it of their names."""
    hits = (_NAME.search(one) for one in there)
    return frozenset(f"{fold(hit[1])}{hit[2]}" for hit in hits if hit is not None)
