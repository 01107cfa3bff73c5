"""Documents as a list names them: the many files of one database schema as one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from agent.core.documents import Document, Role
from agent.sources.dbfiles import is_migration, root


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A document, or several of one folder, and by what they were taken for their role."""

    role: Role
    path: str
    why: str


def named(documents: Iterable[Document]) -> tuple[Named, ...]:
    """The documents in their order; migrations once, as `supabase/migrations (12 files)`."""
    rows: dict[str, list[Document]] = {}
    for one in documents:
        together = one.role == "db-schema" and is_migration(one.path)
        rows.setdefault(root(one.path) if together else one.path.value, []).append(one)
    return tuple(_named(key, found) for key, found in rows.items())


def _named(key: str, found: list[Document]) -> Named:
    first = found[0]
    path = first.path.value if len(found) == 1 else f"{key or '.'} ({len(found)} files)"
    return Named(role=first.role, path=path, why=first.why)
