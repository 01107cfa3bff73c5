"""From one step of a batch to the next."""

from __future__ import annotations

from dataclasses import replace

from agent.core.job import (
    Approved,
    Confirming,
    Drafting,
    ForStep,
    Handed,
    Job,
    Offered,
    Phase,
    Reviewing,
)
from agent.core.plan import Step
from agent.core.session import Session, Working
from agent.core.summary import StepResult


def job_for(session: Session, working: Working) -> Job | None:
    """The job for the step at the batch's index; None past the end."""
    if working.index >= len(working.batch.steps):
        return None
    step = working.step
    purpose = ForStep(step=step, total=step_count(session))
    return Job(purpose=purpose, phase=first_phase(session, working, step), notes=session.notes)


def step_count(session: Session) -> int:
    """How many steps the plan has."""
    return len(session.plan.steps) if session.plan else 0


def first_phase(session: Session, working: Working, step: Step) -> Phase:
    """Where a step of its kind begins."""
    ahead = dict(working.ahead).get(step.id)
    if ahead is not None:
        # The user's other lines in a file are asked about, whatever was approved (F12).
        return Reviewing(proposal=ahead) if ahead.dirty else Approved(proposal=ahead)
    match session.kinds.get(step.id, step.kind):
        case "take":
            return Handed(reason="this step is yours")
        case "confirm":
            return Confirming()
        case "covered":
            return Offered(how="covered", reason="you said that an earlier step did it")
        case _:
            return Drafting()


def declined(session: Session, working: Working) -> tuple[str, ...]:
    """The reasons given against drafts of this batch, those of the open step too."""
    given = working.job.notes if working.job else ()
    return (*working.declined, *(one for one in given if one not in session.notes))


def advance(session: Session, working: Working, result: StepResult) -> Session:
    """The session with the step ended so, at the batch's next one."""
    after = replace(
        working,
        results=(*working.results, result),
        index=working.index + 1,
        declined=declined(session, working),
        page=None,
        page_asked=False,
    )
    moved = replace(session, stage=after)
    return replace(session, stage=replace(after, job=job_for(moved, after)))
