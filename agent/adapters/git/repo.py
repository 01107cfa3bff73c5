"""The repository that the loop works in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from agent.adapters.git import commit, content, names, state
from agent.adapters.git.place import Place, locate
from agent.core.documents import RepoPath
from agent.core.edits import BlobId, CommitId, Intent
from agent.core.errors import Refusal
from agent.ports import Committed, Head

_HOOK_SECONDS = 600.0
_TRACKED = re.compile(rb"(\d{6}) [0-9a-f]{40,64} \d\t(.+)", re.DOTALL)
_FILES = (b"100644", b"100755")


class GitRepo:
    """Repo over the git program; no read runs a program that the repository's config names.

    `seconds` is how long hooks and signing may take.
    """

    def __init__(self, place: Place, *, seconds: float = _HOOK_SECONDS) -> None:
        self.place = place
        self._seconds = seconds

    def head(self) -> Head:
        """The commit and branch checked out."""
        return state.head(self.place)

    def obstacle(self) -> Refusal | None:
        """What forbids committing now: a merge, rebase or bisect under way, a lock, no identity."""
        return state.obstacle(self.place)

    def store(self, data: bytes) -> BlobId:
        """Keep bytes in the object database, unfiltered; return their id."""
        return content.store(self.place, data)

    def load(self, blob: BlobId) -> bytes:
        """The bytes of an id; RefusedError `not-found` when git has pruned them."""
        return content.load(self.place, blob)

    def committed(self, path: RepoPath) -> BlobId | None:
        """The id of what a checkout of HEAD would write there, as far as no program is needed.

        A file under a filter program that git takes for unchanged is what is on disk.
        """
        return content.committed(self.place, path)

    def changed(self, paths: Sequence[RepoPath] = ()) -> tuple[RepoPath, ...]:
        """Those (of all, when none are named) that differ from HEAD or are untracked."""
        named = ("--ignored=matching",) if paths else ()
        out = content.ask(
            self.place,
            *(
                *content.without_filters(self.place),
                "status",
                "--porcelain=v1",
                "-z",
                "--no-renames",
            ),
            *("--untracked-files=all", "--ignore-submodules=dirty", *named, "--"),
            *(path.value for path in paths),
        )
        return tuple(names.shown(line[3:]) for line in names.split(out))

    def paths(self) -> tuple[RepoPath, ...]:
        """Tracked and untracked files, without ignored ones, and what is below `.ai/`."""
        git = self.place.git
        listed = git.read("ls-files", "-z", "--stage", "--cached", "--others", "--exclude-standard")
        own = git.read("ls-files", "-z", "--others", "--", ".ai")
        found = dict.fromkeys(names.split(own))
        for line in names.split(listed):
            tracked = _TRACKED.fullmatch(line)
            if tracked is None:
                found[line] = None
            elif tracked[1] in _FILES:
                found[tracked[2]] = None
        return tuple(sorted(names.editable(list(found))))

    def commit(self, intent: Intent) -> Committed:
        """Commit exactly the intent's paths through a private index, hooks and signing as set.

        Raises RefusedError (`stale-file`, `busy`, `git-state`) when nothing is committed; files
        that a failing hook rewrote hold the approved bytes again.
        """
        return commit.commit(self.place, intent, seconds=self._seconds)

    def landed(self, intent: Intent) -> Committed | None:
        """The commit that this intent became; the index is refreshed for its paths."""
        return commit.landed(self.place, intent)

    def record(self, message: str) -> CommitId:
        """Commit a message alone, with HEAD's tree: progress that changed no file."""
        return commit.record(self.place, message, seconds=self._seconds)


def open_repository(start: Path) -> GitRepo:
    """The repository that `start` stands in; SetupError says why there is none to work in."""
    return GitRepo(locate(start))
