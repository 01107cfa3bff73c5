"""What a model used, in words."""

from __future__ import annotations

import pytest
from story import START

from agent.core.events import TokensSpent
from agent.core.fold import apply, begin
from agent.core.settings import Language
from agent.core.spending import Spent, Usage
from agent.pages.spending import for_steps, of_run, so_far, used
from agent.phrases import phrases

USAGE = Usage(sent=9800, cached=6100, received=2400, thought=100)
FEW = Spent(usage=Usage(sent=850, received=20), requests=3)


@pytest.mark.parametrize(
    ("spent", "language", "said"),
    [
        (
            Spent(usage=USAGE, cost=0.0345),
            "en",
            "9.8k sent (6.1k cached) · 2.4k received · $0.03",
        ),
        (FEW, "en", "850 sent · 20 received"),
        (FEW, "pl", "850 wysłane · 20 odebrane"),
    ],
)
def test_what_was_spent_is_said(spent: Spent, language: Language, said: str) -> None:
    assert used(spent, phrases("pages/texts", language)) == said


def test_steps_stand_beside_the_whole_in_the_language_of_the_plan() -> None:
    session = apply(
        apply(begin(START), TokensSpent(spent=FEW, step_id="a")), TokensSpent(spent=FEW)
    )
    polish = phrases("pages/texts", "pl")

    assert for_steps(session, ["a"], polish) == (
        "model: 3 zapytania, 850 wysłane · 20 odebrane; razem 1.7k wysłane · 40 odebrane"
    )
    assert so_far(session) == "1.7k sent · 40 received so far"
    assert for_steps(session, ["b"], polish) == ""
    assert for_steps(begin(START), ["a"], polish) == so_far(begin(START)) == of_run(()) == ""
