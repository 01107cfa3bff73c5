"""The stacks that a repository shows: each with its folder, and how many routes are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from agent.core.documents import RepoPath
from agent.core.lately import lately
from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.drafter import Code
from agent.drafters.builtin.planning.places.kinds import roles_of
from agent.drafters.builtin.planning.places.stacks import Stack, stacks
from agent.sources.stack.manifests import Manifest, is_manifest, read_manifest

# What is kept beside the application, or shows how another is built.
_BESIDE = deferred(
    r"(?:^|/)(?:tests?[-_]?data|fixtures?|examples?|samples?|archive|legacy|old|docs?|\.[\w-]+)/"
)
_FRONT = deferred(r"(?:^|/)(?:frontend|client|web-fe|ui|mobile|e2e|\w+-frontend)/")
_TESTS = deferred(r"(?:^|/)(?:tests?|__tests__|[\w.]*\.?Tests?)(?:/|$)")
_SCRIPTS = (".ts", ".js", ".mjs")
# Of what renders pages, the files that serve an API.
_API_FILES = {
    "astro": deferred(r"(?:^|/)pages/api/.*\.[jt]s$"),
    "next": deferred(r"(?:^|/)(?:app/(?:.*/)?api/(?:.*/)?route|pages/api/.*)\.[jt]s$"),
    "nuxt": deferred(r"(?:^|/)server/(?:api|routes)/.*\.[jt]s$"),
}
_VERSION = deferred(r"/v\d+$")
_MOST_MANIFESTS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A stack in a folder (with its slash; empty for the root), and the files of routes there.

    `own`: more than a manifest's dependency shows it: its own files, or routes.
    """

    stack: Stack
    root: str
    routes: int
    own: bool


@lately
def shown_in(code: Code) -> tuple[Shown, ...]:
    """What the files show, those with the most routes first."""
    paths = as_text(code.paths)
    found: dict[tuple[Stack, str], bool] = {}
    read = {one.path: one for one in manifests(code)}
    for one in read.values():
        root = one.path.value.removesuffix(one.path.name)
        for stack in stacks():
            if depends(stack, one) and not _FRONT.search(one.path.value):
                found[stack, root] = False
    for stack, root, path in _by_files(code.paths):
        # A build file in a language is no framework's own where it can be read.
        if path not in read or depends(stack, read[path]) or not stack.package:
            found[stack, root] = True
    counted = ((stack, root, _routes(paths, stack.name, root)) for stack, root in found)
    shown = [
        Shown(stack=stack, root=root, routes=routes, own=found[stack, root] or routes > 0)
        for stack, root, routes in counted
    ]
    return tuple(
        sorted(shown, key=lambda one: (-one.routes, stacks().index(one.stack), len(one.root)))
    )


def depends(stack: Stack, manifest: Manifest) -> bool:
    """Whether a manifest depends on the stack."""
    names = (name.casefold() for name, _ in manifest.packages)
    return bool(stack.package) and any(re.fullmatch(stack.package, one) for one in names)


def manifests(code: Code) -> Iterator[Manifest]:
    """Those of the application, the outer ones first."""
    for path in _manifest_paths(code.paths):
        data = code.read(path)
        if data:
            yield _read(path, data)


@lru_cache(maxsize=128)
def _read(path: RepoPath, data: bytes) -> Manifest:
    return read_manifest(path, data.decode(errors="replace"))


@lately
def _manifest_paths(paths: tuple[RepoPath, ...]) -> tuple[RepoPath, ...]:
    found = (one for one in paths if is_manifest(one) and not _BESIDE.search(one.value))
    return tuple(sorted(found, key=lambda one: one.value.count("/"))[:_MOST_MANIFESTS])


@lately
def as_text(paths: tuple[RepoPath, ...]) -> tuple[str, ...]:
    """The paths as text, once for all that asks of the same files."""
    return tuple(path.value for path in paths)


@lately
def _by_files(paths: tuple[RepoPath, ...]) -> tuple[tuple[Stack, str, RepoPath], ...]:
    """The stacks whose own files are there, each with the folder that they are in, and the file."""
    known = [(one, re.compile(one.file)) for one in stacks() if one.file]
    return tuple(
        (one, _folder(path.value, hit), path)
        for path in paths
        if not _BESIDE.search(path.value)
        for one, file in known
        if (hit := file.search(path.value)) is not None
    )


def _folder(path: str, hit: re.Match[str]) -> str:
    """The folder that the match begins in, with its slash."""
    begin = hit.start() + hit[0].startswith("/")
    return path[: path.rfind("/", 0, begin) + 1]


@lru_cache(maxsize=64)
def _routes(paths: tuple[str, ...], name: str, root: str) -> int:
    stack = next(one for one in stacks() if one.name == name)
    inside = (one for one in paths if one.startswith(root) and not _TESTS.search(one))
    if stack.of_pages:
        return sum(_API_FILES[name].search(one) is not None for one in inside)
    layer = stack.layer("route")
    suffixes = _SCRIPTS if layer and layer.suffix == ".ts" else (layer.suffix if layer else "",)
    return sum(
        layer is not None and one.endswith(suffixes) and _is_route(one, layer.folder)
        for one in inside
    )


def _is_route(path: str, folder: str) -> bool:
    within, _, name = path.rpartition("/")
    kinds = roles_of(name)
    if kinds is not None:
        return "route" in kinds[:1]
    return not name.startswith("__") and any(
        re.search(folder, one) for one in (within, _VERSION.sub("", within))
    )
