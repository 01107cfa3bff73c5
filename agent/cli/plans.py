"""`waltz plans`: the implementation plans that were found."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from agent.cli.context import Context
from agent.core.errors import ExitCode
from agent.core.page import Block, Span, line
from agent.core.plan import Plan


def run(context: Context, arguments: Namespace) -> ExitCode:
    """Print each plan with its endpoints, sections and steps."""
    plans = context.library().plans()
    if arguments.json:
        context.answer({"plans": [_entry(plan) for plan in plans]})
    elif plans:
        context.screen.show(tuple(block for plan in plans for block in _blocks(plan)))
    else:
        context.screen.say("no implementation plan yet")
    return ExitCode.DONE


def _entry(plan: Plan) -> dict[str, object]:
    return {
        "path": str(plan.path),
        "title": plan.title,
        "endpoints": [{"method": one.method, "path": one.path} for one in plan.endpoints],
        "sections": [section.title for section in plan.sections],
        "steps": [
            {"number": step.number, "title": step.title, "line": step.line} for step in plan.steps
        ],
    }


def _blocks(plan: Plan) -> Iterator[Block]:
    names = ", ".join(str(one) for one in plan.endpoints) or plan.title
    yield line(Span(names, "title"), f"  {len(plan.steps)} steps")
    yield line(Span(f"  {plan.path}:{plan.line}", "path"), hang=4)
