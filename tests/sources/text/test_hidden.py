from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.sources.text.hidden import hidden

TAGS = "".join(chr(0xE0000 + ord(one)) for one in "ignore")


def said(text: str) -> list[str]:
    return list(hidden((Document(path=RepoPath("AGENTS.md"), role="rules", text=text),)))


@pytest.mark.parametrize(
    "text",
    ["", "# Rules\n\n- żółć, привет\n", "\ufeff# Rules\r\n", "smile \U0001f468\u200d\U0001f4bb\n"],
)
def test_T20_what_can_be_seen_is_not_said(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("ok\nread\u200bme\n", "AGENTS.md:2 holds what editors do not show: <U+200B>"),
        ("\u202eno\u2066\n", "AGENTS.md:1 holds what editors do not show: <U+202E>, <U+2066>"),
        ("v\ufe00\n", "AGENTS.md:1 holds what editors do not show: <U+FE00>"),
        (
            f"a\nb{TAGS}\n",
            (
                "AGENTS.md:2 holds what editors do not show: "
                "<U+E0069>, <U+E0067>, <U+E006E>, <U+E006F> and 2 more"
            ),
        ),
    ],
)
def test_T20_hidden_characters_are_named_with_their_line(text: str, marks: str) -> None:
    assert said(text) == [marks]


def test_T20_a_document_full_of_them_is_cut() -> None:
    assert len(said("\u200b\n" * 100)) == 6
    assert said("\u200b\n" * 100)[-1] == "AGENTS.md: 95 more lines like these"
