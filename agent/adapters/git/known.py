"""What git's files said when they were last read, kept with the bytes that said it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from agent.core.values import dataclass

if TYPE_CHECKING:
    from agent.adapters.git.index import Index
    from agent.core.edits import BlobId, CommitId

_MOST_KEPT = 16 << 20
_MOST_COMMITS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The last value of each setting; `texts` and `environ` are what they were read from."""

    values: Mapping[str, str]
    texts: Mapping[str, bytes]
    environ: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loose:
    """What a commit holds: its tree, its parents as git prints them, and its message."""

    tree: str
    parents: str
    message: str

    @property
    def subject(self) -> str:
        """The first paragraph on one line, as git's `%s` has it."""
        return " ".join(self.message.lstrip("\n").partition("\n\n")[0].splitlines())


class Known:
    """One repository's; whoever reads it compares first."""

    def __init__(self) -> None:
        self.settings: Settings | None = None
        self.index: Index | None = None
        self.blobs: dict[BlobId, bytes] = {}
        self._held = 0
        self.commits: dict[CommitId, Loose] = {}

    def keep(self, blob: BlobId, data: bytes) -> None:
        """An id has one content for ever: what was seen lately is not read by git again."""
        if len(data) > _MOST_KEPT or blob in self.blobs:
            return
        self.blobs[blob] = data
        self._held += len(data)
        while self._held > _MOST_KEPT:
            self._held -= len(self.blobs.pop(next(iter(self.blobs))))

    def keep_commit(self, name: CommitId, commit: Loose) -> Loose:
        """The same of commits: each is asked for a dozen times while the next one is made."""
        self.commits[name] = commit
        while len(self.commits) > _MOST_COMMITS:
            self.commits.pop(next(iter(self.commits)))
        return commit
