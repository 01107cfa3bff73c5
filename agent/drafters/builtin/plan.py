"""Plans and questions of the built-in drafter: from the documents' facts alone."""

from __future__ import annotations

from collections.abc import Sequence

from agent.core.plan import Question
from agent.core.spec import Feature
from agent.drafter import PlanDraft, PlanRequest, Unable
from agent.drafters.builtin.features import plan as features
from agent.drafters.builtin.planning.assemble import asked, brief_of
from agent.drafters.builtin.planning.facts.brief import Brief
from agent.drafters.builtin.planning.facts.outline import Heading
from agent.drafters.builtin.planning.facts.renaming import renamed
from agent.drafters.builtin.planning.facts.stepdraft import StepDraft, render_steps
from agent.drafters.builtin.planning.facts.wishes import Recode, fulfil, wishes_of
from agent.drafters.builtin.planning.sections.beside import beside, unplaced
from agent.drafters.builtin.planning.sections.decisions import decisions
from agent.drafters.builtin.planning.sections.rest import with_rest
from agent.drafters.builtin.planning.sections.ruling import rules_of
from agent.drafters.builtin.planning.sections.steps import assumed, steps_of
from agent.drafters.builtin.planning.sections.writers import WRITERS

NO_WORDS = (
    "I cannot use these words, but such as “no tests”, “merge 2 and 3”, “3 first”, "
    "“rename the service to save”; or [e]dit the plan, or accept it"
)
NO_STATUS = "these words change no status in the plan: it says so already; [e]dit it, or accept it"
EDITED = "you edited the plan: edit it further ([e]), or accept it"


def questions(plan_request: PlanRequest) -> tuple[Question, ...]:
    """At most three, each with options, where the answer changes the plan."""
    return asked(plan_request)


def plan(plan_request: PlanRequest) -> PlanDraft | Unable:
    """The plan as Markdown with its decisions; Unable when the newest note changes nothing."""
    notes = tuple(note for note in plan_request.notes if note.strip())
    if plan_request.edited and notes:
        return Unable(reason=EDITED)
    made = _drafted(plan_request, notes)
    if made is None or (notes and _same(made, _drafted(plan_request, notes[:-1]))):
        recodes = any(isinstance(one, Recode) for one in wishes_of(notes[-1])) if notes else False
        return Unable(reason=NO_STATUS if recodes else NO_WORDS)
    return made


def _same(made: PlanDraft, before: PlanDraft | None) -> bool:
    return before is not None and made.text == before.text


def _drafted(plan_request: PlanRequest, notes: Sequence[str]) -> PlanDraft | None:
    """The plan as all these notes have it, in their order; None where no step is left."""
    said = [wishes_of(note) for note in notes]
    if isinstance(plan_request.spec.endpoint, Feature):
        return features.drafted(plan_request, said, notes)
    wishes = tuple(wish for one in said for wish in one)
    brief = brief_of(plan_request, wishes)
    drafts = wanted = steps_of(brief)
    for one in said:
        wanted = fulfil(wanted, one)
    if not wanted:
        return None
    text = renamed(_text(brief, wanted), wishes, brief, drafts)
    return PlanDraft(text=text, decisions=decisions(brief, wanted, notes))


def _text(brief: Brief, drafts: tuple[StepDraft, ...]) -> str:
    parts = [f"# {brief.say('title', endpoint=brief.endpoint)}"]
    bodies = [_body(brief, heading, drafts) for heading in brief.outline]
    for heading, body in zip(brief.outline, with_rest(brief, bodies), strict=True):
        parts += ["", f"## {heading.number}. {heading.title}", ""]
        parts += unplaced(brief) if heading.number == 1 else []
        parts += body
    return "\n".join(parts) + "\n"


def _body(brief: Brief, heading: Heading, drafts: tuple[StepDraft, ...]) -> list[str]:
    if heading.kind == "steps":
        before = [*rules_of(brief, drafts), *assumed(brief)]
        return [*before, *render_steps(brief, drafts)]
    writer = WRITERS.get(heading.kind)
    return writer(brief) if writer else beside(brief, heading)
