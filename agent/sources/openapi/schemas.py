"""What a schema says of a value: `allOf` joined, alternatives named, its type in one phrase."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agent.core.spec import Limit
from agent.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.core.spec import LimitKind
    from agent.sources.openapi.files import Files
    from agent.sources.openapi.node import Node

_DEEPEST = 5
_LONGEST = 240
# Formats that say more than the type they stand beside.
_FORMS = {"uuid": "uuid", "guid": "uuid", "date-time": "date-time", "date": "date"}
_LIMITS: tuple[tuple[str, LimitKind], ...] = (
    ("minLength", "min_length"),
    ("maxLength", "max_length"),
    ("minItems", "min_length"),
    ("maxItems", "max_length"),
    ("pattern", "pattern"),
)
_ENDS: tuple[tuple[str, str, LimitKind, LimitKind], ...] = (
    ("minimum", "exclusiveMinimum", "min", "above"),
    ("maximum", "exclusiveMaximum", "max", "below"),
)
_CHOSEN = ("oneOf", "anyOf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """A schema with its references followed and its parts joined.

    `name` is what it was referred to by; `options` are the schemas one of which holds.
    """

    node: Node
    name: str = ""
    nullable: bool = False
    options: tuple[Schema, ...] = ()

    def said(self, key: str) -> Node | None:
        """A member of the schema, as it stands."""
        return self.node.member(key)


def schema(files: Files, node: Node, depth: int = 0) -> Schema | None:
    """The schema at a node; None where a reference leads nowhere."""
    real = files.real(node)
    if real is None or real.kind != "map":
        return None
    name = _name(node)
    parts = [real]
    if depth < _DEEPEST:
        for part in _listed(real, "allOf"):
            found = schema(files, part, depth + 1)
            if found is not None:
                parts.append(found.node)
                name = name or (found.name if len(_listed(real, "allOf")) == 1 else "")
    joined = _joined(parts)
    chosen = [part for key in _CHOSEN for part in _listed(joined, key)]
    if not chosen or depth >= _DEEPEST:
        return Schema(node=joined, name=name, nullable=_nullable(joined))
    options = [one for part in chosen if (one := schema(files, part, depth + 1)) is not None]
    real_ones = [one for one in options if not _is_null(one.node)]
    nullable = len(real_ones) < len(options) or _nullable(joined)
    if len(real_ones) == 1:
        one = real_ones[0]
        both = _joined([_without(joined), one.node])
        return Schema(node=both, name=one.name, nullable=nullable or one.nullable)
    return Schema(node=joined, name=name, nullable=nullable, options=tuple(real_ones))


def _name(node: Node) -> str:
    ref = node.member("$ref")
    last = ref.text.rsplit("/", 1)[-1].rsplit("#", 1)[-1] if ref is not None else ""
    return last.split(".", 1)[0].replace("~1", "/")


def _listed(node: Node, key: str) -> tuple[Node, ...]:
    found = node.member(key)
    return found.members if found is not None and found.kind == "list" else ()


def _without(node: Node) -> Node:
    return replace(node, members=tuple(one for one in node.members if one.name not in _CHOSEN))


def _joined(parts: Sequence[Node]) -> Node:
    """One schema of several: the first that says a thing wins, properties of all."""
    if len(parts) == 1:
        return parts[0]
    found: dict[str, Node] = {}
    for part in parts:
        for one in part.members:
            known = found.get(one.name)
            if known is None:
                found[one.name] = one
            elif one.name in {"properties", "required"} and known.kind == one.kind:
                found[one.name] = _both(known, one)
    found.pop("allOf", None)
    return replace(parts[0], members=tuple(found.values()))


def _both(first: Node, second: Node) -> Node:
    names = {one.name for one in first.members if one.name}
    more = (one for one in second.members if not one.name or one.name not in names)
    return replace(first, members=(*first.members, *more))


def _types(node: Node) -> tuple[str, ...]:
    said = node.member("type")
    return tuple(one.value for one in said.items() if one.value) if said is not None else ()


def _is_null(node: Node) -> bool:
    return _types(node) == ("null",)


def _nullable(node: Node) -> bool:
    told = [node.member(key) for key in ("nullable", "x-nullable")]
    said = any(one is not None and one.truth for one in told)
    return said or (len(_types(node)) > 1 and "null" in _types(node))


def type_of(files: Files, found: Schema, depth: int = 0) -> str | None:
    """The type in one phrase: `integer`, `array of Book`, `string | null`; None if unsaid."""
    said = _type(files, found, depth)
    return f"{said} | null" if said and found.nullable else said


def _type(files: Files, found: Schema, depth: int) -> str | None:
    if found.options:
        names = [one.name or _type(files, one, depth + 1) or "object" for one in found.options]
        return " or ".join(dict.fromkeys(names)) if depth < _DEEPEST else "object"
    types = [one for one in _types(found.node) if one != "null"] or [_implied(found.node)]
    if types == ["array"]:
        return f"array of {_item(files, found, depth)}"
    if types == ["object"]:
        return _object(files, found, depth)
    form = found.said("format")
    if types == ["string"] and form is not None and form.text in _FORMS:
        return _FORMS[form.text]
    return " or ".join(types) or None


def _implied(node: Node) -> str:
    if node.member("items") is not None:
        return "array"
    if node.member("properties") is not None or node.member("additionalProperties") is not None:
        return "object"
    return "string" if node.member("enum") is not None else ""


def _item(files: Files, found: Schema, depth: int) -> str:
    items = inner(files, found, "items")
    if items is None or depth >= _DEEPEST:
        return "values"
    if items.name and is_object(items):
        return items.name
    return type_of(files, items, depth + 1) or "values"


def _object(files: Files, found: Schema, depth: int) -> str:
    values = inner(files, found, "additionalProperties")
    if values is not None and found.said("properties") is None and depth < _DEEPEST:
        of = values.name if is_object(values) and values.name else type_of(files, values, depth + 1)
        return f"map of {of}" if of else "object"
    return f"object ({found.name})" if found.name else "object"


def inner(files: Files, found: Schema, key: str) -> Schema | None:
    """The schema of a list's items, or of a map's values."""
    node = found.said(key)
    return None if node is None or node.kind != "map" else schema(files, node)


def is_object(found: Schema) -> bool:
    """Whether it has members of its own."""
    return found.said("properties") is not None or any(map(is_object, found.options))


def limits(files: Files, found: Schema) -> tuple[Limit, ...]:
    """The bounds of a value; a list's choices are those of its items."""
    out = [*_ends(found), *_plain(found)]
    form = found.said("format")
    if form is not None and form.text and form.text not in _FORMS:
        out.append(Limit(kind="format", value=form.text, source=form.key))
    options = list(_choices(found))
    items = inner(files, found, "items")
    if not options and items is not None:
        options = list(_choices(items))
    return (*out, *options)


def _ends(found: Schema) -> Iterator[Limit]:
    for key, exclusive, kind, open_kind in _ENDS:
        bound, edge = found.said(key), found.said(exclusive)
        excluded = edge is not None and edge.truth is True
        if bound is not None and bound.text:
            chosen = open_kind if excluded else kind
            yield Limit(kind=chosen, value=bound.text, source=bound.key)
        if edge is not None and edge.truth is None and edge.text:
            yield Limit(kind=open_kind, value=edge.text, source=edge.key)


def _plain(found: Schema) -> Iterator[Limit]:
    for key, kind in _LIMITS:
        node = found.said(key)
        if node is not None and node.text:
            yield Limit(kind=kind, value=node.text[:_LONGEST], source=node.key)


def _choices(found: Schema) -> Iterator[Limit]:
    for key in ("enum", "const"):
        node = found.said(key)
        values = [one.text for one in node.items() if one.text] if node is not None else []
        if node is not None and values:
            yield Limit(kind="choices", value="|".join(values), source=node.key)
            return
