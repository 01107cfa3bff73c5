"""Gates in the language of the plan that they are about."""

from __future__ import annotations

import string
from collections.abc import Callable
from dataclasses import replace

import pytest
from plain import text
from story import PYTEST, Story, a_plan, agreed, change, planned, result, step_done, waiting, write

from agent.core.edits import BlobId, CommitId
from agent.core.events import ErrandDropped, Event, PlanReread
from agent.core.gates import Gate
from agent.core.page import Line
from agent.core.plan import Plan, Section
from agent.core.settings import LANGUAGES, Language
from agent.core.summary import StepResult, Summary
from agent.core.work import (
    BatchSummarised,
    ChecksRun,
    ChecksTrusted,
    ProposalMade,
    StepClosed,
    StepHanded,
)
from agent.narration import narrate
from agent.pages.facts import Facts
from agent.pages.gates import gate_page
from agent.pages.tongue import english, tongue
from agent.pages.waiting import result_row
from agent.phrases import phrases

POLISH = replace(
    a_plan(count=2),
    sections=(Section(title="Przegląd", body="To jest opis oraz żądanie dla karty.", line=1),),
)
FACTS = Facts(load=lambda _: b"", exists=lambda _: True, evidence=lambda _: (), spec=lambda: None)


def values(phrase: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_says_the_same_with_the_same_values(language: Language) -> None:
    found = phrases("pages/texts", language).phrases

    assert list(found) == list(english().phrases)
    for key, phrase in found.items():
        assert values(phrase) - {"count"} == values(english().phrases[key]) - {"count"}, key


def page(story: Story) -> str:
    gate = story.move()
    assert isinstance(gate, Gate)
    return text(gate_page(story.session, gate, FACTS))


def summed(plan: Plan, *, stop: bool = False) -> Story:
    story = step_done(agreed(plan)).tell(StepHanded(reason="yours"))
    story.say("stop" if stop else "s")
    summary = Summary(
        results=story.working.results, reason="stopped" if stop else "finished", declined=("nie",)
    )
    story.tell(BatchSummarised(summary=summary))
    return story.tell(PlanReread(plan=plan, blob=BlobId("p1")))


def test_a_polish_plan_is_summed_up_in_polish() -> None:
    assert page(summed(POLISH, stop=True)).splitlines() == [
        "Zrobione 1 z 2   (zatrzymana)",
        "  1 Do 1  wprowadzony  c1  1 plik +3 -1",
        "  nie przyjęto: nie",
        "Następne 1 z 1 otwartych",
        "  2 Do 2  ~ app/f2.py",
        "Zgoda?   Enter lub [tak], [skip N], albo słowa",
    ]


def test_what_is_done_is_told_in_polish_too() -> None:
    assert page(summed(POLISH).say("n")).splitlines()[-2:] == [
        "POST /api/cards: gotowe (wprowadzony: 1, pominięty: 1)",
        "Dalej: [Enter] inny endpoint · /report tekst do pull requesta · /quit",
    ]


def red(story: Story) -> Story:
    proposal = change()
    story.tell(ProposalMade(proposal=proposal))
    return write(story, proposal).tell(ChecksRun(moment="step", results=(result(code=1),)))


@pytest.mark.parametrize(
    ("story", "said"),
    [
        (lambda: planned(POLISH), ("2 kroki", "Decyzje", "Zapisać w commicie?   [tak] [e]dytuj")),
        (
            lambda: agreed(POLISH).tell(ProposalMade(proposal=change())),
            ("Krok 1/2  Do 1", "[tak] [a] resztę naraz [e]dytuj [m] temat [s] pomiń [stop]"),
        ),
        (
            lambda: agreed(POLISH).tell(StepHanded(reason="twój")),
            ("twój", "/take ŚCIEŻKA… twoja zmiana · [e]dytuj pliki · [s] pomiń · [covered]"),
        ),
        (
            lambda: red(agreed(POLISH, PYTEST)),
            (
                "Krok 1/2  Do 1\npytest: błąd (kod 1)",
                "[r] napraw (jeszcze 2) · [again] · [p] przywróć",
            ),
        ),
        (lambda: summed(POLISH).say("n").say("zawsze 404"), ("Zachować dla [1]",)),
    ],
)
def test_each_gate_of_a_polish_plan_speaks_polish(
    story: Callable[[], Story], said: tuple[str, ...]
) -> None:
    shown = page(story())
    assert [one for one in said if one not in shown] == []


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (StepClosed(step_id=POLISH.steps[1].id, how="skipped"), "krok 2: pominięty"),
        (ErrandDropped(), "porzucone; nic nie zostało zapisane"),
        (ChecksTrusted(verdict="no"), "nie są uruchamiane"),
    ],
)
def test_what_happens_to_a_polish_plan_is_told_in_polish(event: Event, said: str) -> None:
    assert said in text(narrate(waiting(POLISH).session, event))


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "1 plik"), (2, "2 pliki"), (5, "5 plików"), (12, "12 plików"), (22, "22 pliki")],
)
def test_files_are_counted_as_polish_counts(count: int, said: str) -> None:
    result = StepResult(
        step_id="x", number="1", title="T", state="applied", commit=None, files=("a",) * count
    )
    row = result_row(replace(result, commit=CommitId("c" * 40)), tongue(POLISH))
    assert isinstance(row, Line)
    assert f"  {said} +0 -0" in row.text
