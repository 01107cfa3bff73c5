"""The SQLAlchemy models of a project: which class is which table, with its columns."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.drafters.builtin.project.modules import Module

# What a column type is in Python, for `name = Column(String)` and for `mapped_column(Text)`.
_PYTHON = {
    "Integer": "int",
    "BigInteger": "int",
    "SmallInteger": "int",
    "String": "str",
    "Text": "str",
    "Unicode": "str",
    "Boolean": "bool",
    "DateTime": "datetime",
    "Date": "date",
    "Time": "time",
    "Float": "float",
    "Numeric": "Decimal",
    "Uuid": "UUID",
    "UUID": "UUID",
}
_OPTIONAL = deferred(r"\s*\|\s*None\b|\bNone\s*\|\s*|^(?:\w+\.)?Optional\[(.*)\]$")
_CALLS = {"mapped_column", "Column"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A mapped column; `type` is its Python type without None, `target` what it refers to.

    `needs` is what to import for a type of the project's own, such as an Enum.
    """

    name: str
    type: str
    nullable: bool = False
    primary: bool = False
    unique: bool = False
    default: bool = False
    target: str | None = None
    length: int | None = None
    needs: frozenset[str] = frozenset()

    @property
    def refers_to(self) -> str:
        """The table that it refers to; empty where it refers to none."""
        return (self.target or "").split(".")[0]

    @property
    def needed(self) -> bool:
        """Whether a row cannot be made without it."""
        return not (self.nullable or self.default or self.primary)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A mapped class; `checks` are its check constraints, `related` the classes it names."""

    name: str
    table: str
    module: str
    fields: tuple[Field, ...]
    checks: tuple[str, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    related: tuple[str, ...] = ()

    def field(self, name: str) -> Field | None:
        """The column of this name, if any."""
        return next((one for one in self.fields if one.name == name), None)

    def reference(self, other: Model) -> Field | None:
        """The first column that refers to the other model, if any."""
        return next((one for one in self.fields if one.refers_to == other.table), None)

    @property
    def key(self) -> Field | None:
        """The primary key, where it is one column."""
        keys = [one for one in self.fields if one.primary]
        return keys[0] if len(keys) == 1 else None

    @property
    def key_name(self) -> str:
        """The name of the first column of the primary key."""
        return next((one.name for one in self.fields if one.primary), "id")


def read_models(modules: Sequence[Module]) -> tuple[Model, ...]:
    """Every class with a `__tablename__`, its inherited columns included."""
    classes = {
        node.name: node for module in modules if not module.test for node in module.classes()
    }
    return tuple(
        _model(node, table, module, classes)
        for module in modules
        if not module.test
        for node in module.classes()
        if (table := _table(node)) is not None
    )


def _table(node: ast.ClassDef) -> str | None:
    for name, value in _assigned(node):
        if name == "__tablename__" and isinstance(value, ast.Constant):
            return str(value.value)
    return None


def _model(
    node: ast.ClassDef, table: str, module: Module, classes: dict[str, ast.ClassDef]
) -> Model:
    fields: dict[str, Field] = {}
    for one in reversed(list(_lineage(node, classes))):
        fields.update((field.name, field) for field in _fields(one))
    checks, together = _constraints(node)
    alone = {names[0] for names in together if len(names) == 1}
    return Model(
        name=node.name,
        table=table,
        module=module.name,
        fields=tuple(
            replace(
                field,
                unique=field.unique or field.name in alone,
                needs=_own_type(field, module),
            )
            for field in fields.values()
        ),
        checks=checks,
        together=tuple(names for names in together if len(names) > 1),
        related=tuple(_related(node)),
    )


def _own_type(field: Field, module: Module) -> frozenset[str]:
    if field.type in _PYTHON.values() or not field.type.isidentifier():
        return frozenset()
    own = f"{module.name}.{field.type}" if field.type in module.names() else None
    home = module.imports().get(field.type) or own
    return frozenset({home}) if home else frozenset()


def _lineage(node: ast.ClassDef, classes: dict[str, ast.ClassDef]) -> Iterator[ast.ClassDef]:
    """The class and the project's own classes it inherits from, nearest first."""
    seen: set[str] = set()
    stack = [node]
    while stack:
        one = stack.pop(0)
        if one.name in seen:
            continue
        seen.add(one.name)
        yield one
        names = [ast.unparse(base).rpartition(".")[2] for base in one.bases]
        stack.extend(classes[name] for name in names if name in classes)


def _assigned(node: ast.ClassDef) -> Iterator[tuple[str, ast.expr]]:
    for item in node.body:
        if isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name):
            yield item.targets[0].id, item.value
        elif isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name) and item.value:
            yield item.target.id, item.value


def _fields(node: ast.ClassDef) -> Iterator[Field]:
    for item in node.body:
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            annotation = ast.unparse(item.annotation)
            mapped = re.fullmatch(r"(?:\w+\.)*Mapped\[(.*)\]", annotation, re.DOTALL)
            if mapped and (item.value is None or _is_column(item.value)):
                yield _field(item.target.id, mapped[1].strip("'\""), item.value)
        elif isinstance(item, ast.Assign) and _is_column(item.value):
            yield _field(ast.unparse(item.targets[0]), None, item.value)


def _is_column(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and _called(value) in _CALLS


def _called(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def _field(name: str, annotation: str | None, value: ast.expr | None) -> Field:
    call = value if isinstance(value, ast.Call) else None
    options = {one.arg: one.value for one in call.keywords if one.arg} if call else {}
    args = call.args if call else []
    kind, length = _kind(call)
    optional = annotation is not None and _OPTIONAL.search(annotation) is not None
    python = _OPTIONAL.sub(r"\1", annotation) if annotation else (kind or "str")
    primary = _true(options.get("primary_key"))
    target = next((_text(arg) for arg in args if _name(arg) == "ForeignKey"), None)
    said = options.get("nullable")
    nullable = _true(said) if said is not None else (optional or annotation is None)
    return Field(
        name=name,
        type=python.rpartition(".")[2] if re.fullmatch(r"[\w.]+", python) else python,
        nullable=nullable and not primary,
        primary=primary,
        unique=_true(options.get("unique")),
        default=any(key in options for key in ("default", "server_default", "default_factory")),
        target=target,
        length=length,
    )


def _name(node: ast.expr) -> str:
    return _called(node) if isinstance(node, ast.Call) else ""


def _text(node: ast.expr) -> str | None:
    if isinstance(node, ast.Call) and node.args:
        first = node.args[0]
        return str(first.value) if isinstance(first, ast.Constant) else ast.unparse(first)
    return None


def _kind(call: ast.Call | None) -> tuple[str | None, int | None]:
    """The Python type and length that a column's SQL type stands for."""
    for arg in call.args if call else ():
        bare = arg.func if isinstance(arg, ast.Call) else arg
        kind = _PYTHON.get(ast.unparse(bare).rpartition(".")[2])
        if kind is None:
            continue
        first = arg.args[0] if isinstance(arg, ast.Call) and arg.args else None
        size = first.value if isinstance(first, ast.Constant) else None
        return kind, size if kind == "str" and isinstance(size, int) else None
    return None, None


def _true(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def _constraints(node: ast.ClassDef) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    checks: list[str] = []
    together: list[tuple[str, ...]] = []
    for call in ast.walk(node):
        if not isinstance(call, ast.Call):
            continue
        words = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
        texts = tuple(word for word in words if isinstance(word, str))
        if _called(call) == "CheckConstraint" and texts:
            checks.append(texts[0])
        elif _called(call) == "UniqueConstraint":
            together.append(texts)
        elif _called(call) == "Index" and any(
            one.arg == "unique" and _true(one.value) for one in call.keywords
        ):
            together.append(texts[1:])
    return tuple(checks), tuple(names for names in together if names)


def _related(node: ast.ClassDef) -> Iterator[str]:
    for item in node.body:
        if not isinstance(item, ast.AnnAssign) or not isinstance(item.value, ast.Call):
            continue
        if _called(item.value) == "relationship":
            yield from re.findall(r"\b[A-Z]\w+\b", ast.unparse(item.annotation))
