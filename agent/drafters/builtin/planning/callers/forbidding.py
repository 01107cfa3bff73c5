"""The refusal of who lacks a role, where no document names it."""

from __future__ import annotations

from dataclasses import replace

from agent.core.profile import KnownStatus
from agent.core.spec import Status
from agent.drafters.builtin.planning.callers.callers import asked_role
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.tables.work import work_of

# RFC 9110, 15.5.4: understood, but refused.
_FORBIDDEN = 403


def forbidding(brief: Brief) -> Brief:
    """The brief with that status, by convention, where the flow asks for a role."""
    work = work_of(brief)
    asked = asked_role(work)
    if asked is None or work.refusal(_FORBIDDEN) is not None:
        return brief
    known = KnownStatus(code=_FORBIDDEN, meaning="", line=1)
    status = Status(code=_FORBIDDEN, meaning="", source=asked.sources[0])
    return replace(
        brief,
        spec=replace(brief.spec, statuses=(*brief.spec.statuses, status)),
        policy=tuple(sorted((*brief.policy, known), key=lambda one: one.code)),
        wished=(*brief.wished, (_FORBIDDEN, brief.say("convention"))),
    )
