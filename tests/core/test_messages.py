from __future__ import annotations

from dataclasses import replace

import pytest
from story import SPLIT_PLAN, Story, a_step, agreed, planned, sought, waiting

from agent.core.commits import Closing
from agent.core.edits import CommitId
from agent.core.job import (
    ForDecision,
    ForPlan,
    ForRedo,
    ForRepair,
    ForSetup,
    ForStep,
    ForUndo,
    Purpose,
)
from agent.core.messages import message, record_message, record_text
from agent.core.trailers import read_trailers, subject_line
from agent.core.work import StepClosed

STEP = a_step("2", items=SPLIT_PLAN.steps[1].items)
ITEM = SPLIT_PLAN.steps[1].items[0]
COMMIT = CommitId(f"{1:040x}")
COMMON = {
    "Waltz-Endpoint": "POST /api/cards",
    "Waltz-Plan": ".ai/cards-plan.md@p1",
    "Waltz-Session": "s1",
}


@pytest.mark.parametrize(
    ("purpose", "own", "body"),
    [
        (ForStep(step=STEP, total=3), {"Waltz-Step": "2/3", "Waltz-Step-Id": STEP.id}, "Do 2"),
        (ForStep(step=ITEM, total=3), {"Waltz-Step": "2.1/3", "Waltz-Step-Id": ITEM.id}, "Do 2.1"),
        (
            ForRepair(step=STEP, total=3, failed=a_step("3"), number=2),
            {"Waltz-Step": "2/3", "Waltz-Step-Id": STEP.id, "Waltz-Repair": "2"},
            "Do 2",
        ),
        (
            ForUndo(step_id=STEP.id, commit=COMMIT),
            {"Waltz-Step": "2/3", "Waltz-Step-Id": STEP.id, "Waltz-Undo": COMMIT},
            f"Do 2\n\nOf commit {COMMIT}.",
        ),
        (
            ForRedo(step_id=STEP.id, commit=COMMIT),
            {"Waltz-Step": "2/3", "Waltz-Step-Id": STEP.id, "Waltz-Redo": COMMIT},
            f"Do 2\n\nOf commit {COMMIT}.",
        ),
        (
            ForUndo(step_id="gone", commit=COMMIT),
            {"Waltz-Step-Id": "gone", "Waltz-Undo": COMMIT},
            "",
        ),
        (
            ForRedo(step_id="gone", commit=COMMIT),
            {"Waltz-Step-Id": "gone", "Waltz-Redo": COMMIT},
            "",
        ),
        (ForPlan(), {}, ""),
        (ForDecision(), {}, ""),
        (ForSetup(), {}, ""),
    ],
)
def test_each_commit_says_what_it_is_for(purpose: Purpose, own: dict[str, str], body: str) -> None:
    text = message(waiting(SPLIT_PLAN).session, purpose, "feat: it")
    assert read_trailers(text) == {**COMMON, **own}
    head, *rest = text.split("\n\n")
    assert (head, "\n\n".join(rest[:-1])) == ("feat: it", body)


def test_what_ended_without_a_commit_rides_along() -> None:
    story = waiting().say("skip 4 not now")
    story.tell(StepClosed(step_id=a_step("5").id, how="confirmed"))
    purpose = ForStep(step=a_step("1"), total=5)
    found = read_trailers(message(story.session, purpose, "feat: it"))
    assert found is not None
    assert found["Waltz-Closed"] == f"{a_step('4').id}=skipped {a_step('5').id}=confirmed"


@pytest.mark.parametrize(
    ("story", "plan"),
    [
        (sought(), None),
        (planned().say("y"), ".ai/cards-plan.md"),
        (agreed(), ".ai/cards-plan.md@p1"),
    ],
    ids=["none", "not-saved", "saved"],
)
def test_a_plan_is_named_with_the_bytes_it_had(story: Story, plan: str | None) -> None:
    found = read_trailers(message(story.session, ForDecision(), "docs: it"))
    assert found is not None
    assert found.get("Waltz-Plan") == plan


def test_no_plan_no_total() -> None:
    session = replace(sought().session, endpoint=None)
    text = message(session, ForUndo(step_id="aaa", commit=COMMIT), "revert: it")
    assert read_trailers(text) == {
        "Waltz-Step-Id": "aaa",
        "Waltz-Undo": COMMIT,
        "Waltz-Session": "s1",
    }
    text = message(session, ForStep(step=STEP, total=0), "feat: it")
    assert "\nWaltz-Step: 2/0\n" in text
    text = message(session, ForRedo(step_id="aaa", commit=COMMIT), "redo: it")
    assert text.startswith("redo: it\n\nWaltz-Step-Id: aaa\n")


@pytest.mark.parametrize(
    ("subject", "line"),
    [
        ("feat: add it", "feat: add it"),
        ("a" * 80, "a" * 71 + "…"),
        (
            f"feat: {'word ' * 9}of the src/lib/rules/loans.ts",
            f"feat: {'word ' * 9}".rstrip() + "…",
        ),
        (
            "feat: rozszerzenie reguł dla wypożyczeń w src/lib/validation/loans/rules.ts",
            "feat: rozszerzenie reguł dla wypożyczeń…",
        ),
        (f"feat: {'word ' * 20}", f"feat: {'word ' * 13}".rstrip() + "…"),
        (f"feat: {'word ' * 11}add `create_flashcards` and", f"feat: {'word ' * 11}add…"),
        (
            f"feat: {'word ' * 10}use `one thing here and there`",
            f"feat: {'word ' * 10}use one thing…",
        ),
    ],
)
def test_a_long_subject_ends_at_a_word_and_in_no_half_code(subject: str, line: str) -> None:
    assert subject_line(subject) == line
    assert len(subject_line(subject)) <= 72


@pytest.mark.parametrize(("count", "subject"), [(1, "1 step"), (2, "2 steps")])
def test_a_record_closes_steps_without_files(count: int, subject: str) -> None:
    closings = tuple(Closing(step_id=f"s{n}", state="skipped") for n in range(count))
    session = replace(waiting().session, unrecorded=closings)
    assert record_text(session) == f"close {subject} of POST /api/cards"
    text = record_message(session, "chore: close it")
    assert text.startswith("chore: close it\n\nWaltz-Endpoint: ")
    assert text.endswith("Waltz-Closed: " + " ".join(f"s{n}=skipped" for n in range(count)) + "\n")
