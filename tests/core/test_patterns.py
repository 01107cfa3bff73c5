from __future__ import annotations

import re

import pytest

from agent.core.patterns import deferred


def test_found_as_by_the_pattern_itself() -> None:
    pattern = deferred(r"(a)(?P<rest>b*)", re.IGNORECASE)

    for _ in range(2):
        assert pattern.search("xABb") is not None
        assert pattern.fullmatch("xab") is None
        assert pattern.sub("-", "abxa") == "-x-"
        assert [one["rest"] for one in pattern.finditer("abba")] == ["bb", ""]
    assert pattern.pattern == r"(a)(?P<rest>b*)"
    assert pattern.groups == 2


def test_compiled_when_it_is_asked() -> None:
    wrong = deferred("(")

    with pytest.raises(re.error):
        wrong.search("a")
