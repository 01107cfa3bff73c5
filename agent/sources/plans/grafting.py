"""Drafted steps put into a plan that has none, with what they point at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.core.patterns import deferred
from agent.core.values import dataclass
from agent.sources.text.words import section_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from agent.core.plan import Plan, Section
    from agent.sources.text.words import SectionKind

_HEADING = deferred(r"^(#+)(?=\s)", re.MULTILINE)
_NUMBER = deferred(r"#+\s+(\d+)[.)]\s")
_REFERENCE = deferred(r"\b(section|sekcj\w+) (\d+)\b(?P<item>, (?:no\.|nr))?")
_USUAL = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where in the plan the sections go: its own one for steps, if any, and the level of all."""

    lines: list[str]
    own: Section | None
    level: int
    end: int


def holds_steps(section: Section) -> bool:
    """Whether its heading says that steps stand in it."""
    return section_kind(section.title) == "steps"


def grafted(text: str, plan: Plan, draft_text: str, draft: Plan) -> str:
    """The plan's text with the draft's steps: in its own section for them, else at its end.

    A section that the steps point at is the plan's own of the same kind; where there is none, or
    an item of a list is meant, the draft's comes along. No line of the plan is changed.
    """
    place = _place(text.split("\n"), plan)
    numbered = _numbered(draft_text.split("\n"), draft.sections)
    steps = next(one for one in draft.sections if holds_steps(one))
    mine = {section_kind(one.title): one for one in reversed(plan.sections)}
    brought = _brought(numbered, steps, mine)
    count = max(_numbered(place.lines, plan.sections), default=0)
    counts = bool(count) and place.own is None
    names = {}
    for number, one in numbered.items():
        kind = section_kind(one.title)
        if one in brought:
            names[number] = str(count + 1 + brought.index(one)) if counts else f"“{one.title}”"
        elif kind is not None and kind in mine:
            names[number] = _name(place.lines, mine[kind])
    added = [
        _written(one, place.level, names, count + 1 + at if counts else None)
        for at, one in enumerate((*brought, steps))
    ]
    return _spliced(place, added)


def _place(lines: list[str], plan: Plan) -> _Place:
    own = next((one for one in plan.sections if holds_steps(one)), None)
    like = own or (plan.sections[-1] if plan.sections else None)
    found = _HEADING.match(lines[like.line - 1]) if like else None
    after = (one.line - 1 for one in plan.sections if own is not None and one.line > own.line)
    return _Place(
        lines=lines,
        own=own,
        level=max(len(found[1]), _USUAL) if found else _USUAL,
        end=min(after, default=plan.last),
    )


def _numbered(lines: list[str], sections: Iterable[Section]) -> dict[int, Section]:
    found = ((_NUMBER.match(lines[one.line - 1]), one) for one in sections)
    return {int(number[1]): one for number, one in found if number}


def _brought(
    numbered: dict[int, Section], steps: Section, mine: Mapping[SectionKind | None, Section]
) -> list[Section]:
    """The draft's sections that come along, in its order: those pointed at by what comes along."""
    brought: list[Section] = []
    waiting = [steps]
    while waiting:
        for found in _REFERENCE.finditer(waiting.pop().body):
            one = numbered.get(int(found[2]))
            there = one is None or (section_kind(one.title) in mine and not found["item"])
            if one is not None and not there and one is not steps and one not in brought:
                brought.append(one)
                waiting.append(one)
    return sorted(brought, key=lambda one: one.line)


def _name(lines: list[str], section: Section) -> str:
    found = _NUMBER.match(lines[section.line - 1])
    return found[1] if found else f"“{section.title}”"


def _written(section: Section, level: int, names: dict[int, str], number: int | None) -> str:
    """The section with its heading, as it is called in the plan."""
    body = _HEADING.sub(lambda found: found[1] + "#" * (level - _USUAL), section.body.strip())
    body = _REFERENCE.sub(
        lambda found: f"{found[1]} {names.get(int(found[2]), found[2])}{found['item'] or ''}", body
    )
    head = f"{number}. {section.title}" if number else section.title
    return f"{'#' * level} {head}\n\n{body}"


def _spliced(place: _Place, added: list[str]) -> str:
    """The plan's lines, with the steps' own heading left out where the plan has one."""
    return "\n".join(_pieces(place, added))


def _pieces(place: _Place, added: list[str]) -> Iterator[str]:
    lines, end = place.lines, place.end
    while end > 0 and not lines[end - 1].strip():
        end -= 1
    *others, steps = added
    start = place.own.line - 1 if place.own is not None else end
    if place.own is None:
        yield from lines[:end]
        yield from (f"\n{one}" for one in others)
        yield f"\n{steps}"
    else:
        yield from lines[:start]
        yield from (f"{one}\n" for one in others)
        yield from lines[start:end]
        yield "\n" + steps.partition("\n\n")[2]
    rest = lines[end:]
    yield from rest if any(rest) else [""]
