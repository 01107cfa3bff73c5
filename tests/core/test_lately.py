from __future__ import annotations

from collections.abc import Callable

import pytest

from agent.core.lately import lately, latest


@pytest.mark.parametrize(
    ("most", "asked", "made"),
    [
        (1, "aaba", "aba"),
        (2, "abab", "ab"),
        (2, "abcab", "abcab"),
        (2, "abacb", "abc"),
    ],
)
def test_made_once_for_each_of_the_last_objects(most: int, asked: str, made: str) -> None:
    runs: list[str] = []
    kept = latest(most)(_noted(runs))
    objects = {name: [name] for name in asked}

    assert [kept(objects[name]) for name in asked] == list(asked)
    assert "".join(runs) == made


def test_what_is_equal_is_another_object() -> None:
    runs: list[str] = []
    kept = lately(_noted(runs))

    assert [kept(["a"]), kept(["a"])] == ["a", "a"]
    assert runs == ["a", "a"]


def _noted(runs: list[str]) -> Callable[[list[str]], str]:
    def make(asked: list[str]) -> str:
        runs.append(asked[0])
        return asked[0]

    return make
