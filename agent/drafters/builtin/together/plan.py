"""The door: the requests of several endpoints of one project to one plan."""

from __future__ import annotations

from collections.abc import Sequence

from agent.drafter import PlanDraft, PlanRequest
from agent.drafters.builtin.planning.assemble import brief_of
from agent.drafters.builtin.planning.facts.outline import Heading
from agent.drafters.builtin.planning.sections.decisions import decisions
from agent.drafters.builtin.planning.sections.steps import steps_of
from agent.drafters.builtin.together.joint import Joint, joint_of
from agent.drafters.builtin.together.layers import steps
from agent.drafters.builtin.together.sections import section


def together(requests: Sequence[PlanRequest]) -> PlanDraft:
    """One plan of all of them, in the words and sections of the first, with all decisions."""
    briefs = tuple(brief_of(one, ()) for one in requests)
    joint = joint_of(briefs)
    first = joint.first
    parts = [f"# {first.say('title', endpoint=joint.labels.title())}"]
    for heading in first.outline:
        parts += ["", f"## {heading.number}. {heading.title}", "", *_body(joint, heading)]
    made = (one for brief in briefs for one in decisions(brief, steps_of(brief), ()))
    return PlanDraft(text="\n".join(parts) + "\n", decisions=tuple(dict.fromkeys(made)))


def _body(joint: Joint, heading: Heading) -> list[str]:
    return steps(joint) if heading.kind == "steps" else section(joint, heading)
