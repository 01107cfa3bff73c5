"""What a service does and what an endpoint refuses, in the words of its steps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from agent.core.patterns import deferred
from agent.drafters.builtin.planning.citations import Fact, together
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.dotnet import answer_name, validates_in_service
from agent.drafters.builtin.planning.facts.handing import message, outcome
from agent.drafters.builtin.planning.facts.transacting import transacts
from agent.drafters.builtin.planning.facts.wording import quoted, when_of
from agent.drafters.builtin.planning.places.clients import Clients
from agent.drafters.builtin.planning.places.ground import Place
from agent.drafters.builtin.planning.sections.flow import way
from agent.drafters.builtin.planning.sections.refusals import Case
from agent.drafters.builtin.planning.sections.touched import touched
from agent.drafters.builtin.planning.sentences.modelcalls import asked
from agent.drafters.builtin.planning.writes.calling import is_call
from agent.drafters.builtin.planning.writes.keeping import OF_ERRORS
from agent.drafters.builtin.project.naming import snake

# What takes its time elsewhere: no transaction waits for it, nor takes it back.
_OUTSIDE = deferred(
    r"\bexecut\w+ (?:against|on)\b|\bwith (?:a )?timeout\b"
    r"|\b(?:send|wysy\u0142)\w*\b.{0,30}\be-?mail",
    re.IGNORECASE,
)
_TICKED = deferred(r"`([^`]+)`")


def does(brief: Brief, bad: Sequence[Case]) -> Iterator[str]:
    """Which items of the flow the service does, on which tables, and what it refuses."""
    items = way(brief)
    before = {"route", "base"} if validates_in_service(brief) else {"route", "input", "base"}
    mine = [(number, one) for number, one in enumerate(items, start=1) if one.part not in before]
    facts = [one.fact for _, one in mine]
    refused = refusals(brief, "step-service-refuses", bad)
    if not brief.tells("flow"):
        yield brief.say("step-service-plain", signature=brief.signature)
        yield from (*map(str, facts), *refused)
        return
    on = touched(brief)
    parts = [brief.say("step-service-reads", names=quoted(on.read))] if on.read else []
    parts += [brief.say("step-service-writes", names=quoted(on.written))] if on.written else []
    if _is_whole(brief, on.written, facts):
        parts.append(brief.say("step-service-whole" if transacts(brief) else "step-service-rpc"))
    told = brief.say("step-service-flow")
    if mine:
        told = brief.say("step-service-items", numbers=_spans([number for number, _ in mine]))
    what = "; ".join([told, *parts])
    yield brief.say("step-service-does", signature=brief.signature, what=what)
    yield from refused
    yield from _privileged(brief)
    if brief.there is not None:
        said = brief.say("step-service-there", function=brief.function)
        yield str(Fact(text=said, sources=(brief.there,)))


def _privileged(brief: Brief) -> Iterator[str]:
    """The client that passes by the policies, where the flow cannot do without."""
    found = _beyond(brief)
    if found:
        yield brief.say("step-service-key", names=quoted(found))


def _beyond(brief: Brief) -> list[str]:
    """The tables that it reads or writes beyond the policies."""
    texts = [one.fact.text for one in way(brief)]
    shut = brief.say("flow-shut-insert")
    made = {name for one in texts if shut in one for name in _TICKED.findall(one)[:1]}
    named = {name for one in texts for name in _TICKED.findall(one)}
    return [
        one.name
        for one in brief.spec.schema
        if one.name in made
        or (one.name in named and brief.say("flow-shut", table=one.name) in texts)
    ]


def keyed(brief: Brief) -> tuple[Place, ...]:
    """Where the clients of the database are made, and what they need is typed, if one is needed."""
    known = brief.clients() if _beyond(brief) else Clients()
    found = (known.place("database"), known.place("settings"))
    return tuple(one for one in found if one is not None)


def handed(brief: Brief) -> Iterator[str]:
    """What a handler takes, where no neighbours show it, and what it gives back by the rules."""
    taken = message(brief) if "message" in brief.layout.usual else ""
    given = outcome(brief, answer_name(brief)) if message(brief) else None
    parts = [brief.say("step-service-takes", name=taken)] if taken else []
    parts += [brief.say("step-service-gives", outcome=given)] if given is not None else []
    if parts:
        both = brief.say("step-service-and").join(parts)
        yield brief.say("step-service-hands", function=brief.function, parts=both)


def _is_whole(brief: Brief, written: Sequence[str], facts: Sequence[Fact]) -> bool:
    """Whether what is written stands or falls together: not around a call, nor with its errors."""
    kept = any(OF_ERRORS.search(snake(one)) for one in written)
    out = any(_OUTSIDE.search(one.text) or is_call(brief, one) for one in facts)
    several = len(written) > 1 and not kept and not out
    return several and asked(brief) is None


def _spans(numbers: Sequence[int]) -> str:
    """Numbers, neighbours as a range."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}\u2013{run[-1]}" for run in runs)


def refusals(brief: Brief, key: str, found: Sequence[Case]) -> list[str]:
    """In one line the errors that a layer answers, for the section that tells when they come."""
    if not found:
        return []
    told = codes(found)
    if not brief.tells("errors"):
        known = [replace(one.fact, text=said(brief, one)) for one in found]
        known.sort(key=lambda one: not one.sources)  # a source holds all before it
        told = "; ".join(map(str, together(known)))
    return [brief.say(key, function=brief.function, endpoint=brief.endpoint, cases=told)]


def codes(found: Iterable[Case]) -> str:
    """Their statuses, in order."""
    return quoted(map(str, sorted({one.code for one in found})))


def said(brief: Brief, case: Case) -> str:
    """A status with when it comes."""
    if not case.when:
        return f"`{case.code}`"
    return brief.say("step-case", code=case.code, when=when_of(brief.texts, case.when))
