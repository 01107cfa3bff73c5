from __future__ import annotations

import string

import pytest

from agent.core.documents import RepoPath, Source
from agent.core.settings import LANGUAGES
from agent.core.spec import Limit
from agent.drafters.builtin.phrases import texts_of
from agent.drafters.builtin.planning.facts.wording import limits, when_of

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
        joined = {phrase[0], english[key][0]} & set(",:;")
        assert phrase.startswith(" ") == english[key].startswith(" ") or joined, key


@pytest.mark.parametrize(
    ("type_", "low", "high", "said"),
    [
        ("string", "3", "32", "3 to 32 characters"),
        ("string", "13", "13", "exactly 13 characters"),
        ("array", "3", "32", "3 to 32 items"),
        ("string[]", "2", "2", "exactly 2 items"),
    ],
)
def test_the_length_of_a_list_counts_its_items(type_: str, low: str, high: str, said: str) -> None:
    here = Source(path=RepoPath("a.md"), line=1, last=1)
    found = [
        Limit(kind="min_length", value=low, source=here),
        Limit(kind="max_length", value=high, source=here),
    ]

    assert limits(texts_of("en"), found, type_) == [said]


@pytest.mark.parametrize(
    ("when", "english", "polish"),
    [
        ("if the day is gone", " if the day is gone", ", if the day is gone"),
        ("no such day", ": no such day", " \u2013 no such day"),
    ],
)
def test_what_a_status_is_for_follows_its_code(when: str, english: str, polish: str) -> None:
    assert when_of(texts_of("en"), when) == english
    assert when_of(texts_of("pl"), when) == polish
