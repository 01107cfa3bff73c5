"""Request and response bodies of an operation, in both of the ways that versions write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.core.spec import Body, Excerpt, Parameter
from agent.core.values import dataclass
from agent.sources.openapi.examples import example
from agent.sources.openapi.fields import fields, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.core.spec import Place
    from agent.sources.openapi.files import Files
    from agent.sources.openapi.node import Node

_EXAMPLES = ("example", "x-example")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Media:
    """One notation of a body: its type, and the node that has schema and example."""

    type: str
    node: Node


def request(files: Files, operation: Node, given: Sequence[Node]) -> Body | None:
    """The request body, or that of Swagger's `in: body` and `in: formData` parameters."""
    body = files.get(operation, "requestBody")
    if body is not None:
        at = operation.member("requestBody") or body
        return _body(files, at, tuple(_media(files, body)), "body")
    for one in given:
        if _in(one) == "body":
            return _body(files, one, (_Media(type="", node=one),), "body")
    form = [_form_field(files, one) for one in given if _in(one) in {"formData", "form"}]
    if not form:
        return None
    lines = [one for one in given if _in(one) in {"formData", "form"}]
    return Body(source=lines[0].source, fields=tuple(form))


def _in(node: Node) -> str:
    said = node.member("in")
    return "" if said is None else said.text


def _form_field(files: Files, node: Node) -> Parameter:
    name = node.member("name")
    one = value(files, node, "body", name.text if name is not None else "")
    said = node.member("required")
    return Parameter(
        name=one.name,
        place="body",
        source=node.key,
        type=one.type,
        required=bool(said is not None and said.truth),
        default=one.default,
        limits=one.limits,
        note=one.note,
    )


def responses(files: Files, answers: Sequence[Node]) -> Iterator[Body]:
    """The bodies of these answers, where they have one."""
    for one in answers:
        real = files.real(one)
        media = tuple(_media(files, real)) if real is not None else ()
        if real is not None and not media and (real.member("schema") or real.member("examples")):
            media = (_Media(type="", node=real),)
        found = _body(files, one, media, "response") if media else None
        if found is not None:
            yield found


def forms(files: Files, operation: Node) -> Excerpt | None:
    """Which types of content a request may have, where JSON is not the only one."""
    body = files.get(operation, "requestBody")
    told = operation.member("consumes")
    types = [one.type for one in _media(files, body)] if body is not None else []
    types += [one.text for one in told.items()] if told is not None else []
    at = operation.member("requestBody") or told
    if at is None or not types or all("json" in one for one in types):
        return None
    return Excerpt(source=at.key, text=f"Request body: {', '.join(types)}")


def _media(files: Files, body: Node) -> Iterator[_Media]:
    """The notations of a body, JSON first."""
    content = files.get(body, "content")
    if content is None:
        return
    for node in sorted(content.members, key=lambda one: "json" not in one.name):
        real = files.real(node)
        if real is not None:
            yield _Media(type=node.name, node=real)


def _body(files: Files, at: Node, media: Sequence[_Media], place: Place) -> Body | None:
    """The body that stands at a node, in its first notation."""
    if not media:
        return None
    first = media[0].node
    node = first.member("schema")
    found = fields(files, node, place) if node is not None else ()
    shown = next((text for one in media if (text := _example(files, one.node))), "")
    if node is None and not shown:
        return None
    return Body(source=at.source, fields=found, example=shown)


def _example(files: Files, media: Node) -> str:
    """The first example that stands beside a schema, or in it."""
    for node in (media, files.get(media, "schema")):
        for key in _EXAMPLES if node is not None else ():
            found = files.get(node, key)
            if found is not None and not found.is_null:
                return example(found)
        several = files.get(node, "examples")
        first = several.members[0] if several is not None and several.members else None
        told = None if first is None else files.get(first, "value") or files.real(first)
        if told is not None and (told.kind != "text" or told.text):
            return example(told)
    return ""
