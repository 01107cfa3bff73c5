"""How the project names things, learned from what is there."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal

from agent.drafters.builtin.project.naming import Noun
from agent.drafters.builtin.project.reading import Project
from agent.drafters.builtin.project.routers import Route

Operation = Literal["list", "create", "get", "patch", "put", "delete"]
SchemaRole = Literal["out", "create", "update", "replacement", "page", "query"]

# What has a body: all its fields, or those to change.
WRITES = frozenset(("create", "patch", "put"))
VERBS: dict[Operation, str] = {
    "list": "list",
    "create": "create",
    "get": "get",
    "patch": "update",
    "put": "replace",
    "delete": "delete",
}
_SUFFIXES: dict[SchemaRole, tuple[str, ...]] = {
    "out": ("Out", "Read", "Response", "Public", "Dto", "DTO", "View", "Schema"),
    "create": ("Create", "In", "Input", "New"),
    "update": ("Update", "Patch"),
    "replacement": ("Replace", "Put", "Replacement"),
    "page": ("Page", "List", "Collection"),
    "query": ("Query", "Filter", "Filters", "Params"),
}


def operation_of(method: str, path: str) -> Operation | None:
    """What a method does to a path that ends in a parameter, or in a literal."""
    item = path.rstrip("/").rpartition("/")[2].startswith(("{", ":", "<", "["))
    table: dict[tuple[str, bool], Operation] = {
        ("GET", False): "list",
        ("POST", False): "create",
        ("GET", True): "get",
        ("PATCH", True): "patch",
        ("PUT", True): "put",
        ("DELETE", True): "delete",
    }
    return table.get((method, item))


def verb(project: Project, operation: Operation, layer: Literal["service", "route"]) -> str:
    """The verb that the project's functions have for this operation, else the usual one."""
    found = Counter(
        word
        for route in project.routing.routes
        if operation_of(route.method, route.path) == operation
        for word in _verbs(project, route, layer)
    )
    return found.most_common(1)[0][0] if found else VERBS[operation]


def role_of_name(name: str) -> SchemaRole | None:
    """What a schema is for, as the end of its name says."""
    return next((role for role, words in _SUFFIXES.items() if name.endswith(words)), None)


def suffix(project: Project, role: SchemaRole) -> str:
    """What the names of such schemas end in."""
    names = [node.name for module in project.layers.modules("schemas") for node in module.classes()]
    nouns = [noun.pascal for noun in project.layers.nouns]
    found = Counter(
        ending
        for name in names
        for ending in _SUFFIXES[role]
        if any(name == f"{noun}{ending}" for noun in nouns)
    )
    if found:
        return found.most_common(1)[0][0]
    words = _SUFFIXES[role]
    return "Read" if role == "out" and _mostly_read(names) else words[0]


def _mostly_read(names: list[str]) -> bool:
    return any(name.endswith("Read") for name in names)


def _verbs(project: Project, route: Route, layer: Literal["service", "route"]) -> Iterator[str]:
    names = [route.function.name]
    if layer == "service":
        calls = [one.func for one in ast.walk(route.function) if isinstance(one, ast.Call)]
        homes = {module.name for module in project.layers.modules("services")}
        dotted = [route.module.stands_for(func) for func in calls if _is_name(func)]
        names = [name.rpartition(".")[2] for name in dotted if name.rpartition(".")[0] in homes]
    for name in names:
        yield from (word for noun in project.layers.nouns if (word := _before(name, noun)))


def _is_name(func: ast.expr) -> bool:
    return isinstance(func, ast.Name | ast.Attribute)


def _before(name: str, noun: Noun) -> str:
    found = re.fullmatch(rf"([a-z]+)_(?:{noun.one}|{noun.many})", name)
    return found[1] if found else ""
