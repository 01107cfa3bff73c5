"""Tables that a passage says are written beside its own, and passages that rule their rows."""

from __future__ import annotations

import re
from collections.abc import Collection

from agent.core.patterns import deferred

_WRITES = deferred(
    r"\b(?:writes?|inserts?|records?|appends?|logs?|zapisuje|dopisuje)\s+"
    r"(?:(?:a|an|the|new|row|rows|to|into|in|do|w)\s+){0,4}`(?P<name>[a-z]+_\w+)`",
    re.IGNORECASE,
)
_MARK = deferred(r"^\s*(?:[-*+\u2022]\s+|\d+[.)]\s+)?")


def also_written(passage: str) -> frozenset[str]:
    """The tables that a passage says it writes, folded: "writes `book_loans`"."""
    return frozenset(_folded(one["name"]) for one in _WRITES.finditer(passage))


def rules_one(text: str, names: Collection[str]) -> bool:
    """Whether a passage of several lines is led by one of these tables' name alone."""
    lead, _, rest = text.partition("\n")
    return bool(rest.strip()) and _folded(_MARK.sub("", lead)) in names


def _folded(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold().removesuffix("s")
