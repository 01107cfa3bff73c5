"""How a batch goes on, step by step, and what its commits mean for the plan."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from agent.core.advance import advance, first_phase, job_for
from agent.core.batch import StepState
from agent.core.commits import Closing
from agent.core.fold_commit import fold_checks_beside, fold_commit
from agent.core.fold_job import WriteEvent, fold_draft, fold_write
from agent.core.job import (
    Approved,
    Drafting,
    ForRepair,
    ForStep,
    Reviewing,
)
from agent.core.misfit import Misfit
from agent.core.session import Errand, Session, Waiting, Working, with_closing
from agent.core.summary import StepResult
from agent.core.work import (
    BatchAgreed,
    BatchEnded,
    BatchEvent,
    BatchSummarised,
    ChangeCommitted,
    ChecksFound,
    ChecksRun,
    ChecksTrusted,
    DraftEvent,
    PageAsked,
    PageEvent,
    PageProposed,
    PageReviewed,
    Refused,
    StepClosed,
    StepEvent,
    StepFailed,
    StepKindChanged,
    StepReopened,
    StepSplit,
    SurpriseKept,
    WorkEvent,
)


def fold_work(session: Session, event: WorkEvent) -> Session:
    """The session after an event of work; Misfit when it cannot follow."""
    match event:
        case BatchAgreed() | ChecksFound() | ChecksTrusted() | BatchEnded() | BatchSummarised():
            return _fold_batch(session, event)
        case StepClosed() | StepFailed() | StepReopened() | StepSplit() | StepKindChanged():
            return _fold_step(session, event)
        case PageAsked() | PageProposed() | PageReviewed():
            return _fold_page(session, event)
        case SurpriseKept():
            return replace(session, surprise=())
        case ChangeCommitted():
            return fold_commit(session, event)
        case ChecksRun() if event.moment != "step":
            return fold_checks_beside(session, event)
        case _:
            return _fold_job(session, event)


def _fold_job(session: Session, event: DraftEvent | WriteEvent) -> Session:
    stage = session.stage
    if isinstance(event, Refused) and isinstance(stage, Waiting):
        return replace(session, record=False)
    if not isinstance(stage, (Working, Errand)) or stage.job is None:
        raise Misfit(event, stage)
    if isinstance(event, DraftEvent):
        job = fold_draft(stage.job, event)
    else:
        job = fold_write(stage.job, event, session.baseline or ())
    return replace(session, stage=replace(stage, job=job))


def _fold_batch(session: Session, event: BatchEvent) -> Session:
    stage = session.stage
    match event:
        case BatchAgreed() if isinstance(stage, Waiting):
            working = Working(batch=event.batch, index=0, job=None)
            begun = replace(session, stage=working, notes=session.notes)
            return replace(begun, stage=replace(working, job=job_for(begun, working)))
        case ChecksFound() if isinstance(stage, Working):
            working = replace(stage, checks_known=True)
            trusted = True if event.trusted else None
            return replace(session, stage=working, checks=event.checks, trusted=trusted)
        case ChecksTrusted() if isinstance(stage, Working):
            return replace(session, trusted=event.verdict == "yes")
        case BatchEnded() if isinstance(stage, Working):
            declined = (*stage.declined, event.note) if event.note else stage.declined
            working = replace(stage, ended=event.reason, declined=declined, job=None)
            return replace(session, stage=working)
        case BatchSummarised() if isinstance(stage, Working):
            return replace(session, stage=Waiting(fresh=False), summary=event.summary, notes=())
        case _:
            raise Misfit(event, stage)


def _fold_step(session: Session, event: StepEvent) -> Session:
    match event:
        case StepClosed():
            return _closed(session, event)
        case StepFailed() if isinstance(session.stage, Working):
            return _failed(session, session.stage, event)
        case StepReopened() if isinstance(session.stage, Waiting):
            closing = Closing(step_id=event.step_id, state="open")
            return with_closing(session, closing)
        case StepSplit() if isinstance(session.stage, Waiting):
            return replace(session, split=session.split | {event.step_id})
        case StepKindChanged():
            return _kind_changed(session, event)
        case _:
            raise Misfit(event, session.stage)


def _failed(session: Session, working: Working, event: StepFailed) -> Session:
    job = working.job
    if job is None or not isinstance(job.purpose, ForStep):
        raise Misfit(event, working)
    purpose = ForRepair(
        step=event.repaired, total=job.purpose.total, failed=working.step, number=job.repairs + 1
    )
    repair = replace(
        job, purpose=purpose, notes=(event.note,), repairs=job.repairs + 1, phase=Drafting()
    )
    return replace(session, stage=replace(working, job=repair))


def _kind_changed(session: Session, event: StepKindChanged) -> Session:
    changed = replace(session, kinds={**session.kinds, event.step_id: event.to})
    stage = changed.stage
    if isinstance(stage, Working) and stage.job and stage.step.id == event.step_id:
        job = replace(stage.job, phase=first_phase(changed, stage, stage.step))
        return replace(changed, stage=replace(stage, job=job))
    return changed


def _closed(session: Session, event: StepClosed) -> Session:
    state = cast("StepState", event.how)
    noted = with_closing(session, Closing(step_id=event.step_id, state=state))
    stage = noted.stage
    if isinstance(stage, Waiting):
        return noted
    if not isinstance(stage, Working) or stage.job is None or stage.step.id != event.step_id:
        raise Misfit(event, stage)
    step = stage.step
    result = StepResult(
        step_id=step.id, number=step.number, title=step.title, state=state, note=event.note
    )
    return advance(noted, stage, result)


def _fold_page(session: Session, event: PageEvent) -> Session:
    stage = session.stage
    if not isinstance(stage, Working) or stage.job is None:
        raise Misfit(event, stage)
    match event:
        case PageAsked() if isinstance(stage.job.phase, Reviewing):
            return replace(session, stage=replace(stage, page_asked=True))
        case PageProposed() if stage.page_asked:
            return replace(session, stage=replace(stage, page=event.proposals))
        case PageReviewed() if stage.page is not None:
            return _page_reviewed(session, stage, event)
        case _:
            raise Misfit(event, stage)


def _page_reviewed(session: Session, working: Working, event: PageReviewed) -> Session:
    page = working.page or ()
    if event.digests != tuple(proposal.digest for _, proposal in page):
        raise Misfit(event, working)
    back = replace(working, page=None, page_asked=False)
    if event.verdict == "no" or back.job is None:
        return replace(session, stage=back)
    job = replace(back.job, phase=Approved(proposal=dict(page)[back.step.id]))
    return replace(session, stage=replace(back, job=job, ahead=page))
