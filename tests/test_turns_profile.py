"""Which profile a plan is drafted by in the conversation, what it asks first, what is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from loop import Loop, plan_text, project, step_text

if TYPE_CHECKING:
    from sandbox import Sandbox

PROMPT = """\
Plan an endpoint of @.ai/api-plan.md by {{types}} <- replace with a reference to @types.

Sections:

1. Overview
2. Data Flow
3. Implementation Steps

Do a maximum of 2 steps from the plan. Save it as .ai/plans/{{endpoint-name}}.md
"""
SAVED = ".ai/plans/post-api-cards.md"
TOLD = '[documents]\ntypes = ["app/shapes.ts"]\n'
USUAL = ".ai/view-implementation-plan.md"


@pytest.fixture
def told(empty: Sandbox) -> Loop:
    box = project(empty, plan=None)
    box.write(".ai/prompts/short.md", PROMPT)
    box.write("app/shapes.ts", "export interface Card { front: string }\n")
    box.commit("docs: prompt")
    return Loop(box, told=".ai/prompts/short.md")


def test_what_is_missing_is_asked_once_and_kept_as_a_diff(told: Loop) -> None:
    run = told.talk("app/shapes.ts", "y", "yes", "y")

    assert "profile .ai/prompts/short.md: you chose it" in run.text
    assert "needs a document for `types`" in run.seen[0]
    assert "How Waltz works in this repository" in run.seen[1]
    assert told.read(".ai/waltz.toml") == TOLD
    assert told.subjects[1:] == [
        "chore: say which documents plans are made from",
        "docs: plan POST /api/cards",
    ]
    assert "[1-2]" not in run.seen[0]
    assert "Next 2 of 5 open" in run.gate
    (told.box.root / SAVED).unlink()
    told.box.commit("docs: drop the plan")
    again = told.talk()
    assert "wants a document" not in again.gate


def test_a_no_keeps_the_settings_as_they_are_and_the_plan_goes_on(told: Loop) -> None:
    run = told.talk("a", "n not now", "y")

    assert told.subjects[1:] == ["docs: plan POST /api/cards"]
    assert not (told.box.root / ".ai/waltz.toml").exists()
    assert "Next 2 of 5 open" in run.gate


def test_a_file_that_is_not_there_stays_open(told: Loop) -> None:
    run = told.talk("app/nowhere.ts", "y")

    assert "there is no file app/nowhere.ts: it stays open" in run.text
    assert told.subjects[1:] == ["docs: plan POST /api/cards"]


def test_no_more_steps_are_agreed_than_the_prompt_has_at_once(told: Loop) -> None:
    run = told.talk("app/nowhere.ts", "y", "1-3")

    assert "at most 2 steps at a time; you named 3" in run.text


def test_another_endpoint_s_plan_keeps_its_place(empty: Sandbox) -> None:
    box = project(empty, plan=None)
    box.write(USUAL, plan_text(step_text(1), endpoint="GET /api/cards"))
    box.commit("docs: plan")
    loop = Loop(box, told="endpoint")

    run = loop.talk("a", "y")

    assert f"`{USUAL}` holds the plan of GET /api/cards" in " ".join(run.seen[0].split())
    assert (box.root / ".ai/post-api-cards-implementation-plan.md").is_file()
    assert "GET /api/cards" in loop.read(USUAL)


def test_the_profile_in_force_is_shown_and_changed(told: Loop) -> None:
    run = told.talk("/profile endpoint", "app/shapes.ts", "/profile")

    said = "profile endpoint: you chose it"
    assert f"{said}; it holds from the next plan on" in run.text
    assert "Thought about first" in run.text.rpartition(said)[2]


def test_a_draft_is_made_anew_by_the_profile_that_is_turned_to(told: Loop) -> None:
    run = told.talk("app/shapes.ts", "y", "yes", "/profile endpoint", "y")

    assert "; this plan is drafted anew" in run.text
    assert (told.box.root / USUAL).is_file()
    assert not (told.box.root / SAVED).exists()


def test_a_session_taken_up_has_the_profile_that_the_run_is_told(told: Loop) -> None:
    told.talk("app/shapes.ts", "y", "yes")

    Loop(told.box, told="endpoint").resume("y")

    assert (told.box.root / USUAL).is_file()
    assert not (told.box.root / SAVED).exists()
