"""What the checks mean beside a step: which may run, and what the batch's own found."""

from __future__ import annotations

from dataclasses import replace

from agent.core.advance import step_count
from agent.core.check import CheckResult
from agent.core.fold_job import mark_known_red
from agent.core.job import ForRepair, Job, RedBatch
from agent.core.misfit import Misfit
from agent.core.plan import Step
from agent.core.session import Errand, Session, Waiting, Working
from agent.core.summary import StepResult
from agent.core.work import ChecksFound, ChecksRun, ChecksTrusted

_TRUSTED = {"yes": True, "no": False, "again": None}


def fold_trust(session: Session, event: ChecksFound | ChecksTrusted) -> Session:
    """Whether the checks may run; a no holds in this session, until they change."""
    stage = session.stage
    if isinstance(event, ChecksTrusted):
        if not isinstance(stage, (Working, Errand)) and not _is_second_thought(session, event):
            raise Misfit(event, stage)
        return replace(session, trusted=_TRUSTED[event.verdict])
    if not isinstance(stage, (Working, Errand)):
        raise Misfit(event, stage)
    same = (event.checks, event.formats) == (session.checks, session.formats)
    refused = False if same and session.trusted is False else None
    return replace(
        session,
        stage=replace(stage, checks_known=True),
        checks=event.checks,
        formats=event.formats,
        trusted=True if event.trusted else refused,
        baseline=session.baseline if event.checks == session.checks else None,
    )


def _is_second_thought(session: Session, event: ChecksTrusted) -> bool:
    return event.verdict == "again" and isinstance(session.stage, Waiting)


def fold_checks_beside(session: Session, event: ChecksRun) -> Session:
    """A run before step 1, or after the last: where that is red, the user is asked (design §2)."""
    stage = session.stage
    if not isinstance(stage, Working):
        raise Misfit(event, stage)
    if event.moment == "before":
        return replace(session, baseline=event.results)
    results = mark_known_red(event.results, session.baseline or ())
    job = None if stage.ended else _red_job(session, stage, results)
    return verify_batch(replace(session, stage=replace(stage, checked=True, job=job)), results)


def _red_job(session: Session, working: Working, results: tuple[CheckResult, ...]) -> Job | None:
    if all(one.passed or one.red_before for one in results):
        return None
    step = _last_committed(session, working)
    if step is None:
        return None
    number, total = working.mended + 1, step_count(session)
    purpose = ForRepair(step=step, total=total, failed=None, number=number)
    return Job(purpose=purpose, phase=RedBatch(results=results), repairs=working.mended)


def _last_committed(session: Session, working: Working) -> Step | None:
    """The batch's last step with a commit, else the plan's: its repair was this batch's."""
    here = {step.id: step for step in working.batch.steps}
    for result in reversed(working.results):
        if result.commit is not None:
            return here[result.step_id]
    closings = [one for one in session.closings.values() if one.commit is not None]
    return session.plan.step(closings[-1].step_id) if session.plan and closings else None


def verify_batch(session: Session, checks: tuple[CheckResult, ...]) -> Session:
    """A batch check that passed on the whole proves the batch's earlier steps as well."""
    stage = session.stage
    batch = [one for one in checks if one.check.when == "batch"]
    if not batch or not all(one.verified for one in batch) or not isinstance(stage, Working):
        return session
    results = tuple(
        replace(one, state="verified") if _proved(one) else one for one in stage.results
    )
    closings = dict(session.closings)
    for one in results:
        if one.state == "verified" and one.step_id in closings:
            closings[one.step_id] = replace(closings[one.step_id], state="verified")
    return replace(session, closings=closings, stage=replace(stage, results=results))


def _proved(result: StepResult) -> bool:
    committed = result.state in {"applied", "taken"}
    return committed and all(one.verified for one in result.checks)
