"""The last look among the files, kept with all that it saw: it holds while that stays so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from agent.adapters.library import sealed
from agent.adapters.library.found import Asked, Find, Found, Ground
from agent.adapters.library.readings import readers
from agent.adapters.library.shelf import Shelf
from agent.codec import UnreadableError, decoder, encode
from agent.core.documents import RepoPath
from agent.core.errors import RefusedError
from agent.core.values import dataclass

_FILE = "look.json"
_Sight = tuple[RepoPath, bool]  # a file, and whether as a whole


@dataclass(frozen=True, slots=True, kw_only=True)
class _Saw:
    """What one sight showed, by its digest; None where nothing could be read."""

    path: RepoPath
    whole: bool
    digest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """A look as it is kept on disk."""

    asked: str
    saw: tuple[_Saw, ...]
    documents: tuple[Find, ...]
    gone: tuple[Find, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """A look as it is kept in memory."""

    asked: Asked
    seen: Mapping[_Sight, str | None]
    found: Found


class KeptLook:
    """Looks again only when another thing is asked, or a file shows another text.

    Where the files are told to be `still` they are not looked at for that.
    """

    def __init__(self, folder: Path | None, shelf: Shelf, *, still: bool = False) -> None:
        self._folder = folder
        self._shelf = shelf
        self._still = still
        self._held: _Look | None = None

    def __call__(self, asked: Asked, look: Callable[[Ground], Found]) -> Found:
        """What `look` finds on this ground."""
        held = self._held
        if held is None or held.asked != asked or not self._holds(held):
            held = self._held = self._kept(asked) or self._made(asked, look)
        return held.found

    def _holds(self, look: _Look) -> bool:
        return self._still or all(self._see(sight) == text for sight, text in look.seen.items())

    def _see(self, sight: _Sight) -> str | None:
        path, whole = sight
        return self._shelf.text(path) if whole else self._shelf.head(path)

    def _made(self, asked: Asked, look: Callable[[Ground], Found]) -> _Look:
        seen: dict[_Sight, str | None] = {}

        def watch(sight: _Sight) -> str | None:
            seen[sight] = self._see(sight)
            return seen[sight]

        ground = Ground(
            asked=asked,
            head=lambda path: watch((path, False)),
            text=lambda path: watch((path, True)),
        )
        made = _Look(asked=asked, found=look(ground), seen=seen)
        if self._folder is not None:
            sealed.save(self._folder / _FILE, encode(_written(made)))
        return made

    def _kept(self, asked: Asked) -> _Look | None:
        """The look of an earlier run, where it holds."""
        try:
            kept: _Written = decoder(_Written)(
                sealed.load(self._folder / _FILE) if self._folder else None
            )
        except (UnreadableError, RefusedError):
            return None
        seen = {(one.path, one.whole): self._see((one.path, one.whole)) for one in kept.saw}
        shown = [_digest(text) for text in seen.values()]
        if kept.asked != _key(asked) or shown != [one.digest for one in kept.saw]:
            return None
        found = Found(documents=kept.documents, gone=kept.gone)
        return _Look(asked=asked, seen=seen, found=found)


def _written(look: _Look) -> _Written:
    saw = (
        _Saw(path=path, whole=whole, digest=_digest(text))
        for (path, whole), text in look.seen.items()
    )
    return _Written(
        asked=_key(look.asked),
        saw=tuple(saw),
        documents=look.found.documents,
        gone=look.found.gone,
    )


def _key(asked: Asked) -> str:
    """Another one for other paths, settings or readers."""
    paths = (one.value for one in asked.paths)
    text = "\n".join((readers(), repr(asked.named), repr(asked.beside), *paths))
    return sealed.digest(text)


def _digest(text: str | None) -> str | None:
    return None if text is None else sealed.digest(text)
