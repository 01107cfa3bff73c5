from __future__ import annotations

import pytest

from agent.drafters.builtin.reasons import in_english


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("404 zamiast 403", "404 instead of 403"),
        ("404, a nie 403", "404, not 403"),
        ("title co najwyżej 80", "title at most 80"),
        ("limit domyślnie 20", "limit default 20"),
        ("404 powinno być 409", "404 should be 409"),
        ("serwis w src/lib/po.ts", "service in src/lib/po.ts"),
        # Names are left as they are, and so is what is said in English.
        ("bez pola `bez`", "without field `bez`"),
        ("w/na.py, po_testy", "w/na.py, po_testy"),
        ("rename it to lend_copy, a step before 3", "rename it to lend_copy, a step before 3"),
    ],
)
def test_polish_command_words_are_understood(note: str, said: str) -> None:
    assert in_english(note) == said
