"""What there is in the repository, by name: what a model that plans need not list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from agent.core.documents import RepoPath, Role
from agent.core.spec import Feature
from agent.drafter import PlanRequest
from agent.drafters.model.beside import NO_FILES, listed, own
from agent.drafters.model.sending import Fence

_MOST_FILES = 150
_MOST_LISTED = 80
_MOST_SAID = 120
# What an endpoint's own passages are taken from: others of these may be asked for.
_ROLES: frozenset[Role] = frozenset(
    ("api-plan", "db-plan", "prd", "tech-stack", "data-management", "decisions")
)
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


def elsewhere(request: PlanRequest, fence: Fence) -> str:
    """At which lines other documents have what this may be about: no passage here tells of it."""
    what = "endpoints" if isinstance(request.spec.endpoint, Feature) else "requirements"
    by_path: dict[RepoPath, list[str]] = defaultdict(list)
    for one in request.listed()[:_MOST_LISTED]:
        source = one.source
        lines = f"{source.line}" if source.line == source.last else f"{source.line}-{source.last}"
        by_path[source.path].append(f"{lines}: {one.endpoint}")
    parts = [
        fence.data(f"{what} of {path}, to be read where it is about them", "\n".join(rows))
        for path, rows in by_path.items()
    ]
    return "\n\n".join(parts)


def other_rules(request: PlanRequest, given: str, fence: Fence) -> str:
    """The rules that hold only for some work, by name: those that were given stand in `given`."""
    rows = [
        f"{one.path}: {one.description}"[:_MOST_SAID].rstrip(" :")
        for one in request.rules
        if f"rules {one.path}" not in given
    ]
    title = "other rules, to be read where a step is what they are for"
    return fence.data(title, "\n".join(rows)) if rows else ""


def files(request: PlanRequest, fence: Fence) -> str:
    """The names of what is there: where it is all of them, no model has to list them again."""
    documents = _documents(request)
    found = [one for one in own(request.code.paths, request.rules) if one not in documents]
    if not found:
        return NO_FILES
    kept = tuple(islice(_first(found), _MOST_FILES))
    more = len(found) - len(kept)
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
