"""How a batch goes on, step by step, and what its commits mean for the plan."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from agent.core.advance import advance, declined, first_phase, job_for, step_count
from agent.core.batch import StepState
from agent.core.commits import Closing
from agent.core.fold_checks import fold_checks_beside, fold_trust
from agent.core.fold_commit import fold_commit
from agent.core.fold_job import WriteEvent, fold_draft, fold_write
from agent.core.job import (
    MAX_REPAIRS,
    Applied,
    Approved,
    Confirming,
    Drafting,
    ForRepair,
    ForStep,
    Job,
    Reviewing,
    Withdrawing,
)
from agent.core.misfit import Misfit
from agent.core.session import (
    Errand,
    PlanDrafting,
    Scoping,
    Seeking,
    Session,
    Waiting,
    Working,
    left,
    with_closing,
)
from agent.core.steps import PathsRefused, StepJoined, StepSplit
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
    DraftUnchanged,
    PageAsked,
    PageEvent,
    PageProposed,
    PageReviewed,
    PutBack,
    RedDecided,
    Refused,
    StepClosed,
    StepEvent,
    StepFailed,
    StepKindChanged,
    StepReopened,
    SurpriseKept,
    WorkEvent,
    WorkTaken,
)


def fold_work(session: Session, event: WorkEvent) -> Session:
    """The session after an event of work; Misfit when it cannot follow."""
    match event:
        case BatchAgreed() | ChecksFound() | ChecksTrusted() | BatchEnded() | BatchSummarised():
            return _fold_batch(session, event)
        case _ if isinstance(event, StepEvent):
            return _fold_step(session, event)
        case PageAsked() | PageProposed() | PageReviewed():
            return _fold_page(session, event)
        case SurpriseKept():
            return replace(session, surprise=None)
        case ChangeCommitted():
            return fold_commit(session, event)
        case Refused():
            return _refused(session, event)
        case ChecksRun() if event.moment != "step":
            return fold_checks_beside(session, event)
        case _:
            return _fold_job(session, event)


def _fold_job(session: Session, event: DraftEvent | WriteEvent) -> Session:
    match session.stage:
        case Errand(job=job) as errand if _is_lost(job, event):
            saved = session.plan_blob is not None or job.on_disk is not None
            after = errand.before or (Waiting(fresh=False) if saved else Seeking())
            return replace(session, stage=after)
        case Errand(job=Job(phase=Withdrawing())) as errand if isinstance(event, PutBack):
            return replace(session, stage=errand.before or Waiting(fresh=False))
        case Errand(job=job) as errand:
            return replace(session, stage=replace(errand, job=_changed(session, job, event)))
        case Working(job=Job() as job) as working:
            return replace(session, stage=_worked(session, working, job, event))
        case stage:
            raise Misfit(event, stage)


def _changed(session: Session, job: Job, event: DraftEvent | WriteEvent) -> Job:
    if isinstance(event, DraftEvent):
        return fold_draft(job, event)
    return fold_write(job, event, session.baseline or ())


def _worked(
    session: Session, working: Working, job: Job, event: DraftEvent | WriteEvent
) -> Working:
    match event:
        case PutBack() if isinstance(job.phase, Withdrawing):
            return replace(working, job=None, ended=working.ended or "declined")
        case DraftUnchanged():
            kept = _changed(session, job, event)
            return replace(working, job=kept, declined=(*working.declined, job.notes[-1]))
        case RedDecided(verdict="keep" | "again") if job.mends and job.on_disk is None:
            return replace(working, job=None, checked=event.verdict == "keep")
        case WorkTaken():
            taken = _changed(session, job, event)
            return replace(working, job=taken, page=None, page_asked=False)
        case _:
            return replace(working, job=_changed(session, job, event))


def _is_lost(job: Job, event: DraftEvent | WriteEvent) -> bool:
    """Whether the files of a change outside any batch are not as it was drafted any more."""
    match event:
        case WorkTaken():
            return isinstance(job.phase, Applied)
        case Refused():
            return isinstance(job.phase, Approved) and event.refusal.code == "stale-file"
        case _:
            return False


def _refused(session: Session, event: Refused) -> Session:
    """What was refused is given up, so that the next move is a gate."""
    match session.stage:
        case Waiting(fresh=True):
            return replace(session, record=False)
        case Waiting() | Seeking() | PlanDrafting():
            return left(session)
        case Scoping():
            return replace(session, stage=Waiting(fresh=True))
        case Working(page_asked=True) as working:
            return replace(session, stage=replace(working, page_asked=False, page=None))
        case _:
            return _fold_job(session, event)


def _fold_batch(session: Session, event: BatchEvent) -> Session:
    stage = session.stage
    match event:
        case BatchAgreed() if isinstance(stage, Waiting) and _are_open(session, event):
            working = Working(batch=event.batch, index=0, job=None)
            return replace(session, stage=replace(working, job=job_for(session, working)))
        case ChecksFound() | ChecksTrusted():
            return fold_trust(session, event)
        case BatchEnded() if isinstance(stage, Working):
            return _ended(session, stage, event)
        case BatchSummarised() if isinstance(stage, Working) and stage.job is None:
            return replace(session, stage=Waiting(fresh=False), summary=event.summary, notes=())
        case _:
            raise Misfit(event, stage)


def _are_open(session: Session, event: BatchAgreed) -> bool:
    few = len(event.batch.steps) <= session.at_once
    return few and set(event.batch.steps) <= set(session.open)


def _ended(session: Session, working: Working, event: BatchEnded) -> Session:
    """No step follows; what is on disk and in no commit is put back first."""
    job = working.job
    below = job.on_disk if job else None
    noted = (event.note,) if event.note else ()
    return replace(
        session,
        elsewhere=None,
        stage=replace(
            working,
            ended=working.ended or event.reason,
            page=None,
            page_asked=False,
            declined=(*declined(session, working), *noted),
            job=replace(job, phase=Withdrawing(intent=below)) if job and below else None,
        ),
    )


def _fold_step(session: Session, event: StepEvent) -> Session:
    match event:
        case StepClosed():
            return _closed(session, event)
        case StepFailed() if isinstance(session.stage, Working):
            return _failed(session, session.stage, event)
        case StepReopened() if isinstance(session.stage, Waiting):
            closing = Closing(step_id=event.step_id, state="open")
            return with_closing(replace(session, summary=None), closing)
        case StepSplit() if isinstance(session.stage, Waiting):
            return replace(session, split=session.split | {event.step_id}, summary=None)
        case StepJoined() if isinstance(session.stage, Waiting):
            return replace(session, split=session.split - {event.step_id}, summary=None)
        case StepKindChanged():
            return _kind_changed(session, event)
        case PathsRefused() if isinstance(session.stage, Working):
            return session
        case _:
            raise Misfit(event, session.stage)


def _failed(session: Session, working: Working, event: StepFailed) -> Session:
    job = working.job
    if job is None or not isinstance(job.phase, Confirming) or job.repairs >= MAX_REPAIRS:
        raise Misfit(event, working)
    number = job.repairs + 1
    purpose = ForRepair(
        step=event.repaired, total=step_count(session), failed=working.step, number=number
    )
    repair = replace(job, purpose=purpose, notes=(event.note,), repairs=number, phase=Drafting())
    return replace(session, stage=replace(working, job=replace(repair, subject="")))


def _kind_changed(session: Session, event: StepKindChanged) -> Session:
    changed = replace(session, kinds={**session.kinds, event.step_id: event.to})
    stage = changed.stage
    if not isinstance(stage, Working) or stage.job is None or stage.over:
        return changed
    if stage.step.id != event.step_id:
        return changed
    if stage.job.on_disk is not None:
        raise Misfit(event, stage)
    purpose = ForStep(step=stage.step, total=step_count(session))
    phase = first_phase(changed, replace(stage, ahead=()), stage.step)
    job = replace(stage.job, purpose=purpose, phase=phase)
    return replace(changed, stage=replace(stage, job=job))


def _closed(session: Session, event: StepClosed) -> Session:
    state = cast("StepState", event.how)
    told = ((event.step_id, event.note),) if event.note and event.how == "confirmed" else ()
    noted = with_closing(
        replace(session, settled=(*session.settled, *told)),
        Closing(step_id=event.step_id, state=state, note=event.note),
    )
    stage = noted.stage
    if isinstance(stage, Waiting):
        return replace(noted, summary=None)
    if not isinstance(stage, Working) or stage.job is None or stage.job.on_disk is not None:
        raise Misfit(event, stage)
    step = stage.step
    if step.id != event.step_id or stage.over:
        raise Misfit(event, stage)
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
        case PageProposed() if stage.page_asked and _is_rest(stage, event):
            return replace(session, stage=replace(stage, page=event.proposals))
        case PageReviewed() if stage.page is not None:
            return _page_reviewed(session, stage, event)
        case _:
            raise Misfit(event, stage)


def _is_rest(working: Working, event: PageProposed) -> bool:
    """Whether the page holds steps of this batch, in order, from the one at its diff on.

    What is flagged asks for an answer of its own.
    """
    if any(proposal.flags for _, proposal in event.proposals):
        return False
    ids = tuple(step_id for step_id, _ in event.proposals)
    rest = tuple(step.id for step in working.batch.steps[working.index :])
    return bool(ids) and ids == rest[: len(ids)]


def _page_reviewed(session: Session, working: Working, event: PageReviewed) -> Session:
    page = working.page or ()
    if event.digests != tuple(proposal.digest for _, proposal in page):
        raise Misfit(event, working)
    back = replace(working, page=None, page_asked=False)
    if event.verdict == "no" or back.job is None:
        return replace(session, stage=back)
    job = replace(back.job, phase=Approved(proposal=dict(page)[back.step.id]))
    return replace(session, stage=replace(back, job=job, ahead=page))
