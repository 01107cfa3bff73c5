from __future__ import annotations

import pytest

from agent.drafters.builtin.planning.citations import lines_with


@pytest.mark.parametrize(
    ("text", "lines", "places"),
    [
        ("b", ("a", "b b", "", "ab"), [1, 3]),
        ("b", ("a",), []),
        ("", ("a", "", "b"), [0, 1, 2]),
        ("a", ("a",), [0]),
        ("", (), []),
        ("a", (), []),
    ],
)
def test_lines_that_have_a_text(text: str, lines: tuple[str, ...], places: list[int]) -> None:
    assert list(lines_with(text, lines)) == places
    assert places == [at for at, line in enumerate(lines) if text in line]
