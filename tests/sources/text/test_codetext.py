"""Code as text: what is blanked, and where a bracket is closed."""

from __future__ import annotations

import pytest

from agent.sources.text.codetext import closing, quoted, shaped, unremarked


@pytest.mark.parametrize(
    ("code", "bare", "shape"),
    [
        ("a('x') // b", "a('x')     ", "a(   )     "),
        ("u('http://x')", "u('http://x')", "u(          )"),
        ("a /* (\n */ + `\n)`", "a     \n    + `\n)`", "a     \n    +  \n  "),
        (r"a('it\'s)')", r"a('it\'s)')", "a(        )"),
    ],
)
def test_remarks_and_strings_leave_blanks(code: str, bare: str, shape: str) -> None:
    assert unremarked(code) == bare
    assert shaped(bare) == shape


@pytest.mark.parametrize(("shape", "at", "end"), [("f({a: [1]}, 2)", 1, 13), ("f((a)", 1, 5)])
def test_a_bracket_is_closed_where_its_own_is(shape: str, at: int, end: int) -> None:
    assert closing(shape, at) == end


def test_strings_are_read_without_their_quotes() -> None:
    assert quoted("a('x', \"y\")") == ("x", "y")
