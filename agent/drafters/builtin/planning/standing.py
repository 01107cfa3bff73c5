"""What an action needs of the row as it stands: its state, with the refusal of any other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.drafters.builtin.planning.callers import alternatives
from agent.drafters.builtin.planning.citations import Fact, holds
from agent.drafters.builtin.planning.guards import states
from agent.drafters.builtin.planning.transitions import Before, before, undecided
from agent.drafters.builtin.planning.work import Refusal, Work

_CLASH = 409


def standing(work: Work) -> list[Fact]:
    """The documented refusals of a state, the first with the states that it lets through."""
    found, known = list(states(work.brief)), before(work)
    if known is None:
        return found or [_alone(work, one) for one in undecided(work)]
    if not found:
        return [_alone(work, known)]
    mine = _of_clash(found)
    if all(holds(mine.text, one) for one in known.values):
        return found
    text = f"{mine}: {_lower(_condition(work, known))}"
    both = Fact(text=text, sources=known.sources)
    return [both if one is mine else one for one in found]


def unnamed(work: Work) -> Iterator[tuple[int, str]]:
    """A code by convention, and when it is answered, where no document names one for the state."""
    if work.brief.subject.writes and not any(states(work.brief)):
        known = before(work)
        for one in [known] if known is not None else undecided(work):
            values = alternatives(work.brief, one.values)
            yield _CLASH, work.brief.say("case-before", name=one.name, values=values)


def _alone(work: Work, known: Before) -> Fact:
    brief = work.brief
    fact = Fact(text=_condition(work, known), sources=known.sources)
    refused = Refusal(code=_CLASH, because=brief.say("convention"))
    return refused.after(fact, brief.say("flow-else", code=_CLASH))


def _condition(work: Work, known: Before) -> str:
    values = alternatives(work.brief, known.values)
    return work.brief.say("flow-before", name=known.name, values=values)


def _of_clash(found: Sequence[Fact]) -> Fact:
    return next((one for one in found if f"`{_CLASH}`" in one.text), found[0])


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
