"""What a `$ref` says: a file of the repository, and a place in it."""

from __future__ import annotations

from agent.core.documents import RepoPath
from agent.core.errors import RefusedError
from agent.core.patterns import deferred
from agent.core.values import dataclass

_CODED = deferred(r"(?:%[0-9A-Fa-f]{2})+")
_SCHEME = deferred(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a reference leads; the keys lead there from the top of the file."""

    path: RepoPath
    keys: tuple[str, ...] = ()


def target(text: str, at: RepoPath) -> Target | str:
    """Where a reference in this file leads, or why nobody follows it (T36)."""
    file, _, pointer = text.partition("#")
    keys = tuple(
        _plain(key).replace("~1", "/").replace("~0", "~") for key in pointer.split("/")[1:]
    )
    if not file:
        known = text.startswith("#")
        return Target(path=at, keys=keys) if known else "it is empty"
    if _SCHEME.match(file):
        return "it leads to the network, which is never asked"
    path = _joined(at.folder, _plain(file).replace("\\", "/"))
    if path is None:
        return "it leads out of the repository"
    try:
        return Target(path=RepoPath(path), keys=keys)
    except RefusedError:
        return "it leads out of the repository"


def _joined(folder: str, relative: str) -> str | None:
    parts = folder.split("/") if folder and not relative.startswith("/") else []
    if relative.startswith("/"):
        return None
    for part in relative.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


def _plain(text: str) -> str:
    """A part of an address without its `%2F`s."""
    return _CODED.sub(
        lambda hit: bytes.fromhex(hit[0].replace("%", "")).decode("utf-8", "replace"), text
    )
