"""What of a profile's inputs is here: the files it names, else the documents of the role."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from agent.core.documents import RepoPath, Role
from agent.core.profile import Input, Profile
from agent.core.values import dataclass

_SUFFIXES = ("", ".md", ".mdc", ".ts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """An input with what stands for it here. `absent` are the files it names that are not here.

    `named` are those of `paths` that the profile itself names.
    """

    input: Input
    paths: tuple[RepoPath, ...] = ()
    named: tuple[RepoPath, ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def missing(self) -> bool:
        """Whether nothing here stands for it."""
        return not self.paths and not self.input.given


def resolve(
    profile: Profile, known: Mapping[Role, Sequence[RepoPath]], paths: Collection[RepoPath]
) -> tuple[Resolved, ...]:
    """Each input in order; `known` are the documents by role, `paths` all files."""
    return tuple(_resolved(one, known.get(one.role, ()), paths) for one in profile.inputs)


def _resolved(one: Input, known: Sequence[RepoPath], paths: Iterable[RepoPath]) -> Resolved:
    found: list[RepoPath] = []
    absent: list[str] = []
    listed = tuple(paths) if one.files else ()
    for name in one.files:
        hits = located(name, listed)
        found += hits
        if not hits:
            absent.append(name)
    named = tuple(dict.fromkeys(found))
    return Resolved(
        input=one,
        paths=named or tuple(dict.fromkeys(known)),
        named=named,
        absent=tuple(absent),
    )


def named_documents(
    profile: Profile, paths: Sequence[RepoPath]
) -> tuple[tuple[Role, tuple[RepoPath, ...]], ...]:
    """The files that the profile itself names for each role; plans are read as plans."""
    return tuple(
        (one.role, found)
        for one in profile.inputs
        if one.role != "plan" and (found := _distinct(one.files, paths))
    )


def _distinct(names: Sequence[str], paths: Sequence[RepoPath]) -> tuple[RepoPath, ...]:
    return tuple(dict.fromkeys(path for name in names for path in located(name, paths)))


def located(name: str, paths: Sequence[RepoPath]) -> tuple[RepoPath, ...]:
    """The file of this name, however much of its path is written; what a folder of it holds."""
    wanted = name.strip("/").casefold()
    for suffix in _SUFFIXES:
        tail = f"/{wanted}{suffix}"
        hits = [one for one in paths if f"/{one.value.casefold()}".endswith(tail)]
        if hits:
            exact = [one for one in hits if one.value.casefold() == wanted + suffix]
            return tuple(exact or hits[:1])
    return tuple(
        one
        for one in paths
        if one.value.casefold().startswith(f"{wanted}/") and one.suffix in {".md", ".mdc"}
    )
