"""What there is in the repository, by name: what a model that plans need not list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from agent.core.documents import RepoPath, Role
from agent.drafter import PlanRequest
from agent.drafters.model.beside import listed
from agent.drafters.model.sending import Fence

_MOST_FILES = 150
_MOST_ENDPOINTS = 80
# What an endpoint's own passages are taken from: others of these may be asked for.
_ROLES: frozenset[Role] = frozenset(
    ("api-plan", "db-plan", "prd", "tech-stack", "data-management", "decisions")
)
_OWN = (".ai/", ".cursor")
# Nobody plans by what is drawn, built, locked or somebody else's.
_ASSET = re.compile(
    r"\.(?:map|png|jpe?g|gif|svg|ico|webp|avif|woff2?|ttf|otf|eot|mp[34]|pdf|zip|css|lock)$"
    r"|\.min\.js$|(?:^|/)package-lock\.json$|(?:^|/)(?:wwwroot/lib|vendor|node_modules|dist)/",
    re.IGNORECASE,
)
_SCREEN = re.compile(r"\.(?:tsx|jsx|vue|svelte|astro|razor|cshtml|html)$", re.IGNORECASE)


def documents(request: PlanRequest) -> str:
    """The documents themselves, for what their passages only name."""
    found = _documents(request)
    return f"The documents: {', '.join(map(str, found))}." if found else ""


def _documents(request: PlanRequest) -> dict[RepoPath, None]:
    return dict.fromkeys(one.path for one in request.documents if one.role in _ROLES)


def endpoints(request: PlanRequest, fence: Fence) -> str:
    """At which lines the API plan has which endpoint: a feature's own passages tell of none."""
    by_path: dict[RepoPath, list[str]] = defaultdict(list)
    for one in request.listed[:_MOST_ENDPOINTS]:
        by_path[one.source.path].append(f"{one.source.line}: {one.endpoint}")
    parts = [
        fence.data(f"endpoints of {path}, to be read where it is about them", "\n".join(rows))
        for path, rows in by_path.items()
    ]
    return "\n\n".join(parts)


def files(request: PlanRequest, fence: Fence) -> str:
    """The names of what is there: where it is all of them, no model has to list them again."""
    apart = {one.path for one in request.rules} | set(_documents(request))
    paths = request.code.paths
    own = [one for one in paths if one not in apart and not one.value.startswith(_OWN)]
    if not own:
        return "There are no files yet beside the documents."
    kept = tuple(islice(_first(own), _MOST_FILES))
    more = len(own) - len(kept)
    title = "files" if more else "files, all there are beside the documents"
    text = listed(sorted(kept))
    return fence.data(title, f"{text}\nand {more} more" if more else text)


def _first(paths: list[RepoPath]) -> Iterator[RepoPath]:
    """Code that serves, then screens, then all that stands there for other ends."""
    if len(paths) <= _MOST_FILES:
        yield from paths
        return
    code = [one for one in paths if not _ASSET.search(one.value)]
    yield from (one for one in code if not _SCREEN.search(one.value))
    yield from (one for one in code if _SCREEN.search(one.value))
