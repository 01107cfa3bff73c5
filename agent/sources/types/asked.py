"""What of an endpoint its types are told by: its path's words, its fields, and how it is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from agent.core.patterns import deferred
from agent.core.shapes import TypeDefinition
from agent.core.spec import METHODS, Body, Endpoint, Spec, Target
from agent.core.values import dataclass
from agent.sources.tables.relatedtables import normal, segments
from agent.sources.types.naming import OWNERS, Side, words

_FEWEST = 3
# What nearly every type has tells none apart.
_EVERYWHERE = frozenset(
    [
        "id",
        "createdat",
        "updatedat",
        "deletedat",
        "userid",
        "datum",
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
_ITEM = deferred(r"[{:<\[]")
_METHOD = rf"(?:{'|'.join(METHODS)})"
# `POST /notes`, `PUT/PATCH /notes/{id}`, as comments write them.
_CALL = deferred(
    rf"\b({_METHOD}(?:\s*(?:/|,|\||\band\b|\bor\b|\blub\b|\bi\b)\s*{_METHOD})*)\b"
    r"[`*:]*\s+[`*]*(/[^\s`'\",;)*?]*)"
)
_BASE = deferred(r"^(?:/(?:api|rest|functions|rpc|v\d+)(?=/))+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What of an endpoint its types are told by.

    `deed` says that the path ends with what is done, or with one thing; `last` are the words of its
    last segment, `kin` longer names of it: of its table, `parts` those of other tables that begin
    with it. `top` is what the answer's outermost object holds.
    """

    endpoint: Target
    segments: tuple[str, ...]
    said: frozenset[str]
    last: frozenset[str]
    kin: frozenset[str]
    parts: frozenset[tuple[str, ...]]
    many: bool
    single: bool
    deed: bool
    body: frozenset[str]
    query: frozenset[str]
    answers: tuple[frozenset[str], ...]
    top: frozenset[str]

    @property
    def gets(self) -> bool:
        """Whether it only reads."""
        return self.endpoint.method == "GET"


def asked_of(spec: Spec) -> Asked:
    """What the endpoint's types are told by."""
    parts = [part for part in spec.endpoint.path.split("/") if part]
    named = segments(spec.endpoint)
    # Whose a thing is, is no thing: `/projects/me`.
    if len(named) > 1 and normal(named[0]) in OWNERS:
        named, parts = named[1:], parts[:-1]
    return Asked(
        endpoint=spec.endpoint,
        segments=tuple(normal(one) for one in named),
        said=frozenset(word for one in named for word in words(one)),
        last=frozenset(words(named[0])) if named else frozenset(),
        kin=frozenset(_kin(spec, named[0])) if named else frozenset(),
        parts=frozenset(_parts(spec, named[0])) if named else frozenset(),
        many=spec.endpoint.method == "GET"
        and not (parts and _ITEM.search(parts[-1]))
        and _is_plural(parts[-1] if parts else ""),
        single=bool(parts) and _ITEM.search(parts[-1]) is not None,
        deed=bool(parts) and not (_ITEM.search(parts[-1]) or _is_plural(parts[-1])),
        body=_fields(spec.request),
        query=frozenset(normal(one.name) for one in spec.parameters if one.place == "query"),
        answers=tuple(fields for one in spec.responses for fields in _layers(one)),
        top=frozenset(
            normal(one.name)
            for body in spec.responses[:1]
            for one in body.fields
            if not re.search(r"[.\[]", one.name)
        ),
    )


def _kin(spec: Spec, segment: str) -> Iterator[str]:
    """The name of the endpoint's table, where it has more words than the path."""
    last = set(words(segment))
    bare = [one.name.rpartition(".")[2] for one in spec.tables]
    if not any(last == set(words(one)) for one in bare):
        yield from (normal(one) for one in bare[:1] if last < set(words(one)))


def _parts(spec: Spec, segment: str) -> Iterator[tuple[str, ...]]:
    """The names of other tables that go on where the path's own ends: of its parts, or items."""
    last = words(segment)
    every = [words(one.name.rpartition(".")[2]) for one in spec.schema]
    if last in every:
        yield from (one for one in every if one != last and one[: len(last)] == last)


def _is_plural(segment: str) -> bool:
    return normal(segment) != re.sub(r"[\W_]", "", segment).casefold()


def _fields(body: Body | None) -> frozenset[str]:
    return frozenset(normal(one.name) for one in body.fields) if body else frozenset()


def _layers(body: Body) -> Iterator[frozenset[str]]:
    """The names at the top of the body, and those of each object in it."""
    yield _fields(body)
    inner: dict[str, set[str]] = {}
    for one in body.fields:
        above, _, name = one.name.rpartition(".")
        inner.setdefault(above, set()).add(normal(name))
    # Beside rows, as of a page, an object is a part of the answer alone.
    listed = any(above.endswith("[]") for above in inner)
    yield from (frozenset(one) for above, one in inner.items() if not listed or "[]" in above)
    for part in re.findall(r"\{([^{}]*)\}", body.example) if not listed else ():
        keys = frozenset(normal(key) for key in re.findall(r"[\"']?(\w+)[\"']?\s*:", part))
        if keys:
            yield keys


def is_named(asked: Asked, one: TypeDefinition) -> bool | None:
    """Whether the type's comment names the endpoint; None where it names no one, or by its end."""
    calls = _calls(one.said)
    method, own = _bare(asked.endpoint)
    ends = any(method == other and own.endswith(path) for other, path in calls)
    return True if (method, own) in calls else None if ends or not calls else False


@lru_cache(maxsize=1 << 12)
def _calls(said: str) -> frozenset[tuple[str, str]]:
    """The endpoints that a comment names."""
    return frozenset(
        _bare(Endpoint(method=method, path=path.rstrip("./") or "/"))
        for methods, path in _CALL.findall(said)
        for method in re.findall(_METHOD, methods)
    )


def _bare(endpoint: Target) -> tuple[str, str]:
    """The method, and the path without its base, which comments leave out."""
    method, _, path = endpoint.key.partition(" ")
    return method, _BASE.sub("", path)


def field_names(one: TypeDefinition) -> frozenset[str]:
    """The names of its fields, in the form that compares."""
    return frozenset(normal(field.name) for field in one.fields)


def same_fields(one: TypeDefinition, other: TypeDefinition) -> bool:
    """Whether they have the same fields, and not such alone as all types have."""
    fields = field_names(one)
    return bool(fields - _EVERYWHERE) and fields == field_names(other)


def alike(asked: Asked, one: TypeDefinition, side: Side) -> float:
    """The share of field names that type and endpoint have in common."""
    fields = field_names(one)
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


def _share(fields: frozenset[str], wanted: frozenset[str]) -> float:
    common = (fields & wanted) - _EVERYWHERE
    if len(common) < (_FEWEST - 1 if fields == wanted else _FEWEST):
        return 0
    return len(fields & wanted) / len(fields | wanted)


def is_part(asked: Asked, one: TypeDefinition, side: Side) -> bool:
    """Whether all its fields are given, or answered, as these stand there."""
    fields = field_names(one)
    wanted = (asked.body,) if side == "body" else asked.answers
    return bool(fields) and any(fields <= names for names in wanted)


def is_all(asked: Asked, one: TypeDefinition, side: Side) -> bool:
    """Whether it has the very fields that are given, or those that the answer begins with."""
    return field_names(one) == (asked.body if side == "body" else asked.top)


def is_done(asked: Asked, noun: str) -> bool:
    """Whether the path's last word names what is done, or what comes of it: `/generations`."""
    last = asked.segments[0] if asked.segments else ""
    posted = asked.endpoint.method == "POST" and last in {f"{noun[:-1]}ion", f"{noun}ation"}
    return posted or (asked.deed and noun == last)


def is_envelope(asked: Asked, one: TypeDefinition) -> bool:
    """Whether it is the answer's outermost object."""
    return len(asked.top) > 1 and is_all(asked, one, "response")


def is_stale(asked: Asked, one: TypeDefinition, side: Side, *, asks: bool) -> bool:
    """Whether it is for what is given, and no field of it is given any more."""
    wanted = asked.query if asks and side in {"query", "body"} else frozenset[str]()
    wanted = asked.body if not asks and side == "body" else wanted
    # A key is of the path as well.
    fields = {name for name in field_names(one) if not name.endswith("id")}
    return bool(fields and wanted) and not fields & wanted


def is_stranger(asked: Asked, one: TypeDefinition) -> bool:
    """Whether it has nothing in common with what the endpoint takes and gives, or by chance one."""
    fields = field_names(one) - _EVERYWHERE
    wanted = asked.body.union(*asked.answers) - _EVERYWHERE
    chance = min(len(fields), len(wanted)) >= _FEWEST
    return one.whole and bool(fields and wanted) and len(fields & wanted) <= chance
