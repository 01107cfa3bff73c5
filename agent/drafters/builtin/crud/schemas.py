"""The pydantic models of an endpoint, with the documented limits."""

from __future__ import annotations

from collections.abc import Iterator

from agent.core.values import dataclass
from agent.drafters.builtin.crud.design import Design
from agent.drafters.builtin.crud.insert import Addition
from agent.drafters.builtin.crud.piece import Done, Piece, dotted
from agent.drafters.builtin.crud.render import render
from agent.drafters.builtin.crud.shape import Part
from agent.drafters.builtin.crud.values import Value, needs_of
from agent.drafters.builtin.project.classes import home_of, usual_base

_PARTS: dict[Part, str] = {"more": "bool"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """A model to write: its fields as lines, and those that refuse null."""

    name: str
    doc: str
    fields: tuple[str, ...]
    needs: frozenset[str]
    refused: tuple[str, ...] = ()
    shown: bool = False


def write_schemas(made: Design) -> Piece | Done:
    """The models that are not there yet."""
    missing = [one for one in schemas_of(made) if home_of(made.project, one.name) is None]
    if not missing:
        names = ", ".join(one.name for one in schemas_of(made))
        return Done(reason=f"{names}: there already" if names else "no schema is needed")
    base = usual_base(made.project)
    needs: set[str] = set()
    code: list[str] = []
    for one in missing:
        configured = one.shown and not base.from_attributes
        needs |= one.needs | base.snippet.needs
        needs |= {"pydantic.ConfigDict"} if configured else set()
        needs |= {"pydantic.field_validator"} if one.refused else set()
        text = render(
            "schema",
            width=made.project.width,
            name=one.name,
            base=base.snippet.text,
            doc=one.doc if made.project.docstrings else "",
            docs=made.project.docstrings,
            from_attributes=configured,
            fields=one.fields,
            refused=one.refused,
        )
        code.append(text)
    return Piece(
        path=made.files.schemas,
        addition=Addition(needs=frozenset(needs), code=tuple(code)),
        names=tuple(one.name for one in missing),
        doc=f"{made.noun.several.capitalize()} over HTTP.",
    )


def schemas_of(made: Design) -> tuple[Schema, ...]:
    """Every model that the endpoint needs, there or not."""
    return tuple(_needed(made))


def schema_need(made: Design, name: str) -> str:
    """The dotted name to import a schema by, where it is or where it will be."""
    return home_of(made.project, name) or f"{dotted(made.project, made.files.schemas)}.{name}"


def _needed(made: Design) -> Iterator[Schema]:
    noun, names = made.noun, made.names
    if made.operation == "create":
        doc = f"What {noun.articled} is made from."
        yield _of_values(names.create, doc, made.body)
    if made.operation == "patch":
        doc = f"The fields of {noun.articled} to change; what is left out stays as it is."
        yield _of_values(names.update, doc, made.body)
    if made.operation == "put":
        doc = f"The whole of {noun.articled}, in the place of what is stored."
        yield _of_values(names.replacement, doc, made.body)
    if made.operation != "delete":
        yield _out(made)
    if made.operation == "list":
        yield from _of_list(made)


def _of_list(made: Design) -> Iterator[Schema]:
    names, envelope = made.names, made.shape.envelope
    many = made.noun.several
    if made.query:
        yield _of_values(names.query, f"What a list of {many} is narrowed by.", made.query)
    if envelope is None:
        return
    parts = tuple(f"{name}: {_PARTS.get(part, 'int')}" for name, part in envelope.parts)
    items = f"{envelope.items}: list[{names.out}]"
    needs = frozenset({schema_need(made, names.out)})
    if envelope.inner is None:
        doc = f"One page of {many}."
        yield Schema(name=names.page, doc=doc, fields=(items, *parts), needs=needs)
        return
    inner = made.inner
    yield Schema(name=inner, doc="Where a page stands.", fields=parts, needs=frozenset())
    both = (items, f"{envelope.inner}: {inner}")
    yield Schema(name=names.page, doc=f"One page of {many}.", fields=both, needs=needs)


def _of_values(name: str, doc: str, values: tuple[Value, ...]) -> Schema:
    needs: set[str] = set()
    for one in values:
        needs |= one.needs | _enum(one)
        needs |= {"pydantic.Field"} if one.bounds else set()
    in_body = [one for one in values if one.place == "body"]
    refused = tuple(one.name for one in in_body if one.absent)
    return Schema(
        name=name,
        doc=doc,
        fields=tuple(_line(one) for one in values),
        needs=frozenset(needs),
        refused=refused,
    )


def _enum(one: Value) -> frozenset[str]:
    return frozenset() if one.column is None else one.column.needs


def _line(one: Value) -> str:
    default = one.default if one.default is not None else ("None" if not one.required else None)
    if not one.bounds:
        return f"{one.name}: {one.annotation}" + (f" = {default}" if default else "")
    options = ((f"default={default}",) if default else ()) + one.bounds
    return f"{one.name}: {one.annotation} = Field({', '.join(options)})"


def _out(made: Design) -> Schema:
    needs: set[str] = set()
    lines = []
    for column, _ in made.out:
        needs |= needs_of(column.type) | column.needs
        lines.append(f"{column.name}: {column.type}{' | None' if column.nullable else ''}")
    article = "An" if made.noun.articled.startswith("an ") else "A"
    doc = f"{article} {made.noun.words} as the API shows it."
    return Schema(
        name=made.names.out,
        doc=doc,
        fields=tuple(lines),
        needs=frozenset(needs),
        shown=True,
    )
