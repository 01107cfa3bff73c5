"""Other plans, as a model that plans is told of them: what it would read first is given at once."""

from __future__ import annotations

from agent.core.plan import Plan
from agent.core.resources import resource
from agent.core.spec import Feature, Target
from agent.drafter import PlanRequest
from agent.drafters.model.sending import Fence, text_of

_MOST_NAMES = 12
# Of a plan of 2,500 tokens nothing more is learnt from a second one.
_MOST_TEXT = 10_000


def alike(request: PlanRequest) -> tuple[Plan, ...]:
    """The plans of endpoints, or of features, as this one is."""
    feature = isinstance(request.spec.endpoint, Feature)
    return tuple(one for one in request.siblings if bool(one.endpoints) is not feature)


def others(request: PlanRequest, fence: Fence) -> str:
    """The plans of the same resource by their paths; the nearest of all whole, where it fits."""
    target = request.spec.endpoint
    plans = sorted(
        (one for one in alike(request) if one.path != request.path),
        key=lambda one: _distance(one, target),
    )
    parts = []
    text = _text(request, plans[0]) if plans else ""
    whole = plans[:1] if 0 < len(text) <= _MOST_TEXT else []
    same = [one for one in plans if one not in whole and _is_of(one, target)]
    if plans and not whole and not same:
        parts.append(f"The nearest of the other plans:\n- {_name(plans[0])}")
    if same:
        head = "Other plans of the same resource:"
        parts.append("\n".join((head, *(f"- {_name(one)}" for one in same[:_MOST_NAMES]))))
    for one in whole:
        rows = ((at, line) for at, line in enumerate(text.split("\n"), one.line) if line.strip())
        parts.append(fence.numbered(one.path, f"plan {_name(one)}", rows))
    return "\n\n".join(parts)


def _name(plan: Plan) -> str:
    return f"{plan.path}: {', '.join(map(str, plan.endpoints)) or plan.title}"


def _is_of(plan: Plan, target: Target) -> bool:
    return any(resource(one) == resource(target) for one in plan.endpoints)


def _distance(plan: Plan, target: Target) -> tuple[bool, bool, int]:
    """By resource, then method, then how long it is: of two the shorter one says the same."""
    method = target.key.partition(" ")[0]
    alike = any(one.method == method for one in plan.endpoints)
    return not _is_of(plan, target), not alike, plan.last - plan.line


def _text(request: PlanRequest, plan: Plan) -> str:
    """The plan as its file holds it, which may hold others."""
    lines = (text_of(request.code.read(plan.path)) or "").split("\n")
    return "\n".join(lines[plan.line - 1 : plan.last]).rstrip()
