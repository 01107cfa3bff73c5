"""The file of a Python project whose routes an endpoint is beside, by the paths that it serves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from agent.core.documents import RepoPath
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.places.ground import Ground
from agent.drafters.builtin.planning.subject import AROUND, Subject, fold

_ROUTES = deferred(
    r"(?:^|/)(?:\w*rout\w*|endpoints?|api|views?|controllers?|urls|blueprints)(?:/|\.py$)"
)
_TESTS = deferred(r"(?:^|/)tests?/|(?:^|/)(?:test_\w+|conftest|__init__)\.py$")
_MADE = deferred(r"\b(?:APIRouter|Blueprint)\([^)]*?\b(?:url_)?prefix\s*=\s*[\"']([^\"']*)")
_ROUTE = deferred(
    r"^@\w+\.(?:get|post|put|patch|delete|route)\(\s*(?:path\s*=\s*)?[\"']([^\"']*)"
    r"|\b(?:re_)?path\(\s*r?[\"']\^?([^\"']+)[\"'],(?!\s*include)|\.register\(\s*r?[\"']([^\"']+)",
    re.MULTILINE,
)
_PARAMETER = deferred(r"\{[^}]*\}|<[^>]*>|:\w+")


def served_by(subject: Subject, ground: Ground) -> RepoPath | None:
    """The one of those files that has the longest part of the path, up to what it names last."""
    wanted = _segments(subject.endpoint.path)
    named = [at for at, one in enumerate(wanted) if fold(one) == fold(subject.things)]
    fewest = named[-1] + 1 if named else len(wanted)
    best: tuple[int, RepoPath | None] = (max(fewest, 1) - 1, None)
    for path in ground.there:
        if path.suffix == ".py" and _ROUTES.search(path.value) and not _TESTS.search(path.value):
            stem = path.name.removesuffix(".py")
            found = _paths(stem, ground.passages.lines(path))
            if stem == "urls" and wanted and fold(wanted[0]) == _application(path):
                # Its routes are included below its own name.
                found = tuple((wanted[0], *one) for one in found)
            best = max([best, *((_shared(wanted, one), path) for one in found)], key=_count)
    return best[1]


def _application(path: RepoPath) -> str:
    return fold(path.folder.rpartition("/")[2])


def _count(one: tuple[int, RepoPath | None]) -> int:
    return one[0]


def _shared(wanted: Sequence[str], route: Sequence[str]) -> int:
    """How many segments both begin with."""
    same = [one == other for one, other in zip(wanted, route, strict=False)]
    return same.index(False) if False in same else len(same)


@lru_cache(maxsize=256)
def _paths(stem: str, lines: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The paths of the file's routes: below its prefix, or what it is called."""
    text = "\n".join(lines)
    made = _MADE.search(text)
    prefix = "" if stem == "urls" else made[1] if made is not None else stem
    return tuple(_segments(f"{prefix}/{one}") for one in _routes(text))


def _routes(text: str) -> Iterator[str]:
    for hit in _ROUTE.finditer(text):
        yield next(one for one in hit.groups() if one is not None)


def _segments(path: str) -> tuple[str, ...]:
    """The segments of a path, but those around any."""
    found = [_PARAMETER.sub("{}", one) for one in path.strip("/$").split("/") if one]
    return tuple(one for one in found if not AROUND.fullmatch(one))
