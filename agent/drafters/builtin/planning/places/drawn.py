"""Folders drawn as a tree: each line's whole path, with what stands above it."""

from __future__ import annotations

from collections.abc import Iterator

from agent.core.patterns import deferred

# `│   ├── services/   # what is there`, with any of the strokes that trees are drawn with.
_BRANCH = deferred(
    r"(?P<before>[\s\u2502|]*)(?:[\u251c\u2514\u2570+]|[`|](?=-+ ))[\u2500-]+\s*"
    r"(?P<name>`?[\w.@(\[{][\w.@()\[\]{}/*-]*`?)"
)
_ROOT = deferred(r"\s*(?:[-*#]\s*)?`?(?P<name>[\w.-]+(?:/[\w.-]+)*)/?`?\s*(?:#.*)?$")
# A tree's first line is the repository, unless it is a folder that code is kept in.
_KEPT = deferred(r"(?:src|app|apps|backend|server|api|lib|packages|tests?)(?:/|$)")


def drawn(lines: tuple[str, ...]) -> dict[int, str]:
    """The path that each line of a tree names, by its number; none for other lines."""
    return dict(_found(lines))


def _found(lines: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    above: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        hit = _BRANCH.match(line)
        if hit is None:
            root = _ROOT.match(line)
            if above and not line.strip(" \u2502|\t"):
                continue
            above = [(-1, _top(root["name"]))] if root else []
            continue
        depth, name = len(hit["before"].expandtabs(4)), hit["name"].strip("`").strip("/")
        while above and above[-1][0] >= depth:
            above.pop()
        above.append((depth, name))
        path = "/".join(one for _, one in above if one not in ("", "."))
        if path:
            yield number, path


def _top(name: str) -> str:
    return name if _KEPT.match(name) else ""
