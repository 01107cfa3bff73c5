"""Patterns that are compiled when they are first asked.

Compiling takes 0.1 to 2 ms each; of the 1,200 that a plan loads it asks four in ten.
"""

from __future__ import annotations

import re
from typing import Any, cast

_ASKED = ("search", "match", "fullmatch", "sub", "finditer", "findall", "split")


class _Late:
    """Stands for a pattern, and has its methods as its own after the first use."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a pattern has
        compiled = re.compile(*self._source)
        self.__dict__ |= {one: getattr(compiled, one) for one in _ASKED}
        return getattr(compiled, name)


def deferred(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, for a pattern of a module that is asked by its methods alone."""
    return cast("re.Pattern[str]", _Late(pattern, flags))
