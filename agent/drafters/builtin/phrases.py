"""The words of plans, a file a language."""

from __future__ import annotations

from agent.core.plan import Plan
from agent.core.settings import LANGUAGES, Language
from agent.phrases import Texts, phrases
from agent.sources.text.tongue import language_of


def texts_of(language: Language) -> Texts:
    """The words of this language."""
    return phrases("drafters/builtin/texts", language)


def spoken(plan: Plan) -> Texts:
    """The words of the language that this plan is written in."""
    return texts_of(language_of((plan,), ()))


def every_text() -> tuple[Texts, ...]:
    """The words of each language, the usual one first."""
    return tuple(texts_of(language) for language in LANGUAGES)
