"""Bytes of files, None where there is no file: kept in the object database, and given back."""

from __future__ import annotations

from collections.abc import Iterable

from agent.core.documents import RepoPath
from agent.core.edits import BlobId, FileEdit, FileMode
from agent.core.job import Job
from agent.ports import Ports


def stored(ports: Ports, data: bytes | None) -> BlobId | None:
    """The id that the bytes are kept by."""
    return None if data is None else ports.repo.store(data)


def loaded(ports: Ports, blob: BlobId | None) -> bytes | None:
    """The bytes of this id."""
    return None if blob is None else ports.repo.load(blob)


def change(
    ports: Ports, path: RepoPath, now: bytes | None, data: bytes | None, mode: FileMode
) -> FileEdit | None:
    """The edit that makes the file's bytes these; None where they are."""
    if now == data:
        return None
    return FileEdit(path=path, before=stored(ports, now), after=stored(ports, data), mode=mode)


def dirty(ports: Ports, job: Job, paths: Iterable[RepoPath]) -> tuple[RepoPath, ...]:
    """Those that the user has changed and not committed: what the job wrote is its own."""
    return tuple(path for path in ports.repo.changed(list(paths)) if path not in job.based)
