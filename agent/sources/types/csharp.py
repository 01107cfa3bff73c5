"""C#: classes, records and structs with public properties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from agent.sources.types.declared import Declared, Member, Part, declared, line_of, written
from agent.sources.types.grammars import Node, named, part, said

KINDS = ("class_declaration", "record_declaration", "struct_declaration")


def declarations(found: Iterable[Node]) -> Iterator[Declared]:
    """What these nodes declare."""
    for node in found:
        bases = [said(_base(one)) for base in named(node, "base_list") for one in named(base)]
        given = (one for row in named(node, "parameter_list") for one in named(row, "parameter"))
        own = (*map(_parameter, given), *_properties(part(node, "body")))
        yield declared(node, (*(Part(of=name) for name in bases), Part(own=own)))


def _base(node: Node) -> Node:
    """The base itself, without the arguments it is given."""
    inner = part(node, "type")
    return node if inner is None else inner


def _parameter(node: Node) -> Member:
    type_ = said(part(node, "type"))
    default = len([one for one in named(node) if one.type != "attribute_list"]) > _PLAIN
    return _member(node, type_, optional=default or type_.endswith("?"))


# A parameter without a default has a type and a name, its attributes apart.
_PLAIN = 2


def _properties(body: Node | None) -> Iterator[Member]:
    for one in named(body, "property_declaration"):
        words = {said(modifier) for modifier in named(one, "modifier")}
        if "public" not in words or "static" in words or part(one, "accessors") is None:
            continue
        type_ = said(part(one, "type"))
        marks = " ".join(map(said, named(one, "attribute_list")))
        needed = "required" in words or "[Required" in marks or "JsonRequired" in marks
        optional = True if type_.endswith("?") and not needed else (False if needed else None)
        yield _member(one, type_, optional=optional)


def _member(node: Node, type_: str, *, optional: bool | None) -> Member:
    name = said(part(node, "name"))
    member = Member(name=name, type=type_, line=line_of(node), optional=optional)
    return written(member, node, node)
