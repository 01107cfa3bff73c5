from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from plain import text
from story import Story, a_plan, change, closing, undoing, waiting

from agent.core.gates import Gate
from agent.core.plan import Plan, StepKind
from agent.core.session import Working
from agent.core.work import (
    ChecksFound,
    NothingOffered,
    PageProposed,
    ProposalMade,
    StepClosed,
    StepHanded,
)
from agent.narration import narrate
from agent.pages.facts import Facts
from agent.pages.gates import gate_page

FACTS = Facts(
    load={"b1": b"new\n"}.__getitem__,
    exists=lambda _: False,
    evidence=lambda _: (),
    spec=lambda: None,
)
NO_CHECKS = ChecksFound(checks=(), trusted=True)
WARNED = "  may need step 1, which you skipped: BookCreate"


def needing(*kinds: StepKind) -> Plan:
    """Steps 2 and 4 name what step 1 makes."""
    plan = a_plan(count=4)
    one, two, three, four = plan.steps
    return replace(
        plan,
        steps=(
            replace(one, title="Schemas: BookCreate", files=()),
            replace(two, body="`BookCreate` is read", kind=kinds[0] if kinds else "edit"),
            three,
            replace(four, body="a BookCreate"),
        ),
    )


def page(story: Story) -> list[str]:
    gate = story.move()
    assert isinstance(gate, Gate)
    return text(gate_page(story.session, gate, FACTS)).splitlines()


def skipped(*kinds: StepKind) -> Story:
    return waiting(needing(*kinds)).say("skip 1", "2-4").tell(NO_CHECKS)


def test_a_skip_says_which_steps_may_need_it() -> None:
    story = waiting(needing())
    session = story.session
    assert session.plan is not None
    skip = StepClosed(step_id=session.plan.steps[0].id, how="skipped")
    assert text(narrate(session, skip)).splitlines() == [
        "  step 1: skipped",
        "  2 may need it: BookCreate; 4 may need it: BookCreate",
    ]
    other = replace(skip, step_id=session.plan.steps[2].id)
    assert text(narrate(session, other)) == "  step 3: skipped"
    done = replace(skip, how="confirmed")
    assert text(narrate(session, done)) == "  step 1: confirmed"
    gone = replace(session, plan=replace(session.plan, steps=()))
    assert text(narrate(gone, skip)) == "  step : skipped"


@pytest.mark.parametrize(
    "story",
    [
        lambda: skipped().tell(ProposalMade(proposal=change())),
        lambda: skipped().tell(StepHanded(reason="yours")),
        lambda: skipped("take"),
        lambda: skipped("confirm"),
    ],
)
def test_a_step_that_may_need_a_skipped_one_says_so(story: Callable[[], Story]) -> None:
    assert page(story())[1] == WARNED


def test_a_page_says_so_of_each_step() -> None:
    story = skipped().tell(NothingOffered(how="unneeded", reason="there")).say("y")
    story.tell(ProposalMade(proposal=change())).say("a")
    assert WARNED not in page(
        waiting(needing()).say("1-3").tell(NO_CHECKS, ProposalMade(proposal=change()))
    )
    stage = story.session.stage
    assert isinstance(stage, Working)
    third, fourth = (step.id for step in stage.batch.steps[1:])
    story.tell(PageProposed(proposals=((third, change()), (fourth, change()))))
    assert page(story).count(WARNED) == 1


def test_an_undo_says_which_steps_that_stand_may_need_it() -> None:
    plan = needing()
    done = (closing(plan.steps[0]), closing(plan.steps[1]))
    story = undoing(waiting(plan, *done), plan.steps[0])
    assert page(story)[:2] == ["Undo step 1  Schemas: BookCreate", "  2 may need it: BookCreate"]
    other = undoing(waiting(plan, *done), plan.steps[1])
    assert "may need it" not in "".join(page(other))
