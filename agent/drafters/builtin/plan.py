"""Plans and questions of the built-in drafter: from the documents' facts alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from agent.core.plan import Question
from agent.drafter import PlanDraft, PlanRequest, Unable
from agent.drafters.builtin.planning.assemble import brief_of
from agent.drafters.builtin.planning.brief import Brief
from agent.drafters.builtin.planning.contract import overview, request, response, types
from agent.drafters.builtin.planning.decisions import decisions
from agent.drafters.builtin.planning.errors import errors
from agent.drafters.builtin.planning.flow import flow
from agent.drafters.builtin.planning.phrases import SECTIONS, TITLE
from agent.drafters.builtin.planning.questions import ask
from agent.drafters.builtin.planning.security import performance, security
from agent.drafters.builtin.planning.stepdraft import StepDraft, render_steps
from agent.drafters.builtin.planning.steps import steps_of
from agent.drafters.builtin.planning.wishes import Rename, Wish, fulfil, role_named, wishes_of

NO_WORDS = "I cannot use words here: edit the plan ([e]), or accept it"
_SECTIONS: tuple[Callable[[Brief], list[str]], ...] = (
    overview, request, types, response, flow, security, errors, performance,
)  # fmt: skip


def questions(plan_request: PlanRequest) -> tuple[Question, ...]:
    """At most three, each with options, where the answer changes the plan."""
    return ask(plan_request.spec)


def plan(plan_request: PlanRequest) -> PlanDraft | Unable:
    """The plan as Markdown with its decisions; Unable when the note asks for nothing known."""
    wishes = wishes_of(plan_request.note)
    brief = brief_of(plan_request, wishes)
    drafts = steps_of(brief)
    wanted = fulfil(drafts, wishes)
    written = _text(brief, wanted)
    text = _renamed(written, wishes, drafts)
    changed = bool(brief.wished) or wanted != drafts or text != written
    if plan_request.note.strip() and not (wishes and changed and wanted):
        return Unable(reason=NO_WORDS)
    return PlanDraft(text=text, decisions=decisions(brief, wanted, plan_request.note))


def _text(brief: Brief, drafts: tuple[StepDraft, ...]) -> str:
    parts = [f"# {TITLE.format(endpoint=brief.endpoint)}"]
    bodies = [section(brief) for section in _SECTIONS] + [render_steps(drafts)]
    for number, (title, body) in enumerate(zip(SECTIONS, bodies, strict=True), start=1):
        parts += ["", f"## {number}. {title}", "", *body]
    return "\n".join(parts) + "\n"


def _renamed(text: str, wishes: Sequence[Wish], drafts: Sequence[StepDraft]) -> str:
    """The text with other names; a name in a source stays, the document is called as it is."""
    for wish in wishes:
        if isinstance(wish, Rename):
            old = _old_name(wish.old, drafts)
            if old:
                word = re.compile(rf"(?<![\w.-]){re.escape(old)}(?![\w-])")
                text = word.sub(wish.new.replace("\\", ""), text)
    return text


def _old_name(old: str, drafts: Sequence[StepDraft]) -> str:
    """The name that is meant: itself, or that of the function which "the service" stands for."""
    role = "service" if old.casefold() == "function" else role_named(old)
    title = next((one.title for one in drafts if role is not None and one.role == role), None)
    return title.partition(": ")[2].removesuffix("()") if title else old
