"""Looks around in a repository: manifests, near misses, and the settings that fit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from agent.adapters.library.shelf import Shelf
from agent.core.check import Formatter
from agent.core.documents import Document, RepoPath, Role
from agent.core.values import dataclass
from agent.sources.finding.near import Near, near
from agent.sources.stack.commands import guess_checks
from agent.sources.stack.manifests import Manifest, is_manifest, read_manifest
from agent.sources.stack.survey import Survey, proposed
from agent.sources.stack.techstack import read_stack
from agent.sources.text.likeness import IGNORED, resembles

_MOST_MANIFESTS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What of the repository is looked at; `named` are the roles that the settings fill."""

    shelf: Shelf
    paths: Sequence[RepoPath]
    has: Callable[[str], bool]
    documents: Sequence[Document]
    named: Collection[Role]
    formats: Sequence[Formatter]


def look(ground: Ground, ignored: Iterable[str]) -> Survey:
    """The survey; `ignored` are the files and folders that git ignores."""
    manifests = tuple(_manifests(ground))
    told = (one for one in ground.documents if one.role == "tech-stack")
    guesses = guess_checks(manifests, {path.value for path in ground.paths}, ground.has)
    return Survey(
        stack=read_stack(told, manifests),
        near=(*_near(ground), *_ignored(ground, ignored)),
        proposal=proposed(ground.documents, guesses, ground.formats),
    )


def _manifests(ground: Ground) -> Iterator[Manifest]:
    found = sorted(filter(is_manifest, ground.paths), key=lambda one: one.value.count("/"))
    for path in found[:_MOST_MANIFESTS]:
        text = ground.shelf.text(path)
        if text is not None:
            yield read_manifest(path, text)


def _near(ground: Ground) -> Iterator[Near]:
    taken = {one.path for one in ground.documents}
    for path in ground.paths:
        if path not in taken and resembles(path.value):
            found = near(path, ground.shelf.head(path), ground.named)
            if found is not None:
                yield found


def _ignored(ground: Ground, ignored: Iterable[str]) -> Iterator[Near]:
    taken = {one.path.value for one in ground.documents}
    for name in ignored:
        role = resembles(name)
        if role is not None and name not in taken:
            yield Near(path=name, role=role, why=IGNORED)
