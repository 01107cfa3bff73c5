"""What git and the sessions of a repository remember, as the loop asks for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from agent.core.values import dataclass

if TYPE_CHECKING:
    from agent.core.documents import RepoPath
    from agent.core.edits import CommitId, FileEdit
    from agent.core.summary import StepResult
    from agent.core.trailers import CommitRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """A commit that changed a file; `ago` is how long since, in words, `added` that it made it."""

    commit: CommitId
    ago: str
    path: RepoPath
    added: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much a commit changed, as git counts: files, and lines added and removed."""

    files: int
    added: int
    removed: int


class History(Protocol):
    """What git remembers."""

    def records(self) -> Iterable[CommitRecord]:
        """Commits of HEAD's ancestry that carry a Waltz trailer or a revert, newest first."""
        ...

    def edits(self, commit: CommitId) -> tuple[FileEdit, ...]:
        """What a commit changed against its first parent."""
        ...

    def since(self, commit: CommitId) -> tuple[CommitRecord, ...] | None:
        """The commits made after this one, newest first; None when it is no longer an ancestor."""
        ...

    def subjects(self, count: int) -> tuple[str, ...]:
        """The newest commits' first lines."""
        ...

    def touching(self, paths: Sequence[RepoPath]) -> tuple[Touch, ...]:
        """Which of the newest commits changed these files, newest first."""
        ...

    def sizes(self, commits: Iterable[CommitId]) -> Mapping[CommitId, Size]:
        """How much each of these commits changed."""
        ...


class Archive(Protocol):
    """What the sessions of this repository, this one among them, wrote down."""

    def results(self, commits: Collection[CommitId]) -> tuple[StepResult, ...]:
        """How the steps of these commits ended, as far as the newest sessions tell."""
        ...
