"""The language that is spoken about a plan: its own."""

from __future__ import annotations

from agent.core.plan import Plan
from agent.phrases import Texts, phrases
from agent.sources.tongue import language_of

_FOLDER = "pages/texts"


def english() -> Texts:
    """What is said where no plan is spoken of."""
    return phrases(_FOLDER, "en")


def tongue(plan: Plan | None) -> Texts:
    """The words of summaries, in the plan's language."""
    return english() if plan is None else phrases(_FOLDER, language_of((plan,), ()))
