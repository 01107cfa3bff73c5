"""Which layer a file is of, by its name and folder: a service is no schema, a test is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial

from agent.core.documents import RepoPath
from agent.core.lately import latest
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.places.endings import worded
from agent.drafters.builtin.planning.places.knownfiles import Files
from agent.drafters.builtin.planning.places.stacks import Layer, Role

_WORD = deferred(r"[._-]+|(?<=[a-z0-9])(?=[A-Z])")
_ROLES: dict[str, tuple[Role, ...]] = {
    "schema": ("validation", "types"),
    "validator": ("validation",),
    "validation": ("validation",),
    "request": ("types", "validation"),
    "service": ("service",),
    "repository": ("repository",),
    "usecase": ("service",),
    "handler": ("service", "route"),
    "controller": ("route",),
    "router": ("route",),
    "route": ("route",),
    "endpoint": ("route",),
    "dto": ("types",),
    "type": ("types",),
    "response": ("types",),
    "resource": ("types",),
    "serializer": ("types",),
    "command": ("types",),
    "query": ("types",),
    "module": ("register",),
    "mapper": ("mapper",),
    "error": (),
    "util": (),
    "helper": (),
    "middleware": (),
    "guard": (),
    "entity": (),
    "exception": (),
    "config": (),
}
# In .NET they are handed to what does the work, and hold no form of a request.
_MESSAGES = ("command", "query")
# A class of what is given checks nothing by itself, and one that handles a command has no route.
_BY_TYPES = ("validation", "route")
_TYPED = frozenset((".cs", ".java"))
_PAGES_TOP = deferred(r"(?:^|/)(?:frontend|client|ui|components|hooks|views|mobile)(?:/|$)")
_TESTS = deferred(
    r"(?:^|[/.])(?:(?:unit|integration)?tests?|__tests__|specs?|e2e)(?:[./]|$)", re.IGNORECASE
)
_VERSION = deferred(r"/v\d+$")


@lru_cache(maxsize=1 << 13)
def roles_of(name: str) -> tuple[Role, ...] | None:
    """The roles that a file of this name may have; None where its name says nothing of it."""
    stem, dot, ending = name.rpartition(".")
    if worded(stem, f"{dot}{ending}").tested:
        return ("tests",)
    words = [one.casefold() for one in _WORD.split(stem) if one]
    # A single word is the resource's own: `requests.py` has the routes of requests.
    kinds = [kind for one in words[1:] if (kind := _singular(one)) in _ROLES]
    if kinds and ending == "cs" and kinds[-1] in _MESSAGES:
        return ()
    return _ROLES[kinds[-1]] if kinds else None


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word.removesuffix("s")


def fits(name: str, role: Role) -> bool:
    """Whether nothing in the name speaks against the role; a test is named as one."""
    roles = roles_of(name)
    return role in roles if roles is not None else role != "tests"


@latest(256)
def of_layers(files: Files) -> Callable[[Layer], tuple[RepoPath, ...]]:
    """Those of the files that are of a layer, by their names or where they stand.

    A series asks it of each plan's files with every other plan.
    """
    return lru_cache(maxsize=32)(partial(_of_layer, files))


def _of_layer(files: Files, layer: Layer) -> tuple[RepoPath, ...]:
    return tuple(one for one in files.paths if is_called(one, layer) or _is_kind(one, layer))


def _is_kind(path: RepoPath, layer: Layer) -> bool:
    """Whether it stands in the layer's folder; a class is named for its kind beside."""
    return _stands(path.value, layer.suffix, layer.role, layer.folder)[2]


def is_called(path: RepoPath, layer: Layer) -> bool:
    """Whether its name says that it is of the layer, wherever it stands."""
    return _stands(path.value, layer.suffix, layer.role, layer.folder)[0]


def is_in(path: RepoPath, layer: Layer) -> bool:
    """Whether it stands in the layer's folder, and nothing in its name speaks against it."""
    return _stands(path.value, layer.suffix, layer.role, layer.folder)[1]


@lru_cache(maxsize=1 << 14)
def _stands(value: str, suffix: str, role: Role, folder: str) -> tuple[bool, bool, bool]:
    """Whether a file is called as the layer's are, is in its folder, and is of its kind there.

    A series asks for each file that is known with every plan.
    """
    path = RepoPath(value)
    if path.suffix != suffix:
        return False, False, False
    inside = fits(path.name, role) and _is_kept(path.folder, folder, role == "tests")
    of_kind = inside and (suffix not in _TYPED or roles_of(path.name) is not None)
    return _has_role(path, role), inside, of_kind


def _has_role(path: RepoPath, role: Role) -> bool:
    roles = roles_of(path.name) or ()
    first = role == "types" or (role in _BY_TYPES and path.suffix in _TYPED)
    return (
        role in (roles[:1] if first else roles)
        and not _PAGES_TOP.search(path.folder)
        and (role == "tests") == (_TESTS.search(path.folder) is not None)
    )


def is_folder(folder: str, layer: Layer) -> bool:
    """Whether the layer's code is kept there; what is below tests is never the program's."""
    return _is_kept(folder, layer.folder, layer.role == "tests")


@lru_cache(maxsize=1 << 14)
def _is_kept(folder: str, pattern: str, tests: bool) -> bool:  # noqa: FBT001 - kept by its value
    of_tests = not tests and _TESTS.search(folder) is not None
    # `api/v1` is kept as `api` is.
    near = (folder, _VERSION.sub("", folder))
    return not of_tests and any(re.search(pattern, one) for one in near)
