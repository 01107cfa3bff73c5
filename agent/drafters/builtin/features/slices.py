"""An endpoint whose code is there already: in the folder that holds the types of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from agent.core.documents import RepoPath
from agent.drafters.builtin.features.uses import is_code
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.places.ground import Place
from agent.drafters.builtin.planning.subject import fold

_HUMP = re.compile(r"[A-Z][a-z0-9]*|[a-z0-9]+")
_SERVING = ("body", "query", "response")
_FEWEST, _MOST = 2, 10


def there(brief: Brief, paths: Iterable[RepoPath]) -> tuple[Brief, tuple[RepoPath, ...]]:
    """The brief with its places in the code that is there already, and which files that is."""
    known = tuple(paths)
    files = _slice(brief, known)
    if files:
        return _placed(brief, files), files
    files = _named(brief, known)
    return _served(brief, files), files


def _slice(brief: Brief, paths: Sequence[RepoPath]) -> tuple[RepoPath, ...]:
    """The files of the folder in which its types, each in a file, stand beside other work of it."""
    own = {one.source.path for one in brief.spec.types if one.serves in _SERVING}
    folders = {one.folder for one in own}
    if len(own) < _FEWEST or len(folders) > 1:
        return ()
    files = tuple(one for one in paths if one.folder in folders)
    return files if len(own) < len(files) <= _MOST else ()


def _placed(brief: Brief, files: Sequence[RepoPath]) -> Brief:
    """The brief with its places in these files, where one of them is called as a new one ends."""
    places = tuple((role, _there(one, files)) for role, one in brief.layout.places)
    made = replace(brief, layout=replace(brief.layout, places=places))
    service = made.layout.place("service")
    if service is None or service == brief.layout.place("service"):
        return made
    name = service.path.name.removesuffix(service.path.suffix)
    return replace(made, function=name, signature=name)


def _named(brief: Brief, paths: Sequence[RepoPath]) -> tuple[RepoPath, ...]:
    """The files of code that are called as what does the work: of a use case, and of its input."""
    name = fold(brief.subject.function)
    found = [one for one in paths if is_code(one) and fold(_stem(one)).startswith(name)]
    return tuple(found) if "_" in brief.subject.function and len(found) <= _MOST else ()


def _served(brief: Brief, files: Sequence[RepoPath]) -> Brief:
    """The brief with its service in the one file that is called as what does the work."""
    service = brief.layout.place("service")
    own = [one for one in files if fold(_stem(one)) == fold(brief.subject.function)]
    if service is None or not service.new or len(own) != 1:
        return brief
    known = Place(path=own[0], new=False)
    places = tuple((role, known if one is service else one) for role, one in brief.layout.places)
    return replace(brief, layout=replace(brief.layout, places=places))


def _stem(path: RepoPath) -> str:
    return path.name.partition(".")[0]


def _there(place: Place, files: Sequence[RepoPath]) -> Place:
    tail = _words(place.path)[-1:]
    found = [one for one in files if _words(one)[-1:] == tail]
    return Place(path=found[0], new=False) if place.new and tail and len(found) == 1 else place


def _words(path: RepoPath) -> list[str]:
    return _HUMP.findall(_stem(path))
