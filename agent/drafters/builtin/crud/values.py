"""A documented value as Python: its type, default and limits, and the column it stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.core.spec import Parameter, Place
from agent.core.values import dataclass
from agent.drafters.builtin.project.models import Field

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]

_TYPES = (
    (r"date-?time|timestamp", "datetime"),
    (r"\bdate\b", "date"),
    (r"uuid|guid", "UUID"),
    (r"bool", "bool"),
    (r"\bint|integer|serial", "int"),
    (r"decimal|numeric|money", "Decimal"),
    (r"number|float|double|real", "float"),
    (r"str|text|char|e-?mail|enum|url", "str"),
)
_NEEDS = {
    "datetime": "datetime.datetime",
    "date": "datetime.date",
    "time": "datetime.time",
    "Decimal": "decimal.Decimal",
    "UUID": "uuid.UUID",
}
_JSON_TYPES: dict[type, str] = {bool: "bool", int: "int", float: "float", str: "str"}
_EMAIL = r"^[^@\s]+@[^@\s]+$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of a request. `type` is its Python type, empty when no template knows it.

    `default` is Python source, None when nothing is documented. Bounds are numbers as written.
    """

    name: str
    type: str
    place: Place = "body"
    required: bool = False
    nullable: bool = False
    default: str | None = None
    minimum: str | None = None
    maximum: str | None = None
    shortest: int | None = None
    longest: int | None = None
    pattern: str | None = None
    choices: tuple[str, ...] = ()
    column: Field | None = None
    example: Json = None
    note: str = ""

    @property
    def absent(self) -> bool:
        """Whether leaving it out means "as it is", not a value."""
        return not self.required and not self.nullable and self.default is None

    @property
    def annotation(self) -> str:
        """Its type as an annotation."""
        bare = f"Literal[{', '.join(self.literals)}]" if self.choices else self.type
        return f"{bare} | None" if self.nullable or self.absent else bare

    @property
    def literals(self) -> tuple[str, ...]:
        """The choices as Python source."""
        return tuple(literal(choice, self.type) for choice in self.choices)

    @property
    def needs(self) -> frozenset[str]:
        """What its annotation has to import."""
        choice = {"typing.Literal"} if self.choices else set()
        named = _NEEDS.get(self.type)
        return frozenset(choice | ({named} if named and not self.choices else set()))

    @property
    def bounds(self) -> tuple[str, ...]:
        """Its limits as keyword arguments of `Field`, `Path` or `Query`."""
        pairs = (
            ("ge", self.minimum),
            ("le", self.maximum),
            ("min_length", self.shortest),
            ("max_length", self.longest),
        )
        found = [f"{name}={bound}" for name, bound in pairs if bound is not None]
        return (*found, f"pattern={raw(self.pattern)}") if self.pattern else tuple(found)


def needs_of(kind: str) -> frozenset[str]:
    """What a plain type has to import."""
    return frozenset({_NEEDS[kind]}) if kind in _NEEDS else frozenset()


def value(parameter: Parameter, column: Field | None, example: Json = None) -> Value:
    """The documented value, completed by what its column knows."""
    words = (parameter.type or "").casefold()
    choices = parameter.limit("choices")
    found = Value(
        name=parameter.name,
        place=parameter.place,
        type=_type(words, column, example),
        required=parameter.required is True or (parameter.place == "path"),
        nullable=_nullable(parameter, words, column),
        minimum=_bound(parameter, "min"),
        maximum=_bound(parameter, "max"),
        shortest=_length(parameter, "min_length"),
        longest=_length(parameter, "max_length"),
        pattern=_pattern(parameter),
        choices=tuple(part.strip() for part in choices.value.split("|")) if choices else (),
        column=column,
        example=example,
        note=parameter.note,
    )
    return replace(found, default=_default(parameter, found))


def literal(text: str, kind: str) -> str:
    """A value from a document as Python source."""
    bare = text.strip().strip("`'\"")
    if bare.casefold() in {"null", "none"}:
        return "None"
    if kind == "bool":
        return str(bare.casefold() == "true")
    if kind in {"int", "float"} and re.fullmatch(r"-?\d+(\.\d+)?", bare):
        return bare
    return quoted(bare)


def quoted(text: str) -> str:
    """A string as Python source, in double quotes where that is the usual form."""
    plain = repr(text)
    if plain.startswith("'") and '"' not in text:
        return f'"{plain[1:-1].replace(chr(92) + chr(39), chr(39))}"'
    return plain


def raw(pattern: str) -> str:
    """A pattern as Python source."""
    if "\\" in pattern and '"' not in pattern and not pattern.endswith("\\"):
        return f'r"{pattern}"'
    return quoted(pattern)


def source(found: Json) -> str:
    """A JSON value as Python source."""
    if isinstance(found, str):
        return quoted(found)
    if isinstance(found, list):
        return f"[{', '.join(source(one) for one in found)}]"
    if isinstance(found, dict):
        return f"{{{', '.join(f'{quoted(key)}: {source(one)}' for key, one in found.items())}}}"
    return repr(found)


def unsupported(values: Sequence[Value]) -> str | None:
    """Why no template can write one of these values, if so."""
    for one in values:
        if not one.name.isidentifier():
            return f"`{one.name}` is no Python name"
        if not one.type:
            return f"the type of `{one.name}` is not documented, or none of the templates'"
        if one.pattern and re.search(r"\(\?[=!<]|\\[1-9]", one.pattern):
            return f"the pattern of `{one.name}` looks around, which pydantic cannot"
    return None


def _type(words: str, column: Field | None, example: Json) -> str:
    if re.search(r"array|list|object|\[\]|map\b", words):
        return ""
    if column is not None:
        return column.type
    for pattern, kind in _TYPES:
        if re.search(pattern, words):
            return kind
    return _JSON_TYPES.get(type(example), "")


def _nullable(parameter: Parameter, words: str, column: Field | None) -> bool:
    note = parameter.note.casefold()
    if re.search(r"\b(?:not|never|non)[ -]?null", f"{words} {note}"):
        return False
    if re.search(r"\bnull(?:able)?\b", f"{words} {note}"):
        return True
    if parameter.place == "query":
        return False
    return parameter.required is not True and column is not None and column.nullable


def _bound(parameter: Parameter, kind: str) -> str | None:
    limit = parameter.limit("min" if kind == "min" else "max")
    found = re.search(r"-?[\d_]+(\.\d+)?", limit.value) if limit else None
    return found[0].replace("_", "") if found else None


def _length(parameter: Parameter, kind: str) -> int | None:
    limit = parameter.limit("min_length" if kind == "min_length" else "max_length")
    found = re.search(r"\d+", limit.value) if limit else None
    return int(found[0]) if found else None


def _pattern(parameter: Parameter) -> str | None:
    limit = parameter.limit("pattern")
    if limit is not None:
        return limit.value.strip("`").strip()
    form = parameter.limit("format")
    return _EMAIL if form is not None and "mail" in form.value else None


def _default(parameter: Parameter, found: Value) -> str | None:
    if parameter.default is not None:
        return literal(parameter.default, found.type)
    return "None" if found.nullable and not found.required else None
