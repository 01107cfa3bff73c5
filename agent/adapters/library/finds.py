"""Which of the repository's files are documents, and what was left out of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from agent import lazy
from agent.adapters.library.chosen import Chosen
from agent.adapters.library.found import Asked, Find, Found
from agent.adapters.library.looks import KeptLook
from agent.adapters.library.shelf import Shelf
from agent.core.documents import Document, RepoPath, Role, Source
from agent.core.findings import Finding
from agent.core.settings import Settings
from agent.sources.text.likeness import IGNORED, resembles

_LOOKING = "agent.adapters.library.looking"
_GIVEN_UP = "the document says here that it is given up: it is kept apart"


class Finds(Chosen):
    """The documents that `paths` and the settings give; each look sees the files as they are."""

    def __init__(
        self,
        root: Path,
        *,
        paths: Callable[[], tuple[RepoPath, ...]],
        settings: Callable[[], Settings],
        cache: Path | None = None,
        still: bool = False,
    ) -> None:
        super().__init__(root, Shelf(root), settings)
        self._paths = paths
        self._looks = KeptLook(cache, self._shelf, still=still)
        # A thread that warms something up has moments of its own.
        self._seen = threading.local()

    def documents(self) -> tuple[Document, ...]:
        """Every document with a role, plans left out."""
        return tuple(one for one in self._read(self._finds()) if one.role != "plan")

    def left_out(self, roles_: Collection[Role], ignored: Iterable[str]) -> tuple[str, ...]:
        """What is no document, and why: what cannot be read, and what of these roles git ignores.

        `ignored` are the files and folders that git ignores.
        """
        taken = {find.path.value for find in self._finds()}
        unread = [f"{path}: {why}" for path, why in self._shelf.notes.items()]
        gone = [_said(one) for one in self._given_up() if one.role in roles_]
        hidden = [
            f"{name}: {IGNORED}"
            for name in ignored
            if name not in taken and resembles(name) in roles_
        ]
        return (*unread, *gone, *hidden)

    def _unread(self) -> Iterator[Finding]:
        for path, why in self._shelf.notes.items():
            yield Finding(rule="left-out", severity="warning", message=f"{path}: {why}")
        for path in sorted({one.path for one in self._finds()} & self._shelf.read_as.keys()):
            message = f"{path} is not UTF-8: it is read as {self._shelf.read_as[path]}"
            yield Finding(rule="encoding", severity="warning", message=message)
        for one in self._given_up():
            source = Source(path=one.path, line=one.given_up, last=one.given_up)
            yield Finding(rule="given-up", severity="warning", message=_GIVEN_UP, source=source)

    def _of(self, *wanted: Role) -> Iterator[Document]:
        return self._read(find for find in self._finds() if find.role in wanted)

    def _finds(self) -> tuple[Find, ...]:
        """The documents; of API plans the best first."""
        return self._look().documents

    def _given_up(self) -> tuple[Find, ...]:
        """What says itself that it holds no more, and nobody names."""
        return self._look().gone

    @contextmanager
    def _once(self) -> Iterator[None]:
        """Within, the files are looked at once: what is told is all of one moment."""
        before: Found | None = getattr(self._seen, "found", None)
        self._seen.found = before or self._looked()
        try:
            yield
        finally:
            self._seen.found = before

    def _look(self) -> Found:
        found: Found | None = getattr(self._seen, "found", None)
        return found or self._looked()

    def _looked(self) -> Found:
        settings = self._settings()
        asked = Asked(paths=self._paths(), named=settings.documents, beside=settings.beside)
        return self._looks(asked, lambda ground: lazy.load(_LOOKING).look(ground))

    def _read(self, finds: Iterable[Find]) -> Iterator[Document]:
        for find in finds:
            text = self._shelf.text(find.path)
            if text is not None:
                yield Document(path=find.path, role=find.role, text=text, why=find.why)


def _said(one: Find) -> str:
    return f"{one.path}: line {one.given_up} says that it is given up"
