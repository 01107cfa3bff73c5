"""A plan without steps: they are drafted for it, or written by the user in their editor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from agent import lazy
from agent.core.encodings import readable
from agent.core.events import ErrandStarted, Event
from agent.core.job import ForPlan
from agent.core.plan import Plan, successor
from agent.core.session import Session
from agent.drafter import Unable
from agent.ports import Ports
from agent.sources.plans.grafting import grafted, holds_steps
from agent.turns.briefing import plan_request
from agent.turns.feedback import document
from agent.turns.subjects import worded


def draft_steps(session: Session, ports: Ports) -> Iterator[Event]:
    """The plan with steps that the drafter wrote below what stands there, as a diff."""
    plan = session.plan
    if plan is None:
        raise ValueError("this stage has a plan")
    request = plan_request(session, ports)
    siblings = tuple(one for one in request.siblings if one.path != plan.path)
    with ports.screen.busy("drafting its steps"):
        draft = ports.drafter.plan(replace(request, siblings=siblings))
    read = lazy.load("agent.sources.plans.reading").read_plans
    made = () if isinstance(draft, Unable) else read(request.path, draft.text)
    drafted = next((one for one in made if any(map(holds_steps, one.sections))), None)
    if drafted is None or isinstance(draft, Unable):
        why = draft.reason if isinstance(draft, Unable) else "its draft has none"
        ports.screen.say(f"No steps could be drafted: {why}; [e]dit the plan.", "warn")
        return
    text = readable(ports.worktree.read(plan.path) or b"")
    after = grafted(text, plan, draft.text, drafted)
    now = successor(plan, read(plan.path, after))
    if now is None or not now.steps:
        ports.screen.say("Steps cannot be put into it so that they are read; [e]dit it.", "warn")
        return
    yield _proposed(session, ports, plan, after)


def edit_plan(session: Session, ports: Ports, plan: Plan) -> Iterator[Event]:
    """The plan as it comes back from the user's editor, as a diff."""
    text = readable(ports.worktree.read(plan.path) or b"")
    edited = ports.reader.edit(text, plan.path.name)
    if edited is None:
        ports.screen.say("No editor: set $VISUAL or $EDITOR, or edit the file yourself.", "warn")
    elif edited == text:
        ports.screen.say("Nothing edited.", "dim")
    else:
        yield _proposed(session, ports, plan, edited)


def _proposed(session: Session, ports: Ports, plan: Plan, after: str) -> Event:
    subject = worded(ports, "docs", f"steps for {session.endpoint}")
    proposal = document(ports, plan.path, after.encode(), subject)
    return ErrandStarted(purpose=ForPlan(), proposal=proposal)
