"""Which types serve an endpoint: by what they are called, else by the fields that they have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from agent.core.patterns import deferred
from agent.core.shapes import TypeDefinition
from agent.core.spec import Body, Spec, Target
from agent.core.values import dataclass
from agent.sources.relatedtables import normal, segments
from agent.sources.types.naming import (
    ACTIONS,
    ANSWER,
    BODY,
    MANY,
    ONE,
    OWNERS,
    QUERY,
    Name,
    Side,
    taken_apart,
    words,
)

_MOST = 5
# A noun before the path's own, as ShoppingList for `/lists`: it counts where nothing fits better.
_LOOSE = 0.4
_INNER = frozenset(["row", "entity", "view"])
_SURE = 9
_ALIKE = 0.7
_SAME = 0.9
_FEWEST = 3
# What nearly every type has tells none apart.
_EVERYWHERE = frozenset(
    [
        "id",
        "createdat",
        "updatedat",
        "deletedat",
        "userid",
        "data",
        "item",
        "total",
        "page",
        "limit",
        "pagination",
        "meta",
        "message",
        "success",
        "error",
        "status",
    ]
)
# What a page shows or holds: no server gives it.
_OF_PAGES = deferred(
    r"(?:View(?:Model|State|Data|Props)|Props|State|Form(?:Data|Values?|Errors?)?|Option)s?$"
)
_SCRIPTS = frozenset((".ts", ".tsx", ".js"))
# Reads of many rows.
_OF_MANY = frozenset(("list", "search", "filter", "browse", "all"))
_ITEM = deferred(r"[{:<\[]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What of an endpoint its types are told by."""

    endpoint: Target
    segments: tuple[str, ...]
    said: frozenset[str]
    many: bool
    single: bool
    body: frozenset[str]
    query: frozenset[str]
    answers: tuple[frozenset[str], ...]


def serving(spec: Spec, types: Iterable[TypeDefinition]) -> tuple[TypeDefinition, ...]:
    """The types of its body, its query and its answer, best first; a handful at most.

    One of another resource or another action is none, however alike its fields are.
    """
    asked = _asked(spec)
    every = [(one, taken_apart(one.name, asked.said)) for one in _of_api(tuple(types))]
    rated = [(rate, one, name) for one, name in every if (rate := _by_name(asked, one, name))]
    if any(rate >= _SURE for rate, _, _ in rated):
        rated = [row for row in rated if row[0] >= _SURE]
    rated += list(_by_shape(asked, every, [name.side for _, _, name in rated]))
    ordered = sorted(rated, key=lambda row: -row[0])
    found: dict[str, TypeDefinition] = {}
    for _, one, _ in ordered:
        found.setdefault(one.name, one)
    return tuple(found.values())[:_MOST]


def _of_api(types: tuple[TypeDefinition, ...]) -> tuple[TypeDefinition, ...]:
    """The types without those that pages show and forms hold, in a script."""
    return tuple(
        one
        for one in types
        if not (one.source.path.suffix in _SCRIPTS and _OF_PAGES.search(one.name))
    )


def _asked(spec: Spec) -> _Asked:
    parts = [part for part in spec.endpoint.path.split("/") if part]
    return _Asked(
        endpoint=spec.endpoint,
        segments=tuple(normal(one) for one in segments(spec.endpoint)),
        said=frozenset(word for one in segments(spec.endpoint) for word in words(one)),
        many=spec.endpoint.method == "GET"
        and not (parts and _ITEM.search(parts[-1]))
        and _is_plural(parts[-1] if parts else ""),
        single=bool(parts) and _ITEM.search(parts[-1]) is not None,
        body=_fields(spec.request),
        query=frozenset(normal(one.name) for one in spec.parameters if one.place == "query"),
        answers=tuple(fields for one in spec.responses for fields in _layers(one)),
    )


def _is_plural(segment: str) -> bool:
    return normal(segment) != re.sub(r"[\W_]", "", segment).casefold()


def _fields(body: Body | None) -> frozenset[str]:
    return frozenset(normal(one.name) for one in body.fields) if body else frozenset()


def _layers(body: Body) -> Iterator[frozenset[str]]:
    """The names at the top of the body, and those of each object in its example."""
    yield _fields(body)
    for inner in re.findall(r"\{([^{}]*)\}", body.example):
        keys = frozenset(normal(key) for key in re.findall(r"[\"']?(\w+)[\"']?\s*:", inner))
        if keys:
            yield keys


def _by_name(asked: _Asked, one: TypeDefinition, name: Name) -> float:
    """How well the name fits; 0 where it says another resource, action or side."""
    close = _resource(asked.segments, name.nouns)
    if _is_other(asked, name) or _is_stale(asked, one, name):
        return 0
    if name.side == "either" and _is_stranger(asked, one):
        return 0
    if not close or not _acts(asked.endpoint.method, name) or not _has_side(asked, name):
        return 0
    action = 2 if name.actions else 0
    kind = 1 if name.kinds & (BODY | QUERY | ANSWER) else 0.5 * ("dto" in name.kinds)
    number = 1 if bool(name.kinds & MANY) == asked.many else 0
    inner = 1 if name.kinds & _INNER else 0
    return 10 * close + action + kind + number - inner + _alike(asked, one, name.side)


def _resource(path: Sequence[str], nouns: Sequence[str]) -> float:
    """How fully the nouns name what the path ends with; 0 where they name something else."""
    said = "".join(nouns)
    if not path or not said:
        return 0
    last, *above = path
    joined = {last, *(f"{one}{last}" for one in above), *(f"{last}{one}" for one in above)}
    if said in joined or set(nouns) == {last}:
        return 2 if above and said != last else 1.5
    rest = [one for one in nouns if one not in OWNERS]
    if "".join(rest) == last:
        return 1
    return _LOOSE if "".join(nouns[1:]) == last else 0


def _acts(method: str, name: Name) -> bool:
    """Whether the method is one of those that the name's action is for."""
    wanted = ACTIONS.get(method, frozenset())
    return not name.does - wanted


def _is_other(asked: _Asked, name: Name) -> bool:
    """Whether it is the path's id alone, or asks for one where the endpoint gives many."""
    if name.kinds & {"id"} and not name.kinds & {"by"}:
        return True
    if asked.endpoint.method == "GET" and asked.single and name.actions & _OF_MANY:
        return True
    single = asked.many and not name.plural and not name.kinds & MANY
    return single and name.side == "query" and "get" in name.actions


def _has_side(asked: _Asked, name: Name) -> bool:
    method = asked.endpoint.method
    match name.side:
        case "body" if method == "GET":
            return bool(name.kinds & BODY and asked.query)
        case "body":
            return method != "DELETE" or bool(name.does)
        case "query":
            return method == "GET" and (asked.many or bool(asked.query))
        case "response":
            wrong = ONE if asked.many else (MANY - ONE)
            return bool(name.does) or (method != "DELETE" and not name.kinds & wrong)
        case _:
            return method != "DELETE"


def _by_shape(
    asked: _Asked,
    every: Sequence[tuple[TypeDefinition, Name]],
    named: Sequence[Side],
) -> Iterator[tuple[float, TypeDefinition, Name]]:
    """For the body and the answer, where no name told it, the type most alike."""
    for side in ("body", "response"):
        if side in named or (side == "response" and "either" in named):
            continue
        fit = [
            (share, one, name)
            for one, name in every
            if not name.kinds & (QUERY | MANY)
            and _acts(asked.endpoint.method, name)
            and name.side in {side, "either"}
            and (share := _alike(asked, one, side)) >= (_SAME if name.actions else _ALIKE)
        ]
        yield from sorted(fit, key=lambda row: -row[0])[:1]


def _alike(asked: _Asked, one: TypeDefinition, side: Side) -> float:
    """The share of field names that type and endpoint have in common."""
    fields = frozenset(normal(field.name) for field in one.fields)
    match side:
        case "body":
            wanted: tuple[frozenset[str], ...] = (asked.body,)
        case "query":
            wanted = (asked.query,)
        case "response":
            wanted = asked.answers
        case _:
            wanted = (asked.body, *asked.answers)
    return max((_share(fields, names) for names in wanted), default=0)


def _is_stale(asked: _Asked, one: TypeDefinition, name: Name) -> bool:
    """Whether it is for what is given, and no field of it is given any more."""
    asks = asked.endpoint.method == "GET"
    wanted = asked.query if asks and name.side in {"query", "body"} else frozenset[str]()
    wanted = asked.body if not asks and name.side == "body" else wanted
    fields = {normal(field.name) for field in one.fields}
    return bool(fields and wanted) and not fields & wanted


def _is_stranger(asked: _Asked, one: TypeDefinition) -> bool:
    """Whether it has nothing in common with what the endpoint takes and gives."""
    fields = {normal(field.name) for field in one.fields} - _EVERYWHERE
    wanted = asked.body.union(*asked.answers) - _EVERYWHERE
    return bool(fields and wanted) and not fields & wanted


def _share(fields: frozenset[str], wanted: frozenset[str]) -> float:
    common = (fields & wanted) - _EVERYWHERE
    if len(common) < (_FEWEST - 1 if fields == wanted else _FEWEST):
        return 0
    return len(fields & wanted) / len(fields | wanted)
