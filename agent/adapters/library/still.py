"""A library whose documents stay as they were when it was first asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path

from agent.adapters.library.found import Find, Found
from agent.adapters.library.library import RepoLibrary
from agent.core.check import Formatter
from agent.core.documents import Document, RepoPath
from agent.core.plan import Plan
from agent.core.settings import Settings
from agent.core.spec import Listed


class StillLibrary(RepoLibrary):
    """Neither lists nor reads a file twice."""

    def __init__(
        self,
        root: Path,
        *,
        paths: Callable[[], tuple[RepoPath, ...]],
        settings: Callable[[], Settings],
        cache: Path | None = None,
    ) -> None:
        once = lru_cache(maxsize=1)
        super().__init__(root, paths=once(paths), settings=once(settings), cache=cache)

    @cached_property
    def _taken(self) -> dict[Find, Document]:
        finds = super()._finds()
        read = {one.path: one for one in super()._read(finds)}
        return {one: read[one.path] for one in finds if one.path in read}

    @cached_property
    def _seen_first(self) -> Found:
        return super()._looked()

    def _looked(self) -> Found:
        return self._seen_first

    @cached_property
    def _all(self) -> tuple[Listed, ...]:
        return super().endpoints()

    def endpoints(self) -> tuple[Listed, ...]:
        """What the API plans list, each endpoint once."""
        return self._all

    @cached_property
    def _planned(self) -> tuple[Plan, ...]:
        return super().plans()

    def plans(self) -> tuple[Plan, ...]:
        """The plans that were there."""
        return self._planned

    @cached_property
    def _formatters(self) -> tuple[Formatter, ...]:
        return super().formats()

    def formats(self) -> tuple[Formatter, ...]:
        """The formatters that were named."""
        return self._formatters

    @cached_property
    def _found(self) -> tuple[Find, ...]:
        return tuple(self._taken)

    def _finds(self) -> tuple[Find, ...]:
        return self._found

    def _read(self, finds: Iterable[Find]) -> Iterator[Document]:
        if finds is self._found:  # as with every plan of a series
            yield from self._taken.values()
            return
        for one in finds:
            if one in self._taken:
                yield self._taken[one]
            else:
                yield from super()._read([one])
