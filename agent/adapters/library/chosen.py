"""What the settings choose, and where they do not, what the project's own files name."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from agent import lazy
from agent.adapters.library.shelf import Shelf
from agent.core.check import Check, Formatter
from agent.core.documents import Role
from agent.core.settings import Language, Settings
from agent.core.subjects import Naming

_FORMATTERS = "agent.sources.stack.formatters"


class Chosen:
    """The part of a library that `.ai/waltz.toml` answers for."""

    def __init__(self, root: Path, shelf: Shelf, settings: Callable[[], Settings]) -> None:
        self._root = root
        self._shelf = shelf
        self._settings = settings

    def checks(self) -> tuple[Check, ...]:
        """The checks of `.ai/waltz.toml`, expanded as they will run."""
        return self._settings().checks

    def naming(self) -> Naming:
        """The templates of `.ai/waltz.toml` for subjects and branches; empty where it has none."""
        return self._settings().naming or Naming()

    def named(self) -> frozenset[Role]:
        """The roles whose documents `.ai/waltz.toml` names, also where it names none."""
        return frozenset(role for role, _ in self._settings().documents)

    def language(self) -> Language | None:
        """The language of plans that `.ai/waltz.toml` asks for, if any."""
        return self._settings().language

    def formats(self) -> tuple[Formatter, ...]:
        """The formatters of `.ai/waltz.toml`, else those that the project's own files name."""
        told = self._settings().formats
        if told is not None:
            return told
        found: tuple[Formatter, ...] = lazy.load(_FORMATTERS).guess_formatters(
            self._shelf.text, self._has
        )
        return found

    def _has(self, program: str) -> bool:
        """Whether there is such a program: below the top where it names a folder, else by PATH."""
        place = str(self._root / program) if "/" in program else program
        return shutil.which(place) is not None
