"""Which profile is in force, and why: what the user said, else the settings, else the project."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from agent import lazy
from agent.core.documents import RepoPath, Role
from agent.core.profile import Profile
from agent.core.settings import SETTINGS
from agent.core.values import dataclass
from agent.drafter import Profiles
from agent.ports import Library

How = Literal["told", "settings", "project"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The profile that plans are drafted by; `why` completes `profile NAME: …`."""

    profile: Profile
    why: str
    how: How


def choose(
    told: str, profiles: Profiles, library: Library, paths: Callable[[], Sequence[RepoPath]]
) -> Choice:
    """What was `told` decides; UsageError for no profile, ProfileError for one that is broken."""
    if told:
        return Choice(profile=profiles.named(told), why="you chose it", how="told")
    kept = profiles.kept()
    if kept is not None:
        return Choice(profile=kept, why=f"{SETTINGS} names it", how="settings")
    name, why = lazy.load("agent.sources.profiles.choosing").fitting(library.documents(), paths())
    return Choice(profile=profiles.named(name), why=why, how="project")


def known_documents(library: Library) -> Mapping[Role, Sequence[RepoPath]]:
    """The documents that inputs are found among, by role; a schema in code is a db plan too."""
    found: dict[Role, list[RepoPath]] = {}
    for one in library.documents():
        role: Role = "db-plan" if one.role == "db-schema" else one.role
        found.setdefault(role, []).append(one.path)
    found["plan"] = [one.path for one in library.plans()]
    return found
