"""How a project answers an error status: its own exception, or the framework's."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import lru_cache
from http import HTTPStatus

from agent.core.values import dataclass
from agent.drafters.builtin.project.modules import Module, Snippet
from agent.drafters.builtin.project.routers import keyword

_ERRORS = range(400, 600)
_VALUES = {status.name: status.value for status in HTTPStatus}


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """The project's exceptions by status; `invalid` is what a refused request answers.

    `constants`: statuses are written as `status.HTTP_404_NOT_FOUND`.
    """

    own: tuple[tuple[int, str], ...]
    invalid: int
    constants: bool
    model: str | None

    def raising(self, code: int, message: str) -> Snippet:
        """The expression to raise for this status; `message` is Python source."""
        name = next((name for status, name in self.own if status == code), None)
        if name is not None:
            short = name.rpartition(".")[2]
            return Snippet(text=f"{short}({message})", needs=frozenset({name}))
        status = self.number(code)
        return Snippet(
            text=f"HTTPException({status.text}, {message})",
            needs=status.needs | {"fastapi.HTTPException"},
        )

    def called(self, code: int) -> str:
        """What the error of this status is called in a docstring."""
        name = next((name for status, name in self.own if status == code), None)
        return f"`{name.rpartition('.')[2]}`" if name else f"a {code}"

    def number(self, code: int) -> Snippet:
        """A status as the project writes it."""
        if not self.constants:
            return Snippet(text=str(code))
        name = HTTPStatus(code).name
        return Snippet(text=f"status.HTTP_{code}_{name}", needs=frozenset({"fastapi.status"}))


def read_errors(modules: Sequence[Module]) -> Errors:
    """What the code that is no test does about errors."""
    own = [module for module in modules if not module.test]
    text = "\n".join(module.text for module in own)
    found = {code: name for module in own for code, name in _classes(module)}
    found |= {
        code: name
        for module in own
        for name, code in _handled(module)
        if name.startswith(tuple(f"{one.name.split('.')[0]}." for one in own)) and code not in found
    }
    handled = [c for m in own for name, c in _handled(m) if name.endswith("RequestValidationError")]
    return Errors(
        own=tuple(sorted(found.items())),
        invalid=handled[0] if handled else 422,
        constants="status.HTTP_" in text,
        model=next((name for module in own for name in _models(module)), None),
    )


def _classes(module: Module) -> Iterator[tuple[int, str]]:
    """Exceptions that carry their status, and are made from one message."""
    for node in module.classes():
        if not any(_is_error(ast.unparse(base)) for base in node.bases):
            continue
        code = _class_status(node)
        if code is not None and _takes_message(node):
            yield code, f"{module.name}.{node.name}"


def _is_error(base: str) -> bool:
    name = base.rpartition(".")[2]
    return name.endswith(("Exception", "Error")) or name == "Problem"


def _class_status(node: ast.ClassDef) -> int | None:
    for item in node.body:
        if isinstance(item, ast.Assign | ast.AnnAssign) and item.value is not None:
            target = item.target if isinstance(item, ast.AnnAssign) else item.targets[0]
            if "status" in ast.unparse(target):
                return status_value(item.value)
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "super().__init__":
            value = keyword(call, "status_code") or (call.args[0] if call.args else None)
            return status_value(value) if value is not None else None
    return None


def _takes_message(node: ast.ClassDef) -> bool:
    """Whether `Name("…")` makes one."""
    for item in node.body:
        if isinstance(item, ast.FunctionDef) and item.name == "__init__":
            needed = len(item.args.args) - len(item.args.defaults) - 1
            strict = [one for one in item.args.kw_defaults if one is None]
            return needed <= 1 and len(item.args.args) > 1 and not strict
    return True


def status_value(node: ast.expr) -> int | None:
    """The number that `404`, `HTTPStatus.NOT_FOUND` or `status.HTTP_404_NOT_FOUND` stands for."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, int) else None
    parts = ast.unparse(node).removesuffix(".value").rpartition(".")[2]
    if parts.startswith("HTTP_") and parts[5:8].isdigit():
        return int(parts[5:8])
    return _VALUES.get(parts)


@lru_cache(maxsize=512)
def _handled(module: Module) -> tuple[tuple[str, int], ...]:
    """Each exception with a handler, and the status that the handler answers."""
    return tuple(_handlers(module))


def _handlers(module: Module) -> Iterator[tuple[str, int]]:
    if "exception_handler" not in module.text:
        return
    functions = {
        node.name: node
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    for node in ast.walk(module.tree):
        pair: tuple[ast.expr, str] | None = None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Call):
            pair = _pair(node.func, node.args)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
            "add_exception_handler"
        ):
            pair = (node.args[0], ast.unparse(node.args[1])) if len(node.args) > 1 else None
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            calls = [one for one in node.decorator_list if isinstance(one, ast.Call)]
            pair = next((p for one in calls if (p := _pair(one, [ast.Name(node.name)]))), None)
        if pair is None or pair[1] not in functions:
            continue
        code = _answered(functions[pair[1]])
        if code is not None:
            yield module.stands_for(pair[0]), code


def _pair(call: ast.Call, rest: Sequence[ast.expr]) -> tuple[ast.expr, str] | None:
    if ast.unparse(call.func).endswith("exception_handler") and call.args and rest:
        return call.args[0], ast.unparse(rest[0])
    return None


def _answered(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int | None:
    """The one literal status in a handler."""
    for call in ast.walk(function):
        if not isinstance(call, ast.Call):
            continue
        values = [one.value for one in call.keywords if one.arg == "status_code"] + list(call.args)
        for value in values:
            code = status_value(value)
            if code is not None and code in _ERRORS:
                return code
    return None


def _models(module: Module) -> Iterator[str]:
    """Models that routes name for their errors: `responses={404: {"model": ErrorOut}}`."""
    if "responses" not in module.text:
        return
    for node in ast.walk(module.tree):
        value = keyword(node, "responses") if isinstance(node, ast.Call) else None
        for entry in ast.walk(value) if value is not None else ():
            if isinstance(entry, ast.Dict):
                for key, model in zip(entry.keys, entry.values, strict=True):
                    if isinstance(key, ast.Constant) and key.value == "model":
                        yield module.stands_for(model)
