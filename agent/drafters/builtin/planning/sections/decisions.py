"""The few decisions behind a plan, each in a line that ends in its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.core.decided import decided
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import Brief, bare_name
from agent.drafters.builtin.planning.facts.stepdraft import StepDraft
from agent.drafters.builtin.planning.facts.wording import lines_of, trimmed
from agent.drafters.builtin.planning.sentences.guards import is_of_input

_MOST = 10
_INVALID = (400, 422)


def decisions(brief: Brief, drafts: Sequence[StepDraft], notes: Sequence[str]) -> tuple[str, ...]:
    """At most ten, those that the user made first."""
    found = [fact for fact in _facts(brief, drafts, notes) if fact.sources or fact.because]
    return tuple(map(str, found))[:_MOST]


def _facts(brief: Brief, drafts: Sequence[StepDraft], notes: Sequence[str]) -> Iterator[Fact]:
    yield from _said(brief, notes)
    yield from decided_facts(brief)
    yield from _statuses(brief)
    yield from _access(brief)
    for draft in drafts:
        for place in draft.places[:1]:  # the others are what it needs beside
            if place.source is not None:
                text = brief.say("decide-file", what=draft.title, path=place.path)
                yield Fact(text=text, sources=(place.source,))


def decided_facts(brief: Brief) -> Iterator[Fact]:
    """What the user decided for every endpoint."""
    for one in decided(brief.spec):
        yield Fact(text=trimmed(one.text, 120).rstrip("."), sources=(one.source,))


def _said(brief: Brief, notes: Sequence[str]) -> Iterator[Fact]:
    for one in brief.answers:
        text = brief.say("answered", question=one.gap.question, answer=one.text)
        yield Fact(text=text, because=brief.say("your-answer"))
    for note in notes:
        text = brief.say("decide-asked", text=trimmed(note, 120))
        yield Fact(text=text, because=brief.say("your-words"))


def _statuses(brief: Brief) -> Iterator[Fact]:
    success = brief.spec.success()
    if success is not None:
        known = brief.status(success)
        yield replace(known, text=brief.say("decide-status", code=success.code))
    refused = [one for one in brief.statuses(*_INVALID) if is_of_input(one)]
    for one in refused[:1]:
        known = brief.status(one)
        yield replace(known, text=brief.say("decide-refused", code=one.code))


def _access(brief: Brief) -> Iterator[Fact]:
    table, auth = brief.table, brief.spec.auth
    if table is not None:
        text = brief.say("decide-table", table=table.name)
        yield brief.found(text, [table.source], bare_name(table))
    if auth is not None and auth.text:
        source, said = next(iter(lines_of(brief, auth.source)), (auth.source, auth.text))
        yield Fact(text=brief.say("decide-auth", text=trimmed(said, 100)), sources=(source,))
