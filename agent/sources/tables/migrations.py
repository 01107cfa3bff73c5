"""What a project's migrations, SQL or code, leave when run in the order of their names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from agent.core.schema import Schema
from agent.sources.tables import (
    efmigrations,
    entityrules,
    fluentmigrations,
    liquibase,
    objectschemas,
    railsschema,
    schemabuilders,
    sqlstrings,
)
from agent.sources.tables.dbfiles import LOGS
from agent.sources.tables.sqlfold import fold
from agent.sources.tables.tabledraft import Drafts

if TYPE_CHECKING:
    from agent.core.documents import Document, RepoPath


@lru_cache(maxsize=8)
def schema_of(documents: tuple[Document, ...]) -> Schema:
    """The schema after all of them; a later file changes what an earlier one made."""
    drafts = Drafts()
    for document in sorted(documents, key=lambda one: in_order(one.path)):
        _run(drafts, document)
    return drafts.schema()


def makes_tables(path: RepoPath, text: str) -> bool:
    """Whether a migration in code makes a table."""
    if path.suffix == ".rb":
        return railsschema.makes_tables(text)
    if path.suffix.casefold() in LOGS:
        return liquibase.makes_tables(text)
    if path.suffix == ".cs":
        made = efmigrations.makes_tables(text) or fluentmigrations.makes_tables(text)
        return made or sqlstrings.makes_tables(text)
    made = schemabuilders.makes_tables(text) or sqlstrings.makes_tables(text)
    return made or entityrules.JOINING.search(text) is not None or objectschemas.declares(text)


def _run(drafts: Drafts, document: Document) -> None:
    match document.path.suffix.casefold():
        case ".sql":
            fold(drafts, document, document.text, first=1, scope="all")
        case ".rb":
            railsschema.fold(drafts, document)
        case one if one in LOGS:
            liquibase.fold(drafts, document)
        case ".cs":
            efmigrations.fold(drafts, document)
            fluentmigrations.fold(drafts, document)
            sqlstrings.fold(drafts, document)
        case ".py":
            entityrules.fold_joining(drafts, document, document.text, 1)
            sqlstrings.fold(drafts, document)
        case _ if objectschemas.declares(document.text):
            objectschemas.fold(drafts, document)
        case _:
            schemabuilders.fold(drafts, document)
            sqlstrings.fold(drafts, document)


def in_order(path: RepoPath) -> tuple[tuple[int, int, str], ...]:
    """By what files are run in order: `V2__x` before `V10__x`."""
    pieces = re.findall(r"\d{1,30}|\D+", path.value.casefold())
    return tuple((0, int(one), "") if one.isdecimal() else (1, 0, one) for one in pieces)
