"""The service function of an endpoint."""

from __future__ import annotations

import ast
import re

from agent.core.values import dataclass
from agent.drafters.builtin.crud.design import Design
from agent.drafters.builtin.crud.habits import WRITES
from agent.drafters.builtin.crud.insert import Addition
from agent.drafters.builtin.crud.piece import Done, Piece
from agent.drafters.builtin.crud.problems import blockers, references
from agent.drafters.builtin.crud.query import query_parts
from agent.drafters.builtin.crud.render import render
from agent.drafters.builtin.crud.schemas import schema_need
from agent.drafters.builtin.crud.values import Value, quoted
from agent.drafters.builtin.project.models import Model
from agent.drafters.builtin.project.modules import Function, Snippet
from agent.drafters.builtin.project.naming import Noun

_TEMPLATES = {"patch": "update", "put": "update"}
_LONGEST = 60
_CONFLICT = 409
_MISSING = 404
_BASE = frozenset({"sqlalchemy.orm.Session"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Raises:
    """What the function raises, as code and for its docstring."""

    conflict: Snippet | None
    checks: tuple[Snippet, ...]
    codes: tuple[int, ...]


def write_service(made: Design) -> Piece | Done:
    """The function, unless one of its name is there."""
    path = made.files.service
    known = made.project.module(path)
    if known is not None and made.names.function in known.names():
        return Done(reason=f"{made.names.function}() is in {path}")
    code, needs = _function(made)
    return Piece(
        path=path,
        addition=Addition(needs=needs | _BASE, code=(code,)),
        names=(made.names.function,),
        doc=f"What can be done with {made.noun.several}.",
    )


def signature(made: Design) -> str:
    """The function's first line, for people."""
    code, _ = _function(made)
    head = code[: code.index(":\n") if "\n" in code else None]
    if made.project.session.awaits:
        head = re.sub(r": Session\b", ": AsyncSession", head)
    return re.sub(r",?\s*\)", ")", re.sub(r"\(\s+", "(", re.sub(r"\s+", " ", head)))


def missing(made: Design, noun: Noun, key: str) -> Snippet:
    """The error for a row that is not there; `key` is Python source for its key."""
    name = noun.words.capitalize()
    return made.project.errors.raising(
        made.answered(_MISSING), f'f"{name} {{{key}}} does not exist."'
    )


def _function(made: Design) -> tuple[str, frozenset[str]]:
    raised = _raises(made)
    needs = set(_model_need(made.model))
    for value in made.target.values:
        needs |= value.needs
    for one in (raised.conflict, *raised.checks):
        needs |= one.needs if one is not None else set()
    needs |= {"sqlalchemy.exc.IntegrityError"} if raised.conflict else set()
    values: dict[str, object] = {
        "function": made.names.function,
        "model": made.model.name,
        "noun": made.noun,
        "docs": made.project.docstrings,
        "session": made.project.service_session,
        "refresh": made.project.session.awaits,
        "verb": "Replace" if made.operation == "put" else "Change",
        "raises": _raises_doc(made, raised.codes),
        "conflict": raised.conflict.text if raised.conflict else None,
        "checks": tuple(one.text for one in raised.checks),
        "parent": _parent(made),
        "key": made.target.key,
    }
    if made.operation in WRITES:
        needs.add(schema_need(made, made.sent))
        values |= {"schema": made.sent, "dump": _dump(made)}
    if made.target.key is not None:
        getter = getter_of(made)
        absent = missing(made, made.noun, made.target.key.name)
        needs |= absent.needs if getter is None else set()
        values |= {"getter": getter, "missing": absent.text}
    if made.operation == "list":
        parts = query_parts(made)
        needs |= parts.needs
        values |= parts.values
    template = _TEMPLATES.get(made.operation, made.operation)
    return render(template, width=made.project.width, **values), frozenset(needs)


def _model_need(model: Model) -> frozenset[str]:
    return frozenset({f"{model.module}.{model.name}"})


def _parent(made: Design) -> dict[str, str] | None:
    parent = made.target.parent
    if parent is None:
        return None
    return {"name": parent.key.name, "type": parent.key.type, "column": parent.column.name}


def _dump(made: Design) -> str:
    unset = made.operation == "patch" or any(one.absent for one in made.body)
    return "data.model_dump(exclude_unset=True)" if unset else "data.model_dump()"


def getter_of(made: Design) -> str | None:
    """A function of the same module that finds the row or raises, for every endpoint alike."""
    if made.target.key is None or made.operation == "get":
        return None
    known = made.project.module(made.files.service)
    for one in known.functions() if known else ():
        raising = any(isinstance(node, ast.Raise) for node in ast.walk(one))
        returned = ast.unparse(one.returns) if one.returns else ""
        plain = returned == made.model.name and len(one.args.args) == 2  # noqa: PLR2004 (session, key)
        if (
            raising
            and plain
            and "Session" in ast.unparse(one.args)
            and "commit" not in ast.unparse(one)
        ):
            return one.name
    return None


def _raises(made: Design) -> _Raises:
    checks = [*_parent_check(made), *_reference_checks(made)]
    absent = _MISSING if getter_of(made) and not checks else made.answered(_MISSING)
    codes = [absent] if made.target.values or checks else []
    status = made.error(_CONFLICT)
    conflict = None
    if status is not None:
        error = made.project.errors.raising(
            made.answered(_CONFLICT), _sentence(status.meaning, made.noun)
        )
        codes.append(made.answered(_CONFLICT))
        if made.operation == "delete" and not _left_to_database(made):
            checks += _child_checks(made, status.meaning, error)
        else:
            conflict = error
    return _Raises(conflict=conflict, checks=tuple(checks), codes=tuple(codes))


def _raises_doc(made: Design, codes: tuple[int, ...]) -> str:
    if not codes:
        return ""
    return ", or raise " + " or ".join(made.project.errors.called(code) for code in codes)


def _sentence(meaning: str, noun: Noun) -> str:
    """The documented meaning as what the caller is told, as Python source."""
    plain = " ".join(re.sub(r"[`*\"\\{}]", "", meaning).split()).rstrip(".")
    words = plain.removeprefix("Conflict").lstrip(":- ").strip()
    if not words or len(words) > _LONGEST:
        words = f"the {noun.words} does not fit what is stored"
    return quoted(f"{words[0].upper()}{words[1:]}.")


def _parent_check(made: Design) -> list[Snippet]:
    parent = made.target.parent
    if parent is None or made.error(_MISSING) is None:
        return []
    error = missing(made, parent.noun, parent.key.name)
    session = made.project.service_session
    text = f"    if {session}.get({parent.model.name}, {parent.key.name}) is None:"
    return [_check(text, error, _model_need(parent.model))]


def _reference_checks(made: Design) -> list[Snippet]:
    """Rows that the body names have to be there, where 404 is documented for it."""
    status = made.error(_MISSING)
    if status is None or made.operation not in WRITES:
        return []
    found = []
    for value, model in references(made.body, made.project):
        noun = made.project.noun(model)
        if made.operation != "create" and not re.search(rf"\b{noun.words}\b", status.meaning):
            continue
        error = missing(made, noun, f"data.{value.name}")
        row = f"{made.project.service_session}.get({model.name}, data.{value.name})"
        text = f"    if {_given(value)}{row} is None:"
        found.append(_check(text, error, _model_need(model)))
    return found


def _given(value: Value) -> str:
    return "" if value.required and not value.nullable else f"data.{value.name} is not None and "


def _check(text: str, error: Snippet, needs: frozenset[str]) -> Snippet:
    return Snippet(text=f"{text}\n        raise {error.text}", needs=error.needs | needs)


def _left_to_database(made: Design) -> bool:
    """Whether the database itself refuses to delete a row that others refer to."""
    return made.project.keys_enforced and not made.model.related


def _child_checks(made: Design, meaning: str, error: Snippet) -> list[Snippet]:
    found = []
    for child in blockers(meaning, made.model, made.project):
        column = child.reference(made.model)
        if column is None:
            continue
        key = child.key.name if child.key else column.name
        text = (
            f"    used = select({child.name}.{key})"
            f".where({child.name}.{column.name} == {made.noun.one}.{made.model.key_name})\n"
            f"    if {made.project.service_session}.scalar(used.limit(1)) is not None:"
        )
        found.append(_check(text, error, _model_need(child) | {"sqlalchemy.select"}))
    return found


def service_of(made: Design) -> str | None:
    """The dotted name of the service function: of its name, or of its signature and yet unused."""
    modules = [one for one in made.project.modules if one.path == made.files.service]
    modules += made.project.layers.modules("services")
    for module in modules:
        if made.names.function in module.names():
            return f"{module.name}.{made.names.function}"
    wanted = ast.parse(f"{signature(made)}:\n    pass").body[0]
    routed = {ast.unparse(route.function) for route in made.project.routing.routes}
    found = [
        f"{module.name}.{one.name}"
        for module in modules
        for one in module.functions()
        if isinstance(wanted, Function)
        and _types(one) == _types(wanted)
        and not any(re.search(rf"\b{one.name}\(", text) for text in routed)
    ]
    return found[0] if len(set(found)) == 1 else None


def _types(function: Function) -> tuple[str, ...]:
    annotations = [arg.annotation for arg in function.args.args]
    return tuple(ast.unparse(one) for one in (*annotations, function.returns) if one is not None)
