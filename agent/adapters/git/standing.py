"""What stands unchanged, by git's own index: no process where its file says it plainly."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from agent import files
from agent.adapters.git import index, loose, refs
from agent.adapters.git.index import Entry, Index
from agent.adapters.git.place import Place
from agent.core.edits import CommitId
from agent.core.errors import RefusedError

_MOST = 4 << 20  # git is the quicker one then
_SHA256 = 64
_SECOND = 1_000_000_000
_WORD = 0xFFFFFFFF


def at_head(place: Place) -> Index | None:
    """The index, where it holds just what HEAD does; None where git is to be asked."""
    here = refs.head(place)
    found = read(place, place.git_dir / "index")
    if here is None or found is None or not found.tree:
        return None
    return found if found.tree == tree(place, here.commit) else None


def read(place: Place, file: Path) -> Index | None:
    """An index file; None where it is not there, too large, or written in another way."""
    try:
        with os.fdopen(os.open(file, refs.OPEN), "rb") as opened:
            written = os.fstat(opened.fileno()).st_mtime_ns
            data = opened.read(_MOST)
    except OSError:
        return None
    kept = place.known.index
    if kept is not None and (kept.data, kept.written) == (data, written):
        return kept
    found = parsed(place, data, written)
    if found is not None:
        place.known.index = found
    return found


def parsed(place: Place, data: bytes, written: int = 0) -> Index | None:
    """The index that these bytes are; None where they are written in another way."""
    digest = "sha256" if len(place.sample) == _SHA256 else "sha1"
    return index.parse(data, written, digest=digest)


def tree(place: Place, commit: CommitId) -> str:
    """The id of a commit's tree; empty where it is packed or damaged."""
    found = loose.commit(place, commit)
    return found.tree if found else ""


def unchanged(place: Place, paths: Iterable[str]) -> bool:
    """Whether each of these surely is on disk as in HEAD, by its times, or in neither."""
    known = at_head(place)
    return known is not None and all(_is_unchanged(place, known, path) for path in paths)


def _is_unchanged(place: Place, known: Index, path: str) -> bool:
    name = os.fsencode(path)
    entry = known.entry(name)
    try:
        found = _status(place, path)
    except (OSError, RefusedError):
        return False
    if entry is None or found is None:
        below = name + b"/"
        return not entry and not found and not any(one.startswith(below) for one in known.places)
    return entry.plain and _is_noted(entry, found, known.written)


def _status(place: Place, path: str) -> os.stat_result | None:
    """That of what has the name; None for nothing, an error where a link leads there."""
    folder, _, name = path.rpartition("/")
    with files.folder(place.root, folder) as parent:
        try:
            return None if parent is None else os.lstat(name, dir_fd=parent)
        except FileNotFoundError:
            return None


def _is_noted(entry: Entry, found: os.stat_result, written: int) -> bool:
    """Whether the index noted it so; one as young as the index may have changed since (F10)."""
    times = (*divmod(found.st_ctime_ns, _SECOND), *divmod(found.st_mtime_ns, _SECOND))
    now = (*times, found.st_ino & _WORD, found.st_uid, found.st_gid, found.st_size & _WORD)
    # Git notes no size where it is in doubt.
    sure = found.st_size > 0 and found.st_mtime_ns < written
    return sure and now == entry.noted and _mode(found) == entry.mode


def _mode(found: os.stat_result) -> int:
    """As git has it: a file, which may be executed or not; none for anything else."""
    if not stat.S_ISREG(found.st_mode):
        return 0
    return 0o100755 if found.st_mode & stat.S_IXUSR else 0o100644
