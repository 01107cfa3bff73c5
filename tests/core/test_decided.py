from __future__ import annotations

from dataclasses import replace

from story import ENDPOINT, a_plan

from agent.core.decided import DECISIONS, decided, feedback
from agent.core.documents import RepoPath
from agent.core.plan import Section
from agent.core.spec import Rule, Spec


def test_the_decisions_are_the_points_of_their_document_each_with_its_line() -> None:
    text = "# Decisions\n\n- an empty body is 422\n  and more\n* page_size max 50\n"
    rules = (
        Rule(path=RepoPath("AGENTS.md"), text="- use tabs\n", always=True),
        Rule(path=DECISIONS, text=text, always=True),
    )
    found = decided(Spec(endpoint=ENDPOINT, title="", rules=rules))
    assert [(str(one.source), one.text) for one in found] == [
        ("decisions.md:3", "an empty body is 422"),
        ("decisions.md:5", "page_size max 50"),
    ]


def test_the_feedback_of_a_plan_is_that_of_its_section() -> None:
    plan = a_plan()
    own = Section(title="10. Feedback", body="- use zod\n- title max 9\n", line=9)
    assert feedback(plan) == ()
    assert feedback(replace(plan, sections=(*plan.sections, own))) == ("use zod", "title max 9")
