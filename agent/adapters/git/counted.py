"""What a commit changed, with git's counts: by its index where that tells all, else by git."""

from __future__ import annotations

import os

from agent.adapters.git import attributes, content, names, standing
from agent.adapters.git.index import Entry
from agent.adapters.git.place import Place
from agent.adapters.git.private import Private
from agent.adapters.git.run import Call
from agent.core.edits import BlobId, CommitId, FileEdit, Intent
from agent.core.undo import alike
from agent.core.values import dataclass

GONE = "000000"
_DIFF = ("diff-tree", "-r", "-z", "--no-renames", "--no-ext-diff", "--no-textconv")
_FILES = (0o100644, 0o100755)
_BINARY = 8000  # where git looks for a NUL


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """A file as a commit or an index holds it; mode 000000 for none."""

    mode: str
    blob: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One file of a commit: how it is now, and git's counts."""

    now: Stood
    added: int = 0
    removed: int = 0


def changes(
    place: Place, intent: Intent, made: CommitId, private: Private | None
) -> dict[bytes, Change]:
    """What lies between the intent's head and this commit, in git's order.

    `private` is the index that it was made from.
    """
    found = _by_index(place, intent, made, private) if private else None
    return _by_git(place, intent.head, made) if found is None else found


def _by_git(place: Place, before: CommitId, after: CommitId) -> dict[bytes, Change]:
    call = Call(args=(*_DIFF, "--raw", "--numstat", before, after, "--"))
    entries: dict[bytes, Stood] = {}
    found: dict[bytes, Change] = {}
    rest = iter(names.split(place.git.ask(call)))
    for one in rest:
        if one.startswith(b":"):
            _, mode, _, blob, _ = one.decode().split()
            entries[next(rest)] = Stood(mode=mode, blob=blob)
        else:
            added, removed, path = one.split(b"\t", 2)
            found[path] = Change(
                now=entries[path], added=names.count(added), removed=names.count(removed)
            )
    return found


def stood(place: Place, before: CommitId, after: CommitId) -> dict[bytes, Stood]:
    """The files that differ between two commits, as the second holds them."""
    return {path: change.now for path, change in _by_git(place, before, after).items()}


def _by_index(
    place: Place, intent: Intent, made: CommitId, private: Private
) -> dict[bytes, Change] | None:
    """The same from what the index was and is, where each of the two is just its commit's tree.

    None where that tells not all of it.
    """
    before = standing.parsed(place, private.began) if private.began else None
    after = standing.read(place, private.file)
    if before is None or after is None or "" in {before.tree, after.tree}:
        return None
    trees = (standing.tree(place, intent.head), standing.tree(place, made))
    edits = {os.fsencode(edit.path.value): edit for edit in intent.edits}
    beside = before.without(edits) == after.without(edits)
    if (before.tree, after.tree) != trees or not beside:
        return None
    if not attributes.are_none(place, after, (edit.path for edit in intent.edits)):
        return None
    found: dict[bytes, Change] = {}
    for name, edit in sorted(edits.items()):
        change = _change(place, edit, before.entry(name), after.entry(name))
        if change is None:
            return None
        found[name] = change
    return found


def _change(place: Place, edit: FileEdit, old: Entry | None, new: Entry | None) -> Change | None:
    """The change of a file whose bytes are known; None where git is to be asked."""
    blobs = tuple(None if one is None else one.blob for one in (old, new))
    if blobs != (edit.before, edit.after) or any(
        one and one.mode not in _FILES for one in (old, new)
    ):
        return None
    counts = _counts(_bytes(place, edit.before), _bytes(place, edit.after))
    if counts is None:
        return None
    now = (
        Stood(mode=f"{new.mode:06o}", blob=new.blob)
        if new
        else Stood(mode=GONE, blob="0" * len(place.sample))
    )
    return Change(now=now, added=counts[0], removed=counts[1])


def _bytes(place: Place, blob: BlobId | None) -> bytes:
    return b"" if blob is None else content.load(place, blob)


def _counts(before: bytes, after: bytes) -> tuple[int, int] | None:
    """The lines added and removed, where each way to tell them gives the same; else None."""
    if b"\0" in before[:_BINARY] or b"\0" in after[:_BINARY]:
        return None
    old, new = _lines(before), _lines(after)
    start = alike(old, new)
    old, new = old[start:][::-1], new[start:][::-1]
    end = alike(old, new)
    old, new = old[end:], new[end:]
    return None if set(old) & set(new) else (len(new), len(old))


def _lines(data: bytes) -> list[bytes]:
    """As git has them: at line feeds alone, the last one with what it ends in."""
    *lines, last = data.split(b"\n")
    return [*(line + b"\n" for line in lines), *([last] if last else [])]
