"""What a step names as its files and no step may touch: paths that leave the repository (T01)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from agent.core.patterns import deferred
from agent.sources.text.languages import SUFFIXES

_END = r"[^\s`'\"<>()\[\],;|]*[\w*]"
_LEAVES = deferred(
    rf"(?<![\w/.:@~*{{}}<>\\-])(?:(?:[\w.-]+/)*\.\./{_END}|~/{_END}|[A-Za-z]:[\\/]{_END}|\\\\{_END}"
    rf"|/(?:bin|boot|dev|etc|home|opt|proc|root|sbin|tmp|usr|var|Users|Library|Windows)/{_END})"
)
# What a step makes or changes is said so; other paths in its prose only lead somewhere.
_WORKS = deferred(
    r"\b(?:creat|add|writ|updat|modif|extend|edit|append|utw[oó]rz|stw[oó]rz|tworz|dopis|zmodyf)\w*"
    r"\b[^.]*$",
    re.IGNORECASE,
)
_LONGEST = 2000


def leaving(label: Iterable[str], prose: Iterable[str]) -> tuple[str, ...]:
    """The paths out of the repository that a files label lists or the prose makes, each once."""
    listed = (one[0] for text in label for one in _LEAVES.finditer(text[:_LONGEST]))
    return tuple(dict.fromkeys((*listed, *_made(prose))))


def _made(prose: Iterable[str]) -> Iterator[str]:
    for text in prose:
        for line in text.split("\n"):
            if "/" not in line and "\\" not in line:
                continue
            for one in _LEAVES.finditer(line[:_LONGEST]):
                suffix = one[0].rpartition(".")[2].casefold()
                if suffix in SUFFIXES and _WORKS.search(line[: one.start()]):
                    yield one[0]
