"""`apply` folds an event into a session. An event that does not follow is an error."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from agent.core.batch import CLOSED, MAX_STEPS
from agent.core.commits import Closing
from agent.core.events import (
    BranchAccepted,
    BranchMoved,
    ChoiceEvent,
    EndpointChosen,
    EndpointLeft,
    ErrandDropped,
    ErrandKept,
    ErrandStarted,
    Event,
    FeatureChosen,
    FeedbackGiven,
    FeedbackScoped,
    PlanDrafted,
    PlanEvent,
    PlanFound,
    PlanReread,
    PlanReviewed,
    PlanUnchanged,
    ProfileTaken,
    ProgressClaimed,
    ProgressRecorded,
    QuestionAnswered,
    QuestionsAsked,
    RecordDecided,
    SessionResumed,
    SessionStarted,
    Telling,
    TokensSpent,
    WaitEvent,
)
from agent.core.fold_errand import fold_errand
from agent.core.fold_work import fold_work
from agent.core.job import Approved, ForPlan, Job, Reviewing
from agent.core.misfit import Misfit
from agent.core.session import (
    Adopting,
    Asking,
    Choosing,
    Errand,
    PlanDrafting,
    PlanReviewing,
    Scoping,
    Seeking,
    Session,
    Stage,
    Waiting,
    Working,
    fresh,
    left,
    with_spent,
)
from agent.core.work import SubjectChanged, WorkEvent


def begin(event: Event) -> Session:
    """The session that its first event starts; Misfit for any other event."""
    if not isinstance(event, SessionStarted):
        raise Misfit(event, None)
    return Session(
        session_id=event.session_id,
        worktree=event.worktree,
        branch=event.branch,
        head=event.head,
    )


def apply(session: Session, event: Event) -> Session:
    """The session after this event; Misfit when it cannot follow."""
    after = _applied(session, event)
    told = event.told if isinstance(event, Telling) else None
    return after if told is None else replace(after, told=told)


def _applied(session: Session, event: Event) -> Session:
    if isinstance(event, ChoiceEvent):
        return _fold_choice(session, event)
    if isinstance(event, PlanEvent):
        return _fold_plan(session, event)
    if isinstance(event, WaitEvent):
        return _fold_wait(session, event)
    if isinstance(event, SubjectChanged) and isinstance(session.stage, PlanReviewing):
        return _worded(session, session.stage, event)
    if isinstance(event, WorkEvent):
        return fold_work(session, event)
    if isinstance(event, TokensSpent):
        return with_spent(session, event)
    assert_never(event)


def _worded(session: Session, stage: PlanReviewing, event: SubjectChanged) -> Session:
    proposal = replace(stage.proposal, subject=event.subject)
    said = "the commit of the plan is worded as you say"
    return replace(session, stage=replace(stage, proposal=proposal, reason=said))


def _fold_choice(session: Session, event: ChoiceEvent) -> Session:
    match event:
        case SessionResumed():
            return _resume(session, event)
        case EndpointChosen() if isinstance(session.stage, (Choosing, Waiting)):
            return replace(fresh(session), endpoint=event.endpoint, stage=Seeking())
        case FeatureChosen() if isinstance(session.stage, (Choosing, Waiting)):
            return replace(fresh(session), endpoint=event.feature, stage=Seeking())
        case EndpointLeft() if not isinstance(session.stage, (Errand, Working)):
            return left(session)
        case ProfileTaken() if 1 <= event.steps <= MAX_STEPS:
            return _profiled(session, event)
        case BranchMoved():
            return replace(session, elsewhere=event.branch)
        case BranchAccepted():
            return replace(session, branch=event.branch or None, elsewhere=None)
        case _:
            raise Misfit(event, session.stage)


def _profiled(session: Session, event: ProfileTaken) -> Session:
    """A draft that only another profile has seen is made anew; one that the user edited stays."""
    stage = session.stage
    if isinstance(stage, PlanReviewing) and not stage.edited and event.name != session.profile:
        stage = PlanDrafting(notes=stage.notes)
    return replace(session, profile=event.name, at_once=event.steps, stage=stage)


def _resume(session: Session, event: SessionResumed) -> Session:
    """Git is the truth for what has a commit; the journal for what has none yet."""
    known = {one.step_id: one for one in event.closings}
    waiting = {one.step_id: one for one in session.unrecorded}
    closings = {
        step_id: one if (mine := session.closings.get(step_id)) is None else _newer(mine, one)
        for step_id, one in known.items()
    }
    return replace(
        session,
        head=event.head,
        closings={**closings, **waiting},
        unrecorded=tuple(one for one in session.unrecorded if known.get(one.step_id) != one),
        stage=_taken_up(session.stage),
    )


def _taken_up(stage: Stage) -> Stage:
    """The plan is read again at a wait; what words could not change is shown as it was before."""
    match stage:
        case Waiting():
            return Waiting(fresh=False)
        case PlanReviewing():
            return replace(stage, reason="")
        case Working(job=Job(phase=Reviewing() as phase) as job):
            return replace(stage, job=replace(job, phase=replace(phase, reason="")))
        case _:
            return stage


def _newer(mine: Closing, git: Closing) -> Closing:
    """What the journal knows of the same commit is more (verified, say); else git decides.

    A commit that was reverted since is the same one, and its step is open again.
    """
    same = mine.commit is not None and mine.commit == git.commit
    return mine if same and (mine.state in CLOSED) == (git.state in CLOSED) else git


def _fold_plan(session: Session, event: PlanEvent) -> Session:
    match event:
        case PlanFound() if isinstance(session.stage, Seeking):
            return _found(session, event)
        case QuestionsAsked() if isinstance(session.stage, Seeking):
            return _asked(session, event)
        case QuestionAnswered() if isinstance(session.stage, Asking):
            return _answered(session, session.stage, event)
        case PlanReread() if isinstance(session.stage, Waiting):
            stage = Waiting(fresh=True)
            return replace(session, plan=event.plan, plan_blob=event.blob, stage=stage)
        case ProgressClaimed() if isinstance(session.stage, Adopting):
            return _claimed(session, event)
        case PlanDrafted() | PlanUnchanged() | PlanReviewed():
            return _fold_draft(session, event)
        case _:
            raise Misfit(event, session.stage)


def _found(session: Session, event: PlanFound) -> Session:
    return replace(
        session,
        plan=event.plan,
        plan_blob=event.blob,
        closings={one.step_id: one for one in event.closings},
        stage=Adopting(plan=event.plan)
        if event.adopted and event.plan.steps
        else Waiting(fresh=True),
    )


def _asked(session: Session, event: QuestionsAsked) -> Session:
    """A question is asked once: after a plan was dropped its answers still hold."""
    answered = {name for name, _ in session.answers}
    new = tuple(one for one in event.questions if one.id not in answered)
    return replace(session, stage=Asking(questions=new) if new else PlanDrafting())


def _answered(session: Session, stage: Asking, event: QuestionAnswered) -> Session:
    answers = (*session.answers, (event.question, event.answer))
    left = {one.id for one in stage.questions} - {name for name, _ in answers}
    return replace(session, answers=answers, stage=stage if left else PlanDrafting())


def _claimed(session: Session, event: ProgressClaimed) -> Session:
    claimed = tuple(Closing(step_id=one, state="confirmed") for one in event.step_ids)
    closings = {**session.closings, **{one.step_id: one for one in claimed}}
    return replace(
        session,
        closings=closings,
        unrecorded=(*session.unrecorded, *claimed),
        stage=Waiting(fresh=True),
    )


def _fold_draft(session: Session, event: PlanDrafted | PlanUnchanged | PlanReviewed) -> Session:
    stage = session.stage
    match event:
        case PlanDrafted() if isinstance(stage, (PlanDrafting, PlanReviewing)):
            last = stage.last if isinstance(stage, PlanDrafting) else stage
            subject = (last or event).proposal.subject
            reviewing = PlanReviewing(
                plan=event.plan,
                proposal=replace(event.proposal, subject=subject),
                decisions=event.decisions,
                seen=last.proposal.edits[0].after if last else None,
                notes=stage.notes,
                edited=isinstance(stage, PlanReviewing),
            )
            return replace(session, stage=reviewing)
        case PlanUnchanged() if isinstance(stage, PlanDrafting):
            if stage.last is None:
                return left(session)
            return replace(session, stage=replace(stage.last, reason=event.reason))
        case PlanReviewed() if (
            isinstance(stage, PlanReviewing) and stage.proposal.digest == event.digest
        ):
            if event.verdict == "no":
                notes = (*stage.notes, event.note)
                return replace(session, stage=PlanDrafting(notes=notes, last=stage))
            job = Job(purpose=ForPlan(), phase=Approved(proposal=stage.proposal))
            decided = stage.decisions
            return replace(session, plan=stage.plan, decided=decided, stage=Errand(job=job))
        case _:
            raise Misfit(event, stage)


def _fold_wait(session: Session, event: WaitEvent) -> Session:
    match event:
        case FeedbackGiven() if isinstance(session.stage, Waiting):
            return replace(session, stage=Scoping(text=event.text))
        case FeedbackScoped() if isinstance(session.stage, Scoping):
            if event.scope == "next":
                notes = (*session.notes, session.stage.text)
                return replace(session, notes=notes, stage=Waiting(fresh=True), summary=None)
            return replace(session, stage=replace(session.stage, scope=event.scope))
        case RecordDecided() if isinstance(session.stage, Waiting):
            return replace(session, record=event.verdict == "yes")
        case ProgressRecorded() if isinstance(session.stage, Waiting):
            return replace(session, head=event.commit, unrecorded=(), record=None)
        case ErrandStarted() | ErrandDropped() | ErrandKept():
            return fold_errand(session, event)
        case _:
            raise Misfit(event, session.stage)
