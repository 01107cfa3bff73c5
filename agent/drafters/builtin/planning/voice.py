"""The fixed words of a plan, by key, in the language of the project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from agent.drafters.builtin.planning import english


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Says a phrase by its key; the values are put in as they are, never read as templates."""

    title: str
    sections: tuple[str, ...]
    phrases: Mapping[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        """The phrase with its values."""
        return self.phrases[key].format(**values)


ENGLISH = Voice(
    title=english.TITLE,
    sections=english.SECTIONS,
    phrases={**english.PHRASES, **{f"step-{key}": text for key, text in english.STEPS.items()}},
)
