from __future__ import annotations

import pytest

from agent.core.documents import Document, RepoPath
from agent.core.plan import Plan, Section
from agent.core.settings import Language
from agent.sources.text.tongue import language_of

POLISH = "Zwraca listę fiszek użytkownika. Parametr jest opcjonalny, nie ma wartości domyślnej."
ENGLISH = "Returns the list of the user's flashcards; the page is optional and by default 1."
CODE = "```ts\nconst the = of(and, the, for, with)\n```\n"


def plan(text: str) -> Plan:
    return Plan(
        path=RepoPath(".ai/p.md"),
        title="API Endpoint Implementation Plan: GET /x",
        endpoints=(),
        sections=(Section(title="1. Overview", body=text, line=1),),
        steps=(),
    )


def api(text: str) -> Document:
    return Document(path=RepoPath(".ai/api-plan.md"), role="api-plan", text=text)


@pytest.mark.parametrize(
    ("plans", "documents", "language"),
    [
        ((), (), "en"),
        ((), (api(ENGLISH),), "en"),
        ((), (api(POLISH + CODE),), "pl"),
        ((plan(ENGLISH),), (api(POLISH),), "en"),
        ((plan(POLISH),), (api(ENGLISH),), "pl"),
        ((), (api("\ud504\ub85c\uc81d\ud2b8 \ubaa9\ub85d (Jest)"),), "en"),
    ],
)
def test_plans_decide_then_the_api_plan(
    plans: tuple[Plan, ...], documents: tuple[Document, ...], language: Language
) -> None:
    assert language_of(plans, documents) == language
