"""The sections of a plan of several endpoints, one function each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief, Concern, bare_name, state_of
from agent.drafters.builtin.planning.facts.outline import Heading, Kind
from agent.drafters.builtin.planning.facts.purpose import purpose
from agent.drafters.builtin.planning.facts.wording import quoted
from agent.drafters.builtin.planning.sections.beside import beside
from agent.drafters.builtin.planning.sections.contract import (
    known_types,
    request,
    response,
    speaking,
    types,
    uses,
)
from agent.drafters.builtin.planning.sections.errors import singly
from agent.drafters.builtin.planning.sections.flow import way
from agent.drafters.builtin.planning.sections.general import for_all, general_facts, general_line
from agent.drafters.builtin.planning.sections.security import performance, security
from agent.drafters.builtin.planning.sections.touched import works_on
from agent.drafters.builtin.together.joint import Joint
from agent.drafters.builtin.together.mingling import ENDPOINT, bare, cited

_MOST_TABLES = 8
# So many words are told again sooner than looked up.
_SHORT = 12
_CODE = deferred(r"`([45]\d\d)\b")


def section(joint: Joint, heading: Heading) -> list[str]:
    """The lines of any section but the steps."""
    writer = _WRITERS.get(heading.kind)
    return writer(joint) if writer else joint.mingled(lambda brief: beside(brief, heading))


def _overview(joint: Joint) -> list[str]:
    """What each endpoint is for, then the tables of all."""
    lines = [f"- `{one.endpoint}`: {purpose(one)}" for one in joint.briefs]
    first, base = joint.first, joint.labels.base
    own = {table.name: table for one in joint.briefs for table in one.spec.tables}
    near = {table.name: table for one in joint.briefs for table in works_on(one)[1]}
    tied = [table for name, table in near.items() if name not in own][:_MOST_TABLES]
    told = [first.say("joint-base", base=base)] if base else []
    for key, found in (("tables", list(own.values())[:_MOST_TABLES]), ("beside", tied)):
        named = (first.found(f"`{one.name}`", [one.source], bare_name(one)) for one in found)
        told += [first.say(key, tables=", ".join(map(str, named)))] if found else []
    lines += ["", " ".join(told)] if told else []
    more = joint.mingled(lambda brief: [x for x in (general_line(brief),) if x])
    more += joint.mingled(lambda brief: brief.points("path", "table"))
    return [*lines, "", *more] if more else lines


def _request(joint: Joint) -> list[str]:
    """What each takes beside method and path, which the overview has."""
    silent = [one for one in joint.briefs if len(request(one)) == 1]
    lines = joint.mingled(lambda brief: _within(request(brief)[1:]))
    if silent:
        names = ", ".join(joint.label(one) for one in silent)
        lines.append(f"- {joint.first.say('joint-no-input', endpoints=names)}")
    return lines


def _response(joint: Joint) -> list[str]:
    """What each answers; fields that one before has are told by its name."""
    seen: dict[str, str] = {}

    def told(brief: Brief) -> list[str]:
        first, *rest = response(brief) or [""]
        label = joint.label(brief)
        for at, line in enumerate(rest):
            key = bare(line).replace(f"`{brief.endpoint}`", ENDPOINT)
            if len(key.split()) > _SHORT and seen.setdefault(key, label) != label:
                rest[at] = f"- {brief.say('joint-as', endpoint=seen[key])}"
        return _within([first, *rest])

    return joint.mingled(told)


def _within(lines: Sequence[str]) -> list[str]:
    """The first entry with all others below it."""
    first = next((at for at, one in enumerate(lines) if at and not one.startswith(" ")), len(lines))
    return [*lines[:first], *(f"  {line}" if line else "" for line in lines[first:])]


def _types(joint: Joint) -> list[str]:
    """Each type once, with what it is for."""
    known: dict[str, dict[str, list[str]]] = {}
    for brief in joint.briefs:
        for key, name in uses(brief):
            known.setdefault(name, {}).setdefault(key, []).append(joint.label(brief))
    told = [_type(joint, name, told) for name, told in known.items()]
    lines = [*_placed(joint, told), *joint.mingled(known_types)]
    lines += joint.mingled(lambda brief: brief.points("types"))
    return lines or joint.mingled(types)


def _placed(joint: Joint, told: Sequence[str]) -> list[str]:
    """The types below the file or folder that holds them, where there is one."""
    brief = next((one for one in joint.briefs if uses(one)), joint.first)
    place = brief.layout.place("types")
    if place is None or not told:
        return [f"- {one}" for one in told]
    where = place.path.folder if brief.stack.one_type_a_file else place.path
    head = Fact(text=brief.say("joint-types-in", file=where), sources=speaking(brief, place))
    return [f"- {head}:", *(f"  - {one}" for one in told)]


def _type(joint: Joint, name: str, told: Mapping[str, Sequence[str]]) -> str:
    say = joint.first.say
    there = any(name in one.names.there for one in joint.briefs)
    parts = [
        say("joint-use", what=say(f"joint-use-{key}"), endpoints=", ".join(who))
        for key, who in told.items()
    ]
    state = state_of(joint.first, name, there=there)
    return say("joint-type", name=name, state=state, uses="; ".join(parts))


def _flow(joint: Joint) -> list[str]:
    """What all begin with and what some say alike, then the way of each, numbered on."""
    ways = [[str(one.fact) for one in way(brief)] for brief in joint.briefs]
    same = _same(ways)
    begun = (cited(items) for items in zip(*(one[:same] for one in ways), strict=True))
    lines = [f"{number}. {text}" for number, text in enumerate(begun, start=1)]
    shared = [f"- {quoted(who)}: {'; '.join(texts)}" for who, texts in joint.shared]
    lines += ["", *shared] if shared else []
    lines = [joint.first.say("joint-common"), "", *lines, ""] if lines else []
    for brief, items in zip(joint.briefs, ways, strict=True):
        told = [one.replace(f"`{brief.endpoint}`", joint.label(brief)) for one in items[same:]]
        told = told or [brief.say("flow-no-table", endpoint=brief.endpoint)]
        lines += [f"**{joint.label(brief)}**, `{brief.function}`", ""]
        lines += [f"{number}. {one}" for number, one in enumerate(told, start=same + 1)]
        lines.append("")
    return lines[:-1]


def _same(ways: Sequence[Sequence[str]]) -> int:
    """How many items all of them begin with alike, whichever line says it."""
    texts = [[bare(one) for one in items] for items in ways]
    return next(
        (at for at, one in enumerate(zip(*texts, strict=False)) if len(set(one)) > 1),
        min(map(len, texts)),
    )


def _concern(joint: Joint, concern: Concern, write: Callable[[Brief], list[str]]) -> list[str]:
    """A section's own lines, then once what the documents say for all of them."""

    def own(brief: Brief) -> list[str]:
        return [one for one in write(brief) if one not in for_all(brief, concern)]

    lines = joint.mingled(own)
    everywhere, some = _general(joint, concern)
    if everywhere:
        lines.append(f"- {joint.first.say('joint-general', text='; '.join(everywhere))}")
    lines += [f"- {quoted(who)}: {'; '.join(facts)}" for who, facts in some.items()]
    return lines or [joint.first.say("joint-none")]


def _by_code(lines: Sequence[str]) -> list[str]:
    """Entries in the order of their first status, those without one behind them."""
    blocks: list[list[str]] = []
    for line in lines:
        if line.startswith(" ") and blocks:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    hits = [(_CODE.search(one[0]), one) for one in blocks]
    ordered = sorted(hits, key=lambda pair: pair[0][1] if pair[0] is not None else "~")
    return [line for _, block in ordered for line in block]


def _general(joint: Joint, concern: Concern) -> tuple[list[str], dict[tuple[str, ...], list[str]]]:
    """What holds for all of them, and what for some."""
    known: dict[str, list[str]] = {}
    for brief in joint.briefs:
        for text in general_facts(brief, concern):
            known.setdefault(text, []).append(joint.labels.of(brief.spec.endpoint))
    everywhere = [text for text, who in known.items() if len(who) == len(joint.briefs)]
    some: dict[tuple[str, ...], list[str]] = {}
    for text, who in known.items():
        if len(who) < len(joint.briefs):
            some.setdefault(tuple(who), []).append(text)
    return everywhere, some


_WRITERS: Mapping[Kind, Callable[[Joint], list[str]]] = {
    "overview": _overview,
    "request": _request,
    "types": _types,
    "response": _response,
    "flow": _flow,
    "security": lambda joint: _concern(joint, "security", security),
    "errors": lambda joint: _by_code(_concern(joint, "errors", singly)),
    "performance": lambda joint: _concern(joint, "performance", performance),
}
