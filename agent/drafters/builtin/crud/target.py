"""What an endpoint's path is about: a model, one row of it, rows below a parent."""

from __future__ import annotations

from agent.core.patterns import deferred
from agent.core.spec import Spec
from agent.core.values import dataclass
from agent.drafters.builtin.crud.values import Value, value
from agent.drafters.builtin.project.models import Field, Model
from agent.drafters.builtin.project.naming import Noun, snake
from agent.drafters.builtin.project.reading import Project

_PARAMETER = deferred(r"^(?:\{([^}:]+)(?::\w+)?\}|:(\w+)|<(?:\w+:)?(\w+)>|\[(\w+)\])$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """The row that the path goes through; `column` is the child's reference to it."""

    model: Model
    noun: Noun
    key: Value
    column: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The model, the row's key where the path ends in one, and the parent where it has one.

    `path` is the whole path with parameters as FastAPI writes them, `collection` the part of it
    that a router for these rows would have as its prefix.
    """

    model: Model
    noun: Noun
    key: Value | None
    parent: Parent | None
    path: str
    collection: str

    @property
    def owner(self) -> Noun:
        """Whose router has the routes: the parent's, else the rows' own."""
        return self.parent.noun if self.parent else self.noun

    @property
    def values(self) -> tuple[Value, ...]:
        """The path's parameters, in order."""
        keys = (self.parent.key if self.parent else None, self.key)
        return tuple(one for one in keys if one is not None)


def target_of(spec: Spec, project: Project) -> Target | str:
    """What the path is about, or why that is not known."""
    parts = [part for part in spec.endpoint.path.split("/") if part]
    path = "/" + "/".join(_fastapi(part) for part in parts)
    literals = [at for at, part in enumerate(parts) if not _name(part)]
    model = _model(parts[literals[-1]], project) if literals else None
    if model is None:
        shown = parts[literals[-1]] if literals else path
        return f"no model of the project is about `{shown}`"
    names = [(at, name) for at, part in enumerate(parts) if (name := _name(part))]
    above = [(at, name) for at, name in names if at < literals[-1]]
    below = [name for at, name in names if at > literals[-1]]
    if len(above) > 1 or len(below) > 1 or (above and below):
        return "the path goes through more than one row"
    key = _key(below[0], model, spec) if below else None
    if isinstance(key, str):
        return key
    parent = _parent(parts, above[0], model, spec, project) if above else None
    if isinstance(parent, str):
        return parent
    first = above[0][0] if above else literals[-1] + 1
    collection = "/" + "/".join(parts[:first])
    return Target(
        model=model,
        noun=project.noun(model),
        key=key,
        parent=parent,
        path=path,
        collection=collection,
    )


def _name(part: str) -> str:
    found = _PARAMETER.match(part)
    return next((one for one in found.groups() if one), "") if found else ""


def _fastapi(part: str) -> str:
    name = _name(part)
    return f"{{{name}}}" if name else part


def _model(segment: str, project: Project) -> Model | None:
    word = snake(segment)
    for model in project.models:
        noun = project.noun(model)
        if word in {model.table, noun.many, noun.one}:
            return model
    return None


def _key(name: str, model: Model, spec: Spec) -> Value | str:
    column = model.key
    if column is None:
        return f"{model.name} has no primary key of one column"
    known = {column.name, "id"}
    if snake(name) not in known and not snake(name).endswith(f"_{column.name}"):
        return f"`{{{name}}}` is not the key of {model.name}"
    return _value(name, column, spec)


def _parent(
    parts: list[str], at: tuple[int, str], model: Model, spec: Spec, project: Project
) -> Parent | str:
    place, name = at
    above = _model(parts[place - 1], project) if place else None
    if above is None or above.key is None:
        return f"no model of the project is about `{parts[place - 1]}`"
    columns = [one for one in model.fields if one.refers_to == above.table]
    named = [one for one in columns if one.name == snake(name)] or columns
    if len(named) != 1:
        return f"{model.name} does not refer to {above.name} by one column"
    key = _value(name, above.key, spec)
    return Parent(model=above, noun=project.noun(above), key=key, column=named[0])


def _value(name: str, column: Field, spec: Spec) -> Value:
    said = next((one for one in spec.parameters if one.place == "path" and one.name == name), None)
    if said is None:
        return Value(name=name, type=column.type, required=True, column=column)
    return value(said, column)
