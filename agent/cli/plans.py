"""`waltz plans`: the implementation plans that were found."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from agent.cli.context import Context
from agent.cli.leftout import say_left_out
from agent.core.errors import ExitCode
from agent.core.page import Page, Span, Table, line
from agent.core.plan import Plan


def run(context: Context, arguments: Namespace) -> ExitCode:
    """Print each plan with its endpoints, sections and steps."""
    plans = context.library().plans()
    if arguments.json:
        context.answer({"plans": [_entry(plan) for plan in plans]})
    elif plans:
        context.screen.show(_page(plans))
    else:
        context.screen.say("no implementation plan yet")
    say_left_out(context, "plan")
    return ExitCode.DONE


def _entry(plan: Plan) -> dict[str, object]:
    return {
        "path": str(plan.path),
        "title": plan.title,
        "endpoints": [
            {"method": one.method, "path": one.path} for one in plan.spelled or plan.endpoints
        ],
        "sections": [section.title for section in plan.sections],
        "steps": [
            {"number": step.number, "title": step.title, "line": step.line} for step in plan.steps
        ],
    }


def _page(plans: Sequence[Plan]) -> Page:
    files = len({plan.path for plan in plans})
    head = f"{_counted(len(plans), 'plan')} in {_counted(files, 'file')}"
    rows = tuple(
        (
            Span(_subject(plan), "title"),
            Span(_counted(len(plan.steps), "step"), "dim" if plan.steps else "warn"),
            Span(f"{plan.path}:{plan.line}", "path"),
        )
        for plan in plans
    )
    return (line(Span(head, "title")), Table(rows=rows, yields=(2, 0)))


def _subject(plan: Plan) -> str:
    """What the plan is of; of several endpoints the first, and how many more."""
    if not plan.endpoints:
        return plan.title
    more = len(plan.endpoints) - 1
    return f"{plan.endpoints[0]} +{more}" if more else str(plan.endpoints[0])


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
