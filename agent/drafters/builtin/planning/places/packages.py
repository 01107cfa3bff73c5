"""The package of a Java project that its code is below, as its files or its documents name it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.places.ground import Ground, Place

# What a generator of projects has for one, where nobody named another.
STAND_IN = "com/example"
_FOLDER = deferred(r"(?:^|/)src/(?:main|test)/java/(.+)$")
_LAYERS = r"(?:controller|service|repository|dto|model|exception|config|entity)s?"
# A package of the project's own is named with the layers that it has.
_LAYERED = deferred(rf"(?<![\w.])((?:[a-z]\w*\.){{2,}}){_LAYERS}\b")
_CALLED = deferred(
    r"(?i:\b(?:(?:root|base|main)?[ -]?package|pakie\w+|group(?: ?id)?))\b(?: name)?(?: is| jest)?"
    r"[*`'\":=>\s(]{1,6}((?:com|org|net|io|dev|app|eu|pl|de|fr)(?:\.[a-z]\w*)+)\b(?!\.\*)"
)
_LAST = deferred(rf"(?:/{_LAYERS})?(?:/\w+\.java)?$")
_MAIN = "Application.java"


def base_package(places: Iterable[Place], ground: Ground) -> str:
    """Its folder below the sources: by the files, else as documents name it; may be empty."""
    return _by_files(places, ground) or _by_folders(ground) or _by_name(ground)


def assumed(homes: Iterable[Place], places: Iterable[Place], ground: Ground) -> str:
    """The package that stands in these paths where nothing names the project's own."""
    stands = any(f"java/{STAND_IN}/" in one.path.value for one in homes)
    named = not stands or base_package(places, ground)
    return "" if named else STAND_IN.replace("/", ".")


def _by_files(places: Iterable[Place], ground: Ground) -> str:
    """That of the class which starts the application, else what the folders of layers are in."""
    main = (_FOLDER.search(one.folder) for one in ground.there if one.name.endswith(_MAIN))
    if (found := next(filter(None, main), None)) is not None:
        return found[1]
    for path in (*(place.path for place in places), *ground.paths()):
        found = _FOLDER.search(path.folder.rpartition("/")[0])
        if found is not None:
            return found[1]
    return ""


def _by_folders(ground: Ground) -> str:
    """The outermost folder below the sources that documents name."""
    found = (_FOLDER.search(one.path) for one in ground.named)
    inner = [_LAST.sub("", one[1]) for one in found if one is not None]
    return min((one for one in inner if "/" in one), key=len, default="")


def _by_name(ground: Ground) -> str:
    """The package that documents name the most layers of, else the one called so."""
    lines = [ground.passages.lines(path) for path in dict.fromkeys(ground.documents)]
    for pattern in (_LAYERED, _CALLED):
        found = [one for each in lines for one in _named(pattern, each)]
        if found:
            return max(dict.fromkeys(found), key=found.count).replace(".", "/")
    return ""


@lru_cache(maxsize=256)
def _named(pattern: re.Pattern[str], lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_all(pattern, lines))


def _all(pattern: re.Pattern[str], lines: tuple[str, ...]) -> Iterator[str]:
    for line in lines:
        yield from (hit[1].rstrip(".") for hit in pattern.finditer(line))
