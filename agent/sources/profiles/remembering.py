"""What was answered about a profile's inputs, as lines of the settings file."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence

from agent.core.documents import RepoPath, Role
from agent.core.patterns import deferred

_TABLE = deferred(r"^\[\s*documents\s*\][^\n]*\n", re.MULTILINE)


def with_documents(text: str, found: Mapping[Role, Sequence[RepoPath]]) -> str:
    """The settings' text with the documents of these roles; as it was where that cannot be."""
    rows = "".join(
        f"{role} = {json.dumps([path.value for path in paths])}\n" for role, paths in found.items()
    )
    table = _TABLE.search(text)
    if table is not None:
        after = text[: table.end()] + rows + text[table.end() :]
    else:
        after = f"{text.rstrip()}\n\n[documents]\n{rows}".lstrip()
    return after if _holds(after, found) else text


def _holds(text: str, found: Mapping[Role, Sequence[RepoPath]]) -> bool:
    """Whether a reader of the file finds these in it: it may name its documents in another way."""
    try:
        documents = tomllib.loads(text).get("documents", {})
    except tomllib.TOMLDecodeError:
        return False
    return all(role in documents for role in found)
