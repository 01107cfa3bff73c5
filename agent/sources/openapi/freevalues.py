"""Named values as people write them in YAML: a list of mappings, or names with a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.spec import Limit, Parameter
from agent.sources.values.facts import facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.core.spec import LimitKind, Place
    from agent.sources.openapi.node import Node

_NAME = deferred(r"[A-Za-z_$][\w$.\-\[\]]*")
_LIMITS: dict[str, LimitKind] = {
    "min": "min",
    "minimum": "min",
    "max": "max",
    "maximum": "max",
    "minlength": "min_length",
    "maxlength": "max_length",
    "pattern": "pattern",
    "format": "format",
    "enum": "choices",
}


def values(node: Node, place: Place, inside: set[str]) -> Iterator[Parameter]:
    """The values that a mapping or a list names; those of `inside` stand in the path."""
    for one in node.members:
        name = one.says("name") if one.kind == "map" and not one.name else one.name
        if one.kind == "text" and not one.name:
            name = (_NAME.match(one.text) or [""])[0]
        if _NAME.fullmatch(name):
            given = one.says("in")
            where: Place = "path" if name in inside or given == "path" else place
            where = "header" if given == "header" else where
            yield _value(one, name, where)


def implied(name: str, node: Node) -> Parameter:
    """A parameter that only the path names."""
    return Parameter(name=name, place="path", source=node.key, required=True)


def _value(node: Node, name: str, place: Place) -> Parameter:
    if node.kind == "map":
        return _mapped(node, name, place)
    words = node.text if node.name else node.text[len(name) :]
    told = facts(words.strip(" :()-"), node.key)
    needed = True if place == "path" else told.required
    kind = "array" if node.kind == "list" else told.type
    return Parameter(
        name=name,
        place=place,
        source=node.key,
        type=kind,
        required=needed,
        default=told.default,
        limits=told.limits,
        note=" ".join(words.split()) if node.kind == "text" else "",
    )


def _mapped(node: Node, name: str, place: Place) -> Parameter:
    required, default = node.member("required"), node.member("default")
    limits = tuple(
        Limit(kind=kind, value="|".join(each.text for each in one.items()), source=one.key)
        for one in node.members
        if (kind := _LIMITS.get(one.name.replace("_", "").casefold())) is not None
    )
    told = node.says("description")
    needed = required.truth if required is not None else None
    return Parameter(
        name=name,
        place=place,
        source=node.key,
        type=node.says("type") or ("object" if node.members and not told else None),
        required=True if place == "path" else needed,
        default=default.text if default is not None else None,
        limits=limits,
        note=" ".join(told.split()),
    )
