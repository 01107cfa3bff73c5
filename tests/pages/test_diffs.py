from __future__ import annotations

import pytest
from story import edit

from agent.pages.diffs import counts, file_diff


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        (b"", b"a\n", ("@@ -0,0 +1 @@", "+a")),
        (b"a\n", b"", ("@@ -1 +0,0 @@", "-a")),
        (b"a\nb\n", b"a\nc\n", ("@@ -1,2 +1,2 @@", " a", "-b", "+c")),
        (b"a", b"a\n", ("@@ -1 +1 @@", "-a", "\\ No newline at end of file", "+a")),
        (b"a\n", b"a\r\n", ("@@ -1 +1 @@", "-a", "+a\r")),
        (b"a\x0cb\n", b"a\x0cc\n", ("@@ -1 +1 @@", "-a\x0cb", "+a\x0cc")),
        (b"--- x\n", b"+++ y\n", ("@@ -1 +1 @@", "---- x", "++++ y")),
        (b"@x\n", b"@x\n\n", ("@@ -1 +1,2 @@", " @x", "+")),
        ("ż\n".encode(), b"\xff\n", ("@ 3 bytes before, 2 after; not shown: no UTF-8 text",)),
    ],
)
def test_T31_every_change_shows_in_its_line(
    before: bytes, after: bytes, lines: tuple[str, ...]
) -> None:
    blobs = {"b0": before, "b1": after}
    found = file_diff(2, edit("a.py", "b0", "b1"), blobs.__getitem__)
    assert found.lines == lines
    assert (found.number, found.path, found.change) == (2, "a.py", "changed")
    assert (found.added, found.removed) == counts(before, after)


def test_lines_far_from_a_change_are_left_out() -> None:
    many = [f"{n}\n" for n in range(100)]
    before, after = "".join(many), "".join(["first\n", *many, "last\n"])
    blobs = {"b0": before.encode(), "b1": after.encode()}
    found = file_diff(1, edit("a.py", "b0", "b1"), blobs.__getitem__)
    assert len(found.lines) == 10
    assert (found.added, found.removed) == (2, 0)
