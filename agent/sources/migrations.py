"""What the SQL of a project's migrations, run in the order of their names, leaves."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.core.schema import Schema
from agent.sources.sqlfold import fold
from agent.sources.tabledraft import Drafts

if TYPE_CHECKING:
    from agent.core.documents import Document, RepoPath


@lru_cache(maxsize=8)
def schema_of(documents: tuple[Document, ...]) -> Schema:
    """The schema after all of them; a later file changes what an earlier one made."""
    drafts = Drafts()
    for document in sorted(documents, key=lambda one: in_order(one.path)):
        fold(drafts, document, document.text, first=1, scope="all")
    return drafts.schema()


def in_order(path: RepoPath) -> tuple[tuple[int, int, str], ...]:
    """By what files are run in order: `V2__x` before `V10__x`."""
    pieces = re.findall(r"\d{1,30}|\D+", path.value.casefold())
    return tuple((0, int(one), "") if one.isdecimal() else (1, 0, one) for one in pieces)
