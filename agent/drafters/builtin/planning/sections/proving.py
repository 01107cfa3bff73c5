"""What shows that a step is done, before the tests of the endpoint are there."""

from __future__ import annotations

from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import quoted
from agent.drafters.builtin.planning.places.stacks import Role
from agent.drafters.builtin.planning.sections.refusedby import by_route, by_service
from agent.drafters.builtin.planning.sections.serving import codes
from agent.drafters.builtin.planning.sections.touched import touched

_FAILED = 500


def proof_of(brief: Brief, role: Role, about: str) -> str:
    """That the code holds together, else what its rows, answers and refusals are."""
    run = brief.commands.step
    if run and run != brief.commands.tests:
        return brief.say("step-proof-run", command=run, about=about)
    success = brief.spec.success()
    if role == "route" and success is None:
        return brief.say("step-proof-registered", path=brief.spec.endpoint.path)
    code = success.code if success is not None else ""
    rows = touched(brief).written if role == "service" and brief.tells("flow") else ()
    key = f"step-proof-{role}{'-writes' if rows else ''}"
    told = brief.say(key, endpoint=brief.endpoint, about=about, code=code, tables=quoted(rows))
    return told + _refused(brief, role)


def _refused(brief: Brief, role: Role) -> str:
    """The statuses that the layer answers in a case of their own."""
    every = {"service": by_service, "route": by_route}.get(role)
    found = [one for one in every(brief) if one.code != _FAILED] if every is not None else []
    return brief.say("step-proof-refused", codes=codes(found)) if found else ""
