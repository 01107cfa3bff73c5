"""Outlines of large descriptions, kept in the git directory under their content's digest."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING

from agent import files, lazy
from agent.core.errors import RefusedError

if TYPE_CHECKING:
    from pathlib import Path

    from agent.sources.openapi.outline import Outline

_SMALL = 100_000  # made anew faster than found
_MOST = 32
_DAMAGED = (OSError, ValueError, TypeError, LookupError, RecursionError, MemoryError)


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
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        file = self._folder / f"outline-{digest}.json"
        found = _load(file)
        if found is None:
            found = _made(text)
            with suppress(OSError):
                _save(file, found)
        return found


def _made(text: str) -> Outline:
    found: Outline = lazy.load("agent.sources.openapi.outlining").read_outline(text)
    return found


def _load(file: Path) -> Outline | None:
    """What is kept there, if it is whole: its first line is the digest of the rest."""
    try:
        data = files.read(file.parent, file.name)
        if data is None:
            return None
        digest, _, rest = data.partition(b"\n")
        if digest.decode() != hashlib.sha256(rest).hexdigest():
            return None
        found: Outline = lazy.load("agent.sources.openapi.codec").unpacked(json.loads(rest))
    except (*_DAMAGED, RefusedError):
        return None
    return found


def _save(file: Path, outline: Outline) -> None:
    folder = file.parent
    folder.parent.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    packed = lazy.load("agent.sources.openapi.codec").packed(outline)
    data = json.dumps(packed, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )
    digest = hashlib.sha256(data).hexdigest().encode()
    files.write_atomic(file, digest + b"\n" + data)
    kept = sorted(folder.glob("outline-*.json"), key=lambda one: one.stat().st_mtime)
    for old in kept[:-_MOST]:
        old.unlink(missing_ok=True)
