"""The language that is spoken about a plan: its own."""

from __future__ import annotations

from typing import Literal

from agent.core.batch import StepState
from agent.core.plan import Plan
from agent.core.session import Adopting, PlanReviewing, Session
from agent.phrases import Texts, phrases
from agent.sources.text.tongue import language_of, tongue_of

Number = Literal["one", "few", "many"]

_FOLDER = "pages/texts"


def english() -> Texts:
    """What is said where no plan is spoken of."""
    return phrases(_FOLDER, "en")


def tongue(plan: Plan | None) -> Texts:
    """The words of summaries, in the plan's language."""
    return english() if plan is None else phrases(_FOLDER, language_of((plan,), ()))


def matching(text: str) -> Texts:
    """The words of what stands beside this text, in its language."""
    return phrases(_FOLDER, tongue_of(text))


def spoken(session: Session) -> Texts:
    """The words of a conversation: in the language of its plan, one under review too."""
    stage = session.stage
    reviewed = stage.plan if isinstance(stage, (PlanReviewing, Adopting)) else None
    return tongue(reviewed or session.plan)


def number(count: int) -> Number:
    """The plural of a count, as CLDR has it for Polish, whose forms hold those of English."""
    if count == 1:
        return "one"
    few = count % 10 in {2, 3, 4} and count % 100 not in {12, 13, 14}
    return "few" if few else "many"


def ended_so(texts: Texts, state: StepState, count: int) -> str:
    """How many steps ended so, as a tally says it."""
    return texts.say("tally", count=count, state=texts.say(f"state-{state}"))
