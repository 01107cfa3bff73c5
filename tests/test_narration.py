from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from story import (
    PYTEST,
    RUFF,
    Story,
    a_plan,
    a_step,
    agreed,
    applied,
    committed,
    planned,
    refused,
    result,
    sought,
    undoing,
    waiting,
)

from agent.core.batch import Batch
from agent.core.edits import BlobId
from agent.core.errors import Refusal
from agent.core.events import (
    EndpointLeft,
    ErrandDropped,
    ErrandKept,
    Event,
    FeedbackScoped,
    PlanFound,
    PlanReread,
    PlanUnchanged,
    QuestionsAsked,
)
from agent.core.page import Line
from agent.core.steps import PathsRefused, StepJoined, StepSplit
from agent.core.work import (
    BatchAgreed,
    ChecksRun,
    ChecksTrusted,
    Refused,
    StepClosed,
)
from agent.narration import narrate

ONE, TWO = a_step("1"), a_step("2")


def checked() -> Story:
    ran = ChecksRun(moment="step", results=(result(), replace(result(RUFF, others=1))))
    return applied(None, PYTEST, RUFF).tell(ran)


def drafting() -> Story:
    return sought().tell(QuestionsAsked(questions=()))


def declined() -> Story:
    return planned().say("n shorter")


@pytest.mark.parametrize(
    ("story", "event", "said"),
    [
        (
            waiting,
            Refused(refusal=Refusal(code="busy", subject="x", reason="wait")),
            "REFUSED busy x: wait",
        ),
        (
            checked,
            committed("c" * 40),
            (
                "  applied; pytest ok; ruff check passed with 1 other changed file"
                "; ccccccc feat: do it  +3 -1"
            ),
        ),
        (applied, committed(), "  applied c1 feat: do it  +3 -1"),
        (lambda: undoing(waiting(), ONE), committed(), "  committed c1 feat: do it  +3 -1"),
        (
            agreed,
            ChecksRun(moment="before", results=(result(code=1),)),
            "before: pytest failed (1)",
        ),
        (
            agreed,
            ChecksRun(moment="after", results=(result(RUFF),)),
            "after the batch: ruff check ok",
        ),
        (agreed, ChecksRun(moment="after", results=()), ""),
        (agreed, ChecksRun(moment="step", results=(result(),)), ""),
        (
            sought,
            PlanFound(plan=a_plan(), blob=BlobId("p"), closings=(), adopted=False),
            "plan: .ai/cards-plan.md",
        ),
        (waiting, PlanReread(plan=a_plan(), blob=BlobId("p1")), ""),
        (
            waiting,
            PlanReread(plan=a_plan(), blob=BlobId("p2")),
            "the plan has changed; this is it as it is now",
        ),
        (sought, PlanReread(plan=a_plan(), blob=BlobId("p2")), ""),
        (
            drafting,
            PlanUnchanged(reason="no facts"),
            "no facts\nWrite its plan yourself and choose it again, or choose another.",
        ),
        (declined, PlanUnchanged(reason="no words"), ""),
        (waiting, FeedbackScoped(scope="next"), "kept for the next steps"),
        (waiting, FeedbackScoped(scope="plan"), ""),
        (waiting, ErrandKept(), "saved; git ignores it, so there is no commit"),
        (waiting, ErrandDropped(), "dropped; nothing was written"),
        (waiting, BatchAgreed(batch=Batch(steps=(ONE, TWO))), "agreed: 1, 2"),
        (waiting, StepClosed(step_id=ONE.id, how="covered"), "  step 1: covered"),
        (
            waiting,
            StepSplit(step_id=ONE.id),
            "  step 1: split into its own items; unsplit 1 joins them",
        ),
        (waiting, StepJoined(step_id=ONE.id), "  step 1: one step again"),
        (
            agreed,
            PathsRefused(refusals=(refused().refusal, refused("outside-repo").refusal)),
            "REFUSED git-state x: so\nREFUSED outside-repo x: so",
        ),
        (agreed, ChecksTrusted(verdict="yes"), "  they run from now on"),
        (agreed, ChecksTrusted(verdict="no"), "  they do not run; /checks asks again"),
        (waiting, EndpointLeft(), ""),
    ],
)
def test_what_is_said_about_an_event(story: Callable[[], Story], event: Event, said: str) -> None:
    page = narrate(story().session, event)
    assert "\n".join(block.text for block in page if isinstance(block, Line)) == said
