"""The private index that a commit is made from, and the lock that shows one being made.

After the commit it takes the place of the user's own, where that would come out the same.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from agent.adapters.git import attributes, standing
from agent.adapters.git.patience import Patience
from agent.adapters.git.place import Place
from agent.adapters.git.programs import hooks
from agent.adapters.git.run import Call
from agent.adapters.git.state import PAUSE, TRIES, busy
from agent.core.edits import FileEdit
from agent.core.errors import RefusedError, refused
from agent.core.values import dataclass

_PREFIX = "index-"
_SEEN = "--no-assume-unchanged --no-skip-worktree"
_INDEX, _LOCK = "index", "index.lock"


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
                _sweep(place)
                yield replace(place, git=replace(place.git, held=(opened,)))
            finally:
                _discard(*place.state.glob(f"{_PREFIX}*"), lock)
        finally:
            os.close(opened)
    except OSError as error:
        subject = error.filename if isinstance(error.filename, str) else place.state
        raise refused("git-state", subject, f"{error.strerror}: git cannot commit") from error


def swept(place: Place) -> bool:
    """Remove what a killed run left, if any; False where there is nothing, or one is at work."""
    if not any(place.state.glob(f"{_PREFIX}*")):
        return False
    with contextlib.suppress(RefusedError), held(place):
        return True
    return False


def _sweep(place: Place) -> None:
    """Remove what a killed run left, and git's lock where it was that run's."""
    lock = place.git_dir / _LOCK
    for left in place.state.glob(f"{_PREFIX}*"):
        if lock.exists() and lock.samefile(left):
            lock.unlink()
        left.unlink(missing_ok=True)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Private:
    """A new index; `began` are the bytes of the user's where it is a copy of that alone."""

    file: Path
    began: bytes | None

    @property
    def setting(self) -> dict[str, str]:
        """The setting that names it."""
        return {"GIT_INDEX_FILE": str(self.file)}


def index(place: Place, head: str | None) -> Private:
    """A new index; it is removed when the commit's lock is let go.

    It begins as a copy of the user's, so that what git knows of unchanged files is not lost, and
    then holds the tree of `head`; None says that it does already.
    """
    file = place.state / f"{_PREFIX}{os.urandom(8).hex()}"
    began = _copy(place.git_dir / _INDEX, file)
    made = Private(file=file, began=began if head is None else None)
    if head is not None:
        call = Call(args=("read-tree", "-i", "-m", head), kind="index", env=made.setting)
        place.git.ask(call)
    return made


def _copy(index: Path, private: Path) -> bytes | None:
    """With its time, by which git tells whether a file may have changed in the same second."""
    try:
        with index.open("rb") as opened:
            status = os.fstat(opened.fileno())
            data = opened.read()
    except FileNotFoundError:
        return None
    private.write_bytes(data)
    os.utime(private, ns=(status.st_atime_ns, status.st_mtime_ns))
    return data


def takes_place(place: Place, made: Private, tree: str) -> bool:
    """Let it be the user's index, if it holds this tree and theirs is still what it began as.

    As git does it: under the index's lock, by renaming; its time stays its own. False where
    nothing was done.
    """
    index, lock = place.git_dir / _INDEX, place.git_dir / _LOCK
    if made.began is None or not tree:
        return False
    try:
        os.link(made.file, lock)  # fails where another git holds it
    except OSError:
        return False
    theirs, ours = standing.read(place, index), standing.read(place, lock)
    same = theirs is not None and theirs.data == made.began
    if same and ours is not None and ours.tree == tree:
        with contextlib.suppress(OSError):
            _sync(lock)
            lock.rename(index)
            # From here on the lock's name may be another git's.
            with contextlib.suppress(OSError):
                _sync(index.parent)
            return True
    _discard(lock)
    return False


def _sync(path: Path) -> None:
    """Have a file, or the names in a folder, on disk (F52): git does not see to that."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def takes_up(place: Place, edits: Sequence[FileEdit], made: Private) -> bool:
    """Whether git's commit takes just these files up by itself, as `add` would: it knows them all.

    A hook would see another index than it is used to, so there must be none.
    """
    known = standing.parsed(place, made.began) if made.began else None
    if known is None or hooks(place):
        return False
    entries = [known.entry(os.fsencode(edit.path.value)) for edit in edits]
    plain = all(one is not None and one.plain for one in entries)
    return plain and attributes.are_none(place, known, (edit.path for edit in edits))


def _refuse_unseen(place: Place, edits: Sequence[FileEdit], made: Private) -> None:
    known = standing.read(place, made.file)
    for edit in edits:
        entry = known.entry(os.fsencode(edit.path.value)) if known else None
        if entry is not None and entry.unseen:
            reason = f"git is told not to look at it: `git update-index {_SEEN} {edit.path}`"
            raise refused("git-state", edit.path, reason)


def add(place: Place, edits: Sequence[FileEdit], made: Private, patience: Patience) -> None:
    """Put these files, as they are on disk, into the index, through the user's filters.

    RefusedError for a path that git ignores or is told not to look at, or in a submodule.
    """
    _refuse_unseen(place, edits, made)
    names = b"\0".join(os.fsencode(edit.path.value) for edit in edits)
    args = ("add", "--all", "--pathspec-from-file=-", "--pathspec-file-nul")
    call = Call(args=args, kind="index", stdin=names, env=made.setting, patience=patience)
    ran = place.git.run(call)
    if ran.code == 0:
        return
    if ran.end != "itself":
        raise refused("git-state", "commit", patience.why(ran.end, ran.tail))
    if b"ignored by one of your .gitignore" in ran.out:
        subject = ran.out.splitlines()[1].decode(errors="replace")
        raise refused("git-state", subject, "git ignores it, so no commit can hold it")
    raise refused("git-state", edits[0].path, f"git cannot add it: {ran.tail}")
