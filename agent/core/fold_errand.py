"""A change outside any batch: begun, dropped, or kept without a commit."""

from __future__ import annotations

from dataclasses import replace

from agent.core.due import is_checked
from agent.core.events import ErrandDropped, ErrandKept, ErrandStarted
from agent.core.job import ForPlan, ForRedo, ForSetup, ForUndo, Job, Reviewing
from agent.core.misfit import Misfit
from agent.core.session import (
    Errand,
    PlanDrafting,
    Scoping,
    Seeking,
    Session,
    Stage,
    Waiting,
    Working,
)


def fold_errand(session: Session, event: ErrandStarted | ErrandDropped | ErrandKept) -> Session:
    """What it means for the session; Misfit when it cannot follow."""
    stage = session.stage
    match event:
        case ErrandStarted() if isinstance(stage, PlanDrafting):
            if not isinstance(event.purpose, ForSetup) or stage.offered:
                raise Misfit(event, stage)
            job = Job(purpose=event.purpose, phase=Reviewing(proposal=event.proposal))
            return replace(session, stage=Errand(job=job, before=replace(stage, offered=True)))
        case ErrandStarted() if isinstance(stage, (Waiting, Scoping)) or _may_come_between(
            stage, event
        ):
            job = Job(purpose=event.purpose, phase=Reviewing(proposal=event.proposal))
            # Waltz's own offer of an edited plan may come before the summary was shown.
            offered = isinstance(event.purpose, ForPlan) and isinstance(stage, Waiting)
            summary = session.summary if offered else None
            before = stage if isinstance(stage, (Working, Scoping)) and is_checked(job) else None
            return replace(session, stage=Errand(job=job, before=before), summary=summary)
        case ErrandDropped() if isinstance(stage, Scoping):
            return replace(session, stage=Waiting(fresh=True), summary=None)
        case ErrandDropped() if isinstance(stage, Errand) and stage.job.on_disk is None:
            return _dropped(session, stage)
        case ErrandKept() if isinstance(stage, Errand) and stage.job.on_disk is not None:
            return replace(session, stage=stage.after)
        case _:
            raise Misfit(event, stage)


def _may_come_between(stage: Stage, event: ErrandStarted) -> bool:
    """Whether it may be asked about before an open batch goes on: nothing of that is on disk."""
    free = isinstance(stage, Working) and (stage.job is None or stage.job.on_disk is None)
    return free and isinstance(event.purpose, (ForUndo, ForRedo))


def _dropped(session: Session, errand: Errand) -> Session:
    """A plan that was never saved is sought again; a declined edit of one is not offered again."""
    ours = isinstance(errand.job.purpose, ForPlan)
    return replace(
        session,
        stage=errand.before or (Waiting(fresh=True) if session.plan_blob else Seeking()),
        plan_declined=session.plan_blob if ours else session.plan_declined,
        elsewhere=None,
    )
