"""Where the code declares what steps name, so that its signature need not be read first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from agent.core.documents import RepoPath
from agent.drafter import Code

_MOST = 4
_LONGEST = 200_000
_KINDS = rb"class|interface|type|enum|record|struct|def|function|func|fn|const"


def declaring(
    names: Iterable[str], paths: Iterable[RepoPath], code: Code, most: int = _MOST
) -> Iterator[RepoPath]:
    """The files that declare any of the names, in the order of the paths, at most so many."""
    wanted = {one.encode() for one in names}
    if not wanted:
        return
    said = b"|".join(sorted(wanted))
    declared = re.compile(rb"\b(?:" + _KINDS + rb")\s+(" + said + rb")\b")
    count = 0
    for path in paths:
        found = wanted & set(declared.findall((code.read(path) or b"")[:_LONGEST]))
        wanted -= found
        if found:
            yield path
            count += 1
        if not wanted or count == most:
            return
