"""What the request is checked for before anything is done, each value with its bounds."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from agent.core.documents import Source
from agent.core.spec import Place
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.wording import meaning_of, names_of, quoted, when_of
from agent.drafters.builtin.planning.sections.ranges import bounds_of
from agent.drafters.builtin.planning.sentences.guards import is_of_input, of_input
from agent.drafters.builtin.planning.tables.work import Work, work_of

_INVALID = (400, 422)
_PLACES: tuple[Place, ...] = ("path", "query", "header", "body")
_MOST = 9
_SHORT = 80


def inputs(work: Work, *, bare: bool = False) -> Iterator[Fact]:
    """The values with their bounds, bare without, and the status for what does not fit.

    Where a section of the plan tells them, only the places that they stand in.
    """
    brief = work.brief
    apart_told = brief.tells("request") and not bare
    told, columns = (names_of(brief.inputs), ()) if bare or apart_told else _told(work)
    apart = [one for one in brief.inputs if one.place != "path" and bounds_of(work, one)[0]]
    refused = [one for one in brief.statuses(*_INVALID) if is_of_input(one)]
    if not brief.inputs or not (refused or (apart and not bare)):
        return
    codes = refused_as(brief)
    if apart_told:
        told = checked_places(brief, {one.place for one in brief.inputs})
    text = brief.say("flow-check" if refused else "flow-check-open", names=told, codes=codes)
    sources = [source for one in refused for source in brief.status(one).sources]
    if not sources and not apart_told:
        bounded = [one for one in brief.inputs if one.limits]
        sources += [
            source for one in bounded for source in brief.passages.holding([one.source], one.name)
        ]
    yield Fact(text=text, sources=tuple(dict.fromkeys((*columns, *sources))))


def checked_places(brief: Brief, given: Collection[Place]) -> str:
    """Where these values stand in the request, and the section that bounds them."""
    places = ", ".join(brief.say(f"checked-{one}") for one in _PLACES if one in given)
    return brief.say("flow-checked", places=places)


def refused_as(brief: Brief) -> str:
    """The status of what does not fit; of two, each with what it is for."""
    refused = [one for one in brief.statuses(*_INVALID) if is_of_input(one)]
    codes = dict.fromkeys(one.code for one in refused)
    if len(codes) <= 1:
        return quoted(map(str, codes))
    usual = {code: brief.say(f"case-{code}") for code in _INVALID}
    parts = {
        one.code: brief.say(
            "step-case",
            code=one.code,
            when=when_of(brief.texts, of_input(meaning_of(one, _SHORT)) or usual[one.code]),
        )
        for one in reversed(refused)
    }
    return ", ".join(parts[code] for code in codes)


def _told(work: Work) -> tuple[str, tuple[Source, ...]]:
    """The names, of many those with bounds first, and the columns that bound them."""
    known = [(one, *bounds_of(work, one)) for one in work.brief.inputs]
    if len(known) > _MOST:
        known.sort(key=lambda one: not one[1])
    shown = known[:_MOST]
    parts = [f"`{one.name}` ({said})" if said else f"`{one.name}`" for one, said, _ in shown]
    more = f" \u2026 ({len(known)})" if len(known) > _MOST else ""
    return ", ".join(parts) + more, tuple(source for _, _, found in shown for source in found)


def plain_inputs(brief: Brief) -> list[Fact]:
    """The same for a section that tells the bounds by themselves."""
    return list(inputs(work_of(brief), bare=True))
