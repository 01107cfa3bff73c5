"""The last answers of a function, given again for the very same values."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


def latest(
    most: int,
) -> Callable[[Callable[[Asked], Answer]], Callable[[Asked], Answer]]:
    """A function, not run again for so many objects that it was asked about last.

    Told by the object itself: to hash all tables of a project, or a brief, costs more than most of
    what is made of them. For frozen values only, and for answers that nobody changes.
    """

    def of(make: Callable[[Asked], Answer]) -> Callable[[Asked], Answer]:
        # With each answer the object, so that no other one can have its id.
        answers: dict[int, tuple[Asked, Answer]] = {}

        def found(asked: Asked) -> Answer:
            known = answers.get(id(asked))
            if known is None:
                known = asked, make(asked)
                for oldest in list(answers)[: len(answers) + 1 - most]:
                    answers.pop(oldest, None)
                answers[id(asked)] = known
            return known[1]

        return found

    return of


def lately(make: Callable[[Asked], Answer]) -> Callable[[Asked], Answer]:
    """The same for the last one only."""
    return latest(1)(make)
