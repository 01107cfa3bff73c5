"""Named values of a body, those of objects in it as `author.name` and `items[].id`."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from agent.core.spec import Parameter
from agent.core.values import dataclass
from agent.sources.openapi.examples import shown
from agent.sources.openapi.schemas import inner, is_object, limits, schema, type_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.core.spec import Place
    from agent.sources.openapi.files import Files
    from agent.sources.openapi.node import Node
    from agent.sources.openapi.schemas import Schema

_DEEPEST = 4
_MOST = 200
_NOTE = 300
# What a caller may not send, and what an answer never holds.
_NEVER = {"body": "readOnly", "response": "writeOnly"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """How a field is reached: its prefix, and the schemas that it lies in."""

    place: Place
    prefix: str = ""
    above: tuple[Node, ...] = ()

    def into(self, found: Schema, prefix: str) -> _Way:
        return replace(self, prefix=prefix, above=(*self.above, found.node))

    def ends(self, found: Schema) -> bool:
        """Whether a schema holds itself, or lies too deep."""
        return len(self.above) >= _DEEPEST or any(
            one.path == found.node.path and one.line == found.node.line for one in self.above
        )


def fields(files: Files, node: Node, place: Place) -> tuple[Parameter, ...]:
    """The fields of a body's schema, each once; of a list, those of its items."""
    found = schema(files, node)
    if found is None:
        return ()
    out: dict[str, Parameter] = {}
    for one in islice(_fields(files, found, _Way(place=place)), _MOST):
        out.setdefault(one.name, one)
    return tuple(out.values())


def value(files: Files, node: Node, place: Place, name: str) -> Parameter:
    """The facts of one schema, as a parameter of this name; None where it says nothing."""
    found = schema(files, node)
    if found is None:
        return Parameter(name=name, place=place, source=node.key)
    default = found.said("default")
    return Parameter(
        name=name,
        place=place,
        source=node.key,
        type=type_of(files, found),
        default=shown(default) if default is not None and not default.is_null else None,
        limits=limits(files, found),
        note=note(found.node),
    )


def note(node: Node) -> str:
    """What is said of a value in words, in one line."""
    told = node.member("description") or node.member("title")
    words = [" ".join(told.text.split())[:_NOTE]] if told is not None and told.text else []
    words += [key for key in ("readOnly", "writeOnly", "deprecated") if _is(node, key)]
    example = node.member("example")
    if example is not None and example.kind == "text" and example.text:
        words.append(f"e.g. {example.text[:_NOTE]}")
    multiple = node.member("multipleOf")
    words += [f"a multiple of {multiple.text}"] if multiple is not None else []
    return "; ".join(words)


def _is(node: Node, key: str) -> bool:
    said = node.member(key)
    return said is not None and said.truth is True


def _fields(files: Files, found: Schema, way: _Way) -> Iterator[Parameter]:
    if way.ends(found):
        return
    items = inner(files, found, "items")
    if items is not None and found.said("properties") is None:
        yield from _fields(files, items, way.into(found, way.prefix))
        return
    for option in found.options:
        name = option.name or "one form"
        for one in _fields(files, option, way.into(found, way.prefix)):
            yield replace(one, required=None, note=f"only in {name}; {one.note}".rstrip("; "))
    required = found.said("required")
    needed = {one.value for one in required.items()} if required is not None else None
    properties = files.get(found.said("properties"))
    for node in properties.members if properties is not None else ():
        yield from _field(files, found, node, way, needed)


def _field(
    files: Files, parent: Schema, node: Node, way: _Way, needed: set[str] | None
) -> Iterator[Parameter]:
    found = schema(files, node)
    if found is not None and _is(found.node, _NEVER.get(way.place, "")):
        return
    name = f"{way.prefix}{node.name}"
    one = value(files, node, way.place, name)
    own = files.get(node, "required")
    said = own.truth if own is not None else None
    yield replace(one, required=node.name in needed if needed is not None else said)
    if found is None:
        return
    items = inner(files, found, "items")
    if items is not None and is_object(items):
        yield from _fields(files, items, way.into(parent, f"{name}[]."))
    elif is_object(found):
        yield from _fields(files, found, way.into(parent, f"{name}."))
