from __future__ import annotations

import subprocess
import sys

import pytest

from agent.drafters.builtin.crud.wrap import fit

LINES = (
    "x = 1",
    "value = call(first, second, third)",
    "value = call(first_argument, second_argument)",
    'found = {"first": 1, "second": 2, "third": 3}',
    "names = [first_name, second_name, third_name]",
    "def make(first: int, second: str) -> list[int]:\n    pass",
    'call("a, b (c", {"k": [1, 2, 3]}, "long enough to be split")',
    'def work():\n    raise Conflict("it is taken already, sorry") from error',
    "found = [one.name for one in everything if one.is_wanted]",
    "found = [one for one in everything]",
    "call(**{field: value_that_is_long_enough_to_split})",
    '@pytest.mark.parametrize(("field", "value"), [("a", 1), ("b", 2)])\ndef test():\n    pass',
    '"""A docstring (with brackets) that\nis long."""',
    'call("an escaped \\" and \' quote (", with_an_argument)',
    "a_name_without_brackets_that_is_very_long = 1",
    "x = 1  # a comment (with brackets), which is too wide",
)


@pytest.mark.parametrize("width", [30, 40, 60])
def test_a_wide_line_is_split_as_ruff_does(width: int) -> None:
    code = "\n\n\n".join(LINES) + "\n"
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length", str(width)]
    run = subprocess.run(
        [*command, "-"], input=fit(code, width), capture_output=True, text=True, check=True
    )

    assert run.stdout.split() == fit(code, width).split()
    assert all(line in run.stdout.split("\n") for line in fit(code, width).split("\n"))
