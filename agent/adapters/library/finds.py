"""Which of the repository's files are documents, and what was left out of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from agent.adapters.library.chosen import Chosen
from agent.adapters.library.shelf import Shelf
from agent.core.documents import Document, RepoPath, Role, Source
from agent.core.findings import Finding
from agent.core.settings import Settings
from agent.sources import ranking, roles, standins
from agent.sources.givenup import given_up
from agent.sources.near import IGNORED, resembles

# Waltz's own package data holds a project of its own.
_WITHOUT = (RepoPath("agent/demo/project"),)
_TOLD = "the settings name it"
_PROMPTED = "the prompt names it"
_GIVEN_UP = "the document says here that it is given up: it is kept apart"
_STANDS_IN = "the endpoints it lists; no API plan lists any"


@dataclass(frozen=True, slots=True)
class Find:
    """A file with a role, and what it was taken for one by."""

    path: RepoPath
    role: Role
    why: str
    given_up: int = 0  # the line that says so, if one does


class Finds(Chosen):
    """The documents that `paths` and the settings give; each look sees the files as they are."""

    def __init__(
        self,
        root: Path,
        *,
        paths: Callable[[], tuple[RepoPath, ...]],
        settings: Callable[[], Settings],
    ) -> None:
        super().__init__(root, Shelf(root), settings)
        self._paths = paths

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
        for one in self._given_up():
            source = Source(path=one.path, line=one.given_up, last=one.given_up)
            yield Finding(rule="given-up", severity="warning", message=_GIVEN_UP, source=source)

    def _of(self, *wanted: Role) -> Iterator[Document]:
        return self._read(find for find in self._finds() if find.role in wanted)

    def _finds(self) -> tuple[Find, ...]:
        """Those that the settings name, then those that look like one; the best API plan first."""
        named = dict(self._settings().documents)
        told = [Find(path, role, _TOLD) for role, chosen in named.items() for path in chosen]
        known = {one.path for one in told}
        looked = [one for one in self._looked(named) if one.path not in known]
        found = [one for one in looked if not one.given_up]
        if "api-plan" not in named and not any(map(self._speaks, found)):
            found.extend(self._standing_in({one.path for one in looked} | known))
        found.extend(self._prompted({one.path for one in found} | known, named))
        plans = sorted(
            (one for one in found if one.role == "api-plan"),
            key=lambda one: ranking.rank(one.path, self._shelf.head(one.path) or ""),
        )
        return (*told, *plans, *(one for one in found if one.role != "api-plan"))

    def _looked(self, named: Collection[Role]) -> Iterator[Find]:
        """What looks like a document of a role that the settings leave open."""
        for path in _candidates(self._paths(), without=_WITHOUT):
            one = self._look(path)
            if one is not None and one.role not in named:
                yield one

    def _given_up(self) -> Iterator[Find]:
        """What says itself that it holds no more, and nobody names."""
        settings = self._settings()
        told = {path for _, paths in (*settings.documents, *settings.beside) for path in paths}
        named = {role for role, _ in settings.documents}
        return (one for one in self._looked(named) if one.given_up and one.path not in told)

    def _speaks(self, find: Find) -> bool:
        """Whether it is an API plan that may list endpoints: it names a method."""
        text = self._shelf.text(find.path) if find.role == "api-plan" else None
        return text is not None and standins.names_methods(text)

    def _prompted(self, taken: set[RepoPath], named: Collection[Role]) -> Iterator[Find]:
        """What a prompt names and nothing else makes a document of."""
        for role, paths in self._settings().beside:
            for path in paths if role not in named else ():
                if path not in taken:
                    yield Find(path, role, _PROMPTED)

    def _standing_in(self, taken: set[RepoPath]) -> Iterator[Find]:
        """What lists endpoints under another name, where no API plan does."""
        for names in standins.groups(self._paths(), without=_WITHOUT):
            some = False
            for path in names:
                text = None if path in taken else self._shelf.text(path)
                gone = text is not None and given_up(path, "api-plan", text)
                if text is not None and not gone and _lists(path, text):
                    some = True
                    yield Find(path, "api-plan", _STANDS_IN)
            if some:
                return

    def _look(self, path: RepoPath) -> Find | None:
        head = self._shelf.head(path)
        role = None if head is None else roles.classify(path, head)
        if role is None:
            return None
        why = "its name" if roles.classify(path, "") == role else "how it begins"
        return Find(path, role, why, given_up(path, role, head or ""))

    def _read(self, finds: Iterable[Find]) -> Iterator[Document]:
        for find in finds:
            text = self._shelf.text(find.path)
            if text is not None:
                yield Document(path=find.path, role=find.role, text=text, why=find.why)


def _said(one: Find) -> str:
    return f"{one.path}: line {one.given_up} says that it is given up"


_candidates = lru_cache(2)(roles.candidates)
_lists = lru_cache(64)(standins.lists_endpoints)
