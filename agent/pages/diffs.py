"""A proposal as diffs, computed from bytes."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from agent.core.edits import BlobId, FileEdit, Proposal
from agent.core.page import FileDiff, Page

_CONTEXT = 3
_FILE_HEADER = 2
_NO_NEWLINE = "\\ No newline at end of file"


def diff_page(proposal: Proposal, load: Callable[[BlobId], bytes]) -> Page:
    """One FileDiff for each file, numbered as an answer names them."""
    return tuple(
        replace(
            file_diff(number, edit, load),
            flags=tuple(flag.text for flag in proposal.flags if flag.path == edit.path),
            remarks=tuple(one.text for one in proposal.remarks if one.path == edit.path),
        )
        for number, edit in enumerate(proposal.edits, 1)
    )


def file_diff(
    number: int, edit: FileEdit, load: Callable[[BlobId], bytes], *, context: int = _CONTEXT
) -> FileDiff:
    """The unified diff of one file; bytes that are no UTF-8 are shown as counts."""
    before = b"" if edit.before is None else load(edit.before)
    after = b"" if edit.after is None else load(edit.after)
    change: Literal["new", "changed", "deleted"] = "changed"
    if edit.before is None:
        change = "new"
    elif edit.after is None:
        change = "deleted"
    lines = tuple(_lines(before, after, context))
    added, removed = _counted(lines)
    return FileDiff(
        number=number,
        path=edit.path.value,
        change=change,
        added=added,
        removed=removed,
        lines=lines,
    )


def counts(before: bytes, after: bytes) -> tuple[int, int]:
    """Lines added and removed between two versions."""
    return _counted(tuple(_lines(before, after, _CONTEXT)))


def _counted(lines: Sequence[str]) -> tuple[int, int]:
    added = sum(line.startswith("+") for line in lines)
    return added, sum(line.startswith("-") for line in lines)


def _lines(before: bytes, after: bytes, context: int) -> Iterator[str]:
    try:
        old, new = before.decode(), after.decode()
    except UnicodeDecodeError:
        yield f"@ {len(before)} bytes before, {len(after)} after; not shown: no UTF-8 text"
        return
    diff = difflib.unified_diff(_split(old), _split(new), n=context, lineterm="")
    for line in itertools.islice(diff, _FILE_HEADER, None):
        if line.startswith("@"):
            yield line
            continue
        text, newline, _ = line.partition("\n")
        yield text
        if not newline:
            yield _NO_NEWLINE


def _split(text: str) -> list[str]:
    # Only at "\n", so that a carriage return or form feed stays visible in its line.
    lines = [f"{line}\n" for line in text.split("\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines
