"""The notations for tables that a fence of a document may be written in, beside SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from agent.sources.tables import dbml, drizzle, prisma

if TYPE_CHECKING:
    from agent.core.documents import Document
    from agent.sources.tables.tabledraft import Drafts


class Fold(Protocol):
    """Adds what a text defines to the drafts; its first line is line `first` of the document."""

    def __call__(self, drafts: Drafts, document: Document, text: str, /, *, first: int) -> None:
        """Do it."""


def notation_of(info: str, text: str) -> Fold | None:
    """The reader of a fence by what it says it is, and by its text; None for any other."""
    if dbml.is_dbml(info, text):
        return dbml.fold
    if prisma.is_prisma(info, text):
        return prisma.fold
    return drizzle.fold if drizzle.is_drizzle(info, text) else None
