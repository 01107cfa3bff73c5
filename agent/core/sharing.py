"""A plan that several endpoints share: which of its steps are for one of them."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from agent.core.patterns import deferred
from agent.core.plan import Plan, Step
from agent.core.resources import alike
from agent.core.spec import METHODS, Endpoint, Feature, Target

_METHOD = "(?:" + "|".join(METHODS) + ")"
_NAMED = deferred(
    rf"\b({_METHOD}(?:\s?[/,|&]\s?{_METHOD}){{0,7}})\b[\s`*:]{{1,8}}(/[\w~%@{{}}\[\]<>:./-]*)"
)
_FENCE = deferred(r"^ *```.*?(?:^ *```|\Z)", re.DOTALL | re.MULTILINE)
_FILE = deferred(r"\.(?:[jt]sx?|py|cs|java|rb|php|go|kt)$")
_LONGEST = 20_000


def is_of(plan: Plan, target: Target) -> bool:
    """Whether the plan is this endpoint's, or by its title this feature's."""
    if isinstance(target, Feature):
        return not plan.endpoints and target.is_named(plan.title)
    return any(alike(one, target) for one in plan.endpoints)


def steps_for(plan: Plan, endpoint: Target) -> tuple[Step, ...]:
    """The steps that name this endpoint, or none of those the plan is of; numbers are kept.

    A step's title decides, else its text. A plan that leaves the endpoint no step is for it whole.
    """
    if len(plan.endpoints) < 2:  # noqa: PLR2004 - it is shared by two at least
        return plan.steps
    kept = []
    for step in plan.steps:
        named = _named(step, plan)
        if not named or any(alike(one, endpoint) for one in named):
            kept.append(step)
    return tuple(kept) or plan.steps


def own_plan(plan: Plan, endpoint: Target | None) -> Plan:
    """The plan with this endpoint's steps only; the whole plan where no endpoint is worked."""
    if endpoint is None:
        return plan
    steps = steps_for(plan, endpoint)
    return plan if steps == plan.steps else replace(plan, steps=steps)


def _named(step: Step, plan: Plan) -> tuple[Endpoint, ...]:
    """Which of its plan's endpoints a step names."""
    for said in (_written(step.title), _written_below(step.body)):
        found = tuple(
            one
            for one, own in plan.named
            if any(alike(one, other) or alike(own, other) for other in said)
        )
        if found:
            return found
    return ()


@lru_cache(maxsize=512)
def _written_below(body: str) -> tuple[Endpoint, ...]:
    return _written(_FENCE.sub("", body[:_LONGEST]))


@lru_cache(maxsize=512)
def _written(text: str) -> tuple[Endpoint, ...]:
    return tuple(
        Endpoint(method=method, path=_FILE.sub("", match[2].rstrip(".,:;")))
        for match in _NAMED.finditer(text)
        for method in re.findall(_METHOD, match[1])
    )
