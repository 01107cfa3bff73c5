"""The route of an endpoint, the router it needs, and that router's registration."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from agent.core.documents import RepoPath
from agent.drafters.builtin.crud.answer import answer, inner_name, returns
from agent.drafters.builtin.crud.design import Design
from agent.drafters.builtin.crud.imports import with_imports
from agent.drafters.builtin.crud.insert import Addition, with_element, with_statement
from agent.drafters.builtin.crud.piece import Done, Piece, dotted, house
from agent.drafters.builtin.crud.render import render
from agent.drafters.builtin.crud.schemas import schema_need
from agent.drafters.builtin.crud.service import service_of
from agent.drafters.builtin.crud.values import quoted
from agent.drafters.builtin.project.naming import pascal
from agent.drafters.builtin.project.reading import Project
from agent.drafters.builtin.project.routers import Registration, Router

_OK = 200
_DOCS = {
    "list": "Return the {many}.",
    "create": "Add {a}.",
    "get": "Return the {one}.",
    "patch": "Change the {one}.",
    "delete": "Remove the {one}.",
}


def write_route(made: Design) -> Piece | Done | str:
    """The route's function, with a router if its file has none; or why it cannot be written."""
    router = made.project.routing.of(made.files.router)
    if router is not None and made.names.route in router.module.names():
        return Done(reason=f"{made.names.route}() is in {made.files.router}")
    prefix = made.project.routing.prefix(router.name) if router else new_prefix(made)
    path = made.target.path
    if not path.startswith(prefix):
        return f"the router of {made.files.router} has the prefix {prefix}, {path} has not"
    function = service_of(made)
    if function is None:
        return f"{made.names.function}() is not in {made.files.service} yet; its step comes first"
    needs = {"fastapi.APIRouter"} if router is None else set[str]()
    before = _router_lines(made) if router is None else []
    aliases, keys = _keys(made, router)
    before += aliases
    call, call_needs = _call(made, router, function)
    options, option_needs = _options(made)
    parameters, parameter_needs = _parameters(made, keys)
    text = render(
        "route",
        width=made.project.width,
        before=tuple(before),
        router=router.variable if router else _variable(made.project),
        method=made.spec.endpoint.method.lower(),
        path=path[len(prefix) :],
        options=options,
        function=made.names.route,
        parameters=parameters,
        returns=returns(made),
        docs=made.project.docstrings,
        doc=_doc(made),
        body=answer(made, call),
    )
    needs |= call_needs | option_needs | parameter_needs | _key_needs(made, before)
    needs |= {schema_need(made, made.names.out)} if made.operation != "delete" else set()
    if made.operation == "list" and made.shape.envelope is not None:
        needs.add(schema_need(made, made.names.page))
        needs |= {schema_need(made, inner_name(made))} if made.shape.envelope.inner else set()
    owner = (made.target.parent.noun if made.target.parent else made.noun).many.replace("_", " ")
    return Piece(
        path=made.files.router,
        addition=Addition(needs=frozenset(needs), code=(text,)),
        names=(made.names.route,),
        doc=f"The routes of {owner}.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """The file that knows the router, before and after."""

    path: RepoPath
    text: str


def write_registration(made: Design) -> Registered | Done | str:
    """The router made part of the application, where the others are."""
    project = made.project
    router = project.routing.of(made.files.router)
    name = router.name if router else f"{dotted(project, made.files.router)}.{_variable(project)}"
    if project.routing.registered(name):
        return Done(reason=f"the router of {made.files.router} is registered")
    site = registration_site(project)
    if site is None:
        return "where the application includes its routers was not found"
    variable = name.rpartition(".")[2]
    need, expression = _reference(site, name, variable)
    text = site.module.text
    if need.rpartition(" as ")[2].rpartition(".")[2] in site.module.names():
        return f"`{expression}` means something else in {site.module.path}"
    if site.kind == "tuple":
        changed = with_element(text, site.owner, expression, width=project.width)
    else:
        include = f"{site.owner}.include_router({expression}{_include_prefix(made, site)})"
        shown = rf"{site.owner}\.include_router\(" if site.router else rf"{site.owner}\b"
        changed = with_statement(text, include, after=shown)
    if changed is None:
        return f"no place for the router was found in {site.module.path}"
    own = site.module.name
    whole = with_imports(changed, (need,), name=own, house=house(project))
    return Registered(path=site.module.path, text=whole)


def registration_site(project: Project) -> Registration | None:
    """Where the project registers its routers; without any, the application itself."""
    if project.routing.registrations:
        return project.routing.registrations[-1]
    for one in project.routing.routers:
        if one.app:
            return Registration(
                kind="call",
                module=one.module,
                owner=one.variable,
                router="",
                prefix="",
                parent=one.name,
            )
    return None


def new_prefix(made: Design) -> str:
    """The whole prefix that a new router's routes have."""
    return made.target.collection


def _own_prefix(made: Design) -> str:
    """What of the prefix a new router carries itself."""
    site = registration_site(made.project)
    outer = _outer(made, site) if site else ""
    whole = made.target.collection
    if site is not None and _prefix_in_include(made.project, site):
        return ""
    return whole.removeprefix(outer)


def _outer(made: Design, site: Registration) -> str:
    """The prefix that registering adds."""
    shared = "" if _prefix_in_include(made.project, site) else site.prefix
    return made.project.routing.prefix(site.parent) + shared


def _prefix_in_include(project: Project, site: Registration) -> bool:
    """Whether routers get their own prefix where they are included."""
    own = next((one for one in project.routing.routers if one.name == site.router), None)
    return site.kind == "call" and own is not None and not own.prefix and bool(site.prefix)


def _include_prefix(made: Design, site: Registration) -> str:
    if _prefix_in_include(made.project, site):
        mounted = made.project.routing.prefix(site.parent)
        return f", prefix={quoted(made.target.collection[len(mounted) :])}"
    return f", prefix={quoted(site.prefix)}" if site.prefix else ""


def _reference(site: Registration, name: str, variable: str) -> tuple[str, str]:
    """What to import for the router, and how it is then called, as the others are."""
    home = name.rpartition(".")[0]
    module = home.rpartition(".")[2]
    aliased = [
        bound
        for bound, origin in site.module.imports().items()
        if origin == site.router and site.router
    ]
    if aliased:
        alias = f"{module}_{variable}"
        return f"{name} as {alias}", alias
    return home, f"{module}.{variable}"


def _variable(project: Project) -> str:
    names = [one.variable for one in project.routing.routers if not one.app]
    return names[0] if names else "router"


def _router_lines(made: Design) -> list[str]:
    owner = made.target.parent.noun if made.target.parent else made.noun
    siblings = [one for one in made.project.routing.routers if not one.app]
    tagged = any("tags=" in one.module.text for one in siblings) or not siblings
    prefix = _own_prefix(made)
    options = [f"prefix={quoted(prefix)}"] if prefix else []
    options += [f"tags=[{quoted(owner.many)}]"] if tagged else []
    return [f"{_variable(made.project)} = APIRouter({', '.join(options)})"]


def _keys(made: Design, router: Router | None) -> tuple[list[str], dict[str, str]]:
    """New aliases for limited path parameters, and each parameter's annotation."""
    known = {
        ast.unparse(value): name for name, value in (router.module.assignments() if router else ())
    }
    lines: list[str] = []
    annotations: dict[str, str] = {}
    for value in made.target.values:
        if not value.bounds:
            annotations[value.name] = value.type
            continue
        whole = f"Annotated[{value.type}, Path({', '.join(value.bounds)})]"
        alias = known.get(ast.unparse(ast.parse(whole, mode="eval")))
        if alias is None:
            alias = pascal(value.name)
            lines.append(f"{alias} = {whole}")
        annotations[value.name] = alias
    return lines, annotations


def _key_needs(made: Design, before: list[str]) -> frozenset[str]:
    found: set[str] = set()
    for value in made.target.values:
        found |= value.needs
    if any("Path(" in line for line in before):
        found |= {"fastapi.Path", "typing.Annotated"}
    return frozenset(found)


def _call(made: Design, router: Router | None, function: str) -> tuple[str, frozenset[str]]:
    """The call of the service function, through a name that the module has for its home."""
    home, _, name = function.rpartition(".")
    bound = {origin: name for name, origin in (router.module.imports() if router else {}).items()}
    arguments = [made.project.session.name, *(one.name for one in made.target.values)]
    arguments += ["data"] if made.operation in {"create", "patch"} else []
    arguments += ["query"] if made.operation == "list" and made.query else []
    if function in bound:
        called = bound[function]
    else:
        called = f"{bound.get(home, home.rpartition('.')[2])}.{name}"
    need = frozenset() if home in bound or function in bound else frozenset({home})
    return f"{called}({', '.join(arguments)})", need


def _options(made: Design) -> tuple[tuple[str, ...], frozenset[str]]:
    options: list[str] = []
    needs: set[str] = set()
    errors = made.project.errors
    if made.success != _OK:
        number = errors.number(made.success)
        options.append(f"status_code={number.text}")
        needs |= number.needs
    codes = [made.answered(one.code) for one in made.spec.statuses if one.code in {404, 409}]
    if errors.model is not None and codes:
        short = errors.model.rpartition(".")[2]
        entries = ", ".join(f'{code}: {{"model": {short}}}' for code in codes)
        options.append(f"responses={{{entries}}}")
        needs.add(errors.model)
    return tuple(options), frozenset(needs)


def _parameters(made: Design, keys: dict[str, str]) -> tuple[tuple[str, ...], frozenset[str]]:
    session = made.project.session
    own = f"{session.name}: {session.annotation.text}"
    needs = set(session.annotation.needs)
    found = [f"{name}: {annotation}" for name, annotation in keys.items()]
    if made.operation == "list" and made.query:
        found.append(f"query: Annotated[{made.names.query}, Query()]")
        needs |= {schema_need(made, made.names.query), "typing.Annotated", "fastapi.Query"}
    if made.operation in {"create", "patch"}:
        schema = made.names.create if made.operation == "create" else made.names.update
        found.append(f"data: {schema}")
        needs.add(schema_need(made, schema))
    if session.default is None:
        return (own, *found), frozenset(needs)
    needs |= session.default.needs
    return (*found, f"{own} = {session.default.text}"), frozenset(needs)


def _doc(made: Design) -> str:
    many = made.noun.many.replace("_", " ")
    if made.operation == "list" and made.listing.paged:
        return f"Return one page of the {many}."
    words = {"many": many, "one": made.noun.words, "a": made.noun.articled}
    return _DOCS[made.operation].format(**words)
