"""What giving up the work at hand means."""

from __future__ import annotations

from collections.abc import Iterator

from agent.core.events import EndpointLeft, ErrandDropped, Event, PlanUnchanged
from agent.core.job import Drafting, Job, Reviewing
from agent.core.session import Errand, PlanDrafting, Scoping, Seeking, Stage, Working
from agent.core.work import (
    BatchEnded,
    DraftUnchanged,
    PageProposed,
    PageReviewed,
    StepHanded,
)

BY_YOU = "cut short by you"


def given_up(stage: Stage, why: str = BY_YOU) -> Iterator[Event]:
    """What giving up the work of this stage means; nothing where there is no way back."""
    match stage:
        case Working(page_asked=True, job=Job(phase=Reviewing(proposal=first))):
            yield PageProposed(proposals=((stage.step.id, first),))
            yield PageReviewed(digests=(first.digest,), verdict="no")
        case Working(job=Job(phase=Drafting(last=Reviewing()))):
            yield DraftUnchanged(reason=f"{why}; the diff is as it was")
        case Working(job=Job(phase=Drafting()) as job) if job.repairs:
            yield StepHanded(reason=f"{why}; say what to mend, or /take your own change")
        case Working(job=Job()):
            yield BatchEnded(reason="stopped", note=f"step {stage.step.number} was {why}")
        case PlanDrafting():
            kept = "the draft is as it was" if stage.last else "there is no draft yet"
            yield PlanUnchanged(reason=f"{why}; {kept}")
        case Seeking():
            yield EndpointLeft()
        case Scoping() | Errand(job=Job(on_disk=None)):
            yield ErrandDropped()
        case _:
            return
