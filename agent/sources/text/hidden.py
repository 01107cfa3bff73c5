"""Characters in documents that act or are not seen, and where they stand (T20)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from agent.core.clean import marks
from agent.core.documents import Document

_MOST_MARKS = 4
_MOST_LINES = 5


def hidden(documents: Iterable[Document]) -> Iterator[str]:
    """A warning for each line that holds some, at most five a document.

    They are never taken out: what reads the document must not see other text than the user's.
    """
    for document in documents:
        lines = document.text.removeprefix("\ufeff").split("\n")
        found = [(number, seen) for number, line in enumerate(lines, 1) if (seen := marks(line))]
        for number, seen in found[:_MOST_LINES]:
            more = f" and {len(seen) - _MOST_MARKS} more" if len(seen) > _MOST_MARKS else ""
            said = ", ".join(seen[:_MOST_MARKS])
            yield f"{document.path}:{number} holds what editors do not show: {said}{more}"
        if len(found) > _MOST_LINES:
            yield f"{document.path}: {len(found) - _MOST_LINES} more lines like these"
