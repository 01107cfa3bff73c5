"""Where the code of an endpoint goes; a role that nothing speaks for is left to the user."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from agent.core.documents import RepoPath, Source
from agent.core.values import dataclass
from agent.drafters.builtin.planning.places.fileroutes import page_file
from agent.drafters.builtin.planning.places.ground import Ground, Named, Place, repo_path
from agent.drafters.builtin.planning.places.homes import forms, with_homes
from agent.drafters.builtin.planning.places.knownfiles import resource_part
from agent.drafters.builtin.planning.places.stacks import Layer, Stack
from agent.drafters.builtin.planning.places.testplaces import integration_part, place_of_test
from agent.drafters.builtin.planning.subject import Case, Subject, cased, fold
from agent.drafters.builtin.project.naming import plural

# Folders of what renders pages hold no server code in another language.
_PAGES = re.compile(r"(?:^|/)(?:frontend|client|ui|components|pages|lib|hooks|views)(?:/|$)")
_TESTS = re.compile(r"(?:^|/)(?:tests?|__tests__|specs?|e2e)(?:/|$)")
# Deeper ones are those of one module, as of a component.
_TYPES = re.compile(
    r"(?:^|(?:^|/)(?:src|lib|app|api|server|backend|shared|common|core)/)types(?:/index)?\.ts$"
)
_OF_REQUESTS = re.compile(r"/(?:api|integration)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The places that are known; `usual` are those by the stack's convention alone."""

    places: tuple[tuple[str, Place], ...] = ()
    usual: frozenset[str] = frozenset()

    def place(self, role: str) -> Place | None:
        """Where the code of this role goes, if that is known."""
        return next((place for name, place in self.places if name == role), None)


def lay_out(subject: Subject, stack: Stack, ground: Ground) -> Layout:
    """A place for each of the stack's layers: what speaks for one, else the convention."""
    found = [(layer.role, _place(subject, layer, ground)) for layer in stack.layers]
    places: dict[str, Place] = {role: place for role, place in found if place is not None}
    if "tests" not in places and (beside := place_of_test(places, ground)) is not None:
        places["tests"] = beside
    every = with_homes(places, subject, stack, ground)
    return Layout(places=tuple(every.items()), usual=frozenset(every.keys() - places.keys()))


def _place(subject: Subject, layer: Layer, ground: Ground) -> Place | None:
    if not layer.stem:
        path, source = page_file(subject, layer, ground)
        return ground.place(path, source) if path else None
    own = _own_file(subject, layer, ground) or _types_file(layer, ground)
    if own is not None:
        return own
    folder, source = _folder(layer, ground)
    if not folder:
        return None
    name = _by_example(folder, layer, subject, ground) or layer.stem.format(**forms(subject))
    path = repo_path(f"{folder}/{name}{layer.suffix}")
    return ground.place(path, source) if path else None


def _own_file(subject: Subject, layer: Layer, ground: Ground) -> Place | None:
    """A file of the layer, there or planned, that is named for the same resource."""
    named = ground.of_resource(fold(subject.things))
    return next((ground.place(path) for path in named if _is_in(path, layer)), None)


def _types_file(layer: Layer, ground: Ground) -> Place | None:
    """The one file in which a project keeps all its types."""
    if layer.role != "types" or layer.suffix != ".ts":
        return None
    there = [path for path in ground.paths() if _TYPES.search(path.value)]
    if there:
        return ground.place(min(there, key=lambda path: path.value.count("/")))
    for one in ground.named:
        said = repo_path(one.path)
        if said is not None and _TYPES.search(said.value):
            new = said not in ground.there
            return Place(path=said, new=new, source=one.source, shared=True)
    return None


def _is_in(path: RepoPath, layer: Layer) -> bool:
    return path.suffix == layer.suffix and _is_folder(path.folder, layer)


def _is_folder(folder: str, layer: Layer) -> bool:
    """Whether the layer's code is kept there; what is below tests is never the program's."""
    return _is_kept(folder, layer.folder, layer.role == "tests")


@lru_cache(maxsize=1 << 14)
def _is_kept(folder: str, pattern: str, tests: bool) -> bool:  # noqa: FBT001 - kept by its value
    of_tests = not tests and _TESTS.search(folder) is not None
    return not of_tests and re.search(pattern, folder) is not None


def _folder(layer: Layer, ground: Ground) -> tuple[str, Source | None]:
    """The folder of a layer: where most of its files are, else one that a document names.

    What rules name comes before where other plans put theirs.
    """
    if not layer.shared:
        return "", None
    used = [one for one in ground.folders(layer.suffix, there=True) if _is_folder(one, layer)]
    known = ground.folders(layer.suffix)
    if used:
        return _with_source(max(used, key=known.__getitem__), ground)
    said = _described(layer, ground)
    if said is not None:
        return said.path, said.source
    planned = sorted((one for one in known if _is_folder(one, layer)), key=lambda one: -known[one])
    named = list(_named(layer, ground))
    both = next((one for one in planned if any(_ends(one, each.path) for each in named)), "")
    if both or not named:
        return _with_source(both or next(iter(planned), ""), ground)
    first = named[0] if layer.role != "tests" else _of_requests(named)
    inner = integration_part(ground) if layer.role == "tests" else ""
    parts = (first.path, "" if first.path.endswith(inner) else inner)
    return "/".join(filter(None, parts)), first.source


def _with_source(folder: str, ground: Ground) -> tuple[str, Source | None]:
    return folder, next((one.source for one in ground.named if one.path == folder), None)


def _described(layer: Layer, ground: Ground) -> Named | None:
    """The folder that a document names with what the layer is for."""
    for one in ground.named if layer.words else ():
        if re.search(layer.words, one.said) and repo_path(one.path) is not None:
            return one
    return None


def _named(layer: Layer, ground: Ground) -> Iterator[Named]:
    for one in ground.named:
        if layer.suffix != ".ts" and _PAGES.search(one.path):
            continue
        if _is_folder(one.path, layer) and repo_path(one.path) is not None:
            yield one


def _ends(folder: str, said: str) -> bool:
    """Whether a folder is the one said, which a drawn tree names by its end alone."""
    return f"/{folder}".endswith(f"/{said}")


def _of_requests(named: Sequence[Named]) -> Named:
    """Of folders of tests the one for tests of an API, where it is below the first."""
    below = (one for one in named if one.path.startswith(f"{named[0].path}/"))
    return next((one for one in below if _OF_REQUESTS.search(one.path)), named[0])


def _by_example(folder: str, layer: Layer, subject: Subject, ground: Ground) -> str | None:
    """A name made as its neighbours' are: beside `books_router` stands `loans_router`."""
    for path in ground.paths():
        if path.folder != folder or not _is_in(path, layer):
            continue
        part = resource_part(path)
        if _names_resource(part, path, ground):
            stem = path.name.removesuffix(path.suffix)
            shown, case = _as_written(part, stem)
            if shown:
                words = (
                    subject.things
                    if plural(subject.thing) == subject.things
                    and (fold(part) != part.replace("_", ""))
                    else subject.thing
                )
                return stem.replace(shown, cased(words, case))
    return None


def _names_resource(part: str, path: RepoPath, ground: Ground) -> bool:
    """Whether a file is named for a resource: a plan is about it, or other layers have it too."""
    own = fold(part)
    if not own:
        return False
    homes = {one.folder for one in ground.of_resource(own)}
    return own in ground.subjects or bool(homes - {path.folder})


def _as_written(part: str, stem: str) -> tuple[str, Case]:
    """How the words of a resource stand in a file's name."""
    cases: tuple[Case, ...] = ("pascal", "camel", "kebab", "snake")
    single = "_" not in part
    for case in cases:
        shown = cased(part, case)
        if shown and shown in stem:
            if single and case == "camel":
                return shown, _case_of(stem)
            return shown, case
    return "", "snake"


def _case_of(stem: str) -> Case:
    """How a one-word name's file writes more words, by the rest of its name."""
    if "-" in stem or "." in stem:
        return "kebab"
    return "camel" if stem != stem.lower() else "snake"
