"""Documents as a list names them: the many files of one database schema as one."""

from __future__ import annotations

from collections.abc import Iterable

from agent.core.documents import Document, Role
from agent.core.values import dataclass
from agent.sources.tables.dbfiles import is_code, is_migration, root

_MOST_TYPES = 4
_TYPES = "\0types"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A document, or several of one folder, and by what they were taken for their role."""

    role: Role
    path: str
    why: str


def named(documents: Iterable[Document]) -> tuple[Named, ...]:
    """The documents in their order; migrations once, as `supabase/migrations (12 files)`.

    So is the code of one folder that maps classes to tables. Many files of types are one row too,
    named by the first.
    """
    every = tuple(documents)
    many = sum(one.role == "types" for one in every) > _MOST_TYPES
    rows: dict[str, list[Document]] = {}
    for one in every:
        rows.setdefault(_TYPES if many and one.role == "types" else _key(one), []).append(one)
    return tuple(_named(key, found) for key, found in rows.items())


def _key(one: Document) -> str:
    """The folder, for files that tell of one database together."""
    if one.role != "db-schema":
        return one.path.value
    if is_code(one.path):
        return one.path.folder
    return root(one.path) if is_migration(one.path) else one.path.value


def _named(key: str, found: list[Document]) -> Named:
    first = found[0]
    path = first.path.value if len(found) == 1 else f"{key or '.'} ({len(found)} files)"
    if key == _TYPES:
        path = f"{first.path} and {len(found) - 1} more"
    return Named(role=first.role, path=path, why=first.why)
