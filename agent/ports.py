"""What the loop needs from outside, as protocols; adapters fit them by shape.

The core's values are named for the type checker alone: the first prompt needs none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from agent.core.values import dataclass

if TYPE_CHECKING:
    from agent.chat import Models
    from agent.core.check import Check, Formatter, Runs
    from agent.core.documents import Document, RepoPath, Role
    from agent.core.edits import BlobId, CommitId, FileEdit, FileMode, Intent
    from agent.core.errors import Refusal
    from agent.core.findings import Finding
    from agent.core.plan import Plan
    from agent.core.schema import Schema
    from agent.core.series import Noted
    from agent.core.settings import Language
    from agent.core.spec import Listed, ListedFeature, Rule, Spec, Target
    from agent.core.subjects import Naming
    from agent.dialogue import Reader, Screen
    from agent.drafter import Drafter, Profiles
    from agent.memory import Archive, History


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where the repository stands; `branch` is None when detached."""

    commit: CommitId
    branch: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """A commit that was made: git's own counts, and the paths whose bytes a hook changed.

    `added` and `removed` are lines. `surprises` differ, in commit, index or worktree, from what
    was approved. `changes` go from the approved bytes of these to what stands there now.
    """

    id: CommitId
    files: tuple[str, ...]
    added: int
    removed: int
    surprises: tuple[RepoPath, ...] = ()
    changes: tuple[FileEdit, ...] = ()


class Listing(Protocol):
    """The files of the repository, as `Repo.paths` gives them."""

    def still(self) -> AbstractContextManager[None]:
        """Within, they are listed once: for what writes none of them and waits for no user."""
        ...


class Repo(Protocol):
    """Git, as far as the loop needs it; any method may raise RefusedError (`busy`, `git-state`)."""

    @property
    def listing(self) -> Listing:
        """Its files."""
        ...

    def head(self) -> Head:
        """The commit and branch checked out."""
        ...

    def obstacle(self) -> Refusal | None:
        """What forbids committing now: a merge, rebase or bisect under way, a lock, no identity."""
        ...

    def runs(self) -> Runs:
        """What a commit does beside committing: hooks, filters, signing (T13)."""
        ...

    def store(self, data: bytes) -> BlobId:
        """Keep bytes in the object database, unfiltered; return their id."""
        ...

    def load(self, blob: BlobId) -> bytes:
        """The bytes of an id; RefusedError `not-found` when git has pruned them."""
        ...

    def committed(self, path: RepoPath) -> BlobId | None:
        """The id of what HEAD holds there, smudged as a checkout would be; None if nothing."""
        ...

    def changed(self, paths: Sequence[RepoPath] = ()) -> tuple[RepoPath, ...]:
        """Those (of all, when none are named) that differ from HEAD or are untracked."""
        ...

    def paths(self) -> tuple[RepoPath, ...]:
        """Tracked and untracked files, without ignored ones, and what is below `.ai/`."""
        ...

    def commit(self, intent: Intent) -> Committed:
        """Commit exactly the intent's paths through a private index, hooks and signing as set.

        An intent without any is a message alone, with HEAD's tree: progress that changed no file.
        Raises RefusedError when HEAD moved (`stale-file`), or a hook or signing fails
        (`git-state`, the reason holding the output's tail); nothing is committed then.
        """
        ...

    def landed(self, intent: Intent) -> Committed | None:
        """The commit this intent became, if HEAD is it; the index is refreshed for its paths."""
        ...


class Worktree(Protocol):
    """The user's files, opened below the root only: no symlink is followed (T04)."""

    def read(self, path: RepoPath) -> bytes | None:
        """The bytes on disk, None when there is no file."""
        ...

    def mode(self, path: RepoPath) -> FileMode:
        """The mode git would record."""
        ...

    def write(self, edits: Sequence[FileEdit]) -> None:
        """Write all or none; RefusedError `stale-file` if one is neither its before nor after."""
        ...

    def create(self, made: Mapping[RepoPath, bytes]) -> None:
        """Write new files, all or none; RefusedError `stale-file` where one is there."""
        ...


class Record(Protocol):
    """What a series of plans has done so far, for the run that goes on with it."""

    def notes(self) -> tuple[Noted, ...]:
        """What was written down, in order; nothing where no series was interrupted."""
        ...

    def add(self, notes: Iterable[Noted]) -> None:
        """Write it down, before it is done."""
        ...

    def forget(self) -> None:
        """The series is over."""
        ...


class Chosen(Protocol):
    """What the user chose for this repository in `.ai/waltz.toml`."""

    def checks(self) -> tuple[Check, ...]:
        """The checks of `.ai/waltz.toml`, expanded as they will run."""
        ...

    def proposal(self) -> str:
        """The settings that fit what is here, as the text of their file; empty without any."""
        ...

    def naming(self) -> Naming:
        """The templates of `.ai/waltz.toml` for subjects and branches; empty where it has none."""
        ...

    def named(self) -> frozenset[Role]:
        """The roles whose documents `.ai/waltz.toml` names, also where it names none."""
        ...

    def language(self) -> Language | None:
        """The language of plans that `.ai/waltz.toml` asks for, if any."""
        ...

    def formats(self) -> tuple[Formatter, ...]:
        """The formatters of `.ai/waltz.toml`, else those that the project's own files name."""
        ...


class Library(Chosen, Protocol):
    """The documents of the repository, read."""

    def documents(self) -> tuple[Document, ...]:
        """Every document with a role, plans left out."""
        ...

    def endpoints(self) -> tuple[Listed, ...]:
        """What the API plans list, each endpoint once."""
        ...

    def features(self) -> tuple[ListedFeature, ...]:
        """What the product requirements list, each feature once."""
        ...

    def apart(self) -> tuple[Listed, ...]:
        """What they keep for later, or call removed."""
        ...

    def findings(self) -> tuple[Finding, ...]:
        """What was left out, what cannot be read, and where documents contradict each other."""
        ...

    def schema(self) -> Schema:
        """The tables, enumerations and views of the db documents, each once."""
        ...

    def plans(self) -> tuple[Plan, ...]:
        """Implementation plans found."""
        ...

    def rules(self) -> tuple[Rule, ...]:
        """Rules documents, decisions among them."""
        ...

    def spec(self, endpoint: Target) -> Spec:
        """All that the documents say about it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a command ended; `exit` is None at the time limit. `tail` is the end of its output."""

    exit: int | None
    seconds: float
    tail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filtered:
    """What a filter made of its input; `tail` is the end of what it said beside it.

    `exit` is None where a limit ended it: `tail` says which.
    """

    exit: int | None
    out: bytes
    tail: str


class Runner(Protocol):
    """Runs commands in a process group of their own, with a clean environment (T28, T29)."""

    def run(self, command: Sequence[str], seconds: float) -> Outcome:
        """Run without a shell, from the repository's top, with nothing on standard input."""
        ...

    def filter(self, command: Sequence[str], data: bytes, seconds: float) -> Filtered:
        """Run as `run` does, with the bytes on standard input; its output is what it made."""
        ...

    def shell(self, command: str, seconds: float) -> Outcome:
        """Run what the user typed after `!`, by their shell."""
        ...


class Trust(Protocol):
    """What the user allowed in this repository, kept in their own folder."""

    def allowed(self, digest: str) -> bool:
        """Whether the user said yes to exactly this here."""
        ...

    def allow(self, digest: str) -> None:
        """Remember a yes."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Everything outside, as the loop gets it.

    `told` is the profile this run was given, if any; with `recites` a plan is shown as it comes.
    """

    repo: Repo
    history: History
    archive: Archive
    worktree: Worktree
    library: Library
    profiles: Profiles
    drafter: Drafter
    models: Models
    screen: Screen
    reader: Reader
    runner: Runner
    trust: Trust
    told: str = ""
    recites: bool = True
