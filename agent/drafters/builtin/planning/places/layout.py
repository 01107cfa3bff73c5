"""Where the code of an endpoint goes; a role that nothing speaks for is left to the user."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from agent.core.documents import RepoPath, Source
from agent.core.lately import latest
from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.drafters.builtin.planning.places.analogy import alike, named_alike
from agent.drafters.builtin.planning.places.areas import of_own_area, own_service
from agent.drafters.builtin.planning.places.companions import declared, in_module, with_parts
from agent.drafters.builtin.planning.places.endings import declares
from agent.drafters.builtin.planning.places.fileroutes import page_file
from agent.drafters.builtin.planning.places.ground import Ground, Named, Place, repo_path
from agent.drafters.builtin.planning.places.homes import forms, with_homes
from agent.drafters.builtin.planning.places.kinds import is_called, is_folder, is_in, of_layers
from agent.drafters.builtin.planning.places.knownfiles import Files, files_there
from agent.drafters.builtin.planning.places.packages import assumed
from agent.drafters.builtin.planning.places.projects import in_project
from agent.drafters.builtin.planning.places.served import served_by
from agent.drafters.builtin.planning.places.stacks import Layer, Stack
from agent.drafters.builtin.planning.places.testplaces import (
    as_said,
    beside_each,
    has_tests,
    integration_part,
    is_beside,
    is_of_pages,
    mirrored,
    of_requests,
    place_of_test,
    said_beside,
)
from agent.drafters.builtin.planning.subject import AROUND, Subject, fold
from agent.drafters.builtin.project.naming import singular, snake

# Folders of what renders pages hold no server code in another language.
_PAGES = re.compile(r"(?:^|/)(?:frontend|client|ui|components|pages|lib|hooks|views)(?:/|$)")
PARTS = ("repository", "mapper", "interface", "message")  # what a service leaves to others, or has
_SEVERAL = 2
_APART = ("route", "tests")  # what is placed first, and what stands apart from it
# What a folder of tests has beside them.
_ABOUT = re.compile(r"set-?up|utilit|helper|mock|fixture|config|konfigur", re.IGNORECASE)
# Where a repository has both.
_FRONT = deferred(r"(?:apps/)?(?:frontend|client|mobile|web-fe|web)/")
_SERVER = deferred(r"(?:apps/)?(?:backend|server|api)/")
# A test of what is given is not one of the endpoint.
_OF_INPUT = deferred(r"schema|validat|(?:^|/)e2e/", re.IGNORECASE)
# Deeper ones are those of one module, as of a component.
_TYPES = deferred(
    r"(?:^|(?:^|/)(?:src|lib|app|api|server|backend|shared|common|core)/)types(?:/index)?\.ts$"
)
_ASKING_TESTS = (
    deferred(r"controller|router?|endpoint|/api/", re.IGNORECASE),
    deferred(r"e2e|integration|functional", re.IGNORECASE),
)
_OF_REQUESTS = deferred(r"/(?:api|integration)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The places that are known; `usual` are those by the stack's convention alone.

    `assumed` is the package of these where nothing names the project's own.
    `there` are the paths of all files that exist.
    """

    places: tuple[tuple[str, Place], ...] = ()
    usual: frozenset[str] = frozenset()
    assumed: str = ""
    there: frozenset[str] = frozenset()

    def place(self, role: str) -> Place | None:
        """Where the code of this role goes, if that is known."""
        return next(iter(self.all_of(role)), None)

    def all_of(self, role: str) -> tuple[Place, ...]:
        """All the files of this role."""
        return tuple(place for name, place in self.places if name == role)


def lay_out(subject: Subject, stack: Stack, ground: Ground) -> Layout:
    """A place for each of the stack's layers: what speaks for one, else the convention."""
    route = None if stack.of_pages else stack.layer("route")
    first = _place(subject, route, ground) if route is not None else None
    near = replace(ground, near=first.path.folder) if first is not None else ground
    found = [
        (layer.role, _place(subject, layer, ground if layer.role in _APART else near))
        for layer in stack.layers
    ]
    places: dict[str, Place] = {role: place for role, place in found if place is not None}
    if stack.name == "nest":
        places = in_module(places, ground)
    places = _with_tests(places, ground)
    tests = stack.layer("tests")
    if tests is not None and tests.said and not tests.home:
        # One that is only planned is of one layer of another endpoint.
        places = {role: one for role, one in places.items() if role != "tests" or not one.new}
    parted = with_parts(places, subject, stack, near)
    places = dict(reversed(parted))
    every = with_homes(places, subject, stack, ground)
    beside = dict(said_beside(every, subject.things, ground)) if stack.of_pages else {}
    parted = [one for one in parted if one[0] not in beside]
    homes = [one for one in every.items() if one[0] not in {*places, *beside}]
    if tests is not None and tests.said and "tests" not in every:
        homes += [("tests", one) for one in beside_each(every, subject.thing, ground)]
    known = (*parted, *homes, *beside.items(), *declared(every, ground))
    served = every.get("route")
    return Layout(
        places=tuple((role, in_project(one, role, served, ground)) for role, one in known),
        usual=frozenset(role for role, _ in homes),
        assumed=assumed((one for _, one in homes), places.values(), ground),
        there=files_there(ground.there).values,
    )


def _with_tests(places: dict[str, Place], ground: Ground) -> dict[str, Place]:
    """The places with that of the tests: in a folder of tests, else beside what they test."""
    own = places.get("tests")
    kept = own is not None and has_tests(own.path.folder, ground.there)
    if own is not None and (not own.new or (kept and not is_beside(ground.there))):
        return places
    found = (mirrored(places, ground) if own is None else None) or place_of_test(places, ground)
    return {**places, "tests": found} if found is not None else places


def _place(subject: Subject, layer: Layer, ground: Ground) -> Place | None:
    if not layer.stem:
        path, source = page_file(subject, layer, ground)
        return ground.place(path, source) if path else None
    beside = served_by(subject, ground) if (layer.role, layer.suffix) == ("route", ".py") else None
    if beside is not None and beside.name != "urls.py":
        return ground.place(beside)
    own = _own_file(subject, layer, ground) or _types_file(layer, ground)
    own = own or _alike(subject, layer, ground) or own_service(subject, layer, ground)
    if own is not None:
        return own
    folder, source = _folder(layer, ground)
    folder = of_own_area(folder, subject, ground)
    if not folder:
        return None
    like = (one for one in ground.paths() if one.folder == folder and is_in(one, layer))
    name = named_alike(like, subject, ground)
    usual = f"{name or layer.stem.format(**forms(subject))}{layer.suffix}"
    path = repo_path(f"{folder}/{usual if name else as_said(usual, ground, source)}")
    return ground.place(path, source) if path else None


def _own_file(subject: Subject, layer: Layer, ground: Ground) -> Place | None:
    """A file of the layer, there or planned, that is named for the same resource."""
    words = (fold(subject.things),) if layer.role == "types" else _resources(subject, ground)
    for word in words:
        named = ground.of_resource(word)
        found = [one for one in named if is_in(one, layer)]
        found += [one for one in named if one not in found and is_called(one, layer)]
        if layer.role == "tests":
            found = [one for one in found if not _OF_INPUT.search(one.value)]
        if found:
            return ground.place(min(found, key=declares))
    return None


def _resources(subject: Subject, ground: Ground) -> Iterator[str]:
    """What a file may be named for: the resource, or what the path says before one that is none.

    Its table may be called more fully: `workout_plans` where the path says `plans`.
    """
    own = fold(subject.things)
    yield own
    bare = [one.rpartition(".")[2] for one in ground.tables]
    fuller = [fold(one) for one in bare if snake(one).endswith(f"_{subject.things}")]
    if len(fuller) == 1 and own not in map(fold, bare):
        yield fuller[0]
    known = any(own in fold(one) for one in ground.tables)
    if not known and singular(subject.things) == subject.things:
        words = map(fold, re.findall(r"(?<=/)[A-Za-z][\w-]*(?=/|$)", subject.endpoint.path))
        before = takewhile(lambda one: one != own, words)
        yield from reversed([one for one in before if not AROUND.fullmatch(one)])


def _alike(subject: Subject, layer: Layer, ground: Ground) -> Place | None:
    """The file where those of other resources stand alike, each in a folder of its own or not."""
    paths = (alike(like, subject, ground) for like in _pools(layer, ground))
    path = next(filter(None, paths), None)
    found = repo_path(path) if path else None
    return ground.place(found) if found else None


def _pools(layer: Layer, ground: Ground) -> Iterator[list[RepoPath]]:
    """The files of the layer, the nearest first: of tests those that ask the API."""
    every = [one for files in ground.files for one in of_layers(files)(layer)]
    if layer.role == "tests":
        asking = [[one for one in every if each.search(one.value)] for each in _ASKING_TESTS]
        yield from (some for some in asking if len(some) * _SEVERAL >= len(every))
    inside = [one for one in every if one.value.startswith(ground.root)]
    yield [one for one in inside if is_in(one, layer)]
    yield inside
    yield every


def _types_file(layer: Layer, ground: Ground) -> Place | None:
    """The one file in which a project keeps all its types."""
    if layer.role != "types" or layer.suffix != ".ts":
        return None
    made = ground.files[: 1 + len(ground.planned)]
    there = [path for files in made for path in _of_types(files)]
    if there:
        return ground.place(min(there, key=lambda path: path.value.count("/")))
    for one in ground.named:
        said = repo_path(one.path)
        if said is not None and _TYPES.search(said.value):
            new = said not in ground.there
            return Place(path=said, new=new, source=one.source, shared=True)
    return None


# As many as a series has beside a plan, and some more.
@latest(128)
def _of_types(files: Files) -> tuple[RepoPath, ...]:
    return tuple(one for one in files.paths if _TYPES.search(one.value))


def _folder(layer: Layer, ground: Ground) -> tuple[str, Source | None]:
    """The folder of a layer: where most of its files are, else one that a document names.

    What rules name comes before where other plans put theirs.
    """
    if not layer.shared:
        return "", None
    used = [one for one in ground.folders(layer.suffix, there=True) if is_folder(one, layer)]
    known = ground.folders(layer.suffix)
    if layer.role == "tests":
        used = [one for one in used if not is_of_pages(one)]
        known = {
            one: count
            for one, count in known.items()
            if one in used or not (is_of_pages(one) or _OF_INPUT.search(one))
        }
    if used:
        inside = [one for one in used if f"{one}/".startswith(ground.root)] or used
        general = [one for one in inside if not _is_of_one(one, ground)]
        most = max(general or inside, key=known.__getitem__)
        return _with_source(of_requests(used, most) if layer.role == "tests" else most, ground)
    said = _described(layer, ground)
    if said is not None:
        return said.path, said.source
    planned = sorted((one for one in known if is_folder(one, layer)), key=lambda one: -known[one])
    named = list(_named(layer, ground))
    ends = tuple(f"/{each.path}" for each in named)  # a drawn tree names a folder by its end
    both = next((one for one in planned if f"/{one}".endswith(ends)), "")
    if both or not named:
        return _with_source(both or next(iter(planned), ""), ground)
    first = named[0] if layer.role != "tests" else _of_requests(named)
    inner = integration_part(ground) if layer.role == "tests" else ""
    below = f"/{inner}" if inner and not first.path.endswith(inner) else ""
    return f"{first.path}{below}", first.source


def _is_of_one(folder: str, ground: Ground) -> bool:
    """Whether a folder is that of one resource."""
    known = {fold(one.rpartition(".")[2]) for one in ground.tables} | ground.subjects
    return not known.isdisjoint(map(fold, folder.split("/")))


def _with_source(folder: str, ground: Ground) -> tuple[str, Source | None]:
    return folder, next((one.source for one in ground.named if one.path == folder), None)


def _described(layer: Layer, ground: Ground) -> Named | None:
    """The folder that a document names with what the layer is for."""
    for one in ground.named if layer.words else ():
        if re.search(layer.words, one.said) and repo_path(one.path) is not None:
            return one
    return None


def _named(layer: Layer, ground: Ground) -> Iterator[Named]:
    parted = any(_SERVER.match(one.path) for one in ground.named)
    for one in ground.named:
        if layer.suffix != ".ts" and _PAGES.search(one.path):
            continue
        if parted and _FRONT.match(one.path):
            continue
        if layer.role == "tests" and (
            is_of_pages(one.path) or _OF_INPUT.search(one.path) or _ABOUT.search(one.said)
        ):
            continue
        if is_folder(one.path, layer) and repo_path(one.path) is not None:
            yield one


def _of_requests(named: Sequence[Named]) -> Named:
    """Of folders of tests the one for tests of an API, where it is below the first."""
    below = (one for one in named if one.path.startswith(f"{named[0].path}/"))
    return next((one for one in below if _OF_REQUESTS.search(one.path)), named[0])
