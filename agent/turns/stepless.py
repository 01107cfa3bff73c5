"""A plan without steps: they are drafted for it, or written by the user in their editor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from agent import lazy
from agent.core.encodings import readable
from agent.core.events import ErrandStarted, Event
from agent.core.job import ForPlan
from agent.core.patterns import deferred
from agent.core.plan import Plan, Section, successor
from agent.core.session import Session
from agent.drafter import Unable
from agent.ports import Ports
from agent.sources.text.words import section_kind
from agent.turns.briefing import plan_request
from agent.turns.feedback import document
from agent.turns.subjects import worded

_HEADING = deferred(r"^(#+)(?=\s)", re.MULTILINE)
_USUAL = 2


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
    section = next((one for plan in made for one in plan.sections if _holds_steps(one)), None)
    if section is None:
        why = draft.reason if isinstance(draft, Unable) else "its draft has none"
        ports.screen.say(f"No steps could be drafted: {why}; [e]dit the plan.", "warn")
        return
    text = readable(ports.worktree.read(plan.path) or b"")
    after = _with_steps(text, plan, section)
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


def _holds_steps(section: Section) -> bool:
    return section_kind(section.title) == "steps"


def _with_steps(text: str, plan: Plan, steps: Section) -> str:
    """In the plan's own section for them, where it has one that holds none; else at its end."""
    lines = text.split("\n")
    own = next((one for one in plan.sections if _holds_steps(one)), None)
    level = _level(lines, own or (plan.sections[-1] if plan.sections else None))
    body = _HEADING.sub(lambda found: found[1] + "#" * (level - _USUAL), steps.body.strip())
    head = [] if own else [f"{'#' * level} {steps.title}", ""]
    end = _end(plan, own)
    while end > 0 and not lines[end - 1].strip():
        end -= 1
    rest = lines[end:]
    return "\n".join([*lines[:end], "", *head, body, *(rest if any(rest) else [""])])


def _level(lines: list[str], section: Section | None) -> int:
    found = _HEADING.match(lines[section.line - 1]) if section else None
    return max(len(found[1]), _USUAL) if found else _USUAL


def _end(plan: Plan, own: Section | None) -> int:
    """The last line of the section, else of the plan."""
    after = (one.line - 1 for one in plan.sections if own is not None and one.line > own.line)
    return min(after, default=plan.last)
