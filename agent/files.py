"""Files written whole or not at all, and opened below a root without following a symlink."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from agent.core.errors import refused
from agent.core.values import dataclass

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_MOST = 64 << 20
_AT_ONCE = 4
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A regular file as it stands on disk; `mode` are its permission bits."""

    data: bytes
    mode: int


def shipped(folder: str) -> Path:
    """A folder of ours: in the package, or beside it where that is a checkout."""
    package = Path(__file__).resolve().parent
    packaged = package / folder
    return packaged if packaged.is_dir() else package.parent / folder


def is_below(path: Path, root: Path) -> bool:
    """Whether an absolute path lies below root, compared part by part (T03)."""
    return ".." not in path.parts and path != root and path.is_relative_to(root)


@contextlib.contextmanager
def folder(root: Path, inner: str) -> Iterator[int | None]:
    """A descriptor of the folder `inner` (POSIX, relative) below root; None when there is none.

    Raises RefusedError `symlink` if any part of `inner` is one.
    """
    with contextlib.ExitStack() as opened:
        current: int | None = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        walked = ""
        for part in inner.split("/") if inner else ():
            if current is None:
                break
            opened.callback(os.close, current)
            walked = f"{walked}/{part}" if walked else part
            current = _enter(current, part, walked)
        if current is not None:
            opened.callback(os.close, current)
        yield current


def _enter(parent: int, part: str, shown: str) -> int | None:
    try:
        return os.open(part, _FOLDER, dir_fd=parent)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno in {errno.ELOOP, errno.ENOTDIR} and _is_link(parent, part):
            raise refused("symlink", shown, "a symlink is never followed") from error
        raise


def _is_link(parent: int, name: str) -> bool:
    return stat.S_ISLNK(_kind(parent, name))


def find(parent: int, name: str, *, shown: str) -> Found | None:
    """The regular file of this name in an open folder; None when nothing has the name.

    Raises RefusedError `symlink`, `stale-file` for anything else that is no regular file, and
    `too-large` (T38).
    """
    try:
        opened = os.open(name, _READ, dir_fd=parent)
    except FileNotFoundError:
        return None
    except OSError as error:
        if _is_link(parent, name):
            raise refused("symlink", shown, "a symlink is never followed") from error
        raise
    try:
        status = os.fstat(opened)
        if not stat.S_ISREG(status.st_mode):
            raise refused("stale-file", shown, "something that is no regular file stands there")
        if status.st_size > _MOST:
            raise refused("too-large", shown, f"it is larger than {_MOST >> 20} MB")
        return Found(data=_read_all(opened, status.st_size), mode=stat.S_IMODE(status.st_mode))
    finally:
        os.close(opened)


def _read_all(opened: int, size: int) -> bytes:
    parts: list[bytes] = []
    while part := os.read(opened, max(size + 1, 65536)):
        parts.append(part)
    return b"".join(parts)


def read(root: Path, path: str) -> bytes | None:
    """The bytes of a file below root; None when no regular file is there."""
    found = look(root, path)
    return None if found is None else found.data


def look(root: Path, path: str) -> Found | None:
    """The regular file at this path below root; None for nothing, or a folder."""
    inner, _, name = path.rpartition("/")
    try:
        with folder(root, inner) as parent:
            if parent is None or _is_folder(parent, name):
                return None
            return find(parent, name, shown=path)
    except NotADirectoryError:
        return None
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise refused("too-large", path, "a name in it is too long") from error
        raise


def _is_folder(parent: int, name: str) -> bool:
    return stat.S_ISDIR(_kind(parent, name))


def has(parent: int, name: str) -> bool:
    """Whether anything in an open folder has this name."""
    return _kind(parent, name) != 0


def _kind(parent: int, name: str) -> int:
    try:
        return os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode
    except FileNotFoundError:
        return 0


def stage(
    parent: int, data: bytes, *, mode: int, owner: str = "", sync: Callable[[int], None] = os.fsync
) -> str:
    """Write bytes to a new file of a random name in an open folder, durably; return the name."""
    name = f".waltz-{owner}{os.urandom(8).hex()}.tmp"
    opened = os.open(name, _CREATE, 0o600, dir_fd=parent)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(opened, rest) :]
        os.fchmod(opened, mode)
        sync(opened)
    except OSError:
        drop(parent, name)
        raise
    finally:
        os.close(opened)
    return name


def sync_all(opened: Sequence[int]) -> None:
    """Make open files durable, some at once: the disk settles together what waits together."""
    failed: list[OSError] = []

    def sync(some: Sequence[int]) -> None:
        try:
            for one in some:
                os.fsync(one)
        except OSError as error:
            failed.append(error)

    beside = [
        threading.Thread(target=sync, args=(opened[at::_AT_ONCE],))
        for at in range(1, min(_AT_ONCE, len(opened)))
    ]
    for thread in beside:
        thread.start()
    sync(opened[::_AT_ONCE])
    for thread in beside:
        thread.join()
    if failed:
        raise failed[0]


def publish(parent: int, staged: str, name: str) -> None:
    """Give a staged file its name, in one step, replacing what had it."""
    os.replace(staged, name, src_dir_fd=parent, dst_dir_fd=parent)


def drop(parent: int, name: str) -> None:
    """Remove a file from an open folder, if it is there."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(name, dir_fd=parent)


def sweep(root: Path, inner: str, *, owner: str = "") -> None:
    """Remove what an earlier, killed run had staged in a folder, for `owner` alone."""
    staged = re.compile(rf"\.waltz-{re.escape(owner)}[0-9a-f]{{16}}\.tmp")
    with contextlib.suppress(FileNotFoundError), folder(root, inner) as parent:
        if parent is None:
            return
        for name in filter(staged.fullmatch, os.listdir(parent)):  # noqa: PTH208 - a descriptor
            drop(parent, name)


def make_folder(root: Path, inner: str) -> None:
    """Make one folder below root, durably; its parent is there."""
    above, _, name = inner.rpartition("/")
    with folder(root, above) as parent:
        if parent is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), above)
        os.mkdir(name, dir_fd=parent)
        os.fsync(parent)


def remove_folder(root: Path, inner: str) -> bool:
    """Remove one folder below root if it is empty; whether it is gone."""
    above, _, name = inner.rpartition("/")
    with folder(root, above) as parent:
        if parent is None:
            return True
        try:
            os.rmdir(name, dir_fd=parent)
        except FileNotFoundError:
            return True
        except OSError as error:
            if error.errno in {errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR}:
                return False
            raise
        return True


def write_atomic(
    path: Path, data: bytes, *, mode: int = 0o600, sync: Callable[[int], None] = os.fsync
) -> None:
    """Replace one of Waltz's own files, durably: a reader sees the old bytes or the new."""
    parent = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        staged = stage(parent, data, mode=mode, owner=path.name, sync=sync)
        try:
            publish(parent, staged, path.name)
        except OSError:
            drop(parent, staged)
            raise
        sync(parent)
    finally:
        os.close(parent)


def new_mode(*, executable: int) -> int:
    """The permission bits a new file gets under the user's umask; `executable` is 0o111 or 0."""
    mask = os.umask(0o077)
    os.umask(mask)
    return (0o666 | executable) & ~mask
