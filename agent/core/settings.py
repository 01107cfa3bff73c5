"""What a repository sets for Waltz in `.ai/waltz.toml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from agent.core.documents import RepoPath
from agent.core.values import dataclass

if TYPE_CHECKING:
    # Not needed before the first prompt.
    from agent.core.check import Check, Formatter
    from agent.core.documents import Role
    from agent.core.subjects import Naming

SETTINGS = RepoPath(".ai/waltz.toml")
# Those that plans are written in.
Language = Literal["en", "pl"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Empty where it leaves things to Waltz; `documents` are the only ones of their role.

    `beside` are those that a prompt names, of their role where they look like nothing else.
    `formats` are None where they are to be guessed; an empty one turns the guess off.
    """

    documents: tuple[tuple[Role, tuple[RepoPath, ...]], ...] = ()
    beside: tuple[tuple[Role, tuple[RepoPath, ...]], ...] = ()
    checks: tuple[Check, ...] = ()
    formats: tuple[Formatter, ...] | None = None
    naming: Naming | None = None
    profile: str = ""
    language: Language | None = None
