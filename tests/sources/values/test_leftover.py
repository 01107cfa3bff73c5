from __future__ import annotations

import pytest

from agent.core.documents import RepoPath, Source
from agent.sources.values.leftover import leftover, pieces_of

HERE = Source(path=RepoPath("a.md"), line=1, last=1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("required, max 200 characters, not empty/whitespace", "not empty/whitespace"),
        ("Required field", ""),
        ("string, at most 80, unique per user", "unique per user"),
        ("1-80 characters (after trim)", "after trim"),
        ("Required. Must be one of `a`, `b`; must exist", "must exist"),
        ("at most 10, each at most 40", "each at most 40"),
        (
            "min 8, must contain a letter, a number, and a sign",
            "must contain a letter, a number, and a sign",
        ),
        ("Title", ""),
        ("trimmed", "trimmed"),
    ],
)
def test_what_a_line_says_beside_its_bounds(text: str, said: str) -> None:
    assert leftover(text, HERE) == said


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Sort by: a, b", ["Sort by: a, b"]),
        ("Sort order - up, down", ["Sort order - up, down"]),
        ("{name, date}, e.g. Bath", ["{name, date}", "e.g. Bath"]),
        ("a title. Then more", ["a title", "Then more"]),
    ],
)
def test_a_list_is_one_piece(text: str, pieces: list[str]) -> None:
    assert list(pieces_of(text)) == pieces
