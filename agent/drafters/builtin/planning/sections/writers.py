"""Who writes each of the usual sections of an endpoint's plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.outline import Kind
from agent.drafters.builtin.planning.sections.contract import overview, request, response, types
from agent.drafters.builtin.planning.sections.errors import errors
from agent.drafters.builtin.planning.sections.flow import flow
from agent.drafters.builtin.planning.sections.security import performance, security

WRITERS: Mapping[Kind, Callable[[Brief], list[str]]] = {
    "overview": overview,
    "request": request,
    "types": types,
    "response": response,
    "flow": flow,
    "security": security,
    "errors": errors,
    "performance": performance,
}
