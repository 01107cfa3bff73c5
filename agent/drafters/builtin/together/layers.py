"""The steps of a plan of several endpoints: one for each layer, with what each endpoint adds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import get_args

from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.stepdraft import StepDraft, render_steps
from agent.drafters.builtin.planning.places.stacks import Role
from agent.drafters.builtin.planning.sections.checking import checks_told
from agent.drafters.builtin.planning.sections.ruling import rules_in, told_rules
from agent.drafters.builtin.planning.sections.steps import steps_of
from agent.drafters.builtin.together.joint import Joint
from agent.drafters.builtin.together.mingling import mingled

_ORDER: tuple[Role, ...] = get_args(Role)

Drafted = Sequence[tuple[Brief, StepDraft]]


def steps(joint: Joint) -> list[str]:
    """The rules for all of them once, then a step a layer, in the order in which they build."""
    return [*rules(joint), *render_steps(joint.first, layers(joint))]


def rules(joint: Joint) -> list[str]:
    """The rules for the steps of all of them, each once."""
    found = (rule for one in joint.briefs for rule in rules_in(one, steps_of(one)))
    return told_rules(joint.first, joint.first.say("joint-rules"), found)


def layers(joint: Joint) -> tuple[StepDraft, ...]:
    """A step a layer, in the order in which they build."""
    found = [(brief, one) for brief in joint.briefs for one in steps_of(brief)]
    found.sort(key=lambda pair: _ORDER.index(pair[1].role))
    of = groupby(found, key=lambda pair: pair[1].role)
    return tuple(_layer(joint, role, list(own)) for role, own in of)


def _layer(joint: Joint, role: Role, found: Drafted) -> StepDraft:
    """One step of all that the endpoints have in a layer."""
    places = {place.path: place for _, one in found for place in one.places}
    proofs = _mingled(joint, [(brief, [f"- {one.proof}"]) for brief, one in found])
    told = [(brief, [f"- {_short(brief, x)}" for x in one.details]) for brief, one in found]
    details = [joint.first.say("joint-types")] if role == "types" else _mingled(joint, told)
    return StepDraft(
        role=role,
        title=_title(joint, role, found),
        details=tuple(details),
        proof="; ".join(proofs),
        places=tuple(places.values()),
    )


def _short(brief: Brief, detail: str) -> str:
    """Limits without whose they are, which is told before them where they are not of all."""
    if checks_told(brief) not in detail:
        return detail
    tail = brief.say("step-checks-open", fields="", endpoint=brief.endpoint)
    return detail.replace(f"`{brief.function}`: ", "").replace(tail, "")


def _title(joint: Joint, role: Role, found: Drafted) -> str:
    """The one title of all, or what the layer is made of."""
    titles = dict.fromkeys(one.title for _, one in found)
    if len(titles) == 1:
        return next(iter(titles))
    names = dict.fromkeys(name for brief, _ in found for name in brief.names.missing())
    functions = dict.fromkeys(brief.function for brief, _ in found)
    about = {"types": ", ".join(names), "service": "(), ".join(functions)}.get(role)
    return joint.first.say(
        f"step-title-{role}", about=about or joint.labels.base or joint.labels.title()
    )


def _mingled(joint: Joint, parts: Sequence[tuple[Brief, Sequence[str]]]) -> list[str]:
    """Entries with what stands below them, without the mark of a list."""
    entries: list[str] = []
    for line in mingled(parts, joint.labels):
        if line.startswith(" "):
            entries[-1] += f"\n{line}"
        else:
            entries.append(line.removeprefix("- "))
    return entries
