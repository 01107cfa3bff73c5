"""Outlines of large descriptions, kept in the git directory under their content's digest."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from agent import lazy
from agent.adapters.library import sealed

if TYPE_CHECKING:
    from pathlib import Path

    from agent.sources.openapi.outline import Outline

_SMALL = 100_000  # made anew faster than found
_DAMAGED = (ValueError, TypeError, LookupError, RecursionError, MemoryError)


class KeptOutlines:
    """Outlines by text; a damaged or outdated one is made again."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._once = lru_cache(64)(self._outline)

    def __call__(self, text: str) -> Outline:
        """The outline of this text."""
        return self._once(text)

    def _outline(self, text: str) -> Outline:
        if self._folder is None or len(text) < _SMALL:
            return _made(text)
        file = self._folder / f"outline-{sealed.digest(text)}.json"
        found = _load(file)
        if found is None:
            found = _made(text)
            sealed.save(file, lazy.load("agent.sources.openapi.codec").packed(found))
            sealed.prune(self._folder, "outline-*.json")
        return found


def _made(text: str) -> Outline:
    found: Outline = lazy.load("agent.sources.openapi.outlining").read_outline(text)
    return found


def _load(file: Path) -> Outline | None:
    try:
        found: Outline = lazy.load("agent.sources.openapi.codec").unpacked(sealed.load(file))
    except _DAMAGED:
        return None
    return found
