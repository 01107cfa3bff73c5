"""What a new draft changes in the diff that was shown before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from agent.core.edits import BlobId, FileEdit
from agent.core.page import Block, Span, line
from agent.pages.diffs import file_diff

_HUNK = re.compile(r"@@ -\S+ \+(\d+)")
_MOST = 3


def revised_rows(
    before: Sequence[FileEdit], now: Sequence[FileEdit], load: Callable[[BlobId], bytes]
) -> Iterator[Block]:
    """A line a file that comes out otherwise than it was shown; none for a first diff."""
    shown = {edit.path: edit for edit in before}
    for edit in now if before else ():
        last = shown.pop(edit.path, None)
        if last is None:
            yield _row(f"{edit.path} is new in this diff")
        elif last.after != edit.after:
            yield _row(f"{edit.path} {_changes(last, edit, load)}")
    for path in shown if before else ():
        yield _row(f"{path} is no longer in it")


def _changes(last: FileEdit, edit: FileEdit, load: Callable[[BlobId], bytes]) -> str:
    """`+ 1 - 1 at line 21`, by the numbers that the lines will have."""
    between = FileEdit(path=edit.path, before=last.after, after=edit.after)
    diff = file_diff(1, between, load, context=0)
    counts = ((sign, count) for sign, count in (("+", diff.added), ("-", diff.removed)) if count)
    size = " ".join(f"{sign} {count}" for sign, count in counts)
    starts = [found[1] for one in diff.lines if (found := _HUNK.match(one))]
    more = " …" if len(starts) > _MOST else ""
    return f"{size} at line {', '.join(starts[:_MOST])}{more}" if starts else "by its bytes"


def _row(text: str) -> Block:
    return line(Span(f"  revised: {text}", "dim"), hang=4)
