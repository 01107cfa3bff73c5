"""The projects of a solution in .NET: each is a folder, by name that of a layer or of the tests."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from agent.core.documents import RepoPath, Source
from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.places.ground import Ground, Place, repo_path

_TESTS = deferred(r".*Tests?$")
_ASKING = deferred(r".*(?:Integration|Functional|Api)\w*\.?Tests?$")
# "Domain -> Application -> Infrastructure -> Api", and what is of which.
_CHAIN = deferred(r"\w+(?:\s*(?:\u2192|[-=]?>)\s*\w+){2,}")
_LAYERS = dict.fromkeys(("service", "message", "types"), "Application") | {"entity": "Domain"}


@lately
def projects(there: tuple[RepoPath, ...]) -> tuple[RepoPath, ...]:
    """Their files."""
    return tuple(one for one in there if one.suffix == ".csproj")


def test_project(there: tuple[RepoPath, ...]) -> RepoPath | None:
    """The one whose tests call the application: so named, else the only one of tests."""
    found = [one for one in projects(there) if _TESTS.match(_named(one))]
    asking = [one for one in found if _ASKING.match(_named(one))] or found
    return asking[0] if len(asking) == 1 else None


def in_project(place: Place, role: str, route: Place | None, ground: Ground) -> Place:
    """The place in its project: a new test's, its layer's, where the path begins with that alone.

    Where documents have the route's project as one of a chain of layers, others stand in theirs,
    called as it is: `Shop.Api`, `Shop.Domain`.
    """
    if not place.new or place.path.suffix != ".cs":
        return place
    if role == "tests":
        own = test_project(ground.there)
        inside = own is None or not own.folder or place.path.value.startswith(f"{own.folder}/")
        return place if own is None or inside else _moved(place, own.folder, place.path.name)
    first, _, rest = place.path.value.partition("/")
    named = [one.folder for one in projects(ground.there) if _last(_named(one)) == first]
    if len(named) == 1 and named[0] and not ground.has_folder(first, there=True):
        return _moved(place, named[0], rest)
    top = route.path.value.partition("/")[0] if route is not None else ""
    free = first == top and not (role == "types" and place.source is not None)
    layer, source = _LAYERS.get(role, ""), _chained(_last(top), ground) if free else None
    if source is None or layer not in _words(ground.passages.says(source)):
        return place
    project = f"{top.rpartition('.')[0]}.{layer}"
    return _moved(replace(place, source=source), project, rest.removeprefix(f"{layer}/"))


def _moved(place: Place, folder: str, rest: str) -> Place:
    path = repo_path(f"{folder}/{rest}")
    return place if path is None else replace(place, path=path)


def _named(project: RepoPath) -> str:
    return project.name.removesuffix(project.suffix)


def _last(name: str) -> str:
    """The layer that a project is named for, after a dot; empty where it is for none."""
    return name.rpartition(".")[2] if "." in name else ""


def _chained(layer: str, ground: Ground) -> Source | None:
    """The line of the documents that has this layer in a chain of them."""
    for path in dict.fromkeys(ground.documents) if layer else ():
        for number, line in enumerate(ground.passages.lines(path), start=1):
            if layer in _words(line):
                return Source(path=path, line=number, last=number)
    return None


@lru_cache(maxsize=1 << 12)
def _words(line: str) -> frozenset[str]:
    found = _CHAIN.search(line)
    return frozenset(re.findall(r"\w+", found[0])) if found is not None else frozenset()
