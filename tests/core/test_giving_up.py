from __future__ import annotations

import pytest
from story import Story, agreed, at_diff, errand, red_drafting, sought, waiting

from agent.core.events import EndpointLeft, ErrandDropped, Event, FeedbackGiven, PlanUnchanged
from agent.core.giving_up import given_up
from agent.core.session import PlanDrafting
from agent.core.work import (
    BatchEnded,
    DraftUnchanged,
    PageProposed,
    PageReviewed,
    StepHanded,
)


@pytest.mark.parametrize(
    ("story", "events"),
    [
        (sought(), (EndpointLeft,)),
        (agreed(), (BatchEnded,)),
        (waiting().tell(FeedbackGiven(text="an empty list is an answer")), (ErrandDropped,)),
        (errand(), (ErrandDropped,)),
        (waiting(), ()),
        (at_diff(), (BatchEnded,)),
        (at_diff().say("a"), (PageProposed, PageReviewed)),
        (at_diff().say("n too long"), (DraftUnchanged,)),
        (red_drafting(), (StepHanded,)),
    ],
)
def test_giving_up_leads_back(story: Story, events: tuple[type[Event], ...]) -> None:
    assert tuple(type(one) for one in given_up(story.session.stage)) == events


def test_a_plan_that_is_being_drafted_stays() -> None:
    assert list(given_up(PlanDrafting(), "cut")) == [
        PlanUnchanged(reason="cut; there is no draft yet")
    ]
