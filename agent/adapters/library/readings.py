"""What readers found in documents, kept in the git directory while both stay as they are."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import agent
from agent.adapters.library import sealed
from agent.codec import UnreadableError, decoder, encode
from agent.core.documents import Document
from agent.core.errors import RefusedError

_READERS = ("core", "sources", "adapters")
_Found = TypeVar("_Found")


class KeptReadings:
    """One reading a name; what is damaged, or read from other texts, is made again."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._held: dict[str, tuple[str, Any]] = {}

    def __call__(
        self,
        name: str,
        kind: Any,  # noqa: ANN401 - a type hint, which has no type of its own
        documents: Sequence[Document],
        make: Callable[[], _Found],
    ) -> _Found:
        """What `make` reads from these documents, a value of this type."""
        key = _key(documents)
        held = self._held.get(name)
        if held is None or held[0] != key:
            held = self._held[name] = key, self._found(name, kind, key, make)
        found: _Found = held[1]
        return found

    def _found(
        self,
        name: str,
        kind: Any,  # noqa: ANN401 - as above
        key: str,
        make: Callable[[], _Found],
    ) -> _Found:
        if self._folder is None:
            return make()
        file = self._folder / f"reading-{name}.json"
        match sealed.load(file):
            case [str() as known, value] if known == key:
                try:
                    kept: _Found = decoder(kind)(value)
                except (UnreadableError, RefusedError, ValueError):
                    pass
                else:
                    return kept
        found = make()
        sealed.save(file, [key, encode(found)])
        return found


def _key(documents: Sequence[Document]) -> str:
    """Another one for other texts, and for other readers."""
    digest = hashlib.sha256(readers().encode())
    for one in documents:
        head = f"{one.path} {one.role} {len(one.text)}\n"
        digest.update((head + one.text).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


@cache
def readers() -> str:
    """The version of what reads; where somebody works on it, the newest of its files tells it."""
    root = Path(agent.__file__).parent
    times = [time for part in _READERS for time in _times(str(root / part))]
    return f"{agent.__version__} {len(times)} {max(times, default=0)}"


def _times(folder: str) -> Iterator[int]:
    with os.scandir(folder) as entries:
        for one in entries:
            if one.is_dir():
                yield from _times(one.path)
            elif one.name.endswith(".py"):
                yield one.stat().st_mtime_ns
