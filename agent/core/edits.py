"""Proposals: the edits of one step against known bytes, and what a yes to them means."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, NewType

from agent.core.documents import RepoPath
from agent.core.errors import Refusal
from agent.core.flags import Flag, named
from agent.core.values import dataclass

BlobId = NewType("BlobId", str)
CommitId = NewType("CommitId", str)
FileMode = Literal["100644", "100755"]
Origin = Literal["drafter", "hands"]

# Waltz's own state: no proposal may touch it, whoever wrote it (faults.md T08).
PROTECTED = (".ai/waltz.toml",)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEdit:
    """One file's bytes before and after, by git object id; None is no file."""

    path: RepoPath
    before: BlobId | None
    after: BlobId | None
    mode: FileMode = "100644"

    def __post_init__(self) -> None:
        if self.before == self.after:
            message = f"{self.path} does not change"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The edits of one step, not yet approved.

    `origin` is "hands" when the user's own bytes are on disk already. `dirty` are the files in
    which the user has other uncommitted changes. `notes` say how it was made, `found` what its
    bytes hold that the user must have seen. `said` is a model's own sentence on it, and `worded`
    are its words for steps that come later, each with the step's id: both only stand beside facts.
    """

    edits: tuple[FileEdit, ...]
    subject: str
    origin: Origin = "drafter"
    dirty: tuple[RepoPath, ...] = ()
    notes: tuple[str, ...] = ()
    found: tuple[Flag, ...] = ()
    said: str = ""
    worded: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        paths = [edit.path.value.casefold() for edit in self.edits]
        if not paths or len(set(paths)) < len(paths):
            raise ValueError("a proposal changes at least one file, and each once")

    @property
    def digest(self) -> str:
        """What a verdict binds to: SHA-256 over path, mode, before and after of every file."""
        rows = sorted((e.path.value, e.mode, e.before, e.after) for e in self.edits)
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()

    @property
    def paths(self) -> tuple[RepoPath, ...]:
        """The files it changes."""
        return tuple(edit.path for edit in self.edits)

    @property
    def flags(self) -> tuple[Flag, ...]:
        """What a yes must be meant for, by the files' names and bytes: a key does not approve it.

        A file that the proposal does not change says nothing, whatever was found in it before.
        """
        paths = self.paths
        names = (flag for path in paths for flag in named(path))
        found = (flag for flag in self.found if flag.asks == "word" and flag.path in paths)
        return (*names, *found)

    @property
    def remarks(self) -> tuple[Flag, ...]:
        """What is worth a look and asks nothing."""
        paths = self.paths
        return tuple(one for one in self.found if one.asks == "nothing" and one.path in paths)

    def only(self, paths: Sequence[RepoPath]) -> Proposal:
        """The same proposal for these of its files."""
        kept = tuple(edit for edit in self.edits if edit.path in paths)
        dirty = tuple(path for path in self.dirty if path in paths)
        found = tuple(flag for flag in self.found if flag.path in paths)
        said = self.said if kept == self.edits else ""
        return replace(self, edits=kept, dirty=dirty, found=found, said=said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What is about to be written and committed, noted before the first byte is.

    `edits` go from the bytes of `head` (with the user's accepted changes) to the approved ones.
    """

    edits: tuple[FileEdit, ...]
    head: CommitId
    branch: str | None
    message: str

    def inverse(self) -> tuple[FileEdit, ...]:
        """The edits that put the files back."""
        return tuple(replace(e, before=e.after, after=e.before) for e in self.edits)


def blob_id(data: bytes, *, like: str) -> BlobId:
    """The id git gives these bytes, in the hash that the id `like` is written in."""
    kind = "sha256" if len(like) == hashlib.sha256().digest_size * 2 else "sha1"
    return BlobId(hashlib.new(kind, b"blob %d\0" % len(data) + data).hexdigest())


def is_blob(data: bytes | None, blob: BlobId | None) -> bool:
    """Whether these are the bytes of that id; None is no file."""
    if data is None or blob is None:
        return data is None and blob is None
    return blob_id(data, like=blob) == blob


def merge(first: Sequence[FileEdit], second: Sequence[FileEdit]) -> tuple[FileEdit, ...]:
    """One set of edits for two that follow each other; a file that ends as it began drops out."""
    merged = {edit.path: edit for edit in first}
    for edit in second:
        earlier = merged.pop(edit.path, None)
        before = edit.before if earlier is None else earlier.before
        if before != edit.after:
            merged[edit.path] = replace(edit, before=before)
    return tuple(merged.values())


def protected(paths: Sequence[RepoPath]) -> Refusal | None:
    """The refusal for a proposal that touches Waltz's own state, if it does."""
    for path in paths:
        if path.value.casefold() in PROTECTED:
            reason = "Waltz's own settings are edited by you alone"
            return Refusal(code="protected-file", subject=path.value, reason=reason)
    return None
