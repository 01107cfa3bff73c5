"""Routes that are files: the path of the URL is the path of the file (Astro, Next, Nuxt)."""

from __future__ import annotations

import re
from functools import lru_cache

from agent.core.documents import RepoPath, Source
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.places.ground import Ground, repo_path
from agent.drafters.builtin.planning.places.stacks import Layer
from agent.drafters.builtin.planning.subject import Subject

_SCRIPTS = frozenset((".ts", ".js", ".mjs"))
_PARAMETER = deferred(r"\{([^}]*)\}|:([A-Za-z_]\w*)|<([^>]*)>|\[([^\]]*)\]")
_UNNAMED = deferred(r"\[[^\]]*\]")
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
    inside = (one for one in ground.paths() if one.value.startswith(f"{root}/"))
    same = next((one for one in inside if _route(one.value) == wanted), None)
    return (same, None) if same else (_new(root, below, subject, ground), source)


def _root(layer: Layer, ground: Ground) -> tuple[str, Source | None]:
    pattern = re.compile(rf"^(.*?{layer.folder.removesuffix('$')})(?:/|$)")
    for one in ground.named:
        if found := pattern.match(one.path):
            return found[1], one.source
    for path in ground.paths():
        if path.suffix in _SCRIPTS and (found := pattern.match(path.folder)):
            return found[1], None
    return "", None


@lru_cache(maxsize=1 << 14)
def _route(file: str) -> str:
    """The route that a file is, whatever its parameters are called."""
    return _UNNAMED.sub("[]", _ENDING.sub("", file))


def _new(root: str, below: str, subject: Subject, ground: Ground) -> RepoPath | None:
    if layer_is_next(root):
        return repo_path(f"{root}/{below}/route.ts")
    if root.endswith("server/api"):
        return repo_path(f"{root}/{below}.{subject.endpoint.method.lower()}.ts")
    nested = any(path.value.startswith(f"{root}/{below}/") for path in ground.paths())
    return repo_path(f"{root}/{below}/index.ts" if nested else f"{root}/{below}.ts")


def layer_is_next(root: str) -> bool:
    """Whether a folder of routes is Next's, where each route has a folder with one `route.ts`."""
    return root.endswith("app/api")
