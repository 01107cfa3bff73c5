"""The user's files on disk: read and written below the root, never through a symlink."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import ExitStack, suppress
from pathlib import Path

from agent import files
from agent.core.documents import RepoPath
from agent.core.edits import BlobId, FileEdit, FileMode, blob_id, is_blob
from agent.core.errors import refused
from agent.core.values import dataclass

_PLAIN = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your disk quota is used up",
    errno.EFBIG: "the file would be larger than allowed here",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "you may not write there",
    errno.EPERM: "you may not write there",
}
_EXECUTABLE = 0o111


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """One file to be written: what is there, and the bytes that shall be."""

    edit: FileEdit
    found: files.Found | None
    data: bytes | None

    @property
    def mode(self) -> int:
        """Permission bits as they are, or as a new file gets them."""
        if self.found is not None:
            return self.found.mode
        return files.new_mode(executable=_EXECUTABLE if self.edit.mode == "100755" else 0)


class DiskWorktree:
    """Worktree over the file system; `load` gives the bytes of an id.

    `notes` is a file of Waltz's own: which folders it made, so that a put-back, even after a
    crash, removes these and no others. `closed` are real folders that it never writes in.
    """

    def __init__(
        self,
        *,
        root: Path,
        notes: Path,
        load: Callable[[BlobId], bytes],
        closed: Sequence[Path] = (),
    ) -> None:
        self._root = root
        self._notes = notes
        self._load = load
        self._closed = closed
        self._swept: set[str] = set()

    def read(self, path: RepoPath) -> bytes | None:
        """The bytes on disk, None when there is no file; RefusedError `symlink`."""
        return files.read(self._root, path.value)

    def mode(self, path: RepoPath) -> FileMode:
        """The mode git would record."""
        found = files.look(self._root, path.value)
        return "100644" if found is None else _git_mode(found)

    def write(self, edits: Sequence[FileEdit]) -> None:
        """Write all or none; a file that is at its after already is left as it is.

        Raises RefusedError: `stale-file` when one is neither its before nor its after,
        `symlink`, `outside-repo` in a nested repository, `protected-file` in a closed folder,
        `git-state` when the disk refuses.
        """
        self._write(edits, self._load, {edit.path.folder for edit in edits})
        self._prune(edits)

    def create(self, made: Mapping[RepoPath, bytes]) -> None:
        """Write new files, all or none; RefusedError as `write` has them."""
        ids = {path: blob_id(data, like="") for path, data in made.items()}
        edits = [FileEdit(path=path, before=None, after=blob) for path, blob in ids.items()]
        known = {ids[path]: data for path, data in made.items()}
        # A series makes thousands in one folder, and no other Waltz writes there meanwhile.
        unswept = {path.folder for path in made} - self._swept
        self._write(edits, known.__getitem__, unswept)
        self._swept |= unswept

    def _write(
        self, edits: Sequence[FileEdit], load: Callable[[BlobId], bytes], unswept: AbstractSet[str]
    ) -> None:
        try:
            changes = [change for edit in edits for change in self._pending(edit, load)]
            self._sweep(unswept)
            with ExitStack() as rollback:
                self._apply(changes, rollback)
                rollback.pop_all()
        except OSError as error:
            subject = error.filename if isinstance(error.filename, str) else self._root
            raise refused("git-state", subject, _plain(error)) from error

    def _pending(self, edit: FileEdit, load: Callable[[BlobId], bytes]) -> Iterator[_Change]:
        self._refuse_closed(edit.path)
        self._refuse_nested(edit.path)
        found = self._find(edit.path)
        if not _is(found, edit, edit.after):
            _refuse_stale(found, edit)
            data = None if edit.after is None else load(edit.after)
            yield _Change(edit=edit, found=found, data=data)

    def _find(self, path: RepoPath) -> files.Found | None:
        with files.folder(self._root, path.folder) as parent:
            return None if parent is None else files.find(parent, path.name, shown=path.value)

    def _refuse_closed(self, path: RepoPath) -> None:
        """Where the home folder is a repository, so is what Waltz keeps there (T08)."""
        if any(files.is_below(self._root / path.value, one) for one in self._closed):
            raise refused("protected-file", path, "what Waltz keeps for you, no step may change")

    def _refuse_nested(self, path: RepoPath) -> None:
        for inner in _folders(path):
            with files.folder(self._root, inner) as opened:
                if opened is not None and files.has(opened, ".git"):
                    reason = f"{inner} is a repository of its own; start waltz there"
                    raise refused("outside-repo", path, reason)

    def _apply(self, changes: Sequence[_Change], rollback: ExitStack) -> None:
        self._make_folders(changes, rollback)
        with ExitStack() as opened:
            unsettled: list[int] = []

            def keep(file: int) -> None:
                unsettled.append(os.dup(file))
                opened.callback(os.close, unsettled[-1])

            ready = [(change, *self._stage(change, opened, rollback, keep)) for change in changes]
            files.sync_all(unsettled)
            for change, parent, staged in ready:
                _refuse_stale(self._find(change.edit.path), change.edit)
                rollback.callback(self._restore, change)
                if staged is None:
                    files.drop(parent, change.edit.path.name)
                else:
                    files.publish(parent, staged, change.edit.path.name)
            for parent in {change.edit.path.folder: parent for change, parent, _ in ready}.values():
                os.fsync(parent)

    def _stage(
        self,
        change: _Change,
        opened: ExitStack,
        rollback: ExitStack,
        keep: Callable[[int], None],
    ) -> tuple[int, str | None]:
        path = change.edit.path
        parent = opened.enter_context(files.folder(self._root, path.folder))
        if parent is None:
            raise refused("stale-file", path, "its folder is gone; look again")
        if change.data is None:
            return parent, None
        staged = files.stage(parent, change.data, mode=change.mode, sync=keep)
        rollback.callback(self._drop, path.folder, staged)
        return parent, staged

    def _drop(self, folder: str, staged: str) -> None:
        with files.folder(self._root, folder) as parent:
            if parent is not None:
                files.drop(parent, staged)

    def _restore(self, change: _Change) -> None:
        path = change.edit.path
        if self._find(path) == change.found:
            return
        with files.folder(self._root, path.folder) as parent:
            if parent is None:
                return
            if change.found is None:
                files.drop(parent, path.name)
            else:
                staged = files.stage(parent, change.found.data, mode=change.found.mode)
                files.publish(parent, staged, path.name)
            os.fsync(parent)

    def _make_folders(self, changes: Sequence[_Change], rollback: ExitStack) -> None:
        wanted = {inner for c in changes if c.data is not None for inner in _folders(c.edit.path)}
        missing = [inner for inner in sorted(wanted) if not self._has(inner)]
        if missing:
            self._note({*filter(self._has, self._noted()), *missing})
        for inner in missing:
            rollback.callback(files.remove_folder, self._root, inner)
            files.make_folder(self._root, inner)

    def _has(self, inner: str) -> bool:
        with files.folder(self._root, inner) as opened:
            return opened is not None

    def _sweep(self, folders: AbstractSet[str]) -> None:
        for inner in folders:
            files.sweep(self._root, inner)
        if folders:
            files.sweep(self._notes.parent, "", owner=self._notes.name)

    def _prune(self, edits: Sequence[FileEdit]) -> None:
        absent = [edit.path for edit in edits if edit.after is None]
        noted = self._noted() if absent else frozenset[str]()
        for inner in sorted({i for path in absent for i in _folders(path)} & noted, reverse=True):
            # All files are written by now; an empty folder that stays does no harm.
            with suppress(OSError):
                files.remove_folder(self._root, inner)

    def _noted(self) -> frozenset[str]:
        try:
            lines = self._notes.read_bytes().split(b"\0")
        except FileNotFoundError:
            return frozenset()
        return frozenset(os.fsdecode(line) for line in lines if line)

    def _note(self, folders: set[str]) -> None:
        self._notes.parent.mkdir(mode=0o700, exist_ok=True)
        files.write_atomic(self._notes, b"\0".join(os.fsencode(one) for one in sorted(folders)))


def _folders(path: RepoPath) -> Iterator[str]:
    parts = path.value.split("/")[:-1]
    return ("/".join(parts[: depth + 1]) for depth in range(len(parts)))


def _git_mode(found: files.Found) -> FileMode:
    return "100755" if found.mode & 0o100 else "100644"


def _is(found: files.Found | None, edit: FileEdit, blob: BlobId | None) -> bool:
    if found is None:
        return blob is None
    return is_blob(found.data, blob) and _git_mode(found) == edit.mode


def _refuse_stale(found: files.Found | None, edit: FileEdit) -> None:
    if not _is(found, edit, edit.before):
        raise refused("stale-file", edit.path, "changed since the diff was shown; look again")


def _plain(error: OSError) -> str:
    known = _PLAIN.get(error.errno or 0, str(error.strerror or error).lower())
    if isinstance(error.__context__, OSError):
        return f"{known}; not all could be put back, start waltz again once that is mended"
    return f"{known}; nothing was changed"
