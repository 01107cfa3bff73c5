from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from agent.core.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """As the house writes its values."""

    name: str
    parts: tuple[int, ...] = ()
    more: tuple[str, ...] = dataclasses.field(default_factory=lambda: ("made",))


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Theirs:
    """The same by the standard library."""

    name: str
    parts: tuple[int, ...] = ()
    more: tuple[str, ...] = dataclasses.field(default_factory=lambda: ("made",))


@dataclass(frozen=True, slots=True, kw_only=True)
class One:
    """A single field, which is looked at when it is made."""

    value: float

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ValueError("below zero")

    def __repr__(self) -> str:
        return "one"


@dataclass(frozen=True, slots=True, kw_only=True)
class Empty:
    """No field at all."""


@dataclass(frozen=True, slots=True, order=True)
class Ordered:
    """Of another form: the standard library's own."""

    number: int


GIVEN: tuple[dict[str, Any], ...] = (
    {"name": "a"},
    {"name": "a", "parts": (1, 2)},
    {"name": "b", "more": ()},
)


@pytest.mark.parametrize("given", GIVEN)
def test_it_is_as_the_standard_library_makes_it(given: dict[str, Any]) -> None:
    ours, theirs = Ours(**given), Theirs(**given)

    assert dataclasses.astuple(ours) == dataclasses.astuple(theirs)
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert hash(ours) == hash(theirs)
    others: tuple[object, ...] = (Ours(**given), Ours(name="z"), theirs, "a")
    assert [ours == other for other in others] == [True, False, False, False]
    assert dataclasses.replace(ours, name="c") == Ours(**{**given, "name": "c"})


def test_its_fields_are_those_of_the_standard_library() -> None:
    shapes = [
        [(one.name, one.type, one.default, one.kw_only) for one in dataclasses.fields(kind)]
        for kind in (Ours, Theirs)
    ]

    assert shapes[0] == shapes[1]
    assert Ours.__match_args__ == Theirs.__match_args__
    assert not hasattr(Ours(name="a"), "__dict__")


@pytest.mark.parametrize("given", [{}, {"parts": ()}, {"name": "a", "nme": "b"}, {"nme": "b"}])
def test_what_does_not_fit_is_refused(given: dict[str, Any]) -> None:
    for kind in (Ours, Theirs):
        with pytest.raises(TypeError, match=r"name|nme"):
            kind(**given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Often:
    """Made so often that it gets code of its own."""

    number: int
    word: str = "a"

    def __post_init__(self) -> None:
        if self.number < 0:
            raise ValueError("below zero")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """The same without a look at it."""

    number: int
    other: int = 0


@pytest.mark.parametrize("kind", [Often, Plain])
def test_what_is_made_often_is_made_alike(kind: type[Any]) -> None:
    before = kind.__init__
    made = [kind(number=one) for one in range(250)]

    assert kind.__init__ is not before
    assert [one.number for one in made] == list(range(250))
    assert made[3] == dataclasses.replace(made[249], number=3) != made[2]
    for wrong in ({}, {"nmber": 1}, {"number": 1, "nmber": 1}):
        with pytest.raises(TypeError, match=r"number|nmber"):
            kind(**wrong)


def test_what_is_made_often_is_looked_at() -> None:
    assert len({Often(number=one % 3) for one in range(250)}) == 3
    assert len({Empty() for _ in range(250)}) == 1
    with pytest.raises(ValueError, match="below zero"):
        Often(number=-1)


@pytest.mark.parametrize("name", ["value", "other"])
def test_it_stays_as_it_is(name: str) -> None:
    one = One(value=1)

    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(one, name, 2)
    with pytest.raises(dataclasses.FrozenInstanceError):
        delattr(one, name)
    assert one.value == 1


def test_few_fields_and_what_the_class_says_itself() -> None:
    nothing = float("nan")

    assert One(value=nothing) == One(value=nothing)
    assert hash(One(value=2)) == hash((2,))
    assert repr(One(value=1)) == "one"
    assert Empty() == Empty()
    assert {Empty(), Empty()} == {Empty()}
    with pytest.raises(ValueError, match="below zero"):
        One(value=-1)


def test_other_forms_are_the_standard_librarys() -> None:
    assert sorted((Ordered(2), Ordered(1))) == [Ordered(1), Ordered(2)]
