"""A status that refuses, with where it is named and what is said of it."""

from __future__ import annotations

from dataclasses import replace

from agent.core.documents import Source
from agent.core.values import dataclass
from agent.drafters.builtin.planning.citations import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A status that refuses, and where the documents name it."""

    code: int
    sources: tuple[Source, ...] = ()
    because: str = ""

    def after(self, fact: Fact, said: str) -> Fact:
        """The fact with what is said of the refusal; what no document names has its reason."""
        if self.sources:
            return replace(fact, text=fact.text + said, sources=fact.sources + self.sources)
        why = f" ({self.because})" if self.because else ""
        return replace(fact, beside=f"{said}{why}")
