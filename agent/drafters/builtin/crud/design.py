"""One endpoint as the templates will write it: documents and project brought together."""

from __future__ import annotations

from dataclasses import replace

from agent.core.spec import Spec, Status
from agent.core.values import dataclass
from agent.drafters.builtin.crud.coded import as_coded, differences
from agent.drafters.builtin.crud.habits import Operation, operation_of
from agent.drafters.builtin.crud.listing import Listing, read_listing
from agent.drafters.builtin.crud.names import (
    Files,
    Names,
    Wishes,
    files_of,
    named_by_fields,
    names_of,
    out_name,
)
from agent.drafters.builtin.crud.shape import Shape, example, shape_of
from agent.drafters.builtin.crud.target import Target, target_of
from agent.drafters.builtin.crud.values import Json, Value, value
from agent.drafters.builtin.project.classes import fields_of
from agent.drafters.builtin.project.models import Field, Model
from agent.drafters.builtin.project.naming import Noun
from agent.drafters.builtin.project.reading import Project

_USUAL: dict[Operation, int] = {"create": 201, "delete": 204}


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """Everything that is decided about the endpoint's code.

    `out` are the columns that the response shows, with the documented examples; `coded` says
    which limits are the code's, not the documents'.
    """

    spec: Spec
    project: Project
    operation: Operation
    target: Target
    body: tuple[Value, ...]
    query: tuple[Value, ...]
    listing: Listing
    shape: Shape
    out: tuple[tuple[Field, Json], ...]
    names: Names
    files: Files
    statuses: tuple[tuple[int, int], ...] = ()
    coded: tuple[str, ...] = ()

    @property
    def model(self) -> Model:
        """The model whose rows the endpoint is about."""
        return self.target.model

    @property
    def noun(self) -> Noun:
        """What its rows are called."""
        return self.target.noun

    @property
    def success(self) -> int:
        """The documented status of success, else the usual one."""
        said = self.spec.success()
        return self.answered(said.code if said else _USUAL.get(self.operation, 200))

    def answered(self, code: int) -> int:
        """The status that is answered where the documents say this one."""
        return dict(self.statuses).get(code, code)

    @property
    def invalid(self) -> int:
        """What a request that breaks a limit is answered."""
        return self.project.errors.invalid

    @property
    def inner(self) -> str:
        """The schema of the numbers around a list, where they have an object of their own."""
        envelope = self.shape.envelope
        return (
            f"{self.names.page}{envelope.inner.capitalize()}" if envelope and envelope.inner else ""
        )

    @property
    def sent(self) -> str:
        """The schema of the request's body."""
        return _request(self.names, self.operation)

    def error(self, code: int) -> Status | None:
        """A documented error that is not the framework's own."""
        return self.spec.status(code) if code != self.invalid else None


def design(spec: Spec, project: Project, wishes: Wishes) -> Design | str:
    """The endpoint's design, or in a few words why the templates have none."""
    operation = operation_of(spec.endpoint.method, spec.endpoint.path)
    target = target_of(spec, project)
    if operation is None:
        return f"{spec.endpoint} is neither list, create, get, change nor delete"
    if isinstance(target, str):
        return target
    shape = shape_of(spec)
    if operation == "list" and shape.fields and not shape.many:
        return f"{spec.endpoint} answers one object: what it is made from is not known"
    body = _body(spec, target.model, operation)
    query = _query(spec, target.model)
    said = " ".join((spec.title, _text(spec), *(one.meaning for one in spec.statuses)))
    out = _out(shape, target.model, wishes)
    names = names_of(project, target, operation, wishes)
    columns = tuple(column.name for column, _ in out) if shape.fields else ()
    shown = out_name(project, names, target, columns)
    sent = {"list": query, "get": (), "delete": ()}.get(operation, body)
    names = named_by_fields(project, names, operation, tuple(one.name for one in sent))
    class_ = _request(names, operation)
    now = as_coded(project, class_, sent)
    body, query = now if sent is body else body, now if sent is query else query
    if not columns and (there := fields_of(project, shown)):
        out = tuple((column, one) for column, one in out if column.name in there)
    return Design(
        spec=spec,
        project=project,
        operation=operation,
        target=target,
        body=body,
        query=query,
        listing=read_listing(query if operation == "list" else (), target.model, said),
        shape=shape,
        out=out,
        names=replace(names, out=shown),
        files=files_of(project, target, wishes),
        statuses=wishes.statuses,
        coded=differences(class_, sent, now),
    )


def _text(spec: Spec) -> str:
    return spec.description.text if spec.description else ""


def _request(names: Names, operation: Operation) -> str:
    """The schema of what the operation is sent."""
    own = {"list": names.query, "patch": names.update, "put": names.replacement}
    return own.get(operation, names.create)


def _body(spec: Spec, model: Model, operation: Operation) -> tuple[Value, ...]:
    if spec.request is None:
        return ()
    found = example(spec.request.example)
    shown = found if isinstance(found, dict) else {}
    values = (value(one, model.field(one.name), shown.get(one.name)) for one in spec.request.fields)
    # A replacement is whole: what has no value of its own when it is left out has to be sent.
    whole = operation == "put"
    return tuple(replace(one, required=True) if whole and one.absent else one for one in values)


def _query(spec: Spec, model: Model) -> tuple[Value, ...]:
    return tuple(
        value(one, model.field(one.name)) for one in spec.parameters if one.place == "query"
    )


def _out(shape: Shape, model: Model, wishes: Wishes) -> tuple[tuple[Field, Json], ...]:
    fields = shape.fields or tuple((one.name, None) for one in model.fields if not _secret(one))
    fields += tuple((name, None) for name in wishes.shown if name not in dict(fields))
    columns = [(model.field(name), one) for name, one in fields if name not in wishes.hidden]
    return tuple((column, one) for column, one in columns if column is not None)


def _secret(one: Field) -> bool:
    return any(word in one.name for word in ("password", "secret", "token", "hash"))
