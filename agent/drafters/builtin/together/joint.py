"""The endpoints of one plan: their briefs, short names, and what several of their flows say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from agent.core.values import dataclass
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.sections.flow import way
from agent.drafters.builtin.together.labels import Labels, labels_of
from agent.drafters.builtin.together.mingling import mingled

_SEVERAL = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """The briefs of all endpoints; `shared` are sentences with the names of those they are of."""

    briefs: tuple[Brief, ...]
    labels: Labels
    shared: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()

    @property
    def first(self) -> Brief:
        """The one in whose words all are told."""
        return self.briefs[0]

    def label(self, brief: Brief) -> str:
        """The short name of an endpoint in code marks."""
        return f"`{self.labels.of(brief.spec.endpoint)}`"

    def mingled(self, write: Callable[[Brief], Sequence[str]]) -> list[str]:
        """The lines that this writes for each of them, as lines of one section."""
        return mingled([(one, write(one)) for one in self.briefs], self.labels)


def joint_of(briefs: Sequence[Brief]) -> Joint:
    """The endpoints with the sentences taken out that the flows of several tell."""
    labels = labels_of([one.spec.endpoint for one in briefs])
    told: dict[str, list[Brief]] = {}
    known: dict[str, str] = {}
    for brief in briefs:
        for one in way(brief):
            if one.part == "told":
                told.setdefault(one.fact.text, []).append(brief)
                known.setdefault(one.fact.text, str(one.fact))
    apart = {text: who for text, who in told.items() if len(who) >= _SEVERAL}
    shared: dict[tuple[str, ...], list[str]] = {}
    for text, who in apart.items():
        names = tuple(labels.of(one.spec.endpoint) for one in who)
        shared.setdefault(names, []).append(known[text])
    return Joint(
        briefs=tuple(replace(one, apart=one.apart | frozenset(apart)) for one in briefs),
        labels=labels,
        shared=tuple((who, tuple(texts)) for who, texts in shared.items()),
    )
