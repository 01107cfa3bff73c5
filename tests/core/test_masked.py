from __future__ import annotations

import pytest

from agent.core.keys import masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words", "plain words"),
        ("the key abc123-secret is wrong", "the key [key] is wrong"),
        ("sk-proj-aaaaaaaaaaaa and sk-****abcd", "[key] and [key]"),
        ("Authorization: Bearer abc.def-ghi_jkl", "Authorization: Bearer [key]"),
        ("x-api-key: 0123456789", "x-api-key: [key]"),
        ("ghp_" + "a" * 36, "[key]"),
        ("task-force sk-1", "task-force sk-1"),
    ],
)
def test_T27_keys_are_masked(text: str, shown: str) -> None:
    assert masked(text, ("abc123-secret", "", "sk")) == shown
