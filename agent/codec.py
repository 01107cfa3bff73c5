"""Core values as plain JSON and back, strictly, by their type hints (T34).

Not pydantic: building its TypeAdapter for the events costs 80 ms (importing it 25 more), and a
resumed session shows its prompt within 200. Here each type is prepared when it is first met;
tests hold this codec against pydantic's reading of the same hints.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

Decode = Callable[[object], Any]


class UnreadableError(ValueError):
    """The JSON is not a value of the type."""


def encode(value: object) -> object:
    """The value as dicts, lists and scalars; TypeError for what the events do not hold."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {name: encode(getattr(value, name)) for name in _names(type(value))}
    message = f"{type(value).__name__} cannot be written down"
    raise TypeError(message)


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def decoder(kind: Any) -> Decode:  # noqa: ANN401 - a type hint, which has no type of its own
    """What reads JSON as this type; it raises UnreadableError for anything else."""
    if isinstance(kind, NewType):
        return decoder(kind.__supertype__)
    origin, args = get_origin(kind), get_args(kind)
    if origin is Literal:
        return _literal(args)
    if origin is tuple:
        return _several(args)
    if origin in {Union, types.UnionType}:
        return _one_of(args)
    if isinstance(kind, type) and is_dataclass(kind):
        return _record(kind)
    return _plain(kind)


def _plain(kind: type) -> Decode:
    allowed = {float, int} if kind is float else {kind}

    def read(value: object) -> object:
        if type(value) not in allowed:
            raise _no(value, kind.__name__)
        return value

    return read


def _literal(choices: tuple[object, ...]) -> Decode:
    def read(value: object) -> object:
        if type(value) is not str or value not in choices:
            raise _no(value, f"one of {choices}")
        return value

    return read


def _several(args: tuple[Any, ...]) -> Decode:
    endless = args[-1] is Ellipsis
    items = [decoder(arg) for arg in args if arg is not Ellipsis]

    def read(value: object) -> object:
        if type(value) is not list or not (endless or len(value) == len(items)):
            raise _no(value, "a list of the right length")
        readers = items * len(value) if endless else items
        return tuple(item(one) for item, one in zip(readers, value, strict=True))

    return read


def _one_of(args: tuple[Any, ...]) -> Decode:
    """One plain type or None, or records told apart by their `kind`."""
    rest = tuple(arg for arg in args if arg is not types.NoneType)
    inner = decoder(rest[0]) if len(rest) == 1 else _by_kind(rest)
    if len(rest) == len(args):
        return inner
    return lambda value: None if value is None else inner(value)


def _by_kind(records: tuple[Any, ...]) -> Decode:
    known = {field.default: one for one in records for field in fields(one) if field.name == "kind"}

    def read(value: object) -> object:
        kind = value.get("kind") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in known:
            raise _no(kind, "a known kind")
        return decoder(known[kind])(value)

    return read


def _record(kind: type) -> Decode:
    needed = frozenset(
        one.name
        for one in fields(kind)
        if one.default is MISSING and one.default_factory is MISSING
    )
    readers: dict[str, Decode] = {}

    def read(value: object) -> object:
        if not readers:  # at first use, since a type may hold itself
            hints = get_type_hints(kind)
            readers.update({name: decoder(hints[name]) for name in _names(kind)})
        if type(value) is not dict or not needed <= value.keys() <= readers.keys():
            raise _no(value, f"the fields of {kind.__name__}")
        return kind(**_read_fields(readers, value))

    return read


def _read_fields(readers: Mapping[str, Decode], value: Mapping[str, object]) -> dict[str, Any]:
    return {name: readers[name](item) for name, item in value.items()}


def _no(value: object, wanted: str) -> UnreadableError:
    return UnreadableError(f"{str(value)[:60]!r} is not {wanted}")
