"""The last answer of a function, given again for the very same value."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


def lately(make: Callable[[Asked], Answer]) -> Callable[[Asked], Answer]:
    """`make`, not run again for the object that it was asked about last.

    Told by the object itself: to hash all tables of a project, or a brief, costs more than most of
    what is made of them. For frozen values only, and for answers that nobody changes.
    """
    last: tuple[Asked, Answer] | None = None

    def found(asked: Asked) -> Answer:
        nonlocal last
        known = last  # read once: another thread may put its own here
        if known is not None and known[0] is asked:
            return known[1]
        answer = make(asked)
        last = asked, answer
        return answer

    return found
