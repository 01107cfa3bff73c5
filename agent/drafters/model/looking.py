"""The machine's look at a draft: statuses that no document gives this endpoint (design.md §6)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.core.documents import RepoPath
from agent.core.spec import Spec
from agent.drafters.model.fitting import Read
from agent.drafters.model.sending import text_of

_STATUS = re.compile(
    r"(?:status(?:_?code)?\s*[=:(]\s*|HTTP_|StatusCodes\.Status)(?P<code>[1-5]\d\d)(?!\d)",
    re.IGNORECASE,
)
_TESTS = re.compile(r"(?:^|[/._-])(?:tests?|specs?)(?:[/._-]|$)|Tests?\.\w+$", re.IGNORECASE)
# A fault of the server needs no document.
_ALWAYS = 500


def undocumented(
    files: Sequence[tuple[RepoPath, bytes | None]], read: Read, spec: Spec
) -> tuple[str, ...]:
    """A line on each status that new lines answer with and the documents do not name.

    Nothing where they name none at all: that is said as a gap.
    """
    known = {one.code for one in spec.statuses}
    if not known:
        return ()
    found = {code: path for path, data in files for code in _codes(path, data, read)}
    strange = sorted(set(found) - known - {_ALWAYS})
    return tuple(f"{found[one].name}: status {one} is in no document" for one in strange)


def _codes(path: RepoPath, data: bytes | None, read: Read) -> Iterator[int]:
    text = text_of(data)
    if text is None or _TESTS.search(path.value):
        return
    there = frozenset((text_of(read(path)) or "").split("\n"))
    for line in text.split("\n"):
        if line not in there:
            yield from (int(one["code"]) for one in _STATUS.finditer(line))
