"""What the user's hands made of a draft: kept, whatever is drafted after it."""

from __future__ import annotations

from collections.abc import Sequence

from agent.core.documents import RepoPath
from agent.core.edits import BlobId, FileEdit, FileMode, Proposal
from agent.core.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Handwork:
    """A diff that the user edited: `draft` is what it was before, empty where there was none."""

    draft: tuple[FileEdit, ...]
    made: Proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreeWays:
    """One file as it is `now`, as it was drafted, as the user made it, and as it is drafted now."""

    path: RepoPath
    mode: FileMode
    now: BlobId | None
    draft: BlobId | None
    mine: BlobId | None
    new: BlobId | None


def three_ways(hand: Handwork, edits: Sequence[FileEdit]) -> tuple[ThreeWays, ...]:
    """Every file that one of the three changes; where one does not, it leaves the file as it is."""
    draft, new = ({edit.path: edit for edit in one} for one in (hand.draft, edits))
    mine = {edit.path: edit for edit in hand.made.edits}
    found = []
    for path in {**mine, **new, **draft}:
        known = [one[path] for one in (new, mine, draft) if path in one]
        before = known[-1].before
        found.append(
            ThreeWays(
                path=path,
                mode=known[0].mode,
                now=known[0].before,
                draft=draft[path].after if path in draft else before,
                mine=mine[path].after if path in mine else before,
                new=new[path].after if path in new else before,
            )
        )
    return tuple(found)
