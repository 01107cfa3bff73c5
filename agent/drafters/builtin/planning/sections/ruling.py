"""The rules for the steps of an endpoint, each with the layer that it is of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from agent.core.documents import Source
from agent.core.patterns import deferred
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.handing import message, outcome, sender
from agent.drafters.builtin.planning.facts.recipe import layer_of, left, recipe
from agent.drafters.builtin.planning.facts.rulebook import bullets, rules_for
from agent.drafters.builtin.planning.facts.stepdraft import StepDraft
from agent.drafters.builtin.planning.sections.decisions import decided_facts

_HANDLER = deferred(r"\bhandler\w*", re.IGNORECASE)
_NOTHING = deferred(r"(?!)")


def rules_of(brief: Brief, drafts: Sequence[StepDraft]) -> list[str]:
    """The rules for these steps, once for all of them; nothing where none is concrete."""
    about = brief.say("step-rules", function=brief.function)
    return told_rules(brief, about, rules_in(brief, drafts))


def rules_in(brief: Brief, drafts: Sequence[StepDraft]) -> list[tuple[str, str]]:
    """Each of these rules once, with where it stands, after the layer that it is of."""
    items = recipe(brief)
    told = {one.source for one in items} | {*_handed(brief)}
    lines = [one for one in bullets(brief) if one[0] not in told]
    rest = left(items)
    steps = [one.role for one in drafts]
    own = {role: rules_for(brief, role, lines) for role in steps}
    # A handler that takes a message is the service.
    other = _HANDLER if message(brief) else _NOTHING
    of = [
        (layer_of(other.sub("", one.text), role, steps), role, one)
        for role in steps
        for one in own[role]
    ]
    of.sort(key=lambda one: steps.index(one[0]))
    found = [("", str(one)) for one in (*decided_facts(brief), rest) if one is not None]
    # What types and checks are both asked for says the same of the checks.
    return found + [
        (at, str(one)) for at, role, one in of if at == role or at != "validation" or not own[at]
    ]


def _handed(brief: Brief) -> Iterator[Source]:
    """The rules that the steps tell of by what they name."""
    if message(brief):
        facts = (sender(brief), outcome(brief, ""))
        yield from (at for one in facts if one is not None for at in one.sources)


def told_rules(brief: Brief, about: str, rules: Iterable[tuple[str, str]]) -> list[str]:
    """A line of the rules: those of no layer as rules `about` it, then those of each layer."""
    layers: dict[str, str] = {}
    for role, rule in rules:
        layers.setdefault(rule, role)
    of = {role: [rule for rule, own in layers.items() if own == role] for role in layers.values()}
    said = [f"{brief.say(f'rules-{role}')}: {'; '.join(of[role])}" for role in of if role]
    head = f"{about}: {'; '.join(of[''])}" if "" in of else about
    return [". ".join([head, *said]), ""] if of else []
