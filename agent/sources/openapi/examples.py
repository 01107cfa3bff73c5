"""Examples as JSON, whatever notation they are written in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from agent.core.patterns import deferred

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.sources.openapi.node import Node

_NUMBER = deferred(r"-?(?:0|[1-9]\d{0,30})(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?")
_DEEPEST = 12
_MOST = 400


def example(node: Node) -> str:
    """The value as JSON; a text that is written out stays as it stands."""
    if node.kind == "text" and "\n" in node.value:
        return node.value.rstrip()
    return _Writer().written(node, 0)


def shown(node: Node) -> str:
    """A value in one line: a scalar as it stands, else its JSON."""
    return node.value if node.kind == "text" else " ".join(_Writer().written(node, 0).split())


class _Writer:
    """Writes so many values and no more: aliases can make a tree of any size (T35)."""

    def __init__(self) -> None:
        self._left = _MOST

    def written(self, node: Node, depth: int) -> str:
        self._left -= 1
        if node.kind == "text":
            return _scalar(node)
        if depth > _DEEPEST or self._left < 0:
            return '"…"'
        values = [self._member(one, node.kind, depth + 1) for one in self._some(node)]
        first, last = ("{", "}") if node.kind == "map" else ("[", "]")
        if not values:
            return first + last
        inside = "  " * (depth + 1)
        return f"{first}\n{inside}" + f",\n{inside}".join(values) + f"\n{'  ' * depth}{last}"

    def _some(self, node: Node) -> Iterator[Node]:
        for one in node.members:
            if self._left < 0:
                return
            yield one

    def _member(self, node: Node, kind: str, depth: int) -> str:
        text = self.written(node, depth)
        return f"{json.dumps(node.name, ensure_ascii=False)}: {text}" if kind == "map" else text


def _scalar(node: Node) -> str:
    if node.is_null:
        return "null"
    if node.plain and node.value.casefold() in {"true", "false"}:
        return node.value.casefold()
    if node.plain and _NUMBER.fullmatch(node.value):
        return node.value
    return json.dumps(node.value, ensure_ascii=False)
