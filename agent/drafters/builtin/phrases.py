"""The words of plans: a file for each language, read when a plan is first drafted in it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import field
from functools import cache

from agent import lazy
from agent.core.settings import LANGUAGES, Language
from agent.core.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The phrases of one language, by key; `always` are values that each of them may hold."""

    language: Language
    phrases: Mapping[str, str]
    always: Mapping[str, str] = field(default_factory=dict)

    def say(self, key: str, /, **values: object) -> str:
        """The phrase with its values; these are put in as they are, never read as templates."""
        return self.phrases[key].format(**{**self.always, **values})


@cache
def texts_of(language: Language) -> Texts:
    """The words of this language."""
    text = lazy.text(f"drafters/builtin/texts/{language}.toml")
    return Texts(language=language, phrases=tomllib.loads(text))


def every_text() -> tuple[Texts, ...]:
    """The words of each language, the usual one first."""
    return tuple(texts_of(language) for language in LANGUAGES)
