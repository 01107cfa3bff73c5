"""The projects of a solution in .NET: each is a folder, by name that of a layer or of the tests."""

from __future__ import annotations

from dataclasses import replace

from agent.core.documents import RepoPath
from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.places.ground import Ground, Place, repo_path

_TESTS = deferred(r".*Tests?$")
_ASKING = deferred(r".*(?:Integration|Functional|Api)\w*\.?Tests?$")


@lately
def projects(there: tuple[RepoPath, ...]) -> tuple[RepoPath, ...]:
    """Their files."""
    return tuple(one for one in there if one.suffix == ".csproj")


def test_project(there: tuple[RepoPath, ...]) -> RepoPath | None:
    """The one whose tests call the application: so named, else the only one of tests."""
    found = [one for one in projects(there) if _TESTS.match(_named(one))]
    asking = [one for one in found if _ASKING.match(_named(one))] or found
    return asking[0] if len(asking) == 1 else None


def in_project(place: Place, role: str, ground: Ground) -> Place:
    """The place in the folder of its project, where the path begins with its layer alone.

    A new test stands in the project for tests that is there.
    """
    path = place.path
    if not place.new or path.suffix != ".cs":
        return place
    if role == "tests":
        own = test_project(ground.there)
        inside = own is None or f"/{path}".startswith(f"/{own.folder}/".replace("//", "/"))
        moved = None if inside or own is None else repo_path(f"{own.folder}/{path.name}")
        return place if moved is None else ground.place(moved, place.source)
    first, _, rest = path.value.partition("/")
    named = [one for one in projects(ground.there) if _named(one).rpartition(".")[2] == first]
    if len(named) != 1 or ground.has_folder(first, there=True) or not named[0].folder:
        return place
    moved = repo_path(f"{named[0].folder}/{rest}")
    return place if moved is None else replace(place, path=moved)


def _named(project: RepoPath) -> str:
    return project.name.removesuffix(project.suffix)
