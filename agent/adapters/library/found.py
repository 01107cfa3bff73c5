"""What a look among the files finds, and what it looks at."""

from __future__ import annotations

from collections.abc import Callable

from agent.core.documents import RepoPath, Role
from agent.core.values import dataclass

Named = tuple[tuple[Role, tuple[RepoPath, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """A file with a role, and what it was taken for one by."""

    path: RepoPath
    role: Role
    why: str
    aside: bool = False  # whether it is an API plan that calls itself a draft or an analysis
    given_up: int = 0  # the line that says so, if one does


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The documents, the best API plan first, and what says itself that it holds no more."""

    documents: tuple[Find, ...]
    gone: tuple[Find, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Among which paths, and what the settings and the prompt name by its role."""

    paths: tuple[RepoPath, ...]
    named: Named
    beside: Named


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a look is given; `head` and `text` read a file, or none."""

    asked: Asked
    head: Callable[[RepoPath], str | None]
    text: Callable[[RepoPath], str | None]
