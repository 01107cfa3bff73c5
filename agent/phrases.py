"""Words that people read, as data: a file a language, read when its language is first spoken."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import field
from functools import cache

from agent import lazy
from agent.core.settings import Language
from agent.core.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The phrases of one language, by key; `always` are values that each of them may hold."""

    language: Language
    phrases: Mapping[str, str]
    always: Mapping[str, str] = field(default_factory=dict)

    def say(self, key: str, /, **values: object) -> str:
        """The phrase with its values; these are put in as they are, never read as templates."""
        return self.phrases[key].format(**({**self.always, **values} if self.always else values))


@cache
def phrases(folder: str, language: Language) -> Texts:
    """The words of this language in this folder of the package."""
    return Texts(language=language, phrases=tomllib.loads(lazy.text(f"{folder}/{language}.toml")))
