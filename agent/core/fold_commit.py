"""What commits and check runs mean for the steps: applied, taken, verified, undone."""

from __future__ import annotations

from dataclasses import replace

from agent.core.advance import advance, declined
from agent.core.batch import StepState
from agent.core.check import CheckResult
from agent.core.commits import Closing
from agent.core.edits import BlobId
from agent.core.fold_checks import verify_batch
from agent.core.job import (
    Applied,
    Confirming,
    ForPlan,
    ForRedo,
    ForRepair,
    ForStep,
    ForUndo,
    Job,
    Purpose,
    Reviewing,
    Surprise,
)
from agent.core.misfit import Misfit
from agent.core.session import Errand, Session, Working, with_closing
from agent.core.summary import StepResult
from agent.core.work import ChangeCommitted


def fold_commit(session: Session, event: ChangeCommitted) -> Session:
    """What a commit means: a step closed, or an errand done."""
    stage = session.stage
    if not isinstance(stage, (Errand, Working)) or stage.job is None:
        raise Misfit(event, stage)
    phase = stage.job.phase
    if not isinstance(phase, Applied):
        raise Misfit(event, phase)
    recorded = replace(
        session,
        worded={**session.worded, **dict(phase.proposal.worded)},
        unrecorded=(),
        head=event.commit,
        surprise=_surprise(stage.job.purpose, event),
    )
    if isinstance(stage, Errand):
        return _errand_committed(recorded, stage, event)
    if isinstance(stage.job.purpose, ForRepair):
        return _repaired(recorded, stage, stage.job, phase)
    checks = phase.results or ()
    state = _state(stage.job, checks)
    result = StepResult(
        step_id=stage.step.id,
        number=stage.step.number,
        title=stage.step.title,
        state=state,
        commit=event.commit,
        files=event.files,
        added=event.added,
        removed=event.removed,
        checks=checks,
        said=phase.proposal.said,
    )
    closing = Closing(step_id=stage.step.id, state=state, commit=event.commit)
    noted = with_closing(replace(recorded, settled=settled(session, stage, phase)), closing)
    working = replace(stage, checked=any(one.check.when == "batch" for one in checks))
    moved = advance(noted, _heeded(session, working, phase), result)
    return verify_batch(moved, checks)


def _heeded(session: Session, working: Working, phase: Applied) -> Working:
    """Reasons that the committed draft was made by were not declined."""
    if working.job is None or phase.proposal.origin == "hands":
        return working
    return replace(working, job=replace(working.job, notes=session.notes))


def settled(
    session: Session, working: Working, phase: Reviewing | Applied
) -> tuple[tuple[str, str], ...]:
    """The session's settled reasons, with those that this diff of the drafter's was changed by."""
    given = working.job.notes if working.job and phase.proposal.origin == "drafter" else ()
    own = ((working.step.id, note) for note in given if note not in session.notes)
    return tuple(dict.fromkeys((*session.settled, *own)))


def _surprise(purpose: Purpose, event: ChangeCommitted) -> Surprise | None:
    if not event.surprises:
        return None
    return Surprise(
        commit=event.commit, purpose=purpose, paths=event.surprises, changes=event.changes
    )


def _repaired(session: Session, working: Working, job: Job, phase: Applied) -> Session:
    """A repair has its own commit; a step that failed is to be confirmed again."""
    checks = phase.results or ()
    repair = job.purpose
    if not isinstance(repair, ForRepair) or repair.failed is None:
        known = any(one.check.when == "batch" for one in checks)
        mended = replace(working, job=None, checked=known, mended=job.repairs)
        return verify_batch(replace(session, stage=mended), checks)
    purpose = ForStep(step=repair.failed, total=repair.total)
    again = replace(
        job,
        purpose=purpose,
        phase=Confirming(),
        notes=session.notes,
        subject="",
        base=None,
        own=(),
        hand=None,
    )
    return replace(session, stage=replace(working, job=again, checked=False))


def _state(job: Job, checks: tuple[CheckResult, ...]) -> StepState:
    phase = job.phase
    if checks and all(one.verified for one in checks):
        return "verified"
    hands = isinstance(phase, Applied) and phase.proposal.origin == "hands"
    return "taken" if hands else "applied"


def _errand_committed(session: Session, errand: Errand, event: ChangeCommitted) -> Session:
    moved = replace(session, stage=errand.after)
    match errand.job.purpose:
        case ForUndo() | ForRedo() as purpose:
            moved = _undone(moved, purpose)
            state: StepState = "undone" if isinstance(purpose, ForUndo) else "applied"
            closing = Closing(
                step_id=purpose.step_id, state=state, commit=event.commit, original=purpose.commit
            )
            return with_closing(moved, closing)
        case ForPlan():
            return replace(moved, plan_blob=_saved(errand.job) or session.plan_blob)
        case _:
            return moved


def _undone(session: Session, purpose: ForUndo | ForRedo) -> Session:
    """A batch that it came between has ended; its step has no longer the commit it was told of."""
    working = session.stage
    if not isinstance(working, Working):
        return session
    results = tuple(
        replace(one, state="undone")
        if one.step_id == purpose.step_id and isinstance(purpose, ForUndo)
        else one
        for one in working.results
    )
    told = declined(session, working)
    ended = replace(working, results=results, declined=told, job=None, ended="undone")
    return replace(session, stage=replace(ended, page=None, page_asked=False, checked=True))


def _saved(job: Job) -> BlobId | None:
    """The plan as it was written: a change of it since then is the user's, or a hook's."""
    edits = job.on_disk.edits if job.on_disk else ()
    return next((edit.after for edit in edits), None)
