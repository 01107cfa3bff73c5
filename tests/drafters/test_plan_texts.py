from __future__ import annotations

import string

import pytest

from agent.core.settings import LANGUAGES
from agent.drafters.builtin.phrases import texts_of

# The parts of a plan that refer to others, which any phrase may name.
REFERRED = {"overview", "request", "response", "flow"}


def values(phrase: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_says_the_same_with_the_same_values(language: str) -> None:
    english = texts_of("en").phrases
    found = next(texts_of(one) for one in LANGUAGES if one == language).phrases

    assert list(found) == list(english)
    for key, phrase in found.items():
        assert values(phrase) - REFERRED == values(english[key]) - REFERRED, key
        assert phrase.count("|") == english[key].count("|"), key
        assert phrase.startswith(" ") == english[key].startswith(" ") or phrase[0] in ",;", key
