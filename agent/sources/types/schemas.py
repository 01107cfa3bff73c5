"""Schemas as zod and its kin write them: `z.object({…})` and what is made of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from agent.sources.types.declared import Member, Part, line_of, written
from agent.sources.types.grammars import Node, named, part, said, unquoted

_OBJECTS = frozenset(["object", "strictObject", "looseObject", "interface"])
_OPTIONAL = frozenset(["optional", "nullish", "default", "catch", "prefault", "exactOptional"])
_COMPOSED = frozenset(["extend", "safeExtend", "merge", "and", "pick", "omit", "partial"])
_LONGEST_CHAIN = 40

# A call of a chain: its method and its arguments.
_Call = tuple[str, list[Node]]


def schema_parts(value: Node | None) -> tuple[Part, ...]:
    """The fields of the schema that this expression makes; none where it makes none."""
    root, calls = _chain(value)
    if root is None or not calls:
        return ()
    method, given = calls[0]
    if method in _OBJECTS:
        parts: tuple[Part, ...] = (_object(given),)
        calls = calls[1:]
    elif method in _COMPOSED:
        parts = (Part(of=said(root)),)
    else:
        return ()
    for method, given in calls:
        parts = _after(parts, method, given)
    return parts


def _chain(node: Node | None) -> tuple[Node | None, list[_Call]]:
    """What a chain of calls begins with, and its calls in the order they are made."""
    calls: list[_Call] = []
    while node is not None and len(calls) < _LONGEST_CHAIN:
        function = part(node, "function")
        if node.type != "call_expression" or function is None:
            return (node if node.type == "identifier" else None), calls[::-1]
        if function.type != "member_expression":
            return None, []
        calls.append((said(part(function, "property")), named(part(node, "arguments"))))
        node = part(function, "object")
    return None, []


def _object(given: list[Node]) -> Part:
    return Part(own=tuple(_members(given[0]))) if given else Part()


def _members(node: Node) -> Iterator[Member]:
    for one in named(node, "pair"):
        value = part(one, "value")
        _, calls = _chain(value)
        optional = any(method in _OPTIONAL for method, _ in calls)
        name = unquoted(said(part(one, "key")))
        member = Member(name=name, type=said(value), line=line_of(one), optional=optional)
        yield written(member, one, value)
    for one in named(node, "shorthand_property_identifier"):
        yield Member(name=said(one), type=said(one), line=line_of(one))


def _after(parts: tuple[Part, ...], method: str, given: list[Node]) -> tuple[Part, ...]:
    """The schema's parts after one more call."""
    keys = frozenset(one.name for node in given[:1] for one in _members(node))
    match method:
        case "extend" | "safeExtend" | "augment":
            return (*parts, _object(given))
        case "merge" | "and" | "concat" if given:
            return (*parts, Part(of=said(given[0]).removesuffix(".shape")))
        case "pick":
            return tuple(replace(one, only=keys) for one in parts)
        case "omit":
            return tuple(replace(one, without=one.without | keys) for one in parts)
        case "partial" if not keys:
            return tuple(replace(one, optional=True) for one in parts)
        case _:
            return parts
