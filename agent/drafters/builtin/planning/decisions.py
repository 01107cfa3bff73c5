"""The few decisions behind a plan, each in a line that ends in its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.drafters.builtin.planning.brief import Brief
from agent.drafters.builtin.planning.cite import Fact
from agent.drafters.builtin.planning.stepdraft import StepDraft
from agent.drafters.builtin.planning.wording import lines_of, trimmed

_MOST = 10
_INVALID = (400, 422)


def decisions(brief: Brief, drafts: Sequence[StepDraft], note: str) -> tuple[str, ...]:
    """At most ten, those that the user made first."""
    found = [fact for fact in _facts(brief, drafts, note) if fact.sources or fact.because]
    return tuple(map(str, found))[:_MOST]


def _facts(brief: Brief, drafts: Sequence[StepDraft], note: str) -> Iterator[Fact]:
    say, spec = brief.say, brief.spec
    for one in brief.answers:
        text = say("answered", question=one.gap.question, answer=one.text)
        yield Fact(text=text, because=say("your-answer"))
    if note:
        yield Fact(text=say("decide-asked", text=trimmed(note, 120)), because=say("your-words"))
    success = spec.success()
    if success is not None:
        known = brief.status(success)
        yield Fact(
            text=say("decide-status", code=success.code),
            sources=known.sources,
            because=known.because,
        )
    refused = [one for one in spec.statuses if one.code in _INVALID]
    if refused:
        known = brief.status(refused[0])
        text = say("decide-refused", code=refused[0].code)
        yield Fact(text=text, sources=known.sources, because=known.because)
    table = brief.table
    if table is not None:
        yield brief.found(
            say("decide-table", table=table.name), [table.source], table.name.rpartition(".")[2]
        )
    if spec.auth is not None:
        told = lines_of(brief, spec.auth.source) or [(spec.auth.source, spec.auth.text)]
        text = say("decide-auth", text=trimmed(told[0][1], 100))
        yield Fact(text=text, sources=(told[0][0],))
    for draft in drafts:
        for place in draft.places:
            if place.source is not None:
                text = say("decide-file", what=draft.title, path=place.path)
                yield Fact(text=text, sources=(place.source,))
