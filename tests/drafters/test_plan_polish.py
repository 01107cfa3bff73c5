"""A plan in Polish is the same plan: read back, it has the same sections, files and steps."""

from __future__ import annotations

import re

import pytest
from planprojects import STACKS, demo, endpoint, named

from agent.core.plan import Plan
from agent.core.settings import Language
from agent.drafter import PlanDraft
from agent.drafters.builtin import plan as drafter
from agent.drafters.builtin.steps import subjects_of
from agent.sources.plans.reading import read_plans
from agent.sources.text.words import section_kind

HEADINGS = [
    "Przegląd punktu końcowego",
    "Szczegóły żądania",
    "Wykorzystywane typy",
    "Szczegóły odpowiedzi",
    "Przepływ danych",
    "Względy bezpieczeństwa",
    "Obsługa błędów",
    "Rozważania dotyczące wydajności",
    "Etapy wdrożenia",
]
# Words of the English phrases that stand in no Polish one.
ENGLISH = re.compile(
    r"\b(?:section|answers?|exists|the documents|new\)|files|It reads|you choose)\b"
)


def read(name: str, target: str, language: Language) -> tuple[Plan, str]:
    request = named(name).request(endpoint(target), language=language)
    drafted = drafter.plan(request)
    assert isinstance(drafted, PlanDraft)
    [found] = read_plans(request.path, drafted.text)
    return found, drafted.text


CASES = [("demo", str(one)) for one in demo().endpoints] + [(STACKS[1], "PUT /api/auth/me")]


@pytest.mark.parametrize(("name", "target"), CASES)
def test_in_polish_it_is_the_same_plan(name: str, target: str) -> None:
    english, _ = read(name, target, "en")
    polish, text = read(name, target, "pl")

    assert [one.title for one in polish.sections] == HEADINGS
    kinds = [[section_kind(one.title) for one in plan.sections] for plan in (english, polish)]
    assert kinds[0] == kinds[1]
    assert polish.endpoints == english.endpoints
    for ours, theirs in zip(polish.steps, english.steps, strict=True):
        assert (ours.number, ours.kind, ours.files) == (theirs.number, theirs.kind, theirs.files)
        assert subjects_of(ours) == subjects_of(theirs)
        assert bool(ours.proof) == bool(theirs.proof)
    steps = text.partition("## 9. ")[2]
    # What a document says stays in its own language, and has its source.
    own = [line for line in steps.split("\n") if not re.search(r"\.mdc?:\d", line)]
    assert not [line for line in own if ENGLISH.search(line)]


def test_questions_and_their_answers_are_polish_too() -> None:
    request = demo().request(endpoint("GET /api/nothing"), language="pl")

    asked = drafter.questions(request)

    assert {one.id: one.options for one in asked}["auth"] == (
        "każdy",
        "zalogowany użytkownik",
        "właściciel zasobu",
    )
    answered = demo().request(
        endpoint("GET /api/nothing"), language="pl", answers=(("auth", "właściciel zasobu"),)
    )
    drafted = drafter.plan(answered)
    assert isinstance(drafted, PlanDraft)
    assert "Kto może wywołać GET /api/nothing?" in drafted.text
    assert "właściciel zasobu (twoja odpowiedź)" in drafted.text
