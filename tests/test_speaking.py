from __future__ import annotations

import pytest
from loop import FIVE, PLAN, Loop, naming, project
from sandbox import Sandbox  # noqa: TC002 - as every other test has it

POLISH = FIVE.replace("Make part", "Zrób część")


@pytest.fixture
def polish(empty: Sandbox) -> Loop:
    loop = Loop(project(empty))
    loop.box.write(PLAN, naming(POLISH, loop.drafter))
    loop.box.commit("docs: plan")
    return loop


def test_a_polish_plan_is_spoken_of_in_polish_from_its_gate_to_the_next_day(polish: Loop) -> None:
    first = polish.talk("none", "split 1", "/take", "/quit")

    assert "krok 1 nie ma własnych punktów" in first.text
    assert "/take bierze twoją pracę nad krokiem" in first.text
    assert "zapisane; `waltz` wraca do tego miejsca" in first.text
    name = polish.here.unfinished()
    assert name is not None
    again = polish.talk("/help", session=name.id)
    assert "wznowione; od tego czasu nic się nie zmieniło" in again.text
    assert "/undo [N]             cofa krok" in again.text


def test_before_a_plan_it_is_the_language_of_the_documents(empty: Sandbox) -> None:
    loop = Loop(project(empty, plan=None))
    api = loop.read(".ai/api-plan.md").replace("List the cards", "Lista fiszek, których nie ma")
    loop.box.write(".ai/api-plan.md", api.replace("Create a card", "Tworzy fiszkę dla użytkownika"))
    loop.box.commit("docs: api")

    assert "profil endpoint: zwykły" in loop.talk().text


def test_an_english_project_is_spoken_to_as_before(empty: Sandbox) -> None:
    assert "step 1 has no items of its own" in Loop(project(empty)).talk("none", "split 1").text
