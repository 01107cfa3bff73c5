"""The bounds and defaults that the project's own code gives where the documents leave them open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from agent.core.documents import Source
from agent.core.shapes import TypeField
from agent.core.spec import Limit, LimitKind, Parameter, Spec, Table
from agent.drafters.builtin.planning.facts.binding import leaf
from agent.drafters.builtin.planning.facts.wording import LENGTH, column_of
from agent.drafters.builtin.project.naming import snake
from agent.sources.types.checks import checks_of

# Of one side the documents' bound holds, whatever the code's is.
_SIDES: tuple[frozenset[LimitKind], ...] = (
    frozenset(("min", "above", "min_length")),
    frozenset(("max", "below", "max_length")),
    frozenset(("choices",)),
    frozenset(("format", "pattern")),
)


def with_checks(spec: Spec, table: Table | None) -> Spec:
    """The spec with what the types and schemas that serve its request say of each value.

    The `table` bounds a length that the code leaves open.
    """
    query = dict(_fields(spec, "query"))
    given = dict(_fields(spec, "body"))
    if not (query or given):
        return spec
    parameters = tuple(
        _checked(one, query) if one.place == "query" else one for one in spec.parameters
    )
    body = spec.request
    if body is not None:
        fields = tuple(_stored(_checked(one, given), one, table) for one in body.fields)
        body = replace(body, fields=fields)
    return replace(spec, parameters=parameters, request=body)


def _stored(one: Parameter, before: Parameter, table: Table | None) -> Parameter:
    """A value that code has bounded below alone, with the length of its column."""
    column = column_of(table, one.name) if one.limits != before.limits else None
    hit = LENGTH.search(column.type) if column is not None else None
    if column is None or hit is None or not _is_open("max_length", [x.kind for x in one.limits]):
        return one
    most = Limit(kind="max_length", value=hit[1], source=column.source)
    return replace(one, limits=(*one.limits, most))


def _fields(spec: Spec, side: str) -> Iterator[tuple[str, TypeField]]:
    """The fields of the types of one side that have code, the best type's last."""
    types = [one for one in spec.types if one.serves == side]
    for known in reversed(types):
        yield from ((snake(one.name), one) for one in known.fields if one.code)


def _checked(one: Parameter, known: dict[str, TypeField]) -> Parameter:
    """A value with what the code adds; a field inside another one is not told by its name alone."""
    field = known.get(snake(one.name)) if leaf(one.name) == one.name else None
    if field is None:
        return one
    place = Source(path=field.source.path, line=field.source.line, last=field.last)
    found = checks_of(field.code)
    said = {limit.kind for limit in one.limits}
    more = [pair for pair in found.limits if "choices" not in said and _is_open(pair[0], said)]
    more = [pair for pair in more if pair[1] != (one.type or "").casefold()]
    limits = (Limit(kind=kind, value=value, source=place) for kind, value in more)
    default = found.default if one.default is None and not one.required else one.default
    return replace(
        one,
        limits=(*one.limits, *limits),
        default=default,
        rules=one.rules if default == one.default else (*one.rules, place),
    )


def _is_open(kind: LimitKind, said: Iterable[LimitKind]) -> bool:
    return not any(kind in side and side.intersection(said) for side in _SIDES)
