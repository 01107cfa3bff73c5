"""Which requirements an endpoint serves, as a model that plans it is told them."""

from __future__ import annotations

from agent.drafter import PlanRequest
from agent.drafters.model.sending import Fence, within

_MOST = 1_600
_MOST_SERVED = 2


def served(request: PlanRequest, fence: Fence) -> str:
    """The stories that it serves and the lines of requirements that call it, whole."""
    parts = []
    for one in request.spec.required:
        path, line = one.source.path, one.source.line
        rows = list(within(enumerate(one.text.split("\n"), line), _MOST))
        if len(rows) > 1 or not one.about:  # of a story of one line the name says all
            parts.append(fence.numbered(path, f"document {path}, what this is for", rows))
    return "\n\n".join(parts[:_MOST_SERVED])
