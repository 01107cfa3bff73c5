"""What is said about an event as it happens: one line, or nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from agent.core.depending import Missing
from agent.core.events import (
    ErrandDropped,
    ErrandKept,
    Event,
    FeedbackScoped,
    PlanFound,
    PlanReread,
    PlanUnchanged,
    TokensSpent,
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
    StepKindChanged,
    StepReopened,
)
from agent.pages.needing import needed_by
from agent.pages.spending import used
from agent.pages.steps import check_words, kind_words
from agent.pages.tongue import english

_TRUST = {
    "yes": "they run from now on",
    "no": "they do not run; /checks asks again",
    "again": "you are asked again before the next step",
}


def narrate(before: Session, event: Event, missing: Missing = lambda _: True) -> Page:
    """The lines for this event, given the session it happened in.

    `missing` says of a file that it is not there.
    """
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
        case BatchAgreed() | ChecksTrusted() | TokensSpent():
            return (line(Span(_agreed(event), "dim")),)
        case StepClosed() | StepSplit() | StepJoined() | StepKindChanged() | StepReopened():
            return (_step(before, event), *_needed(before, event, missing))
        case _:
            return ()


def _agreed(event: BatchAgreed | ChecksTrusted | TokensSpent) -> str:
    if isinstance(event, TokensSpent):
        return f"  {used(event.spent, english())}"
    if isinstance(event, ChecksTrusted):
        return f"  {_TRUST[event.verdict]}"
    return f"agreed: {', '.join(step.number for step in event.batch.steps)}"


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
        f"{';' if checks else ''} {event.commit[:7]} {event.subject}",
        Span(f"  +{event.added} -{event.removed}", "dim"),
        hang=4,
    )


def _checks(event: ChecksRun) -> Page:
    if event.moment == "step" or not event.results:
        return ()
    when = "before" if event.moment == "before" else "after the batch"
    first, *others = check_words(event.results)
    first = replace(first, text=f" {first.text.removeprefix('; ')}")
    return (line(Span(f"{when}:", "dim"), first, *others),)


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


def _step(
    before: Session, event: StepClosed | StepSplit | StepJoined | StepKindChanged | StepReopened
) -> Line:
    """By its number, as the user names it."""
    steps = before.plan.all_steps() if before.plan else ()
    number = next((step.number for step in steps if step.id == event.step_id), "")
    said: str
    match event:
        case StepClosed():
            said = event.how
        case StepSplit():
            said = f"split into its own items; unsplit {number} joins them"
        case StepJoined():
            said = "one step again"
        case StepKindChanged():
            said = kind_words(event.to)
        case StepReopened():
            said = "open again"
        case _:
            assert_never(event)
    return line(Span(f"  step {number}: {said}", "dim"))


def _needed(before: Session, event: Event, missing: Missing) -> Page:
    """Who may need a step that is left out."""
    if not isinstance(event, StepClosed) or event.how != "skipped":
        return ()
    needed = needed_by(before, event.step_id, missing)
    return (line(Span(f"  {needed}", "warn"), hang=4),) if needed else ()
