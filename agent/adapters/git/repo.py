"""The repository that the loop works in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from agent import lazy
from agent.adapters.git import content, names, state
from agent.adapters.git.listing import Listing
from agent.adapters.git.patience import Patience
from agent.adapters.git.place import Place, locate
from agent.core.check import Runs
from agent.core.documents import RepoPath
from agent.core.edits import BlobId, Intent
from agent.core.errors import Refusal
from agent.ports import Committed, Head

_HOOK_SECONDS = 600.0
_COMMIT = "agent.adapters.git.commit"
_PRIVATE = "agent.adapters.git.private"


class GitRepo:
    """Repo over the git program; no read runs a program that the repository's config names.

    `seconds` is how long hooks, filters and signing may take; `say` tells the user what to do
    while they do.
    """

    def __init__(
        self,
        place: Place,
        *,
        seconds: float = _HOOK_SECONDS,
        say: Callable[[str], None] = lambda _text: None,
    ) -> None:
        self.place = place
        self._patience = Patience(seconds=seconds, say=say)
        self.listing = Listing(place)

    def head(self) -> Head:
        """The commit and branch checked out."""
        return state.head(self.place)

    def obstacle(self) -> Refusal | None:
        """What forbids committing now: a merge, rebase or bisect under way, a lock, no identity.

        A lock that a killed Waltz left on the index is no other git's: it goes.
        """
        found = state.obstacle(self.place)
        if found is None or found.code != "busy" or not lazy.load(_PRIVATE).swept(self.place):
            return found
        return state.obstacle(self.place)

    def runs(self) -> Runs:
        """What a commit does beside committing, as phrases; none of it is run to find out."""
        found: Runs = lazy.load("agent.adapters.git.programs").runs(self.place)
        return found

    def store(self, data: bytes) -> BlobId:
        """Keep bytes in the object database, unfiltered; return their id."""
        return content.store(self.place, data)

    def load(self, blob: BlobId) -> bytes:
        """The bytes of an id; RefusedError `not-found` when git has pruned them."""
        return content.load(self.place, blob)

    def committed(self, path: RepoPath) -> BlobId | None:
        """The id of what HEAD holds there, as a checkout would write it; None if nothing."""
        return content.committed(self.place, path)

    def changed(self, paths: Sequence[RepoPath] = ()) -> tuple[RepoPath, ...]:
        """Those (of all, when none are named) that differ from HEAD or are untracked."""
        found = content.changed(self.place, [path.value for path in paths])
        return tuple(names.shown(name) for name in found)

    def paths(self) -> tuple[RepoPath, ...]:
        """Tracked and untracked files, without ignored ones, and what is below `.ai/`."""
        return self.listing.paths()

    def commit(self, intent: Intent) -> Committed:
        """Commit exactly the intent's paths through a private index, hooks and signing as set.

        An intent without any is a message alone, with HEAD's tree.

        Raises RefusedError (`stale-file`, `busy`, `git-state`) when nothing is committed; files
        that a failing hook rewrote hold the approved bytes again.
        """
        made: Committed = lazy.load(_COMMIT).commit(self.place, intent, patience=self._patience)
        return made

    def landed(self, intent: Intent) -> Committed | None:
        """The commit that this intent became; the index is refreshed for its paths."""
        found: Committed | None = lazy.load(_COMMIT).landed(self.place, intent)
        return found


def open_repository(start: Path, say: Callable[[str], None] = lambda _text: None) -> GitRepo:
    """The repository that `start` stands in; SetupError says why there is none to work in."""
    return GitRepo(locate(start), say=say)
