"""What a repository sets for Waltz in `.ai/waltz.toml`."""

from __future__ import annotations

from dataclasses import dataclass

from agent.core.check import Check
from agent.core.documents import RepoPath, Role

SETTINGS = RepoPath(".ai/waltz.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Formatter:
    """The user's formatter: a command that gets the changed files of these globs."""

    run: tuple[str, ...]
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """None or empty where the repository leaves it to Waltz.

    `documents` are the only files of their role; `commit` and `branch` are templates.
    """

    documents: tuple[tuple[Role, tuple[RepoPath, ...]], ...] = ()
    profile: str | None = None
    checks: tuple[Check, ...] = ()
    formatter: Formatter | None = None
    commit: str | None = None
    branch: str | None = None
    language: str | None = None
