"""The door: a feature's plan of a request, with the wishes said against drafts of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.drafter import PlanDraft, PlanRequest
from agent.drafters.builtin.features.featured import Featured, featured
from agent.drafters.builtin.features.sections import section
from agent.drafters.builtin.features.steps import steps, written
from agent.drafters.builtin.planning.citations import Fact
from agent.drafters.builtin.planning.facts.brief import bare_name
from agent.drafters.builtin.planning.facts.renaming import renamed
from agent.drafters.builtin.planning.facts.stepdraft import StepDraft
from agent.drafters.builtin.planning.facts.wishes import Wish, fulfil
from agent.drafters.builtin.planning.facts.wording import trimmed
from agent.drafters.builtin.planning.sections.decisions import decided_facts

_MOST_DECISIONS = 10


def drafted(
    request: PlanRequest, said: Sequence[Sequence[Wish]], notes: Sequence[str]
) -> PlanDraft | None:
    """The plan as all these notes have it, in their order; None where no step is left."""
    wishes = tuple(wish for one in said for wish in one)
    of = featured(request, wishes)
    drafts = wanted = steps(of)
    for one in said:
        wanted = fulfil(wanted, one)
    if not wanted:
        return None
    text = renamed(_text(of, wanted), wishes, of.brief, drafts)
    return PlanDraft(text=text, decisions=tuple(map(str, _decided(of, notes)))[:_MOST_DECISIONS])


def _text(of: Featured, drafts: tuple[StepDraft, ...]) -> str:
    parts = [f"# {of.brief.say('title-feature', endpoint=of.brief.endpoint)}"]
    for heading in of.brief.outline:
        body = written(of, drafts) if heading.kind == "steps" else section(of, heading)
        parts += ["", f"## {heading.number}. {heading.title}", "", *body]
    return "\n".join(parts) + "\n"


def _decided(of: Featured, notes: Sequence[str]) -> Iterator[Fact]:
    """What was decided, each with its source."""
    brief = of.brief
    yield from decided_facts(brief)
    for note in notes:
        asked = brief.say("decide-asked", text=trimmed(note, 120))
        yield Fact(text=asked, because=brief.say("your-words"))
    for table in of.tables:
        on = brief.say("feature-table", table=table.name)
        yield brief.found(on, [table.source], bare_name(table))
    yield from (one.fact for one in of.demands if one.about in {"security", "errors"})
