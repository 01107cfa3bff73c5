"""Rows that a policy shows in one state to all, and else to their owner alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.tables.work import Work, cited

_USING = deferred(r"\busing\s*\((?P<said>.*)\)\s*;?\s*$", re.IGNORECASE | re.DOTALL)
_OR = deferred(r"\bor\b", re.IGNORECASE)
_CALLER = r"(?:auth\.)?uid\(\)"
_MINE = deferred(rf"\(?\s*(?:(\w+)\s*=\s*{_CALLER}|{_CALLER}\s*=\s*(\w+))\s*\)?", re.IGNORECASE)
_STATE = deferred(r"\(?\s*(\w+)\s*(?:=\s*'?(\w+)'?|is\s+null)\s*\)?", re.IGNORECASE)
_READS = deferred(r"\bfor\s+(?:select|all)\b", re.IGNORECASE)
_FORBIDDEN, _MISSING = 403, 404
_TWO = 2


def visible(work: Work) -> Iterator[Fact]:
    """The state or the owner that a row has to have to be read; nothing of other policies."""
    brief, own = work.brief, work.own
    if own is None or not work.closed or brief.subject.writes:
        return
    table = own.table
    for policy in table.policies:
        said = _USING.search(policy.text) if _READS.search(policy.text) else None
        parts = [one.strip() for one in _OR.split(said["said"])] if said else []
        mine = next((hit for one in parts if (hit := _MINE.fullmatch(one))), None)
        state = next((hit for one in parts if (hit := _STATE.fullmatch(one))), None)
        if len(parts) != _TWO or mine is None or state is None:
            continue
        owner, column = table.column(mine[1] or mine[2]), table.column(state[1])
        if owner is not None and column is not None:
            key = "flow-visible" if state[2] else "flow-visible-null"
            names = {"column": column.name, "owner": owner.name, "value": state[2]}
            fact = Fact(text=brief.say(key, **names), sources=cited(brief, column, owner))
            other = work.refusal(_MISSING, _FORBIDDEN)
            tail = brief.say("flow-else", code=other.code) if other is not None else ""
            yield fact if other is None else other.after(fact, tail)
            return
