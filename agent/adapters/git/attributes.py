"""Where git's attributes of a file stand, which change what git makes of its bytes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from agent.adapters.git.index import Index
from agent.adapters.git.place import Place
from agent.adapters.git.settings import settings
from agent.core.documents import RepoPath

NAME = ".gitattributes"


def elsewhere(place: Place, told: Mapping[str, str]) -> Iterator[Path]:
    """The files outside of the worktree, whether they are there or not."""
    own = told.get("core.attributesfile")
    base = Path(os.environ.get("XDG_CONFIG_HOME") or home("~/.config"))
    yield place.common / "info/attributes"
    yield home(own) if own else base / "git/attributes"
    yield Path(place.git.program).parent.parent / "etc/gitattributes"
    yield Path("/etc/gitattributes")


def home(path: str) -> Path:
    """A path that may begin with `~`."""
    return Path(os.path.expanduser(path))  # noqa: PTH111 - Path's own raises for an unknown user


def are_none(place: Place, known: Index, paths: Iterable[RepoPath]) -> bool:
    """Whether there surely are none for these paths, in the worktree, this index or elsewhere."""
    told = settings(place)
    if "attr.tree" in told or any(map(os.path.lexists, elsewhere(place, told))):
        return False
    above = {folder for path in paths for folder in _above(path)}
    beside = (f"{folder}/{NAME}".lstrip("/") for folder in above)
    return not any(
        os.fsencode(one) in known.places or os.path.lexists(place.root / one) for one in beside
    )


def _above(path: RepoPath) -> Iterator[str]:
    parts = path.value.split("/")[:-1]
    return ("/".join(parts[:depth]) for depth in range(len(parts) + 1))
