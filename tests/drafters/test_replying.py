from __future__ import annotations

from dataclasses import replace

import pytest
from story import ENDPOINT, PLAN_PATH, a_plan

from agent.core.documents import RepoPath, Source
from agent.core.plan import Section
from agent.core.spec import Excerpt, Rule, Spec, Status
from agent.drafter import Asked, Code, Unable
from agent.drafters.builtin.drafter import BuiltIn

API, RULES = RepoPath(".ai/api-plan.md"), RepoPath("rules.mdc")
FILES = {
    API: "# API\n\n## POST /api/cards\n\n- `front`: string, at most 200\n- 409: the front exists\n"
    "- 409: the front exists\n- 422: too long\n\n## Errors\n\nA status is told in words.\n",
    RULES: "Services raise `Conflict`.\n",
    PLAN_PATH: "# Plan\n\n409 for a front that exists\n",
    RepoPath("app/cards.py"): "def add():\n    raise Conflict(front)\n" + "x = 1\n" * 9,
    RepoPath("app/model.py"): "front_side = 409\n" + "y" * 300 + " Conflict front\n",
    RepoPath("notes.md"): "front 409 Conflict\n",
    RepoPath("big.py"): "front 409\n" * 100_000,
    RepoPath("odd.py"): "front\0 409\n",
}


FRONT = "- `.ai/api-plan.md:6` - 409: the front exists"


def said(words: str, *, planned: bool = True, whole: bool = False) -> list[str] | str:
    source = Source(path=API, line=5, last=8)
    asked = Asked(
        words=words,
        spec=Spec(
            endpoint=ENDPOINT,
            title="Add a card",
            excerpts=(Excerpt(source=source, text="x"),),
            statuses=tuple(
                Status(code=code, meaning="", source=Source(path=API, line=line, last=line))
                for code, line in ((409, 6), (422, 8))
            ),
        ),
        code=Code(
            listed=lambda: tuple(FILES),
            read=lambda path: FILES[path].encode() if path in FILES else None,
        ),
        plan=a_plan() if planned else None,
        rules=(Rule(path=RULES, text="", always=True),),
    )
    answer = BuiltIn().reply(asked)
    return answer.reason if isinstance(answer, Unable) else answer.split("\n")[not whole :]


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        (
            "is it 409 when the front exists",
            [
                "- `.ai/api-plan.md:6` - 409: the front exists",
                "- `.ai/cards-plan.md:3` 409 for a front that exists",
                "- `app/model.py:1` front_side = 409",
            ],
        ),
        (
            "where is Conflict raised",
            [
                "- `rules.mdc:1` Services raise `Conflict`.",
                "- `app/cards.py:2` raise Conflict(front)",
            ],
        ),
        (
            "which statuses has it",
            [
                "- `.ai/api-plan.md:8` - 422: too long",
                "- `.ai/api-plan.md:6` - 409: the front exists",
                "- `.ai/api-plan.md:12` A status is told in words.",
            ],
        ),
        ("jakie kody błędów?", ["- `.ai/api-plan.md:8` - 422: too long", FRONT]),
        (
            "which error when the front exists",
            [FRONT, "- `.ai/cards-plan.md:3` 409 for a front that exists"],
        ),
        (
            "which status when the front exists",
            [FRONT, "- `.ai/cards-plan.md:3` 409 for a front that exists"],
        ),
        ("what is front_side", ["- `app/model.py:1` front_side = 409"]),
        (
            "conflicts front?",
            [
                "- `app/cards.py:2` raise Conflict(front)",
                f"- `app/model.py:2` {'y' * 159}…",
            ],
        ),
    ],
)
def test_a_question_is_answered_with_lines_and_their_places(words: str, rows: list[str]) -> None:
    assert said(words) == rows


def test_an_answer_begins_in_the_language_of_the_plan() -> None:
    polish = Section(title="Przegląd", body="To jest opis oraz żądanie dla fiszki.", line=1)
    asked = Asked(
        words="409",
        spec=Spec(endpoint=ENDPOINT, title="Add a card"),
        code=Code(listed=lambda: tuple(FILES), read=lambda path: FILES.get(path, "").encode()),
        plan=replace(a_plan(), sections=(polish,)),
    )
    for one, head in ((asked, "Co o tym napisano"), (replace(asked, plan=None), "What is written")):
        answer = BuiltIn().reply(one)
        assert isinstance(answer, str)
        assert answer.startswith(head)


@pytest.mark.parametrize("words", ["why so", "the trigger", "zebra crossing"])
def test_what_nothing_speaks_of_is_said_in_a_line(words: str) -> None:
    answer = said(words)
    assert isinstance(answer, str)
    assert answer.startswith("Nothing in the documents, the plan or the code speaks of that; name")
    assert "\n" not in answer


@pytest.mark.parametrize("words", ["front of a zebra", "what happens with a duplicate front"])
def test_where_no_line_has_two_of_the_words_those_with_one_are_said_as_such(words: str) -> None:
    rows = said(words, whole=True)
    assert rows[0].startswith("Nothing has these words together; what has one of them")
    assert rows[1] == FRONT


def test_without_a_plan_the_documents_and_the_code_answer() -> None:
    assert said("is it 409 when the front exists", planned=False) == [
        "- `.ai/api-plan.md:6` - 409: the front exists",
        "- `app/model.py:1` front_side = 409",
    ]
