"""`dataclass` as the standard library has it, for a twentieth of its time.

The standard library writes and compiles six functions a class, half a millisecond: with 250 classes
that was more than half of the time to the first gate. A frozen class of named fields needs none of
it: the same few functions, which are told the fields, do for all of them. Only what is made again
and again gets theirs for its `__init__`, which takes half as long.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn

__all__ = ["dataclass"]

_OFTEN = 200

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(
        *, frozen: bool = False, slots: bool = False, kw_only: bool = False, order: bool = False
    ) -> Callable[[type[Any]], type[Any]]:
        """What is no frozen class of named fields, the standard library makes."""
        if frozen and slots and kw_only and not order:
            return _value
        return dataclasses.dataclass(frozen=frozen, slots=slots, kw_only=kw_only, order=order)


def _value(cls: type[Any]) -> type[Any]:
    # Where there is none, the standard library makes one of the signature: 3 ms.
    cls.__doc__ = cls.__doc__ or cls.__name__
    made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True, kw_only=True)(cls)
    parts = dataclasses.fields(made)
    methods = {
        "__init__": _init(made, parts),
        "__eq__": _eq(parts),
        "__hash__": _hash(parts),
        "__repr__": _repr(parts),
        "__setattr__": _no_change,
        "__delattr__": _no_change,
    }
    for name, method in methods.items():
        if name not in made.__dict__:
            setattr(made, name, method)
    return made


def _init(made: type[Any], parts: tuple[dataclasses.Field[Any], ...]) -> Callable[..., None]:
    put = {one.name: getattr(made, one.name).__set__ for one in parts}
    usual = {one.name: one.default for one in parts if one.default is not dataclasses.MISSING}
    makers = {
        one.name: one.default_factory
        for one in parts
        if one.default_factory is not dataclasses.MISSING
    }
    count, finish = len(parts), getattr(made, "__post_init__", None)
    times = 0

    def init(self: object, **given: object) -> None:
        nonlocal times
        times += 1
        if times == _OFTEN and not makers:
            made.__init__ = _of_its_own(made, parts)
        values = given
        if len(given) < count:
            made_now = {name: make() for name, make in makers.items() if name not in given}
            values = {**usual, **made_now, **given}
        try:
            for name, value in values.items():
                put[name](self, value)
        except KeyError as error:
            raise TypeError(f"{made.__name__} has no field {error}") from None
        if len(values) != count:
            missing = ", ".join(put.keys() - values.keys())
            raise TypeError(f"{made.__name__} needs {missing}")
        if finish is not None:
            finish(self)

    return init


def _of_its_own(made: type[Any], parts: tuple[dataclasses.Field[Any], ...]) -> Callable[..., None]:
    """The standard library's, of a class with the same fields."""
    body: dict[str, Any] = {"__annotations__": {one.name: "object" for one in parts}}
    body |= {one.name: one.default for one in parts if one.default is not dataclasses.MISSING}
    if finish := getattr(made, "__post_init__", None):
        body["__post_init__"] = finish
    theirs: Any = type(made.__name__, (), body)
    init: Callable[..., None] = dataclasses.dataclass(
        frozen=True, kw_only=True, repr=False, eq=False
    )(theirs).__init__
    return init


def _of(parts: tuple[dataclasses.Field[Any], ...]) -> Callable[[object], object]:
    """All values of an object, to be compared; a tuple also where it is one or none."""
    names = [one.name for one in parts]
    if len(names) == 1:
        (only,) = map(attrgetter, names)
        return lambda value: (only(value),)
    return attrgetter(*names) if names else lambda _: ()


def _eq(parts: tuple[dataclasses.Field[Any], ...]) -> Callable[[object, object], object]:
    values = _of(parts)

    def eq(self: object, other: object) -> object:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return values(self) == values(other)

    return eq


def _hash(parts: tuple[dataclasses.Field[Any], ...]) -> Callable[[object], int]:
    values = _of(parts)
    return lambda self: hash(values(self))


def _repr(parts: tuple[dataclasses.Field[Any], ...]) -> Callable[[object], str]:
    def shown(self: object) -> str:
        fields = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in parts)
        return f"{self.__class__.__qualname__}({fields})"

    return shown


def _no_change(_: object, name: str, *_value: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot change field {name!r}")
