"""How well a type's name fits an endpoint: its resource, what is done, and the side it is for."""

from __future__ import annotations

from collections.abc import Sequence

from agent.core.shapes import TypeDefinition
from agent.sources.types.asked import (
    Asked,
    alike,
    is_all,
    is_done,
    is_part,
    is_stale,
    is_stranger,
)
from agent.sources.types.naming import (
    ACTIONS,
    ANSWER,
    BODY,
    BY,
    MANY,
    ONE,
    OWNERS,
    QUERY,
    Name,
    Side,
)

# A noun before the path's own, as ShoppingList for `/lists`: it counts where nothing fits better.
_LOOSE = 0.4
# Reads of many rows.
_OF_MANY = frozenset(("list", "search", "filter", "browse", "all"))
_UNDONE = "un"
INNER = frozenset(["row", "entity", "view"])


def by_name(asked: Asked, one: TypeDefinition, name: Name) -> float:
    """How well the name fits; 0 where it says another resource, action or side."""
    close = _resource(asked, name.nouns) or _deed(asked, one, name)
    if _is_other(asked, name) or is_stale(asked, one, name.side, asks=asked.gets):
        return 0
    if name.side == "either" and is_stranger(asked, one):
        return 0
    if not close or not acts(asked.endpoint.method, name) or not _has_side(asked, name):
        return 0
    action = 2 if name.actions else 0
    kind = 1 if name.kinds & (BODY | QUERY | ANSWER) else 0.5 * ("dto" in name.kinds)
    number = 1 if bool(name.kinds & MANY) == asked.many else 0
    number += (asked.gets and asked.single) - (not asked.gets) if name.kinds & ONE else 0
    inner = 1 if name.kinds & INNER else 0
    return (
        10 * close + action + kind + number - inner - is_aside(name) + alike(asked, one, name.side)
    )


def _resource(asked: Asked, nouns: Sequence[str]) -> float:
    """How fully the nouns name what the path ends with; 0 where they name something else."""
    said = "".join(nouns)
    if not asked.segments or not said:
        return 0
    last, *above = asked.segments
    joined = {last, *(f"{one}{last}" for one in above), *(f"{last}{one}" for one in above)}
    if said in joined or set(nouns) in ({last}, asked.last):
        return 2 if above and said != last else 1.5
    rest = [one for one in nouns if one not in OWNERS]
    by = set(rest) - BY == asked.last - BY
    if "".join(rest) == last or said in asked.kin or by:
        return 1
    if asked.endpoint.method == "DELETE" and nouns[0].startswith(_UNDONE):
        return _resource(asked, (nouns[0].removeprefix(_UNDONE), *nouns[1:]))
    return _LOOSE if "".join(nouns[1:]) == last else 0


def _deed(asked: Asked, one: TypeDefinition, name: Name) -> float:
    """How surely it is of what the path's last word does, of a thing that the path leaves out.

    As `GenerateRecipeCommand` for `/generate`: what it holds must be given, or answered.
    """
    if name.side == "query" or not any(is_done(asked, noun) for noun in name.nouns):
        return 0
    given = name.side == "either" and "schema" in name.kinds
    side: Side = "body" if given else name.side
    return 2 if is_all(asked, one, side) else float(is_part(asked, one, side))


def is_aside(name: Name) -> bool:
    """Whether it is what others see, or the caller's own, where another one says neither."""
    return "public" in name.kinds or not OWNERS.isdisjoint(name.nouns)


def acts(method: str, name: Name) -> bool:
    """Whether the method is one of those that the name's action is for."""
    wanted = ACTIONS.get(method, frozenset())
    return not name.does - wanted


def asks_for_many(name: Name) -> bool:
    """Whether it is the schema of what a list is asked with: `searchBooksSchema`."""
    return "schema" in name.kinds and bool(name.actions & _OF_MANY) and not name.kinds & ANSWER


def is_key(name: Name) -> bool:
    """Whether it is the path's id alone."""
    return "id" in name.kinds and "by" not in name.kinds


def _is_other(asked: Asked, name: Name) -> bool:
    """Whether it is the path's id alone, or asks for one where the endpoint gives many."""
    if is_key(name):
        return True
    if asked.gets and asked.single and name.actions & _OF_MANY:
        return True
    if asks_for_many(name) and asked.gets and not asked.query:
        return True
    single = asked.many and not name.plural and not name.kinds & MANY
    return single and name.side == "query" and "get" in name.actions


def _has_side(asked: Asked, name: Name) -> bool:
    method = asked.endpoint.method
    match name.side:
        case "body" if asked.gets:
            return bool(name.kinds & BODY and asked.query)
        case "body":
            return method != "DELETE" or bool(name.does)
        case "query":
            return bool(asked.query) or (asked.gets and asked.many)
        case "response":
            wrong = ONE if asked.many else (MANY - ONE)
            undone = any(one.startswith(_UNDONE) for one in name.nouns)
            return bool(name.does) or ((method != "DELETE" or undone) and not name.kinds & wrong)
        case _:
            return method != "DELETE"
