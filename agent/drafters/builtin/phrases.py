"""The words of plans, a file a language."""

from __future__ import annotations

from agent.core.settings import LANGUAGES, Language
from agent.phrases import Texts, phrases


def texts_of(language: Language) -> Texts:
    """The words of this language."""
    return phrases("drafters/builtin/texts", language)


def every_text() -> tuple[Texts, ...]:
    """The words of each language, the usual one first."""
    return tuple(texts_of(language) for language in LANGUAGES)
