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
from agent.pages.tongue import spoken


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
            return _checks(before, event)
        case PlanUnchanged() if isinstance(before.stage, PlanDrafting) and not before.stage.last:
            return _unplanned(event)
        case PlanFound() | PlanReread() | FeedbackScoped() | ErrandKept() | ErrandDropped():
            return _documents(before, event)
        case BatchAgreed() | ChecksTrusted() | TokensSpent():
            return (line(Span(_agreed(before, event), "dim")),)
        case StepClosed() | StepSplit() | StepJoined() | StepKindChanged() | StepReopened():
            return (_step(before, event), *_needed(before, event, missing))
        case _:
            return ()


def _agreed(before: Session, event: BatchAgreed | ChecksTrusted | TokensSpent) -> str:
    texts = spoken(before)
    if isinstance(event, TokensSpent):
        return f"  {used(event.spent, texts)}"
    if isinstance(event, ChecksTrusted):
        return f"  {texts.say(f'trusted-{event.verdict}')}"
    return texts.say("agreed", numbers=", ".join(step.number for step in event.batch.steps))


def _refused(event: Refused | PathsRefused) -> Page:
    refusals = (event.refusal,) if isinstance(event, Refused) else event.refusals
    return tuple(line(Span(str(one), "bad")) for one in refusals)


def _unplanned(event: PlanUnchanged) -> Page:
    how = "Write its plan yourself and choose it again, or choose another."
    return (line(Span(event.reason, "warn")), line(how))


def _committed(before: Session, event: ChangeCommitted) -> Line:
    texts = spoken(before)
    done = texts.say("applied" if isinstance(before.stage, Working) else "committed")
    job = before.stage.job if isinstance(before.stage, (Working, Errand)) else None
    checks = getattr(job.phase, "results", None) or () if job else ()
    return line(
        Span(f"  {done}", "good"),
        *check_words(checks, texts),
        f"{';' if checks else ''} {event.commit[:7]} {event.subject}",
        Span(f"  +{event.added} -{event.removed}", "dim"),
        hang=4,
    )


def _checks(before: Session, event: ChecksRun) -> Page:
    if event.moment == "step" or not event.results:
        return ()
    texts = spoken(before)
    when = texts.say("checked-before" if event.moment == "before" else "checked-batch")
    first, *others = check_words(event.results, texts)
    first = replace(first, text=f" {first.text.removeprefix('; ')}")
    return (line(Span(f"{when}:", "dim"), first, *others),)


def _documents(
    before: Session, event: PlanFound | PlanReread | FeedbackScoped | ErrandKept | ErrandDropped
) -> Page:
    texts = spoken(before)
    match event:
        case PlanFound() if not event.adopted or not event.plan.steps:
            return (line("plan: ", Span(event.plan.path.value, "path"), hang=6),)
        case PlanReread() if before.plan_blob not in {None, event.blob}:
            return (line(Span(texts.say("plan-changed"), "warn")),)
        case FeedbackScoped() if event.scope == "next":
            return (line(Span(texts.say("kept-next"), "dim")),)
        case ErrandKept():
            return (line(texts.say("kept-ignored")),)
        case ErrandDropped():
            return (line(Span(texts.say("dropped"), "dim")),)
        case _:
            return ()


def _step(
    before: Session, event: StepClosed | StepSplit | StepJoined | StepKindChanged | StepReopened
) -> Line:
    """By its number, as the user names it."""
    steps = before.plan.all_steps() if before.plan else ()
    number = next((step.number for step in steps if step.id == event.step_id), "")
    texts = spoken(before)
    said: str
    match event:
        case StepClosed():
            said = texts.say(f"state-{event.how}")
        case StepSplit():
            said = texts.say("step-split", number=number)
        case StepJoined():
            said = texts.say("step-joined")
        case StepKindChanged():
            said = kind_words(event.to, texts)
        case StepReopened():
            said = texts.say("step-reopened")
        case _:
            assert_never(event)
    return line(Span(f"  {texts.say('step-said', number=number, said=said)}", "dim"))


def _needed(before: Session, event: Event, missing: Missing) -> Page:
    """Who may need a step that is left out."""
    if not isinstance(event, StepClosed) or event.how != "skipped":
        return ()
    needed = needed_by(before, event.step_id, missing)
    return (line(Span(f"  {needed}", "warn"), hang=4),) if needed else ()
