"""The same code for a project whose session is async: calls awaited, functions `async`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace

from agent.drafters.builtin.crud.design import Design
from agent.drafters.builtin.crud.insert import Addition
from agent.drafters.builtin.crud.piece import Piece
from agent.drafters.builtin.crud.service import service_of
from agent.drafters.builtin.crud.wrap import fit
from agent.drafters.builtin.steps import Role

MIXED = "the tests' client and session are not both async: these tests are yours"
EXPIRED = "the tests' session has no expire_on_commit=False: async tests could not read its rows"
# No line is as long: the layout comes after the `await`s.
_WIDE = 100_000
_SESSION = ("get", "scalar", "scalars", "execute", "commit", "rollback", "delete", "refresh")
_CLIENT = ("get", "post", "put", "patch", "delete")
_NEEDS = {"sqlalchemy.orm.Session": "sqlalchemy.ext.asyncio.AsyncSession"}


def unlaid(made: Design) -> Design:
    """The design with lines of any length, for code that is to be awaited."""
    return replace(made, project=replace(made.project, width=_WIDE))


def unfit(made: Design, role: Role) -> str | None:
    """Why async code of this role cannot be written, if so."""
    fixtures = made.project.fixtures
    if role != "tests" or fixtures.client is None or fixtures.session is None:
        return None
    if fixtures.awaits[0] != fixtures.awaits[1]:
        return MIXED
    return None if fixtures.kept or not all(fixtures.awaits) else EXPIRED


def awaited(piece: Piece, made: Design, role: Role) -> Piece:
    """The piece with every call of the session, the client and an async function awaited."""
    if role == "tests" and not all(made.project.fixtures.awaits):
        return _laid(piece, made)
    calls = set(_calls(piece, made))
    while more := {name for part in piece.addition.code for name in _async(part, calls)} - calls:
        calls |= more
    mark = made.project.fixtures.mark if role == "tests" else ""
    code = tuple(_awaited(part, calls, mark) for part in piece.addition.code)
    needs = {_NEEDS.get(need, need) for need in piece.addition.needs}
    needs |= {"pytest"} if mark else set()
    return _laid(replace(piece, addition=Addition(needs=frozenset(needs), code=code)), made)


def _laid(piece: Piece, made: Design) -> Piece:
    code = tuple(fit(part, made.project.width) for part in piece.addition.code)
    return replace(piece, addition=replace(piece.addition, code=code))


def _calls(piece: Piece, made: Design) -> Iterator[str]:
    """What is awaited, as it is called."""
    project = made.project
    for name in (project.service_session, project.fixtures.session):
        yield from (f"{name}.{method}" for method in _SESSION)
    yield from (f"{project.fixtures.client}.{method}" for method in _CLIENT)
    module = project.module(piece.path)
    for one in module.functions() if module else ():
        if isinstance(one, ast.AsyncFunctionDef):
            yield one.name
    home, _, function = (service_of(made) or "").rpartition(".")
    yield from (function, f"{home.rpartition('.')[2]}.{function}")


def _async(part: str, calls: set[str]) -> Iterator[str]:
    for node in ast.parse(part).body:
        if isinstance(node, ast.FunctionDef) and any(_found(node, calls)):
            yield node.name


def _found(tree: ast.AST, calls: set[str]) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in calls:
            yield node


def _awaited(part: str, calls: set[str], mark: str) -> str:
    tree = ast.parse(part)
    lines = [line.encode() for line in part.split("\n")]
    inner = {node.value for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for row, column, word in sorted(_words(tree, calls, inner), reverse=True):
        lines[row] = lines[row][:column] + word + lines[row][column:]
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and any(_found(node, calls)):
            lines[node.lineno - 1] = b"async " + lines[node.lineno - 1]
            if mark and node.name.startswith("test_"):
                first = min([node.lineno, *(one.lineno for one in node.decorator_list)]) - 1
                lines[first] = f"@{mark}\n".encode() + lines[first]
    text = b"\n".join(lines).decode()
    return re.sub(r"\bTestClient\b", "AsyncClient", re.sub(r": Session\b", ": AsyncSession", text))


def _words(
    tree: ast.AST, calls: set[str], inner: set[ast.expr]
) -> Iterator[tuple[int, int, bytes]]:
    """What goes before and behind each call, with its place; from a call no line is broken."""
    for call in _found(tree, calls):
        row, end = call.lineno - 1, call.end_col_offset or 0
        yield row, call.col_offset, b"(await " if call in inner else b"await "
        if call in inner:
            yield row, end, b")"
