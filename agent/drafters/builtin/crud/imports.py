"""Imports: added where isort and ruff would put them, and nothing else touched."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from agent import lazy
from agent.core.values import dataclass

if TYPE_CHECKING:
    from libcst import Import, ImportFrom, Module

_FUTURE, _STANDARD, _THIRD, _FIRST = range(4)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What holds for the whole project: the width of its lines, its own top-level names."""

    width: int
    own: frozenset[str]


def libcst() -> Any:  # noqa: ANN401 (a module that is loaded late has no types)
    """The parser that keeps every character."""
    return lazy.load("libcst")


def import_block(needs: Iterable[str], *, name: str, house: House) -> str:
    """The imports of a new module called `name`, in their sections."""
    sections: dict[int, list[str]] = {}
    grouped = _grouped(needs, name)
    for home in sorted(grouped, key=lambda one: _key(one, house)):
        sections.setdefault(_key(home, house)[0], []).append(_line(home, grouped[home], house))
    return "\n".join("\n".join(group) + "\n" for _, group in sorted(sections.items()))


def with_imports(text: str, needs: Iterable[str], *, name: str, house: House) -> str:
    """The module with what is missing imported, sorted as isort and ruff do."""
    cst = libcst()
    module: Module = cst.parse_module(text)
    for home, names in sorted(_grouped(needs, name).items()):
        missing = names - _imported(module, home)
        if missing:
            module = _with_import(module, home, missing, house)
    return module.code


def _grouped(needs: Iterable[str], own: str) -> dict[str, set[str]]:
    """Names to import, by where from; a whole module without a parent is `import it`."""
    found: dict[str, set[str]] = {}
    for need in needs:
        dotted, _, alias = need.partition(" as ")
        home, _, name = dotted.rpartition(".")
        if not home:
            found[f"import {dotted}"] = {dotted}
        elif home != own:
            found.setdefault(home, set()).add(f"{name} as {alias}" if alias else name)
    return found


def _imports(module: Module) -> list[tuple[int, ImportFrom]]:
    """The `from … import` lines of the first block of imports, by place."""
    cst = libcst()
    found: list[tuple[int, ImportFrom]] = []
    for at, statement in enumerate(module.body):
        if not isinstance(statement, cst.SimpleStatementLine):
            break
        first = statement.body[0]
        if isinstance(first, cst.ImportFrom) and not first.relative:
            found.append((at, first))
        elif not isinstance(first, cst.Import | cst.ImportFrom | cst.Expr):
            break
    return found


def _imported(module: Module, home: str) -> set[str]:
    if home.startswith("import ") and home in map(module.code_for_node, _whole(module)):
        return {home.removeprefix("import ")}
    return {
        name
        for _, statement in _imports(module)
        if _home(module, statement) == home
        for name in _names(module, statement)
    }


def _whole(module: Module) -> Iterator[Import]:
    """The `import …` lines."""
    cst = libcst()
    for line in module.body:
        if isinstance(line, cst.SimpleStatementLine):
            yield from (one for one in line.body if isinstance(one, cst.Import))


def _home(module: Module, statement: ImportFrom) -> str:
    return module.code_for_node(statement.module) if statement.module else ""


def _names(module: Module, statement: ImportFrom) -> set[str]:
    if isinstance(statement.names, Sequence):
        return {module.code_for_node(one).rstrip(", \n") for one in statement.names}
    return {"*"}


def _with_import(module: Module, home: str, names: set[str], house: House) -> Module:
    for at, statement in _imports(module):
        known = _names(module, statement)
        text = module.code_for_node(module.body[at])
        if _home(module, statement) == home and "#" not in text and "*" not in known:
            return _replaced(module, at, _line(home, known | names, house))
    return _inserted(module, home, _line(home, names, house), house)


def _replaced(module: Module, at: int, line: str) -> Module:
    new = libcst().parse_statement(line).with_changes(leading_lines=_leading(module.body[at]))
    return module.with_changes(body=[*module.body[:at], new, *module.body[at + 1 :]])


def _leading(statement: Any) -> Sequence[Any]:  # noqa: ANN401 (libcst's nodes)
    return tuple(statement.leading_lines)


def _inserted(module: Module, home: str, line: str, house: House) -> Module:
    cst = libcst()
    places = _places(module, house)
    key = _key(home, house)
    at = next((place for place, other in places if other > key), None)
    same = [place for place, other in places if other[0] == key[0]]
    new = cst.parse_statement(line)
    blank = cst.EmptyLine(indent=False)
    body = list(module.body)
    if at is None:
        at = places[-1][0] + 1 if places else _after_docstring(module)
    elif at in same and body[at].leading_lines and at == min(same):
        # It becomes the first of its section: the blank line above belongs to it now.
        new = new.with_changes(leading_lines=[blank])
        kept = [one for one in body[at].leading_lines if one.comment is not None]
        body[at] = body[at].with_changes(leading_lines=kept)
    if not same:
        new = new.with_changes(leading_lines=[blank] if at else [])
        if at < len(body) and places and at <= places[-1][0] and not _leading(body[at]):
            body[at] = body[at].with_changes(leading_lines=[blank])
    return module.with_changes(body=[*body[:at], new, *body[at:]])


def _places(module: Module, house: House) -> list[tuple[int, tuple[int, int, str]]]:
    """Place and sorting key of each import in the first block, plain ones included."""
    cst = libcst()
    found: list[tuple[int, tuple[int, int, str]]] = []
    for at, statement in enumerate(module.body):
        if not isinstance(statement, cst.SimpleStatementLine):
            break
        first = statement.body[0]
        if isinstance(first, cst.Import):
            name = module.code_for_node(first.names[0].name)
            found.append((at, (_section(name, house), 0, name.casefold())))
        elif isinstance(first, cst.ImportFrom):
            section = _FIRST if first.relative else _section(_home(module, first), house)
            found.append((at, (section, 1, _home(module, first).casefold())))
        elif not isinstance(first, cst.Expr):
            break
    return found


def _after_docstring(module: Module) -> int:
    return 1 if module.get_docstring() is not None else 0


def _key(home: str, house: House) -> tuple[int, int, str]:
    plain = home.removeprefix("import ")
    return _section(plain, house), int(plain == home), plain.casefold()


def _section(home: str, house: House) -> int:
    root = home.split(".", maxsplit=1)[0]
    if root == "__future__":
        return _FUTURE
    if root in house.own:
        return _FIRST
    return _STANDARD if root in sys.stdlib_module_names else _THIRD


def _line(home: str, names: set[str], house: House) -> str:
    ordered = sorted(names, key=_member)
    if home.startswith("import "):
        return home
    line = f"from {home} import {', '.join(ordered)}"
    if len(line) <= house.width:
        return line
    inner = "".join(f"    {name},\n" for name in ordered)
    return f"from {home} import (\n{inner})"


def _member(name: str) -> tuple[int, str]:
    """The order of imported names: constants, classes, then the rest."""
    if re.fullmatch(r"[A-Z][A-Z0-9_]+", name):
        return 0, name.casefold()
    return (1 if name[:1].isupper() else 2), name.casefold()
