"""The refusals that no status of the endpoint has: of general sections, and of the flow itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.core.lately import latest
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.sections.flow import way
from agent.drafters.builtin.planning.sections.items import Item
from agent.drafters.builtin.planning.sections.refusals import Case, beyond, when_told
from agent.drafters.builtin.planning.tables.refusal import Refusal
from agent.drafters.builtin.planning.tables.work import Work

_CODE = deferred(r"`(4\d\d)`")
_NAME = re.compile(r"`(\w+)`")
_MISSING = 404


@latest(4)
def beside(work: Work) -> tuple[Case, ...]:
    """Each once, so that errors, steps and tests list whatever the flow refuses."""
    found = {one.code: one for one in _told(work)}
    known = tuple(beyond(work))
    listed = {one.code for one in known} | {one.code for one in work.brief.spec.statuses}
    return (*known, *(one for code, one in found.items() if code not in listed))


def _told(work: Work) -> Iterator[Case]:
    """What is derived of the flow; a document's own sentence may speak of other calls' codes."""
    for item in way(work.brief) if work.brief.tells("flow") else ():
        for code in map(int, _CODE.findall(item.fact.text + item.fact.beside)):
            refused = work.refusal(code) if item.part != "told" else None
            if refused is not None and _is_cited(refused, item.fact):
                fact = Fact(text=f"`{code}`", sources=refused.sources, because=refused.because)
                yield Case(code=code, when=_when(work, code, item), fact=fact)


def _is_cited(refused: Refusal, fact: Fact) -> bool:
    """Whether the item tells this refusal, and no value that looks like a status."""
    return set(refused.sources) <= set(fact.sources) if refused.sources else bool(refused.because)


def _when(work: Work, code: int, item: Item) -> str:
    """When it comes: for a row that no parameter names, by the table that is read for it."""
    said = when_told(work, code)
    if said or code != _MISSING:
        return said
    known = {one.name for one in (*work.brief.spec.schema, *work.brief.spec.views)}
    table = next((one for one in _NAME.findall(item.fact.text) if one in known), "")
    return work.brief.say("case-none", table=table) if table else ""
