"""How a project makes its routes: routers, the paths below them, where they are registered."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Literal

from agent.core.documents import RepoPath
from agent.core.values import dataclass
from agent.drafters.builtin.project.modules import Function, Module

_METHODS = ("get", "post", "put", "patch", "delete", "head", "options")
_DEPTH = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A decorated function; `path` is complete, as a caller writes it."""

    method: str
    path: str
    function: Function
    module: Module
    router: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A place where a router is made part of the application, with the prefix it adds.

    `call`: a statement `owner.include_router(…)`; `tuple`: an element of the tuple `owner`.
    `parent` is the dotted name of what it is registered with.
    """

    kind: Literal["call", "tuple"]
    module: Module
    owner: str
    router: str
    prefix: str
    parent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Router:
    """An `APIRouter` (or the application itself, `app`) with its own prefix."""

    name: str
    variable: str
    module: Module
    prefix: str
    app: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """All of it."""

    routers: tuple[Router, ...]
    registrations: tuple[Registration, ...]
    routes: tuple[Route, ...]

    def prefix(self, router: str) -> str:
        """The whole prefix that the routes of this router have, as far as it is registered."""
        return _prefix(router, self.routers, self.registrations)

    def of(self, path: RepoPath) -> Router | None:
        """The router that this file makes, if any."""
        return next((one for one in self.routers if one.module.path == path), None)

    def registered(self, router: str) -> bool:
        """Whether the application knows this router."""
        own = next((one for one in self.routers if one.name == router), None)
        return (own is not None and own.app) or any(
            one.router == router for one in self.registrations
        )


def read_routing(modules: Sequence[Module]) -> Routing:
    """The routers, registrations and routes of the code that is no test."""
    own = [module for module in modules if not module.test]
    routers = tuple(router for module in own for router in _routers(module))
    tuples = {
        f"{module.name}.{name}": (module, name, value)
        for module in own
        for name, value in module.assignments()
        if isinstance(value, ast.Tuple | ast.List)
    }
    registrations = tuple(one for module in own for one in _registrations(module, tuples))
    routes = tuple(
        Route(
            method=method,
            path=_prefix(router.name, routers, registrations) + path,
            function=function,
            module=router.module,
            router=router.name,
        )
        for router in routers
        for function, method, path in _routes(router)
    )
    return Routing(routers=routers, registrations=registrations, routes=routes)


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    """The value of a call's keyword, if it is given."""
    return next((one.value for one in call.keywords if one.arg == name), None)


def _called(node: ast.expr) -> str:
    return ast.unparse(node.func).rpartition(".")[2] if isinstance(node, ast.Call) else ""


def _string(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _routers(module: Module) -> Iterator[Router]:
    if not re.search(r"APIRouter|FastAPI", module.text):
        return
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        made = _called(node.value)
        if isinstance(node.value, ast.Call) and made in {"APIRouter", "FastAPI"}:
            variable = node.targets[0].id
            yield Router(
                name=f"{module.name}.{variable}",
                variable=variable,
                module=module,
                prefix=_string(keyword(node.value, "prefix")),
                app=made == "FastAPI",
            )


def _routes(router: Router) -> Iterator[tuple[Function, str, str]]:
    for node in ast.walk(router.module.tree):
        if not isinstance(node, Function):
            continue
        for call in node.decorator_list:
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
                continue
            owner = ast.unparse(call.func.value)
            if owner == router.variable and call.func.attr in _METHODS:
                path = _string(call.args[0] if call.args else keyword(call, "path"))
                yield node, call.func.attr.upper(), path


def _registrations(
    module: Module, tuples: dict[str, tuple[Module, str, ast.Tuple | ast.List]]
) -> Iterator[Registration]:
    if "include_router" not in module.text:
        return
    loops = {
        ast.unparse(node.target): module.stands_for(node.iter)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.For)
    }
    for call in ast.walk(module.tree):
        if not isinstance(call, ast.Call) or _called(call) != "include_router" or not call.args:
            continue
        owner = ast.unparse(call.func).rpartition(".")[0]
        prefix = _string(keyword(call, "prefix"))
        parent = f"{module.name}.{owner}"
        looped = tuples.get(loops.get(ast.unparse(call.args[0]), ""))
        if looped is None:
            router = module.stands_for(call.args[0])
            yield Registration(
                kind="call",
                module=module,
                owner=owner,
                router=router,
                prefix=prefix,
                parent=parent,
            )
            continue
        home, name, value = looped
        for element in value.elts:
            yield Registration(
                kind="tuple",
                module=home,
                owner=name,
                router=home.stands_for(element),
                prefix=prefix,
                parent=parent,
            )


def _prefix(name: str, routers: Sequence[Router], found: Sequence[Registration]) -> str:
    """The prefixes of a router and of all that it is registered with, outermost first."""
    whole = ""
    for _ in range(_DEPTH):
        own = next((one for one in routers if one.name == name), None)
        whole = (own.prefix if own else "") + whole
        upper = next((one for one in found if one.router == name), None)
        if upper is None:
            break
        whole = upper.prefix + whole
        name = upper.parent
    return whole
