"""Limits as the project's code has them now, which may be others than the documented ones."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from agent.drafters.builtin.crud.values import Value
from agent.drafters.builtin.project.reading import Project

_SOURCES = ast.Constant | ast.UnaryOp


def as_coded(project: Project, name: str, values: tuple[Value, ...]) -> tuple[Value, ...]:
    """The values with the limits that the existing class of this name states for them."""
    fields = dict(_fields(project, name))
    return tuple(_limited(one, fields[one.name]) if one.name in fields else one for one in values)


def differences(name: str, before: tuple[Value, ...], now: tuple[Value, ...]) -> tuple[str, ...]:
    """What the code says otherwise than the documents, for people."""
    return tuple(
        f"{one.name}: {', '.join(sorted({*one.bounds} - {*was.bounds}))} as in {name}"
        for was, one in zip(before, now, strict=True)
        if one != was
    )


def _fields(project: Project, name: str) -> Iterator[tuple[str, ast.Call]]:
    for module in project.modules:
        for node in () if module.test else module.classes():
            for item in node.body if node.name == name else ():
                match item:
                    case ast.AnnAssign(target=ast.Name(id=field), value=ast.Call() as call):
                        yield field, call
                    case _:
                        pass


def _limited(one: Value, call: ast.Call) -> Value:
    said = {
        word.arg: ast.unparse(word.value)
        for word in call.keywords
        if word.arg and isinstance(word.value, _SOURCES)
    }
    return replace(
        one,
        minimum=said.get("ge", one.minimum),
        maximum=said.get("le", one.maximum),
        shortest=_length(said.get("min_length"), one.shortest),
        longest=_length(said.get("max_length"), one.longest),
    )


def _length(said: str | None, known: int | None) -> int | None:
    return int(said) if said is not None and said.isdigit() else known
