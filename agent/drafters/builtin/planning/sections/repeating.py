"""Which sentences of a passage only repeat what other sections tell, each by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.sections.foreign import steps_of
from agent.drafters.builtin.planning.sentences.sifting import is_apart


def own_steps(brief: Brief, facts: Iterable[Fact]) -> Iterator[Fact]:
    """The steps that are done here, without those that other sections tell."""
    for one in steps_of(brief, list(facts)):
        if not is_apart(brief, one.text):
            yield one
