from __future__ import annotations

import pytest
from plain import text
from story import edit

from agent.core.edits import FileEdit
from agent.pages.revising import revised_rows

BLOBS = {
    "b0": b"a\nb\nc\n",
    "b1": b"a\nX\nc\n",
    "b2": b"a\nb\n",
    "b3": b"1\na\n2\nb\n3\nc\n4\n",
    "b4": b"\xff",
}


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ((), (edit("a.py", None, "b0"),), ""),
        ((edit("a.py", None, "b0"),), (edit("a.py", None, "b0"),), ""),
        (
            (edit("a.py", None, "b0"), edit("c.py", None, "b0")),
            (edit("a.py", None, "b1"), edit("b.py", None, "b0")),
            (
                "  revised: a.py + 1 - 1 at line 2\n"
                "  revised: b.py is new in this diff\n"
                "  revised: c.py is no longer in it"
            ),
        ),
        ((edit("a.py", None, "b0"),), (edit("a.py", None, "b2"),), "  revised: a.py - 1 at line 2"),
        (
            (edit("a.py", None, "b0"),),
            (edit("a.py", None, "b3"),),
            "  revised: a.py + 4 at line 1, 3, 5 …",
        ),
        (
            (edit("a.py", None, "b0"),),
            (edit("a.py", None, "b4"),),
            "  revised: a.py by its bytes",
        ),
    ],
)
def test_a_revised_diff_says_what_came_out_otherwise(
    before: tuple[FileEdit, ...], now: tuple[FileEdit, ...], said: str
) -> None:
    assert text(tuple(revised_rows(before, now, BLOBS.__getitem__))) == said
