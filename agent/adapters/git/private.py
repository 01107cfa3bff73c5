"""The private index that a commit is made from, and the lock that shows one being made."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from agent.adapters.git.patience import Patience
from agent.adapters.git.place import Place
from agent.adapters.git.run import Call
from agent.adapters.git.state import PAUSE, TRIES, busy
from agent.core.edits import FileEdit
from agent.core.errors import RefusedError, refused

_PREFIX = "index-"


@contextlib.contextmanager
def held(place: Place) -> Iterator[Place]:
    """The place, locked for one commit; what a killed run left behind is swept first.

    Git's processes inherit the lock, so it outlives a killed Waltz for as long as its commit goes
    on. RefusedError `busy` while an earlier one does.
    """
    lock = place.state / "commit.lock"
    try:
        place.state.mkdir(mode=0o700, exist_ok=True)
        opened = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            _take(opened, lock)
            try:
                for left in place.state.glob(f"{_PREFIX}*"):
                    left.unlink(missing_ok=True)
                yield replace(place, git=replace(place.git, held=(opened,)))
            finally:
                _discard(lock)
        finally:
            os.close(opened)
    except OSError as error:
        subject = error.filename if isinstance(error.filename, str) else place.state
        raise refused("git-state", subject, f"{error.strerror}: git cannot commit") from error


def _discard(*left: Path) -> None:
    """Remove files that the next commit would sweep as well."""
    for file in left:
        with contextlib.suppress(OSError):
            file.unlink(missing_ok=True)


def _take(opened: int, lock: Path) -> None:
    for _ in range(TRIES):
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(PAUSE)
            continue
        if os.fstat(opened).st_nlink:
            return
        break
    raise RefusedError(busy(lock))


@contextlib.contextmanager
def index(place: Place, head: str | None) -> Iterator[dict[str, str]]:
    """The setting that names a new index; it is removed after.

    It begins as a copy of the user's, so that what git knows of unchanged files is not lost, and
    then holds the tree of `head`; None says that it does already.
    """
    private = place.state / f"{_PREFIX}{secrets.token_hex(8)}"
    setting = {"GIT_INDEX_FILE": str(private)}
    try:
        with contextlib.suppress(FileNotFoundError):
            _copy(place.git_dir / "index", private)
        if head is not None:
            place.git.ask(Call(args=("read-tree", "-i", "-m", head), kind="index", env=setting))
        yield setting
    finally:
        _discard(private, private.with_name(f"{private.name}.lock"))


def _copy(index: Path, private: Path) -> None:
    """With its time, by which git tells whether a file may have changed in the same second."""
    status = index.stat()
    shutil.copyfile(index, private)
    os.utime(private, ns=(status.st_atime_ns, status.st_mtime_ns))


def add(
    place: Place, edits: Sequence[FileEdit], setting: dict[str, str], patience: Patience
) -> None:
    """Put these files, as they are on disk, into the index, through the user's filters.

    RefusedError for a path that git ignores, or that lies in a submodule.
    """
    names = b"\0".join(os.fsencode(edit.path.value) for edit in edits)
    args = ("add", "--all", "--pathspec-from-file=-", "--pathspec-file-nul")
    call = Call(args=args, kind="index", stdin=names, env=setting, patience=patience)
    ran = place.git.run(call)
    if ran.code == 0:
        return
    if ran.end != "itself":
        raise refused("git-state", "commit", patience.why(ran.end, ran.tail))
    if b"ignored by one of your .gitignore" in ran.out:
        subject = ran.out.splitlines()[1].decode(errors="replace")
        raise refused("git-state", subject, "git ignores it, so no commit can hold it")
    raise refused("git-state", edits[0].path, f"git cannot add it: {ran.tail}")
