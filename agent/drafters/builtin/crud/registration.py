"""How a router becomes part of the application: its prefix, and the place that includes it."""

from __future__ import annotations

from agent.core.documents import RepoPath
from agent.core.values import dataclass
from agent.drafters.builtin.crud.design import Design
from agent.drafters.builtin.crud.imports import with_imports
from agent.drafters.builtin.crud.insert import with_element, with_statement
from agent.drafters.builtin.crud.piece import Done, house
from agent.drafters.builtin.crud.values import quoted
from agent.drafters.builtin.project.reading import Project
from agent.drafters.builtin.project.routers import Registration


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """The file that knows the router, before and after."""

    path: RepoPath
    text: str


def write_registration(made: Design) -> Registered | Done | str:
    """The router made part of the application, where the others are."""
    project = made.project
    router = project.routing.of(made.files.router)
    if router is None:
        return f"{made.files.router} makes no router yet; the route's step comes first"
    name = router.name
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
        before = r"\.include_router\(" if site.router else r" = FastAPI\("
        changed = with_statement(text, include, after=site.owner + before)
    if changed is None:
        return f"no place for the router was found in {site.module.path}"
    whole = with_imports(changed, (need,), name="", house=house(project))
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


def own_prefix(made: Design) -> str:
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


def router_variable(project: Project) -> str:
    """What the project's modules call their router."""
    names = [one.variable for one in project.routing.routers if not one.app]
    return names[0] if names else "router"
