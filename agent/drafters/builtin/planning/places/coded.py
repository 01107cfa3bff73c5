"""What a FastAPI and SQLAlchemy project's own code says of names and files for an endpoint."""

from __future__ import annotations

from agent.core.documents import RepoPath
from agent.core.spec import Spec
from agent.core.values import dataclass
from agent.drafters.builtin.crud.design import Design, design
from agent.drafters.builtin.crud.habits import suffix
from agent.drafters.builtin.crud.names import Wishes
from agent.drafters.builtin.crud.problems import problem
from agent.drafters.builtin.crud.service import signature
from agent.drafters.builtin.planning.places.ground import Ground, Place
from agent.drafters.builtin.planning.places.layout import Layout
from agent.drafters.builtin.planning.subject import Subject, fold
from agent.drafters.builtin.project.models import Model
from agent.drafters.builtin.project.reading import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Types:
    """Types by their place in the endpoint; empty where none is needed or known.

    `there` are those of them that the code has already.
    """

    body: str = ""
    answer: str = ""
    page: str = ""
    query: str = ""
    model: str = ""
    there: frozenset[str] = frozenset()

    def needed(self) -> tuple[str, ...]:
        """The types of body, query and answer, in the order in which they are written."""
        every = (self.body, self.answer, self.query, self.page)
        return tuple(dict.fromkeys(one for one in every if one))

    def missing(self) -> tuple[str, ...]:
        """Those of them that are not there."""
        return tuple(one for one in self.needed() if one not in self.there)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """Names and files as the project's habits have them; `router` is what must be registered.

    `written` says that the templates write this code, `registrar` is where routers are registered.
    """

    layout: Layout
    types: Types
    function: str
    signature: str
    router: str
    written: bool
    registrar: Place | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    """The service function: its name, the path's keys as arguments, and what it returns."""

    function: str
    keys: tuple[str, ...]
    returned: str
    types: Types
    written: str = ""

    @property
    def signature(self) -> str:
        """As it will be written, where the templates write it."""
        if self.written:
            return self.written
        given = [f"body: {self.types.body}"] if self.types.body else []
        arguments = ", ".join(["session: Session", *self.keys, *given])
        return f"{self.function}({arguments}) -> {self.returned}"


def read_code(spec: Spec, project: Project, subject: Subject, ground: Ground) -> Coded | None:
    """The habits applied to this endpoint; None when no model is about it."""
    made = design(spec, project, Wishes())
    if isinstance(made, Design):
        return _of_design(made, ground)
    return _of_habits(spec, project, subject, ground)


def _of_design(made: Design, ground: Ground) -> Coded:
    names, files, operation = made.names, made.files, made.operation
    answers = operation != "delete"
    types = Types(
        body={"create": names.create, "patch": names.update, "put": names.replacement}.get(
            operation, ""
        ),
        answer=names.out if answers else "",
        page=names.page if operation == "list" and made.shape.envelope else "",
        query=names.query if operation == "list" and made.query else "",
        model=made.model.name,
        there=_classes(made.project),
    )
    keys = [f"{one.name}: {one.type}" for one in made.target.values]
    returned = {"list": f"list[{made.model.name}]", "delete": "None"}.get(
        operation, made.model.name
    )
    return _coded(
        made.project,
        ground,
        files=(files.schemas, files.service, files.router, files.tests),
        model=made.model,
        call=_Call(
            function=names.function,
            keys=tuple(keys),
            returned=returned,
            types=types,
            written=_signature(made),
        ),
    )


def _signature(made: Design) -> str:
    """The function's first line as the templates will write it; empty where they will not."""
    return "" if problem(made, "service") is not None else signature(made).removeprefix("def ")


def _of_habits(spec: Spec, project: Project, subject: Subject, ground: Ground) -> Coded | None:
    """For what is more than CRUD: the layers' places for the model the path names."""
    model = next((one for one in project.models if fold(one.table) == fold(subject.things)), None)
    if model is None:
        return None
    noun = project.noun(model)
    place = project.layers.place
    body = f"{noun.pascal}{subject.verb.title().replace('_', '')}" if spec.request else ""
    success = spec.success()
    shown = success is None or success.code != 204  # noqa: PLR2004 (the status itself)
    types = Types(
        body=body,
        answer=f"{noun.pascal}{suffix(project, 'out')}" if shown else "",
        model=model.name,
        there=_classes(project),
    )
    keys = [f"{one.name}: int" if one.type in {"integer", "int"} else one.name
            for one in spec.parameters if one.place == "path"]  # fmt: skip
    return _coded(
        project,
        ground,
        files=(
            place("schemas", noun),
            place("services", noun),
            place("routers", noun),
            place("tests", noun),
        ),
        model=model,
        call=_Call(
            function=subject.function,
            keys=tuple(keys),
            returned=model.name if shown else "None",
            types=types,
        ),
    )


def _coded(
    project: Project,
    ground: Ground,
    *,
    files: tuple[RepoPath, RepoPath, RepoPath, RepoPath],
    model: Model,
    call: _Call,
) -> Coded:
    roles = ("types", "service", "route", "tests")
    places = [(role, ground.place(path)) for role, path in zip(roles, files, strict=True)]
    home = next((one for one in project.modules if one.name == model.module), None)
    if home is not None:
        places.append(("model", ground.place(home.path)))
    router = project.routing.of(files[2])
    registered = router is not None and project.routing.registered(router.name)
    main = _registrar(project)
    if not registered and main is not None:
        places.append(("register", ground.place(main)))
    return Coded(
        layout=Layout(places=tuple(places)),
        types=call.types,
        function=call.function,
        signature=call.signature,
        router="" if registered else files[2].name.removesuffix(".py"),
        written=bool(call.written),
        registrar=ground.place(main) if main is not None else None,
    )


def _registrar(project: Project) -> RepoPath | None:
    """The file in which routers are registered, else that of the application."""
    found = [one.module.path for one in project.routing.registrations]
    found += [one.module.path for one in project.routing.routers if one.app]
    return found[0] if found else None


def _classes(project: Project) -> frozenset[str]:
    return frozenset(
        node.name for module in project.modules if not module.test for node in module.classes()
    )
