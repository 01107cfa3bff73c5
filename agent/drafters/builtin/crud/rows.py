"""Rows for tests: functions that make them with all they refer to, and values as their code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from agent.core.values import dataclass
from agent.drafters.builtin.crud.design import Design
from agent.drafters.builtin.crud.render import render
from agent.drafters.builtin.crud.samples import WORDS, fits, from_column, good, shown, unique
from agent.drafters.builtin.crud.values import Json, Value, quoted, source
from agent.drafters.builtin.project.models import Field, Model
from agent.drafters.builtin.project.modules import Module
from agent.drafters.builtin.project.reading import Project

_HOUR = 4
_EARLY, _LATE = "1970-01-01T00:00:00Z", "2999-12-31T00:00:00Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Factory:
    """A function `name(session, **changes)`; `code` is empty when the module has it already."""

    model: Model
    name: str
    code: str
    needs: frozenset[str]
    counts: bool = False


def factories(made: Design, models: tuple[Model, ...]) -> tuple[Factory, ...] | str:
    """Those for these models and their parents, parents first; or why one cannot be made."""
    found: dict[str, Factory] = {}
    for model in _ordered(models, made.project):
        one = _factory(model, made)
        if isinstance(one, str):
            return one
        found.setdefault(model.name, one)
    return tuple(found.values())


def maker(made: Design, model: Model) -> str:
    """The name of the function that makes a row of this model."""
    one = made.project.noun(model).one
    module = made.project.module(made.files.tests)
    usual = f"make_{one}"
    if module is None or usual not in module.names() or _is_ours(module, usual):
        return usual
    return f"stored_{one}"


def sample(made: Design, column: Field) -> Json:
    """The documented example of a column of the endpoint's model, where it fits."""
    documented = {one.name: shown for one, shown in made.out}
    sent = {one.name: one for one in made.body}
    for one in (documented.get(column.name), _good(sent.get(column.name))):
        if one is not None and fits(from_column(column, made.model), one):
            return one
    return None


def parents(model: Model, project: Project) -> Iterator[tuple[Field, Model]]:
    """The rows that a row of this model cannot do without."""
    for column in model.fields:
        above = project.model_of_table(column.refers_to)
        if column.needed and above is not None and above.name != model.name:
            yield column, above


def _ordered(models: tuple[Model, ...], project: Project) -> Iterator[Model]:
    for model in models:
        yield from _ordered(tuple(above for _, above in parents(model, project)), project)
        yield model


def _is_ours(module: Module, name: str) -> bool:
    """Whether the function there has the same contract."""
    for one in module.functions():
        if one.name == name:
            return one.args.kwarg is not None and [arg.arg for arg in one.args.args] != []
    return False


def _factory(model: Model, made: Design) -> Factory | str:
    project = made.project
    name = maker(made, model)
    own = frozenset({f"{model.module}.{model.name}"})
    module = project.module(made.files.tests)
    if module is not None and name in module.names():
        return Factory(model=model, name=name, code="", needs=frozenset())
    above = {column.name: parent for column, parent in parents(model, project)}
    fields: list[dict[str, str]] = []
    needs = set(own | {"sqlalchemy.orm.Session"})
    for column in model.fields:
        if column.name in above or column.primary or column.target:
            continue
        text, needed = _source(column, model, made)
        if text:
            fields.append({"name": column.name, "source": text})
            needs |= needed
        elif column.needed:
            return f"no value for `{column.name}` of a test row of {model.name} could be made"
    code = render(
        "rows",
        width=project.width,
        name=name,
        model=model.name,
        session=project.fixtures.session,
        row=project.noun(model).one,
        fields=tuple(fields),
        parents=tuple(
            {"column": column, "make": maker(made, parent), "key": parent.key_name}
            for column, parent in above.items()
        ),
    )
    counts = any("next(numbers)" in field["source"] for field in fields)
    return Factory(model=model, name=name, code=code, needs=frozenset(needs), counts=counts)


def _source(column: Field, model: Model, made: Design) -> tuple[str, frozenset[str]]:
    """The value of a column in a test row as code; empty when it can be left out."""
    own = model.name == made.model.name
    known = sample(made, column) if own else None
    sent = next((one for one in made.body if own and one.name == column.name), None)
    if column.unique or _sets_apart(column, model):
        return unique(sent or from_column(column, model)) or "", frozenset()
    if known is None and not column.needed:
        return "", frozenset()
    one = known if known is not None else _fallback(column, model)
    return row_source(column, one) if one is not None else ("", frozenset())


def _sets_apart(column: Field, model: Model) -> bool:
    """Whether rows must differ in it: the last of columns that are unique together."""
    for names in model.together:
        fields = [one for one in map(model.field, names) if one is not None]
        free = [one for one in fields if one.type in {"int", "str"} and one.needed]
        if not any(one.target or one.unique for one in fields) and free[-1:] == [column]:
            return True
    return False


def _fallback(column: Field, model: Model) -> Json:
    """A value that the column's own limits let pass, and checks against other moments."""
    if column.type == "datetime":
        for check in model.checks:
            if re.match(rf"{column.name} *>", check):
                return _LATE
            if re.match(rf"{column.name} *<", check):
                return _EARLY
    return good(from_column(column, model))


def _good(value: Value | None) -> Json:
    return good(value) if value is not None else None


def row_source(column: Field, one: Json) -> tuple[str, frozenset[str]]:
    """A JSON value as the attribute of a row, with what it needs to import."""
    kind = column.type
    if column.needs:
        return f"{kind}({source(one)})", column.needs
    if not isinstance(one, str):
        return source(one), frozenset()
    if kind == "datetime":
        return _moment(one), frozenset({"datetime.datetime", "datetime.UTC"})
    if kind in {"date", "time"}:
        return f"{kind}.fromisoformat({quoted(one)})", frozenset({f"datetime.{kind}"})
    if kind in {"Decimal", "UUID"}:
        home = "decimal" if kind == "Decimal" else "uuid"
        return f"{kind}({quoted(one)})", frozenset({f"{home}.{kind}"})
    return shown(one), frozenset()


def pair(column: Field, model: Model, sample: Json) -> tuple[Json, Json] | None:
    """A lower and a higher value of a column, for orders and ranges."""
    value = from_column(column, model)
    if column.type == "bool":
        return False, True
    if column.type == "datetime":
        text = sample if isinstance(sample, str) else str(WORDS["datetime"])
        high = datetime.fromisoformat(text)
        low = high - timedelta(days=1)
        return low.isoformat().replace("+00:00", "Z"), text
    if column.type == "date":
        text = sample if isinstance(sample, str) else str(WORDS["date"])
        return (date.fromisoformat(text) - timedelta(days=1)).isoformat(), text
    base = sample if fits(value, sample) else good(value)
    if isinstance(base, int) and not isinstance(base, bool):
        return next(
            ((a, a + 1) for a in (base, base - 1) if fits(value, a) and fits(value, a + 1)), None
        )
    if isinstance(base, str) and column.type == "str" and base:
        low_, high_ = f"A{base[1:]}", f"B{base[1:]}"
        return (low_, high_) if fits(value, low_) and fits(value, high_) else None
    return None


def _moment(text: str) -> str:
    digits = [str(int(part)) for part in re.findall(r"\d+", text)[:6]]
    while len(digits) > _HOUR and digits[-1] == "0":
        digits.pop()
    return f"datetime({', '.join(digits)}, tzinfo=UTC)"
