"""SQL that a migration in code runs: what stands in its strings."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.sources.tables.forward import forward
from agent.sources.tables.sqlfold import fold as fold_sql

if TYPE_CHECKING:
    from agent.core.documents import Document
    from agent.sources.tables.tabledraft import Drafts

_STRING = deferred(
    r"\"{3}(?P<long>.*?)\"{3}|`(?P<template>[^`]*)`|@\"(?P<verbatim>(?:[^\"]|\"\")*)\""
    r"|\"(?P<double>(?:[^\"\\\n]|\\.)*)\"|'(?P<single>(?:[^'\\\n]|\\.)*)'",
    re.DOTALL,
)
_SQL = deferred(r"\s*(?:create|alter|drop|comment)\s", re.IGNORECASE)
_ESCAPED = deferred(r"\\(?P<char>[\"'`])")
_LONGEST = 200_000


def fold(drafts: Drafts, document: Document) -> None:
    """Runs the statements in their order, those apart that take the migration back."""
    text = document.text[:_LONGEST]
    for hit in _STRING.finditer(text, *forward(text)):
        said = next((one for one in hit.groups() if one is not None), "")
        said = said.replace('""', '"') if hit["verbatim"] else said
        if _SQL.match(said) is not None:
            said = _ESCAPED.sub(lambda one: one["char"], said)
            first = 1 + text.count("\n", 0, hit.start())
            fold_sql(drafts, replace(document, text=said), said, first=first, scope="all")


def makes_tables(text: str) -> bool:
    """Whether a statement in the strings makes a table."""
    return re.search(r"[\"'`]\s*create\s+table\s", text, re.IGNORECASE) is not None
