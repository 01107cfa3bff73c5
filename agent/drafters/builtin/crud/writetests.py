"""The cases of tests for creating and changing rows."""

from __future__ import annotations

from collections.abc import Iterator

from agent.drafters.builtin.crud.design import Design
from agent.drafters.builtin.crud.problems import references, unique_names
from agent.drafters.builtin.crud.render import render
from agent.drafters.builtin.crud.rows import maker
from agent.drafters.builtin.crud.samples import NATIVE, bad, edges, fits, good, other, shown
from agent.drafters.builtin.crud.values import Json, Value, source

_ABSENT = (999999, 2147483647, 999, 99)


def write_cases(made: Design) -> dict[str, object] | str:
    """What the templates for create, patch and put are given beyond the common values."""
    for one in made.body:
        if good(one) is None and one.name not in _keys(made):
            return f"no test value for `{one.name}` could be made"
    shared = {"bad": tuple(_bad(made)), "edges": tuple(_edges(made))}
    own = {"patch": _patch, "put": _put}.get(made.operation, _create)
    return own(made) | shared


def _create(made: Design) -> dict[str, object]:
    session = str(made.project.fixtures.session)
    out = {column.name for column, _ in made.out}
    plain = [one for one in made.body if one.type in NATIVE]
    name = f"{made.noun.one}_{'replacement' if made.operation == 'put' else 'body'}"
    given = session if _keys(made) else ""
    key, row = _parent_row(made)
    needed = bool(given or key)
    return {
        "body": name,
        "body_code": _body_code(made, name),
        "body_session": given,
        "more_session": f", {session}: Session" if needed else "",
        "case_session": f"{session}: Session, " if needed else "",
        "own_parent": key,
        "own_key": key,
        "echoed": tuple(one.name for one in plain if one.name in out),
        "stored": tuple(one.name for one in plain if one.column and not one.column.needs),
        "defaults": tuple(_defaults(made, out)),
        "conflicts": tuple(_conflicts(made)),
        "references": tuple(_references(made)),
        "required": tuple(one.name for one in made.body if one.required),
        "arrange": f"    {row}\n\n" if row else "",
        "changed": f"{name}({', '.join(part for part in (given, '**{field: value}') if part)})",
    }


def _put(made: Design) -> dict[str, object]:
    """As for create, with a row to replace; what is left out had another value before."""
    values = _create(made)
    session = str(made.project.fixtures.session)
    defaults = {one.name: one for one in made.body if one.default is not None}
    before = [
        f"{name}={shown(found)}"
        for name, one in defaults.items()
        if one.type in NATIVE and (found := _change(one)) is not None
    ]
    given = str(values["body_session"])
    return values | {
        "before": "".join(f", {one}" for one in before),
        "sent": f"{values['body']}({given})",
        "sent_session": f", {session}: Session" if given else "",
        "case_session": f"{session}: Session, ",
        "own_key": f"row.{made.model.key_name}",
        "arrange": f"    row = {maker(made, made.model)}({session})\n\n",
    }


def _patch(made: Design) -> dict[str, object]:
    session = str(made.project.fixtures.session)
    plain = [one for one in made.body if one.type in NATIVE and one.name not in _keys(made)]
    shown_names = {column.name for column, _ in made.out}
    changes: list[tuple[Value, Json, Json]] = [
        (one, good(one), found) for one in plain if (found := _change(one)) is not None
    ]
    changes += [(one, good(one), None) for one in plain if one.nullable]
    required = [one for one in made.body if one.required]
    sent = ", ".join(f'"{one.name}": {shown(good(one))}' for one in required)
    return {
        "changes": tuple(
            (one.name, shown(before), shown(after))
            for one, before, after in changes
            if one.name in shown_names
        ),
        "partial": not required,
        "kept": tuple(one.name for one in plain if one.name in shown_names),
        "sent": f"{{{sent}}}",
        "conflicts": tuple(_conflicts(made)),
        "case_session": f"{session}: Session, ",
        "own_key": f"row.{made.model.key_name}",
        "arrange": f"    row = {maker(made, made.model)}({session})\n\n",
        "changed": "{field: value}",
        "changed_after": "{field: after}",
    }


def _keys(made: Design) -> frozenset[str]:
    """The body's references to other rows."""
    return frozenset(one.name for one, _ in references(made.body, made.project))


def _parent_row(made: Design) -> tuple[str, str]:
    """The path's key, and the line that makes the row behind it."""
    parent = made.target.parent
    if parent is None:
        return "", ""
    made_row = f"{maker(made, parent.model)}({made.project.fixtures.session})"
    return parent.key.name, f"{parent.key.name} = {made_row}.{parent.model.key_name}"


def _change(one: Value) -> Json:
    return other(one, good(one))


def _body_code(made: Design, name: str) -> str:
    module = made.project.module(made.files.tests)
    if module is not None and name in module.names():
        return ""
    keys = {one.name: model for one, model in references(made.body, made.project)}
    return render(
        "body",
        width=made.project.width,
        name=name,
        session=made.project.fixtures.session,
        parents=tuple(
            {"column": column, "make": maker(made, model), "key": model.key_name}
            for column, model in keys.items()
        ),
        fields=tuple(
            {"name": one.name, "source": shown(good(one))}
            for one in made.body
            if one.name not in keys
        ),
    )


def _defaults(made: Design, out: set[str]) -> Iterator[dict[str, str]]:
    keys = _keys(made)
    for one in made.body:
        if one.default is not None and one.name in out and one.name not in keys:
            yield {"name": one.name, "source": one.default}


def _conflicts(made: Design) -> Iterator[dict[str, object]]:
    """One case for each set of columns that no two rows may share, the others kept apart."""
    if made.error(409) is None:
        return
    body = {one.name: one for one in made.body}
    sets = [names for names in unique_names(made.model) if set(names) <= set(body) - _keys(made)]
    for names in sets:
        apart = {name for other_names in sets for name in other_names} - set(names)
        changes = [
            {"name": name, "source": source(other(body[name], good(body[name])))}
            for name in sorted(apart)
        ]
        word = "_and_".join(names)
        article = "an" if word[0] in "aeiou" else "a"
        yield {"name": word, "article": article, "names": names, "changes": changes}


def _references(made: Design) -> Iterator[dict[str, object]]:
    if made.error(404) is None:
        return
    for one, model in references(made.body, made.project):
        absent = next((key for key in _ABSENT if fits(one, key)), None)
        if absent is not None:
            noun = made.project.noun(model).one
            yield {"name": one.name, "noun": noun, "absent": absent}


def _bad(made: Design) -> Iterator[tuple[str, str]]:
    for one in made.body:
        yield from ((one.name, shown(value)) for value in bad(one))
        if not one.nullable:
            yield one.name, "None"


def _edges(made: Design) -> Iterator[tuple[str, str]]:
    out = {column.name for column, _ in made.out}
    for one in made.body:
        plain = one.type in NATIVE or bool(one.choices)
        if plain and one.name in out and one.name not in _keys(made):
            yield from ((one.name, shown(value)) for value in edges(one))
