"""Routes that are files: the path of the URL is the path of the file (Astro, Next, Nuxt)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from agent.core.documents import RepoPath, Source
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.places.ground import Ground, repo_path
from agent.drafters.builtin.planning.places.stacks import Layer
from agent.drafters.builtin.planning.subject import Subject
from agent.drafters.builtin.project.naming import singular

_SCRIPTS = frozenset((".ts", ".js", ".mjs"))
# A single file is no habit.
_ONE_EXAMPLE = 2
_OF_ALL = ("list", "create")
_PARAMETER = deferred(r"\{([^}]*)\}|:([A-Za-z_]\w*)|<([^>]*)>|\[([^\]]*)\]")
_UNNAMED = deferred(r"\[[^\]]*\]")
_METHOD = deferred(r"\.(get|post|put|patch|delete)(\.[jt]s)$")
_ENDING = deferred(r"(?:/?(?:index|route))?(?:\.(?:get|post|put|patch|delete))?\.[jt]s$")


def page_file(
    subject: Subject, layer: Layer, ground: Ground, usual: str = ""
) -> tuple[RepoPath | None, Source | None]:
    """The file of the endpoint's route, and what names its folder; else it is the `usual` one."""
    root, source = _root(layer, ground)
    root = root or usual
    if not root:
        return None, None
    path = _PARAMETER.sub(lambda found: f"[{''.join(one or '' for one in found.groups())}]",
                          subject.endpoint.path)  # fmt: skip
    below = path.strip("/").removeprefix("api").strip("/")
    if not below:
        return None, None
    wanted = _UNNAMED.sub("[]", f"{root}/{below}")
    top = f"{root}/"
    inside = [one for one in ground.paths() if one.value.startswith(top)]
    of_route = [one for one in inside if _route(one.value) == wanted]
    if of_route:
        return _of_method(of_route, subject.endpoint.method.lower()), None
    named = _named_alike(below, [one.value.removeprefix(top) for one in inside])
    return _new(root, named, subject, ground), source


def _of_method(files: Sequence[RepoPath], method: str) -> RepoPath | None:
    """The route's file for this method or for all, else one beside that of another method."""
    for one in files:
        said = _METHOD.search(one.value)
        if said is None or said[1] == method:
            return one
    return repo_path(_METHOD.sub(rf".{method}\2", files[0].value))


def _root(layer: Layer, ground: Ground) -> tuple[str, Source | None]:
    """The folder of the routes: where most are, else one that a document names."""
    pattern = re.compile(rf"^(.*?{layer.folder.removesuffix('$')})(?:/|$)")
    said = [(hit[1], one.source) for one in ground.named if (hit := pattern.match(one.path))]
    there = list(_matched(pattern, ground.there))
    if there:
        root = max(dict.fromkeys(there), key=there.count)
        return root, next((source for named, source in said if named == root), None)
    return said[0] if said else (next(_matched(pattern, ground.paths()), ""), None)


def _matched(pattern: re.Pattern[str], paths: Iterable[RepoPath]) -> Iterator[str]:
    found = (pattern.match(one.folder) for one in paths if one.suffix in _SCRIPTS)
    return (hit[1] for hit in found if hit is not None)


def _named_alike(below: str, routes: Sequence[str]) -> str:
    """The route with its parameters called as in the files beside it, which Next asks for."""
    parts = below.split("/")
    for at, part in enumerate(parts):
        if part.startswith("["):
            before = "".join(f"{one}/" for one in parts[:at])
            beside = (one.removeprefix(before) for one in routes if one.startswith(before))
            last = at == len(parts) - 1
            names = [
                hit[0]
                for one in beside
                if (hit := _UNNAMED.match(one)) and (_ENDING.sub("", one) == hit[0]) == last
            ]
            parts[at] = max(dict.fromkeys(names), key=names.count, default=part)
    return "/".join(parts)


@lru_cache(maxsize=1 << 14)
def _route(file: str) -> str:
    """The route that a file is, whatever its parameters are called."""
    return _UNNAMED.sub("[]", _ENDING.sub("", file))


def _new(root: str, below: str, subject: Subject, ground: Ground) -> RepoPath | None:
    if layer_is_next(root):
        return repo_path(f"{root}/{below}/route.ts")
    if root.endswith("server/api"):
        return repo_path(f"{root}/{below}.{subject.endpoint.method.lower()}.ts")
    many = singular(subject.things) != subject.things and subject.act in _OF_ALL
    inside = [one.value for one in ground.paths() if one.value.startswith(f"{root}/")]
    own = any(one.path == f"{root}/{below}" for one in ground.named) or _have_folders(
        f"{root}/{below}", inside, many=many
    )
    return repo_path(f"{root}/{below}/index.ts" if own else f"{root}/{below}.ts")


def _have_folders(route: str, files: Sequence[str], *, many: bool) -> bool:
    """Whether such routes have more often an `index` in their folder than a file beside it.

    Such as have routes below them, as one of `many` rows will have, and such as are of one row.
    """
    nested = any(one.startswith(f"{route}/") for one in files)
    routes = [_ENDING.sub("", one) for one in files]
    above = {one.rpartition("/")[0] for one in routes}
    alike: dict[bool, list[tuple[bool, int]]] = {True: [], False: []}
    for one, own in zip(files, routes, strict=True):
        if own.endswith("]") == route.endswith("]"):
            alike[own in above].append(("/index." in one, own.count("/")))
    parents = alike[True] if nested or many else []
    as_deep = [one for one, deep in parents if deep == route.count("/")]
    of_parents = as_deep or [one for one, _ in parents]
    if of_parents or nested:
        return sum(of_parents) * 2 > len(of_parents) if of_parents else nested
    bare = [one for one, _ in alike[False]]
    return sum(bare) * 2 > max(len(bare), _ONE_EXAMPLE)


def layer_is_next(root: str) -> bool:
    """Whether a folder of routes is Next's, where each route has a folder with one `route.ts`."""
    return root.endswith("app/api")
