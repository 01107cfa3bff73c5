"""What the new code is called and where it goes, with the user's wishes over all habits."""

from __future__ import annotations

from dataclasses import replace

from agent.core.documents import RepoPath
from agent.core.values import dataclass
from agent.drafters.builtin.crud.habits import Operation, SchemaRole, role_of_name, suffix, verb
from agent.drafters.builtin.crud.target import Target
from agent.drafters.builtin.project.classes import fields_of, home_of
from agent.drafters.builtin.project.modules import Module
from agent.drafters.builtin.project.naming import pascal
from agent.drafters.builtin.project.reading import Project
from agent.drafters.builtin.steps import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the plan or the user set; it wins over documents and habits.

    `schemas` and `statuses` map what would be chosen to what is wanted; `hidden` and `shown` are
    fields of the response. `listed` are the schemas that the plan names.
    """

    function: str | None = None
    route: str | None = None
    schemas: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[Role, RepoPath], ...] = ()
    statuses: tuple[tuple[int, int], ...] = ()
    hidden: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()

    def file(self, role: Role) -> RepoPath | None:
        """The file that is wanted for this role, if any."""
        return next((path for name, path in reversed(self.files) if name == role), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names of what is written; a schema that the endpoint does not need is never used."""

    function: str
    route: str
    out: str
    create: str
    update: str
    replacement: str
    page: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Where each piece goes."""

    schemas: RepoPath
    service: RepoPath
    router: RepoPath
    tests: RepoPath

    def of(self, role: Role) -> RepoPath:
        """The file of a role; that of the registration is found with it."""
        table: dict[Role, RepoPath] = {
            "schemas": self.schemas,
            "service": self.service,
            "route": self.router,
            "register": self.router,
            "tests": self.tests,
        }
        return table[role]


def names_of(project: Project, target: Target, operation: Operation, wishes: Wishes) -> Names:
    """The project's habits applied to this endpoint."""
    word = target.noun.many if operation == "list" else target.noun.one
    if target.parent is not None:
        word = f"{target.parent.noun.one}_{word}"
    function = wishes.function or f"{verb(project, operation, 'service')}_{word}"
    route = wishes.route or f"{verb(project, operation, 'route')}_{word}"
    stem = target.noun.pascal
    wanted = dict(wishes.schemas)

    def schema(name: str) -> str:
        return wanted.get(name, name)

    nested = f"{target.parent.noun.pascal}{stem}" if target.parent else stem
    names = Names(
        function=function,
        route=route,
        out=schema(f"{stem}{suffix(project, 'out')}"),
        create=schema(f"{nested}{suffix(project, 'create')}"),
        update=schema(f"{stem}{suffix(project, 'update')}"),
        replacement=schema(f"{stem}{suffix(project, 'replacement')}"),
        page=schema(f"{stem}{suffix(project, 'page')}"),
        query=schema(f"{nested}{suffix(project, 'query')}"),
    )
    return _as_listed(names, operation, project, wishes)


def _as_listed(names: Names, operation: Operation, project: Project, wishes: Wishes) -> Names:
    """The names with the one that the plan gives another name to."""
    needed: dict[Operation, tuple[str, ...]] = {
        "create": ("create", "out"),
        "patch": ("update", "out"),
        "put": ("replacement", "out"),
        "get": ("out",),
        "list": ("out", "query", "page"),
        "delete": (),
    }
    own = {kind: str(getattr(names, kind)) for kind in needed[operation]}
    wanted = dict(wishes.schemas)
    listed = [wanted.get(name, name) for name in wishes.listed]
    unknown = [name for name in listed if not name.startswith(tuple(own.values()))]
    open_ = [
        kind for kind, name in own.items() if name not in listed and home_of(project, name) is None
    ]
    if len(unknown) != 1 or not open_:
        return names
    return replace(names, **{open_[0]: unknown[0]})


def named_by_fields(
    project: Project, names: Names, operation: Operation, fields: tuple[str, ...]
) -> Names:
    """The names, where the request's schema is there under another one: it has just its fields."""
    kinds: dict[Operation, SchemaRole] = {
        "create": "create",
        "patch": "update",
        "put": "replacement",
        "list": "query",
    }
    kind = kinds.get(operation)
    if kind is None or not fields or home_of(project, getattr(names, kind)) is not None:
        return names
    found = [
        node.name
        for module in project.layers.modules("schemas")
        for node in module.classes()
        if fields_of(project, node.name) == frozenset(fields)
        and role_of_name(node.name) in {kind, None}
    ]
    return replace(names, **{kind: found[0]}) if len(found) == 1 else names


def out_name(project: Project, names: Names, target: Target, columns: tuple[str, ...]) -> str:
    """The name of the class that shows a row: one that is there and fits, else a free one.

    Without documented columns the one that is there fits.
    """
    if not columns:
        return names.out
    nested = target.parent.noun.pascal if target.parent else ""
    verb_ = pascal(names.function.partition("_")[0])
    for name in (names.out, f"{nested}{names.out}", f"{verb_}{names.out}"):
        if home_of(project, name) is None or fields_of(project, name) == frozenset(columns):
            return name
    return names.out


def files_of(project: Project, target: Target, wishes: Wishes) -> Files:
    """The layers' places for this noun; the route of nested rows is with their parent."""
    place = project.layers.place
    return Files(
        schemas=wishes.file("schemas") or place("schemas", target.noun),
        service=wishes.file("service") or place("services", target.noun),
        router=wishes.file("route") or _router(project, target),
        tests=wishes.file("tests") or place("tests", target.noun),
    )


def _router(project: Project, target: Target) -> RepoPath:
    """The module whose router has the collection as its prefix, else the layer's place."""
    known = _routed(project, target.collection)
    return known.path if known is not None else project.layers.place("routers", target.owner)


def _routed(project: Project, collection: str) -> Module | None:
    routing = project.routing
    found = [
        route.module
        for route in routing.routes
        if route.path == collection or route.path.startswith(f"{collection}/")
    ]
    found += [
        one.module
        for one in routing.routers
        if one.prefix and routing.prefix(one.name).rstrip("/") == collection
    ]
    return found[0] if found else None
