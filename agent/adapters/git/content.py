"""Bytes in git's object database, as they are and as a checkout would write them."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

from agent import files
from agent.adapters.git import loose, names, standing
from agent.adapters.git.place import Place
from agent.adapters.git.run import Call
from agent.adapters.git.settings import settings
from agent.core.documents import RepoPath
from agent.core.edits import BlobId, blob_id
from agent.core.errors import refused

_DISK_ONLY = b" M "
_NOTED = re.compile(
    rb"(?P<path>[^\0]+)\0  ctime: (?P<cs>\d+):(?P<cn>\d+)\n  mtime: (?P<ms>\d+):(?P<mn>\d+)\n"
    rb".*\n.*\n  size: (?P<size>\d+)\t.*\n"
)
_EMPTY = "WALTZ_EMPTY"
_FILTER = re.compile(r"filter\..*\.", re.DOTALL)


def store(place: Place, data: bytes) -> BlobId:
    """Keep bytes, unfiltered; return their id."""
    blob = blob_id(data, like=place.sample)
    if not _freshened(place, blob) and (_is_shared(place) or not loose.keep(place, blob, data)):
        out = place.git.read("hash-object", "-w", "--stdin", "--no-filters", stdin=data)
        blob = BlobId(out.decode().strip())
    place.known.keep(blob, data)
    return blob


def _is_shared(place: Place) -> bool:
    """Whether git is told to give objects other permissions than its files usually have."""
    return settings(place).get("core.sharedrepository", "false") not in {"false", "umask", "0"}


def _freshened(place: Place, blob: BlobId) -> bool:
    """Whether its file is there; as git does it, it is made young, so that no pruning takes it."""
    try:
        os.utime(place.common / "objects" / blob[:2] / blob[2:])
    except OSError:
        return False  # packed, or new, or another user's: git sees to it
    return True


def ignored(place: Place) -> tuple[str, ...]:
    """The untracked files that git ignores; a folder of nothing else is one, with a slash."""
    options = ("--others", "--ignored", "--exclude-standard", "--directory")
    listed = place.git.read("ls-files", "-z", *options)
    return tuple(name.decode("utf-8", "replace") for name in names.split(listed))


def load(place: Place, blob: BlobId) -> bytes:
    """The bytes of an id; RefusedError `not-found`."""
    data = place.known.blobs.get(blob)
    if data is not None:
        return data
    data = loose.blob(place, BlobId(names.checked(blob)))
    if data is None:
        ran = place.git.run(Call(args=("cat-file", "blob", blob)))
        if ran.code != 0:
            raise refused("not-found", blob, "git no longer has these bytes")
        data = ran.out
    place.known.keep(blob, data)
    return data


def committed(place: Place, path: RepoPath) -> BlobId | None:
    """The id of what HEAD holds there, as it is on disk where git takes it for unchanged.

    Elsewhere it is what a checkout would write, as far as no program is needed.
    """
    raw = _in_head(place, path)
    if raw is None:
        return None
    quiet = without_filters(place)
    if not changed(place, (path.value,)):
        data = files.read(place.root, path.value)
        if data is not None:
            return raw if blob_id(data, like=raw) == raw else store(place, data)
    return _checked_out(place, path, raw, quiet)


def _in_head(place: Place, path: RepoPath) -> BlobId | None:
    known = standing.at_head(place)
    noted = known.entry(os.fsencode(path.value)) if known else None
    if noted is not None:
        return BlobId(noted.blob)
    entry = place.git.read("ls-tree", "-z", "--full-tree", "HEAD", "--", path.value)
    return BlobId(entry.partition(b"\t")[0].split()[2].decode()) if entry else None


def changed(place: Place, paths: Sequence[str]) -> list[bytes]:
    """The names of those (of all, when none are named) that differ from HEAD or are untracked.

    Ignored ones count when they are named.
    """
    if paths and standing.unchanged(place, paths):
        return []
    quiet = without_filters(place)
    named = ("--ignored=matching",) if paths else ()
    out = ask(
        place,
        *(*quiet, "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all"),
        *("--ignore-submodules=dirty", *named, "--", *paths),
    )
    lines = names.split(out)
    doubtful = [line[3:] for line in lines if quiet and line.startswith(_DISK_ONLY)]
    same = _untouched(place, doubtful)
    return [line[3:] for line in lines if not (line.startswith(_DISK_ONLY) and line[3:] in same)]


def _untouched(place: Place, paths: Sequence[bytes]) -> frozenset[bytes]:
    """Those whose times, to the nanosecond, and size are those that the index noted.

    Git itself compares seconds, and would run the filter for a file as young as the index.
    """
    if not paths:
        return frozenset()
    out = place.git.read("ls-files", "-z", "--debug", "--", *map(os.fsdecode, paths))
    return frozenset(
        match["path"]
        for match in _NOTED.finditer(out)
        if _noted(place, match["path"])
        == tuple(map(int, match.group("cs", "cn", "ms", "mn", "size")))
    )


def _noted(place: Place, path: bytes) -> tuple[int, ...]:
    try:
        status = (place.root / os.fsdecode(path)).lstat()
    except FileNotFoundError:
        return ()
    second = 1_000_000_000
    return (
        *divmod(status.st_ctime_ns, second),
        *divmod(status.st_mtime_ns, second),
        status.st_size,
    )


def checked_out(place: Place, path: RepoPath, blob: BlobId) -> BlobId:
    """The id of what a checkout would write for a blob there, as far as no program is needed."""
    return _checked_out(place, path, blob, without_filters(place))


def _checked_out(place: Place, path: RepoPath, blob: BlobId, quiet: Sequence[str]) -> BlobId:
    data = ask(place, *quiet, "cat-file", "--filters", f"--path={path}", blob)
    return blob if blob_id(data, like=blob) == blob else store(place, data)


def without_filters(place: Place) -> tuple[str, ...]:
    """Settings that switch each configured filter program off; for `ask` alone."""
    found = filter(_FILTER.match, settings(place))
    # --config-env takes a name with `=` in it, which -c does not.
    return tuple(
        f"--config-env={key}.{kind}={_EMPTY}"
        for key in sorted({name.rpartition(".")[0] for name in found})
        for kind in ("process", "required")
    )


def ask(place: Place, *args: str) -> bytes:
    """What git prints, with filter programs switched off by the first of the arguments."""
    return place.git.ask(Call(args=args, env={_EMPTY: ""}))
