from __future__ import annotations

from agent.core.lately import lately


def test_made_once_for_one_object_and_anew_for_another_that_is_equal() -> None:
    made: list[int] = []

    def whole(asked: list[int]) -> int:
        made.append(id(asked))
        return sum(asked)

    kept = lately(whole)
    first, equal = [1, 2], [1, 2]

    assert [kept(first), kept(first), kept(equal), kept(first)] == [3, 3, 3, 3]
    assert made == [id(first), id(equal), id(first)]
