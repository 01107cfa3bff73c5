"""The refusals of an action by what already is, with what has to hold for it to go on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.drafters.builtin.planning.citations import Fact, holds
from agent.drafters.builtin.planning.sentences.guards import states
from agent.drafters.builtin.planning.tables.refusal import Refusal
from agent.drafters.builtin.planning.tables.work import Work
from agent.drafters.builtin.planning.writes.needing import Need, needs

_CLASH = 409


def standing(work: Work) -> list[Fact]:
    """The documented refusals of a state, the first with what it asks for."""
    found, wanted = list(states(work.brief)), needs(work)
    if not found:
        return [_alone(work, wanted)] if wanted else []
    mine = _of_clash(found)
    more = [one for one in wanted if not _is_said(mine, one)]
    if not more:
        return found
    told = _joined(work, more)
    text = f"{mine}: {told.text[:1].lower()}{told.text[1:]}"
    return [Fact(text=text, sources=told.sources) if one is mine else one for one in found]


def unnamed(work: Work) -> Iterator[tuple[int, str]]:
    """A code by convention, and when it is answered, where no document names one for the state."""
    wanted = needs(work) if work.brief.subject.writes else []
    if wanted and not any(states(work.brief)):
        yield _CLASH, "; ".join(one.broken for one in wanted)


def _alone(work: Work, wanted: Sequence[Need]) -> Fact:
    refused = Refusal(code=_CLASH, because=work.brief.say("convention"))
    return refused.after(_joined(work, wanted), work.brief.say("flow-else", code=_CLASH))


def _joined(work: Work, wanted: Sequence[Need]) -> Fact:
    """What must hold in one item, all but the last with their sources."""
    facts = [Fact(text=one.text, sources=one.sources) for one in wanted]
    said = "; ".join((*map(str, facts[:-1]), facts[-1].text))
    return Fact(text=work.brief.say("flow-needs", needs=said), sources=facts[-1].sources)


def _is_said(refusal: Fact, need: Need) -> bool:
    """Whether the refusal names the states itself."""
    return bool(need.values) and all(holds(refusal.text, one) for one in need.values)


def _of_clash(found: Sequence[Fact]) -> Fact:
    return next((one for one in found if f"`{_CLASH}`" in one.text), found[0])
