"""TypeScript: interfaces, aliases of objects, classes with fields, and schemas of zod's kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from agent.core.patterns import deferred
from agent.sources.types.declared import Declared, Member, Part, declared, line_of, written
from agent.sources.types.grammars import Node, named, part, said, unquoted
from agent.sources.types.schemas import schema_parts

KINDS = (
    "interface_declaration",
    "type_alias_declaration",
    "class_declaration",
    "variable_declarator",
)
_REFERENCES = ("type_identifier", "nested_type_identifier", "generic_type")
_DERIVED = deferred(r"Partial|Deep|Type|Pick|Omit|Intersection")
# What an endpoint takes or gives, under a name of its own.
_OF_API = deferred(r"(?:D[Tt][Oo]|Response|Request|Command)$")
_NAME = deferred(r"\b[A-Z]\w+")
_DEEPEST = 8
# Of a union of an object and these nothing is lost.
_NOTHING = frozenset(["null", "undefined"])


def declarations(found: Iterable[Node]) -> Iterator[Declared]:
    """What these nodes declare."""
    for node in found:
        match node.type:
            case "interface_declaration":
                yield declared(node, _interface(node))
            case "class_declaration":
                yield declared(node, _class(node))
            case "type_alias_declaration":
                value = part(node, "value")
                derived = value is not None and value.type in {"generic_type", "lookup_type"}
                same = value is not None and value.type == "type_identifier"
                bare = derived or (same and _OF_API.search(said(part(node, "name"))) is not None)
                yield declared(node, _parts(value, Part(), _DEEPEST), bare=bare)
            case _:
                yield declared(node, schema_parts(part(node, "value")))


def _interface(node: Node) -> Iterator[Part]:
    for clause in named(node, "extends_type_clause"):
        for base in named(clause):
            yield from _parts(base, Part(), _DEEPEST)
    yield Part(own=tuple(_signatures(part(node, "body"))))


def _class(node: Node) -> Iterator[Part]:
    """A class's own fields and its base's, through `PartialType(X)` and the like too."""
    clauses = (one for heritage in named(node, "class_heritage") for one in named(heritage))
    for clause in clauses:
        value = part(clause, "value")
        if value is not None and value.type == "identifier":
            yield Part(of=said(value))
        elif value is not None and value.type == "call_expression":
            yield from _mapped(value)
    yield Part(own=tuple(_class_fields(part(node, "body"))))


def _mapped(call: Node) -> Iterator[Part]:
    function = said(part(call, "function"))
    given = named(part(call, "arguments"))
    if not _DERIVED.match(function):
        return
    keys = frozenset(key for one in given if one.type != "identifier" for key in _keys(one))
    for one in given:
        if one.type == "identifier":
            whole = Part(of=said(one), optional=True if "Partial" in function else None)
            only = keys if "Pick" in function else None
            without = keys if "Omit" in function else frozenset[str]()
            yield replace(whole, only=only, without=without)


def _class_fields(body: Node | None) -> Iterator[Member]:
    for one in named(body, "public_field_definition"):
        words = {said(child) for child in one.children}
        type_ = part(one, "type")
        if type_ is None or words & {"static", "private", "protected"}:
            continue
        marked = any(said(mark).startswith("@IsOptional") for mark in named(one, "decorator"))
        marks = named(one, "decorator")
        member = _member(one, optional=marked or "?" in words)
        yield written(member, one, *marks, *_set_to(one))


def _set_to(field: Node) -> Iterator[Node]:
    """The sign before a field's value, and the value."""
    value = part(field, "value")
    if value is not None and value.prev_sibling is not None:
        yield from (value.prev_sibling, value)


def _signatures(body: Node | None) -> Iterator[Member]:
    for one in named(body, "property_signature"):
        yield _member(one, optional=any(said(child) == "?" for child in one.children))


def _member(node: Node, *, optional: bool) -> Member:
    return Member(
        name=unquoted(said(part(node, "name"))),
        type=said(part(node, "type")).removeprefix(":").strip(),
        line=line_of(node),
        optional=optional,
    )


def _parts(node: Node | None, so_far: Part, depth: int) -> Iterator[Part]:
    """What a type expression takes its fields from; `so_far` narrows all of it."""
    stack = [node]
    while stack:
        one = stack.pop()
        if one is None or not depth:
            continue
        if one.type in {"intersection_type", "parenthesized_type"}:
            stack.extend(reversed(named(one)))
        elif one.type == "union_type":
            rest = [inner for inner in named(one) if said(inner) not in _NOTHING]
            stack.extend(rest if len(rest) == 1 else ())
        elif one.type == "object_type":
            yield replace(so_far, own=tuple(_signatures(one)))
        elif one.type in _REFERENCES:
            yield from _reference(one, so_far, depth)


def _reference(node: Node, so_far: Part, depth: int) -> Iterator[Part]:
    if node.type != "generic_type":
        yield replace(so_far, of=said(node))
        return
    function = said(part(node, "name"))
    given = named(part(node, "type_arguments"))
    if function.endswith((".infer", ".input", ".output", ".Infer")) and given:
        yield replace(so_far, of=said(given[0]).removeprefix("typeof "))
    elif function in {"Pick", "Omit", "Partial", "Required", "Readonly"} and given:
        keys = _keys(given[1]) if len(given) > 1 else frozenset[str]()
        yield from _parts(given[0], _narrowed(so_far, function, keys), depth - 1)
    else:
        names = tuple(name for one in given for name in _NAME.findall(said(one)))
        yield replace(so_far, of=function, given=names)


def _narrowed(so_far: Part, function: str, keys: frozenset[str]) -> Part:
    match function:
        case "Pick":
            return replace(so_far, only=keys if so_far.only is None else so_far.only & keys)
        case "Omit":
            return replace(so_far, without=so_far.without | keys)
        case "Partial" | "Required":
            inner = function == "Partial"
            return replace(so_far, optional=inner if so_far.optional is None else so_far.optional)
        case _:
            return so_far


def _keys(node: Node) -> frozenset[str]:
    text = (node.text or b"").decode("utf-8", "replace")
    return frozenset(re.findall(r"[\"']([^\"']+)[\"']", text))
