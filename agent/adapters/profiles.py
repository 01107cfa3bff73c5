"""Profiles: Waltz's own, the repository's prompt files, and any file that is named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from agent.core.documents import RepoPath
from agent.core.errors import ProfileError, RefusedError, SetupError, UsageError
from agent.core.profile import Profile
from agent.core.settings import SETTINGS, Settings
from agent.files import shipped
from agent.sources.profiles.reading import is_of_kind, read_profile
from agent.sources.profiles.resolving import named_documents

_MOST = 256 << 10
_MOST_PROMPTS = 200
_PROMPTS = re.compile(
    r"(?:^|/)(?:\.ai/prompts?/(?:.*/)?[^/]+\.(?:md|txt)|\.cursor/(?:commands|prompts)/(?:.*/)?[^/]+\.mdc?"
    r"|\.claude/commands/(?:.*/)?[^/]+\.md|\.github/prompts/(?:.*/)?[^/]+\.md)$"
)


class FileProfiles:
    """Every look sees the files as they are then; `folder` is where the user's shell stands."""

    def __init__(
        self,
        *,
        root: Path,
        folder: Path,
        paths: Callable[[], tuple[RepoPath, ...]],
        read: Callable[[RepoPath], bytes | None],
        settings: Callable[[], Settings],
    ) -> None:
        self._root = root
        self._folder = folder
        self._paths = paths
        self._read = read
        self._settings = settings

    @cached_property
    def own(self) -> tuple[Profile, ...]:
        """Those that come with Waltz, the usual one first."""
        found = [
            read_profile(one.read_text("utf-8"), name=one.stem)
            for one in shipped("prompts/profiles").glob("*.md")
        ]
        return tuple(sorted(found, key=lambda one: (one.name != "endpoint", one.name)))

    def here(self) -> tuple[Profile, ...]:
        """The prompts of this repository that ask for such a plan."""
        return tuple(self._prompts())

    def named(self, name: str) -> Profile:
        """The profile of this name or file; UsageError for none, ProfileError for no prompt."""
        return self._named(name, (self._folder, self._root, Path()))

    def kept(self) -> Profile | None:
        """The one that the repository's settings name, if any: never a file outside of it."""
        name = self._settings().profile
        try:
            return self._named(name, (self._root,)) if name else None
        except UsageError as error:
            raise SetupError(f"{SETTINGS}: `profile`: {error}") from error

    def documented(self, told: str) -> Settings:
        """The settings, with the documents that the profile told, else theirs, names."""
        profile = self.named(told) if told else self.kept()
        beside = named_documents(profile, self._paths()) if profile else ()
        return replace(self._settings(), beside=beside)

    def _named(self, name: str, folders: Sequence[Path]) -> Profile:
        for one in self.own:
            if one.name == name.casefold():
                return one
        path, data = self._file(name, folders)
        if data is not None:
            return read_profile(_text(data, path), name=_stem(path), place=path)
        here = self.here()
        for one in here:
            if one.name == name:
                return one
        names = ", ".join(one.name for one in (*self.own, *here))
        raise UsageError(f"no profile and no file is called “{name}”; there are {names}")

    def _prompts(self) -> Iterator[Profile]:
        candidates = [one for one in self._paths() if _PROMPTS.search(one.value)]
        for path in candidates[:_MOST_PROMPTS]:
            data = self._read(path)
            if data is None or len(data) > _MOST or b"\0" in data:
                continue
            try:
                text = data.decode("utf-8", "replace")
                profile = read_profile(text, name=_stem(path.value), place=path.value)
            except ProfileError:
                continue  # a prompt for something else
            if is_of_kind(profile):
                yield profile

    def _file(self, name: str, folders: Sequence[Path]) -> tuple[str, bytes | None]:
        """The path as it is shown, and the bytes, from the first of the folders that has it."""
        for place in (folder / name for folder in folders):
            inside = self._inside(place)
            if inside is not None:
                data = self._read(inside)
                if data is not None:
                    return inside.value, data
            elif place.is_file():
                return str(place), _bytes(place)
        return name, None

    def _inside(self, place: Path) -> RepoPath | None:
        """Its path in the repository, for one below the top."""
        try:
            return RepoPath(place.resolve().relative_to(self._root.resolve()).as_posix())
        except (ValueError, RefusedError):
            return None


def _bytes(place: Path) -> bytes:
    try:
        with place.open("rb") as file:
            return file.read(_MOST + 1)
    except OSError as error:
        raise UsageError(f"{place}: {error.strerror}") from error


def _text(data: bytes, path: str) -> str:
    if len(data) > _MOST:
        raise ProfileError(f"{path}:1: it is larger than {_MOST >> 10} KB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ProfileError(f"{path}:{line}: it is not UTF-8") from error
    if "\0" in text:
        raise ProfileError(f"{path}:1: it is binary")
    return text


def _stem(path: str) -> str:
    name = path.replace("\\", "/").rsplit("/", 1)[-1]
    return re.sub(r"(?:\.prompt)?\.(?:md|mdc|txt)$", "", name) or name
