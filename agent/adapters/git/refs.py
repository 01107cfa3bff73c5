"""What is checked out, as git's own files say it: no process for what is asked most often.

Only what git itself writes by default is read; for anything else, None: then git is asked.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from agent.adapters.git.place import Place
from agent.core.edits import CommitId
from agent.core.values import dataclass

_ID = re.compile(rb"([0-9a-f]{64}|[0-9a-f]{40})\n")
# Stricter than git-check-ref-format(1): no part begins with a dot, as reftable's stand-in does.
_POINTS = re.compile(rb"ref: (refs/heads/(?!\.)[^\x00-\x20\x7f~^:?*\[\\]+)\n")
_ODD = re.compile(rb"\.\.|/\.|//|@\{|/\Z")
OPEN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """A ref by its full name, and the commit it stands for."""

    name: str
    commit: CommitId


def head(place: Place) -> Ref | None:
    """The branch checked out, or `HEAD` itself where it is detached."""
    said = _text(place.git_dir / "HEAD")
    found = _POINTS.fullmatch(said)
    if found and not _ODD.search(found[1]):
        name = os.fsdecode(found[1])
        commit = _of_branch(place, name)
    else:
        name, commit = "HEAD", _commit(said)
    return Ref(name=name, commit=commit) if commit else None


def _of_branch(place: Place, name: str) -> CommitId | None:
    """The commit in a branch's own file, else in that of the packed ones."""
    file = place.common / name
    if os.path.lexists(file):
        return _commit(_text(file))
    packed = re.search(
        rb"^([0-9a-f]{64}|[0-9a-f]{40}) %s$" % re.escape(os.fsencode(name)),
        _text(place.common / "packed-refs"),
        re.MULTILINE,
    )
    return CommitId(packed[1].decode()) if packed else None


def _commit(said: bytes) -> CommitId | None:
    found = _ID.fullmatch(said)
    return CommitId(found[1].decode()) if found else None


def _text(file: Path) -> bytes:
    """The bytes of a file; none where there is no plain one."""
    try:
        with os.fdopen(os.open(file, OPEN), "rb") as opened:
            return opened.read()
    except OSError:
        return b""
