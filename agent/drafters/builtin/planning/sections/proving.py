"""What shows that a step is done, before the tests of the endpoint are there."""

from __future__ import annotations

from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import quoted
from agent.drafters.builtin.planning.places.stacks import Role
from agent.drafters.builtin.planning.sections.touched import touched


def proof_of(brief: Brief, role: Role, about: str) -> str:
    """That the code holds together, else the rows or the answer that it gives."""
    run = brief.commands.step
    if run and run != brief.commands.tests:
        return brief.say("step-proof-run", command=run, about=about)
    success = brief.spec.success()
    if role == "route" and success is None:
        return brief.say("step-proof-registered", path=brief.spec.endpoint.path)
    code = success.code if success is not None else ""
    rows = touched(brief).written if role == "service" and brief.tells("flow") else ()
    key = f"step-proof-{role}{'-writes' if rows else ''}"
    return brief.say(key, endpoint=brief.endpoint, about=about, code=code, tables=quoted(rows))
