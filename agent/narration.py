"""What is said about an event as it happens: one line, or nothing."""

from __future__ import annotations

from typing import assert_never

from agent.core.events import (
    ErrandDropped,
    ErrandKept,
    Event,
    FeedbackScoped,
    PlanFound,
    PlanReread,
    PlanUnchanged,
)
from agent.core.page import Line, Page, Span, line
from agent.core.session import Errand, PlanDrafting, Session, Working
from agent.core.steps import PathsRefused, StepJoined, StepSplit
from agent.core.work import (
    BatchAgreed,
    ChangeCommitted,
    ChecksRun,
    ChecksTrusted,
    Refused,
    StepClosed,
)
from agent.pages.steps import check_words

_TRUST = {
    "yes": "they run from now on",
    "no": "they do not run; /checks asks again",
    "again": "you are asked again before the next step",
}


def narrate(before: Session, event: Event) -> Page:
    """The lines for this event, given the session it happened in."""
    match event:
        case Refused() | PathsRefused():
            return _refused(event)
        case ChangeCommitted():
            return (_committed(before, event),)
        case ChecksRun():
            return _checks(event)
        case PlanUnchanged() if isinstance(before.stage, PlanDrafting) and not before.stage.last:
            return _unplanned(event)
        case PlanFound() | PlanReread() | FeedbackScoped() | ErrandKept() | ErrandDropped():
            return _documents(before, event)
        case BatchAgreed():
            numbers = ", ".join(step.number for step in event.batch.steps)
            return (line(Span(f"agreed: {numbers}", "dim")),)
        case StepClosed() | StepSplit() | StepJoined() | ChecksTrusted():
            return _said(event)
        case _:
            return ()


def _refused(event: Refused | PathsRefused) -> Page:
    refusals = (event.refusal,) if isinstance(event, Refused) else event.refusals
    return tuple(line(Span(str(one), "bad")) for one in refusals)


def _unplanned(event: PlanUnchanged) -> Page:
    how = "Write its plan yourself and choose it again, or choose another."
    return (line(Span(event.reason, "warn")), line(how))


def _committed(before: Session, event: ChangeCommitted) -> Line:
    done = "applied" if isinstance(before.stage, Working) else "committed"
    job = before.stage.job if isinstance(before.stage, (Working, Errand)) else None
    checks = getattr(job.phase, "results", None) or () if job else ()
    return line(
        Span(f"  {done}", "good"),
        *check_words(checks),
        f"; {event.commit[:7]} {event.subject}",
        Span(f"  +{event.added} -{event.removed}", "dim"),
        hang=4,
    )


def _checks(event: ChecksRun) -> Page:
    if event.moment == "step" or not event.results:
        return ()
    when = "before" if event.moment == "before" else "after the batch"
    return (line(Span(f"{when}", "dim"), *check_words(event.results)),)


def _documents(
    before: Session, event: PlanFound | PlanReread | FeedbackScoped | ErrandKept | ErrandDropped
) -> Page:
    match event:
        case PlanFound() if not event.adopted or not event.plan.steps:
            return (line("plan: ", Span(event.plan.path.value, "path"), hang=6),)
        case PlanReread() if before.plan_blob not in {None, event.blob}:
            return (line(Span("the plan has changed; this is it as it is now", "warn")),)
        case FeedbackScoped() if event.scope == "next":
            return (line(Span("kept for the next steps", "dim")),)
        case ErrandKept():
            return (line("saved; git ignores it, so there is no commit"),)
        case ErrandDropped():
            return (line(Span("dropped; nothing was written", "dim")),)
        case _:
            return ()


def _said(event: StepClosed | StepSplit | StepJoined | ChecksTrusted) -> Page:
    match event:
        case StepClosed():
            return (line(Span(f"  {event.how}", "dim")),)
        case StepSplit():
            return (line(Span("  split into its own items; unsplit N joins them", "dim")),)
        case StepJoined():
            return (line(Span("  one step again", "dim")),)
        case ChecksTrusted():
            return (line(Span(f"  {_TRUST[event.verdict]}", "dim")),)
        case _:
            assert_never(event)
