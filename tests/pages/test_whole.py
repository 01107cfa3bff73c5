from __future__ import annotations

from dataclasses import replace

import pytest
from story import change, edit

from agent.core.documents import RepoPath
from agent.core.edits import BlobId
from agent.core.page import FileDiff
from agent.pages.whole import dirty_page, whole_page

HEAD = b"a\nb\nc\n"
MINE = b"a\nmine\nc\nd\n"
PATH = RepoPath("app/a.py")


def diffs(
    after: bytes, head: bytes | None = HEAD, mine: bytes = MINE
) -> tuple[FileDiff, list[str]]:
    blobs = {"h": head or b"", "m": mine, "n": after}
    proposal = replace(change(edit(PATH.value, "m", "n"), edit("b.py", "m", "n")), dirty=(PATH,))
    at_head = None if head is None else BlobId("m" if head == mine else "h")
    if at_head == "h" and head == after:
        at_head = BlobId("n")

    def committed(path: RepoPath) -> BlobId | None:
        return at_head if path == PATH else BlobId("m")

    whole, other = whole_page(proposal, blobs.__getitem__, committed)
    assert isinstance(whole, FileDiff)
    assert isinstance(other, FileDiff)
    assert other.remarks == ()
    mine_alone = [
        line
        for one in dirty_page(proposal, blobs.__getitem__, committed)
        if isinstance(one, FileDiff)
        for line in one.lines
    ]
    return whole, mine_alone


def test_F12_all_that_is_committed_is_shown_from_HEAD() -> None:
    whole, mine = diffs(b"top\na\nmine\nc\nd\n")
    assert whole.lines == ("@@ -1,3 +1,5 @@", "+top", " a", "-b", "+mine", " c", "+d")
    assert whole.remarks == ("from HEAD; yours in it, in no commit yet: + 2 - 1, here lines 3, 5",)
    assert mine == ["@@ -1,3 +1,4 @@", " a", "-b", "+mine", " c", "+d"]


@pytest.mark.parametrize(
    ("after", "head", "mine", "said"),
    [
        (b"a\nc\n", HEAD, b"a\nc\n\n", "from HEAD; yours in it, in no commit yet: + 1 - 1"),
        (
            b"x\ny\nz\n",
            b"x\n",
            b"x\ny\n",
            "from HEAD; yours in it, in no commit yet: + 1, here line 2",
        ),
        (
            b"x\ny\nw\nz\n",
            b"z\n",
            b"x\ny\nw\nz\n!",
            "from HEAD; yours in it, in no commit yet: + 4, here lines 1-3",
        ),
        (HEAD, HEAD, MINE, "it is then as HEAD has it: your changes in it are gone"),
        (b"x\n", None, MINE, "untracked so far: all of it is committed"),
    ],
)
def test_F12_what_is_the_users_is_said(
    after: bytes, head: bytes | None, mine: bytes, said: str
) -> None:
    assert diffs(after, head, mine)[0].remarks == (said,)


def test_what_HEAD_has_by_now_is_an_ordinary_diff() -> None:
    whole, mine = diffs(b"more\n", MINE)
    assert whole.remarks == ()
    assert mine == []
