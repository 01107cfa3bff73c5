"""A diff as its commit will be: from HEAD, where other changes of the user's go along (F12)."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from agent.core.documents import RepoPath
from agent.core.edits import BlobId, FileEdit, Proposal
from agent.core.page import FileDiff, Page
from agent.pages.diffs import counts, diff_page, file_diff

Load = Callable[[BlobId], bytes]
Committed = Callable[[RepoPath], BlobId | None]


def whole_page(proposal: Proposal, load: Load, committed: Committed) -> Page:
    """`diff_page`, with all that a yes commits; which of it is the user's is said."""
    return tuple(
        _whole(shown, edit, load, committed)
        if isinstance(shown, FileDiff) and edit.path in proposal.dirty
        else shown
        for shown, edit in zip(diff_page(proposal, load), proposal.edits, strict=True)
    )


def dirty_page(proposal: Proposal, load: Load, committed: Committed) -> Page:
    """What the user changed in the proposal's files, and is in no commit."""
    changed = (
        FileEdit(path=edit.path, before=committed(edit.path), after=edit.before)
        for edit in proposal.edits
        if edit.path in proposal.dirty and committed(edit.path) != edit.before
    )
    return tuple(file_diff(number, edit, load) for number, edit in enumerate(changed, 1))


def _whole(shown: FileDiff, edit: FileEdit, load: Load, committed: Committed) -> FileDiff:
    head = committed(edit.path)
    if head == edit.before:
        return shown
    if head == edit.after:
        said = "it is then as HEAD has it: your changes in it are gone"
        return replace(shown, remarks=(said, *shown.remarks))
    whole = file_diff(shown.number, replace(edit, before=head), load)
    blobs = (head, edit.before, edit.after)
    data = tuple(b"" if blob is None else load(blob) for blob in blobs)
    said = _said(*data) if head is not None else "untracked so far: all of it is committed"
    return replace(whole, flags=shown.flags, remarks=(said, *shown.remarks))


def _said(head: bytes, mine: bytes, after: bytes) -> str:
    added, removed = counts(head, mine)
    size = " ".join(f"{sign} {count}" for sign, count in (("+", added), ("-", removed)) if count)
    lines = _ranges(tuple(_own(*(one.split(b"\n") for one in (head, mine, after)))))
    where = f", here line{'s' if ',' in lines or '-' in lines else ''} {lines}" if lines else ""
    return f"from HEAD; yours in it, in no commit yet: {size or 'bytes'}{where}"


def _own(head: Sequence[bytes], mine: Sequence[bytes], after: Sequence[bytes]) -> Iterator[int]:
    """The numbers of the lines, as they will be, that the user wrote and no commit has."""
    matcher = difflib.SequenceMatcher(None, head, mine)
    wrote = {
        line
        for kind, _, _, start, end in matcher.get_opcodes()
        if kind != "equal"
        for line in range(start, end)
    }
    for block in difflib.SequenceMatcher(None, mine, after).get_matching_blocks():
        yield from (block.b + n + 1 for n in range(block.size) if block.a + n in wrote)


def _ranges(numbers: Sequence[int]) -> str:
    """`4-6, 9`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
