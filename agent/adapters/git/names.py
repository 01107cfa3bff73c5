"""File names as git prints them with -z, as paths."""

from __future__ import annotations

import os
import re

from agent.core.documents import RepoPath
from agent.core.errors import RefusedError, refused

_ID = re.compile(r"[0-9a-f]{40,64}")
_ODD = re.compile(r"[\x00-\x1f\x7f\\:]|^~|(?<=/)(?=/)")


def editable(names: list[bytes]) -> tuple[RepoPath, ...]:
    """The names that Waltz can edit; one with a newline, say, is left out."""
    return tuple(path for name in names if (path := _path(name)) is not None)


def shown(name: bytes) -> RepoPath:
    """A path to show for any name, so that none is left out: odd characters become U+FFFD."""
    exact = _path(name)
    if exact is not None:
        return exact
    return RepoPath(_ODD.sub("\ufffd", os.fsdecode(name).strip("/")).replace(".git", "\ufffdgit"))


def _path(name: bytes) -> RepoPath | None:
    try:
        return RepoPath(os.fsdecode(name.removesuffix(b"/")))
    except RefusedError:
        return None


def checked(text: str) -> str:
    """An object id as it stands; RefusedError for what git could take for something else (T15)."""
    if not _ID.fullmatch(text):
        raise refused("not-found", text, "this is no object id")
    return text


def count(text: bytes) -> int:
    """A number of lines as git gives it; none for a file that is no text."""
    return 0 if text == b"-" else int(text)


def split(out: bytes) -> list[bytes]:
    """The fields of NUL-terminated output."""
    return out.removesuffix(b"\0").split(b"\0") if out else []
