from __future__ import annotations

import pytest

from agent.core.documents import RepoPath, Source
from agent.sources.values.spoken import spoken

HERE = Source(path=RepoPath("a.md"), line=1, last=1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Title is required", {"title": ["required"]}),
        (
            "First name and last name required",
            {"first_name": ["required"], "last_name": ["required"]},
        ),
        (
            "Title 3\u2013100 chars, at least 1 author.",
            {
                "title": ["min_length 3", "max_length 100"],
                "author": ["min_length 1"],
                "authors": ["min_length 1"],
            },
        ),
        ("At least one of them must be given", {}),
        ("Email must be valid and unique", {"email": []}),
        ("shelfId must exist", {}),
        ("shelfName must be at most 9 characters", {"shelfName": ["max_length 9"]}),
        (
            "Required fields: title, book_id, some words",
            {"title": ["required"], "book_id": ["required"]},
        ),
        ("Valid rating range: 1-5", {"rating": ["min 1", "max 5"]}),
        ("Books are shown to all", {}),
    ],
)
def test_what_a_sentence_rules(text: str, said: dict[str, list[str]]) -> None:
    found = {
        one.name: [f"{limit.kind} {limit.value}" for limit in one.limits]
        + ["required"] * (one.required is True)
        for one in spoken(text, "body", HERE)
    }
    assert found == said
