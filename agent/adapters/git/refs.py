"""What is checked out, as git's own files say it: no process for what is asked most often.

Only what git itself writes by default is read; for anything else, None: then git is asked.
"""

from __future__ import annotations

import os
import re

from agent.adapters.git.place import Place
from agent.core.edits import CommitId
from agent.core.values import dataclass

_ID = re.compile(rb"([0-9a-f]{64}|[0-9a-f]{40})\n")
# Stricter than git-check-ref-format(1): no part begins with a dot, as reftable's stand-in does.
_POINTS = re.compile(rb"ref: (refs/heads/(?!\.)[^\x00-\x20\x7f~^:?*\[\\]+)\n")
_ODD = re.compile(rb"\.\.|/\.|//|@\{|/\Z")
OPEN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_MOST, _PIECE = 1 << 30, 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """A ref by its full name, and the commit it stands for."""

    name: str
    commit: CommitId


def head(place: Place) -> Ref | None:
    """The branch checked out, or `HEAD` itself where it is detached."""
    said = text(f"{place.git_dir}/HEAD")
    found = _POINTS.fullmatch(said)
    if found and not _ODD.search(found[1]):
        name = os.fsdecode(found[1])
        commit = _of_branch(place, name)
    else:
        name, commit = "HEAD", _commit(said)
    return Ref(name=name, commit=commit) if commit else None


def _of_branch(place: Place, name: str) -> CommitId | None:
    """The commit in a branch's own file, else in that of the packed ones."""
    file = f"{place.common}/{name}"
    if os.path.lexists(file):
        return _commit(text(file))
    packed = re.search(
        rb"^([0-9a-f]{64}|[0-9a-f]{40}) %s$" % re.escape(os.fsencode(name)),
        text(f"{place.common}/packed-refs"),
        re.MULTILINE,
    )
    return CommitId(packed[1].decode()) if packed else None


def _commit(said: bytes) -> CommitId | None:
    found = _ID.fullmatch(said)
    return CommitId(found[1].decode()) if found else None


def text(file: str, flags: int = OPEN, most: int = _MOST) -> bytes:
    """The bytes of a file, up to so many; none where there is no plain one.

    Asked some hundred times a batch, so it makes no file object of it.
    """
    try:
        opened = os.open(file, flags)
    except OSError:
        return b""
    parts = []
    try:
        while most > 0 and (part := os.read(opened, min(most, _PIECE))):
            parts.append(part)
            most -= len(part)
    except OSError:
        return b""
    finally:
        os.close(opened)
    return b"".join(parts)
