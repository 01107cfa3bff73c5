"""The project as one value, and the small things that have no module of their own."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Sequence

from agent.core.documents import RepoPath
from agent.core.values import dataclass
from agent.drafter import Code
from agent.drafters.builtin.project.errors import Errors, read_errors
from agent.drafters.builtin.project.fixtures import Fixtures, read_fixtures
from agent.drafters.builtin.project.layers import Layers, nouns_of, read_layers
from agent.drafters.builtin.project.models import Model, read_models
from agent.drafters.builtin.project.modules import Function, Module, Snippet, read_modules, snippet
from agent.drafters.builtin.project.naming import Noun
from agent.drafters.builtin.project.routers import Routing, read_routing

_SESSIONS = {
    "Session": "sqlalchemy.orm.Session",
    "AsyncSession": "sqlalchemy.ext.asyncio.AsyncSession",
}
_WIDTH = 88
_WIDEST = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionParameter:
    """How a route gets its session: the parameter's name, and the rest as code.

    `awaits`: it is an AsyncSession.
    """

    name: str
    annotation: Snippet
    default: Snippet | None = None
    awaits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """All that the templates need to know."""

    code: Code
    modules: tuple[Module, ...]
    models: tuple[Model, ...]
    routing: Routing
    layers: Layers
    errors: Errors
    session: SessionParameter
    service_session: str
    fixtures: Fixtures
    width: int
    docstrings: bool
    keys_enforced: bool

    def noun(self, model: Model) -> Noun:
        """What a model's rows are called."""
        return nouns_of(self.models)[model.name]

    def module(self, path: RepoPath) -> Module | None:
        """The parsed file, if it is there."""
        return next((one for one in self.modules if one.path == path), None)

    def named(self, dotted: str) -> Module | None:
        """The module that defines this dotted name."""
        home = dotted.rpartition(".")[0]
        return next((one for one in self.modules if one.name == home), None)

    def model_of_table(self, table: str) -> Model | None:
        """The model of a table, if there is one."""
        return next((one for one in self.models if one.table == table), None)


def read_project(code: Code) -> Project | str:
    """The project, or the key of the phrase that says why the templates do not fit it."""
    modules = read_modules(code)
    own = [module for module in modules if not module.test]
    imported = {name.split(".")[0] for module in own for name in module.imports().values()}
    if not {"fastapi", "sqlalchemy"} <= imported:
        return "hand-foreign"
    models = read_models(modules)
    if not models:
        return "hand-no-model"
    routing = read_routing(modules)
    session = _session(own, routing)
    if session is None:
        return "hand-no-session"
    text = "\n".join(module.text for module in own)
    layers = read_layers(modules, models, routing)
    return Project(
        code=code,
        modules=modules,
        models=models,
        routing=routing,
        layers=layers,
        errors=read_errors(modules),
        session=session,
        service_session=_service_session(layers),
        fixtures=read_fixtures(modules),
        width=_width(code),
        docstrings=_documented(own),
        keys_enforced=_keys_enforced(text, modules),
    )


def _keys_enforced(text: str, modules: Sequence[Module]) -> bool:
    """Whether the database refuses to leave a reference without its row, in tests too."""
    tests = "\n".join(one.text for one in modules if one.test)
    if re.search(r"create_engine\(\s*[\"']sqlite", tests):
        return "foreign_keys" in tests
    return "foreign_keys" in text or "sqlite" not in text


def _session(own: Sequence[Module], routing: Routing) -> SessionParameter | None:
    aliases = {
        f"{one.name}.{name}": "AsyncSession" in ast.unparse(value)
        for one in own
        for name, value in one.assignments()
        if _injects(value)
    }
    used = [
        found
        for route in routing.routes
        if (found := _route_session(route.function, route.module, aliases)) is not None
    ]
    if used:
        return Counter(used).most_common(1)[0][0]
    for dotted, awaits in aliases.items():
        name = dotted.rpartition(".")[2]
        annotation = Snippet(text=name, needs=frozenset({dotted}))
        return SessionParameter(name="session", annotation=annotation, awaits=awaits)
    return _from_dependency(own)


def _service_session(layers: Layers) -> str:
    """What service functions call their session."""
    names = Counter(
        arg.arg
        for module in layers.modules("services")
        for function in module.functions()
        for arg in function.args.args
        if arg.annotation is not None and ast.unparse(arg.annotation).endswith("Session")
    )
    return names.most_common(1)[0][0] if names else "session"


def _injects(value: ast.expr) -> bool:
    text = ast.unparse(value)
    return (
        re.match(r"(\w+\.)?Annotated\[(\w+\.)*(Async)?Session, (\w+\.)?Depends\(", text) is not None
    )


def _route_session(
    function: Function, module: Module, aliases: dict[str, bool]
) -> SessionParameter | None:
    args = [*function.args.args, *function.args.kwonlyargs]
    plain = [None] * (len(function.args.args) - len(function.args.defaults))
    defaults = [*plain, *function.args.defaults, *function.args.kw_defaults]
    for arg, default in zip(args, defaults, strict=True):
        if arg.annotation is None:
            continue
        given = default is not None and "Depends(" in ast.unparse(default)
        session = ast.unparse(arg.annotation).rpartition(".")[2] in _SESSIONS
        alias = module.stands_for(arg.annotation)
        known = alias in aliases or _injects(arg.annotation)
        if known or (given and session):
            return SessionParameter(
                name=arg.arg,
                annotation=snippet(arg.annotation, module),
                default=snippet(default, module) if default is not None else None,
                awaits=aliases.get(alias, "AsyncSession" in ast.unparse(arg.annotation)),
            )
    return None


def _from_dependency(own: Sequence[Module]) -> SessionParameter | None:
    for module in own:
        for function in module.functions():
            returns = ast.unparse(function.returns) if function.returns else ""
            kind = re.search(r"\b(?:Async)?Session\b", returns)
            if kind and not function.args.args:
                needs = {"typing.Annotated", "fastapi.Depends", _SESSIONS[kind[0]]}
                return SessionParameter(
                    name="session",
                    annotation=Snippet(
                        text=f"Annotated[{kind[0]}, Depends({function.name})]",
                        needs=frozenset(needs | {f"{module.name}.{function.name}"}),
                    ),
                    awaits=kind[0] != "Session",
                )
    return None


def _width(code: Code) -> int:
    for name, keys in (("pyproject.toml", ("tool", "ruff")), ("ruff.toml", ()), (".ruff.toml", ())):
        table: object = _toml(code.read(RepoPath(name)))
        for key in keys:
            table = table.get(key) if isinstance(table, dict) else None
        width = table.get("line-length") if isinstance(table, dict) else None
        if isinstance(width, int):
            return min(max(width, 60), _WIDEST)
    black = _toml(code.read(RepoPath("pyproject.toml"))).get("tool", {})
    width = black.get("black", {}).get("line-length") if isinstance(black, dict) else None
    return width if isinstance(width, int) else _WIDTH


def _toml(data: bytes | None) -> dict[str, object]:
    try:
        return tomllib.loads(data.decode()) if data else {}
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}


def _documented(own: Sequence[Module]) -> bool:
    functions = [
        one for module in own for one in module.functions() if not one.name.startswith("_")
    ]
    return sum(ast.get_docstring(one) is not None for one in functions) * 2 > len(functions)
