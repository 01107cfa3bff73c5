"""The documented shape of a response: the fields of one thing, and what stands around a list."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Literal

from agent.core.patterns import deferred
from agent.core.spec import Spec
from agent.core.values import dataclass
from agent.drafters.builtin.crud.values import Json

Part = Literal["total", "page", "size", "offset", "pages", "more"]

_PARTS: tuple[tuple[Part, str], ...] = (
    ("total", r"total|count|total_?(?:count|items)|item_?count"),
    ("page", r"page|page_?number|current_?page"),
    ("size", r"page_?size|per_?page|limit|size"),
    ("offset", r"offset|skip"),
    ("pages", r"pages|total_?pages|page_?count"),
    ("more", r"has_?(?:more|next)"),
)
_COMMENT = deferred(r'("(?:[^"\\]|\\.)*")|//[^\n]*|/\*.*?\*/', re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What stands around the items of a list: `items` is their key, `inner` that of the numbers.

    `parts` are the numbers' keys with what each means.
    """

    items: str
    parts: tuple[tuple[str, Part], ...] = ()
    inner: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One thing as the response shows it, with an example of each field; lists have `many`."""

    fields: tuple[tuple[str, Json], ...] = ()
    many: bool = False
    envelope: Envelope | None = None
    unclear: str = ""


def shape_of(spec: Spec) -> Shape:
    """The shape of the successful response; without an example, the fields that are listed."""
    for body in spec.responses:
        found = example(body.example)
        if found is not None:
            return _shape(found)
    for body in spec.responses:
        if body.fields:
            return Shape(fields=tuple((one.name, None) for one in body.fields))
    return Shape()


def example(text: str) -> Json:
    """The JSON of a documented example; comments, `…` and last commas do not hurt."""
    bare = _COMMENT.sub(lambda found: found[1] or "", text)
    bare = re.sub(r",?\s*(?:\.\.\.|…)\s*(?=[\]}])", "", bare)
    bare = re.sub(r",(\s*[\]}])", r"\1", bare)
    try:
        found: Json = json.loads(bare)
    except (ValueError, RecursionError):
        return None
    return found


def entries_of(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each outermost field that holds a list of objects or an object, with the names in there."""
    found = example(text)
    for name, inner in found.items() if isinstance(found, dict) else ():
        first = inner[0] if isinstance(inner, list) and inner else inner
        if isinstance(first, dict) and first:
            yield name, tuple(first)


def _shape(found: Json) -> Shape:
    if isinstance(found, list):
        return Shape(fields=_fields(found), many=True)
    if not isinstance(found, dict):
        return Shape(unclear="the documented response is neither an object nor a list")
    lists = [key for key, one in found.items() if isinstance(one, list)]
    if len(lists) == 1 and all(_number(one) for key, one in found.items() if key != lists[0]):
        return _enveloped(found, lists[0])
    data = found.get("data")
    if isinstance(data, dict):
        return Shape(unclear="the response wraps its object in `data`")
    return Shape(fields=tuple(found.items()))


def _number(one: Json) -> bool:
    if isinstance(one, dict):
        return all(_number(inner) for inner in one.values())
    return one is None or isinstance(one, int | bool)


def _enveloped(found: dict[str, Json], items: str) -> Shape:
    rest = {key: one for key, one in found.items() if key != items}
    inner = next((key for key, one in rest.items() if isinstance(one, dict)), None)
    numbers = rest[inner] if inner is not None else rest
    names = list(numbers) if isinstance(numbers, dict) else []
    parts = [(name, part) for name in names if (part := _part(name)) is not None]
    if len(parts) < len(names) or (inner is not None and len(rest) > 1):
        return Shape(many=True, unclear=f"what {', '.join(names)} mean around the list")
    envelope = Envelope(items=items, parts=tuple(parts), inner=inner)
    return Shape(fields=_fields(found[items]), many=True, envelope=envelope)


def _fields(found: Json) -> tuple[tuple[str, Json], ...]:
    first = found[0] if isinstance(found, list) and found else None
    return tuple(first.items()) if isinstance(first, dict) else ()


def _part(name: str) -> Part | None:
    plain = re.sub(r"([a-z])([A-Z])", r"\1_\2", name).casefold()
    return next((part for part, words in _PARTS if re.fullmatch(words, plain)), None)
