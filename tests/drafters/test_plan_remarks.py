from __future__ import annotations

import pytest

from agent.drafters.builtin.planning.sentences.concerns import concern_of


@pytest.mark.parametrize(
    ("text", "concern"),
    [
        ("Only the owner may read it", "security"),
        ("Needs `Authorization: Bearer <token>`", "security"),
        ("Lists are cached for 5 minutes", "performance"),
        ("Rows are indexed from 0", "flow"),
        ("Wiersze s\u0105 indeksowane od 0", "flow"),
        ("Books are indexed by title", "performance"),
        ("Fails with 409 when it is there", "errors"),
        ("`token`: the next word of the answer", "flow"),
        ("`state`: one of 'new', 'timeout'", "flow"),
        ('The state is "timeout" then', "flow"),
    ],
)
def test_the_section_of_a_sentence(text: str, concern: str) -> None:
    assert concern_of(text) == concern
