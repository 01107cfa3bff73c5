"""What a spec is gathered from, and the spec: of an endpoint, or a feature with its endpoints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from agent import lazy
from agent.core.documents import Document, RepoPath, Role
from agent.core.spec import Endpoint, Excerpt, Feature, Rule, Spec, Target
from agent.core.values import dataclass

_RULES: frozenset[Role] = frozenset({"rules", "decisions"})
_KEPT = 4096
_TYPES = "agent.sources.types.reading"
_HELD = "agent.sources.rules.held"
_RULE = "agent.sources.rules.rules"
_OF_FEATURE = "agent.sources.gathering.featurespec"

Gather = Callable[[Endpoint, Sequence[Document], Sequence[Rule], Sequence[Spec]], Spec]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """All that a spec is gathered from."""

    endpoint: Target
    documents: tuple[Document, ...]
    files: tuple[RepoPath, ...]
    described: tuple[Spec, ...]
    served: tuple[Asked, ...] = ()
    required: tuple[Excerpt, ...] = ()


def gathered(asked: Asked) -> Spec:
    """The spec; that of a feature with those of the endpoints that serve it."""
    documents = asked.documents
    rules = [ruled(one.path, one.text) for one in documents if one.role in _RULES]
    holding = [one.rule for one in lazy.load(_HELD).rules_for(rules, asked.files)]
    if isinstance(asked.endpoint, Feature):
        served = tuple(map(gathered, asked.served))
        told: Spec = lazy.load(_OF_FEATURE).gather_feature(
            asked.endpoint, documents, holding, served
        )
        return told
    # Only a plan needs it, and the board is asked for more often.
    gather: Gather = lazy.load("agent.sources.gathering.gather").gather
    spec = gather(asked.endpoint, documents, holding, asked.described)
    spec = replace(spec, required=asked.required)
    coded = [one for one in documents if one.role == "types"]
    return replace(spec, types=lazy.load(_TYPES).types_for(spec, coded)) if coded else spec


@lru_cache(_KEPT)
def ruled(path: RepoPath, text: str) -> Rule:
    """The rules of a file, read once."""
    found: Rule = lazy.load(_RULE).read_rule(path, text)
    return found
