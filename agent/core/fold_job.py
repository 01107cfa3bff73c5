"""How one job goes on: from a draft to files on disk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent.core.check import CheckResult
from agent.core.edits import FileEdit, merge
from agent.core.handwork import Handwork
from agent.core.job import (
    Applied,
    Approved,
    Confirming,
    Drafting,
    ForRepair,
    ForStep,
    Handed,
    Job,
    Offered,
    Phase,
    Red,
    RedBatch,
    Reviewing,
    Withdrawing,
    Writing,
)
from agent.core.misfit import Misfit
from agent.core.work import (
    ApplyIntended,
    ChecksRun,
    DirtyAccepted,
    DraftAsked,
    DraftEvent,
    DraftUnchanged,
    NothingOffered,
    ProposalApplied,
    ProposalMade,
    ProposalReviewed,
    PutBack,
    RedDecided,
    Refused,
    StepHanded,
    SubjectChanged,
    WorkTaken,
)

WriteEvent = ApplyIntended | ProposalApplied | PutBack | RedDecided | ChecksRun

# Where the user may still turn to other bytes: their own, or an edited draft.
_OPEN = (Drafting, Handed, Offered, Confirming, Reviewing)


def fold_draft(job: Job, event: DraftEvent) -> Job:
    """The job after an event of drafting or review; Misfit when it cannot follow."""
    phase = job.phase
    match event:
        case DirtyAccepted() | ProposalReviewed() | SubjectChanged():
            return _reviewed(job, phase, event)
        case Refused():
            return replace(job, phase=_after_refusal(phase, event))
        case ProposalMade() if isinstance(phase, _OPEN):
            return _proposed(job, event)
        case StepHanded() | DraftUnchanged() | NothingOffered():
            return _unwritten(job, phase, event)
        case WorkTaken() if isinstance(phase, (*_OPEN, Approved, Applied, Red, RedBatch)):
            red = job.mending or job.red
            return replace(job, phase=Drafting(take=event.paths), base=job.on_disk, red=red)
        case DraftAsked() if isinstance(phase, (Handed, Offered)):
            return replace(job, notes=(*job.notes, event.note), phase=Drafting(), hand=None)
        case _:
            raise Misfit(event, phase)


def _unwritten(job: Job, phase: Phase, event: StepHanded | DraftUnchanged | NothingOffered) -> Job:
    match event:
        case StepHanded() if isinstance(phase, (Drafting, Handed)):
            return replace(job, phase=Handed(reason=event.reason, facts=event.facts), hand=None)
        case DraftUnchanged() if isinstance(phase, Drafting) and phase.last is not None:
            return _unchanged(job, phase.last, event)
        case NothingOffered() if isinstance(phase, Drafting):
            return replace(job, phase=Offered(how=event.how, reason=event.reason), hand=None)
        case _:
            raise Misfit(event, phase)


def _proposed(job: Job, event: ProposalMade) -> Job:
    proposal = event.proposal
    proposal = replace(proposal, subject=job.subject or proposal.subject)
    below = job.own if job.base else ()
    own = merge(below, proposal.edits) if proposal.origin == "hands" else below
    edited = event.over is not None and proposal.origin == "drafter"
    hand = Handwork(draft=event.over or (), made=proposal) if edited else None
    reviewing = Reviewing(proposal=proposal, before=_shown(job.phase))
    return replace(job, phase=reviewing, own=own, hand=hand)


def _shown(phase: Phase) -> tuple[FileEdit, ...]:
    """The edits of the diff that this one comes after."""
    last = phase.last if isinstance(phase, Drafting) else phase
    return last.proposal.edits if isinstance(last, Reviewing) else ()


def _reviewed(
    job: Job, phase: Phase, event: DirtyAccepted | ProposalReviewed | SubjectChanged
) -> Job:
    if not isinstance(phase, Reviewing):
        raise Misfit(event, phase)
    proposal = phase.proposal
    if isinstance(event, SubjectChanged):
        worded = replace(proposal, subject=event.subject)
        phase = replace(phase, proposal=worded, reason="")
        return replace(job, phase=phase, subject=event.subject)
    if event.digest != proposal.digest:
        raise Misfit(event, phase)
    if isinstance(event, DirtyAccepted):
        return replace(job, phase=replace(phase, dirty_ok=True))
    if event.verdict == "yes":
        if proposal.dirty and not phase.dirty_ok:
            raise Misfit(event, phase)
        return replace(job, phase=Approved(proposal=proposal))
    return _declined(job, phase, event)


def _declined(job: Job, phase: Reviewing, event: ProposalReviewed) -> Job:
    if not isinstance(job.purpose, (ForStep, ForRepair)):
        raise Misfit(event, phase)
    proposal = phase.proposal
    judged = replace(job, notes=(*job.notes, event.note), declined=(*job.declined, proposal.digest))
    if proposal.origin == "hands":
        return replace(judged, phase=Handed(reason=event.note))
    return replace(judged, phase=Drafting(last=phase))


def _unchanged(job: Job, last: Reviewing, event: DraftUnchanged) -> Job:
    """The diff is open again, and what was said against it is in no later draft's way."""
    phase = replace(last, reason=event.reason)
    return replace(job, phase=phase, notes=job.notes[:-1], declined=job.declined[:-1])


def _after_refusal(phase: Phase, event: Refused) -> Phase:
    """A refused draft leaves the step to the user, changed files ask for a new one.

    Any other refusal leaves the diff to be judged, as does one of a draft made after it.
    """
    if isinstance(phase, Drafting):
        return phase.last or Handed(reason=event.refusal.reason)
    if not isinstance(phase, Approved):
        return phase
    if event.refusal.code == "stale-file":
        hands = phase.proposal.origin == "hands"
        return Drafting(take=phase.proposal.paths if hands else ())
    return Reviewing(proposal=phase.proposal)


def fold_write(job: Job, event: WriteEvent, baseline: Sequence[CheckResult]) -> Job:
    """The job after an event of writing or checking; `baseline` is what was red before."""
    phase = job.phase
    match event:
        case ApplyIntended() if isinstance(phase, Approved):
            return replace(job, phase=Writing(proposal=phase.proposal, intent=event.intent))
        case ProposalApplied() if isinstance(phase, Writing):
            applied = Applied(proposal=phase.proposal, intent=phase.intent)
            return replace(job, phase=applied)
        case PutBack() if isinstance(phase, Writing):
            again = event.reason == "recovered"
            proposal = phase.proposal
            after = Approved(proposal=proposal) if again else Reviewing(proposal=proposal)
            return replace(job, phase=after)
        case PutBack() if isinstance(phase, Applied):
            return _put_back(job, phase)
        case RedDecided() if job.mending is not None:
            return _red_decided(job, job.mending, event)
        case ChecksRun() if isinstance(phase, Applied):
            results = mark_known_red(event.results, baseline)
            if any(not one.passed and not one.red_before for one in results):
                red = Red(proposal=phase.proposal, intent=phase.intent, results=results)
                return replace(job, phase=red)
            return replace(job, phase=replace(phase, results=results))
        case _:
            raise Misfit(event, phase)


def mark_known_red(
    results: Sequence[CheckResult], baseline: Sequence[CheckResult]
) -> tuple[CheckResult, ...]:
    """The results, those marked that were red in the first run already."""
    red = {one.check.run for one in baseline if not one.passed}
    return tuple(
        replace(one, red_before=one.check.run in red and not one.cancelled) for one in results
    )


def _put_back(job: Job, phase: Applied) -> Job:
    """All that was written is asked about again, repairs merged in, on what the user made."""
    if phase.proposal.origin == "hands":
        return replace(job, phase=Reviewing(proposal=phase.proposal))
    ours = job.ours(phase.intent)
    stays = merge(phase.intent.edits, ours.inverse())
    base = replace(phase.intent, edits=stays) if stays else None
    if not ours.edits:
        return replace(job, phase=Handed(reason="nothing is left of the change"), base=base)
    whole = replace(phase.proposal, edits=ours.edits)
    return replace(job, phase=Reviewing(proposal=whole), base=base)


def _red_decided(job: Job, phase: Red | RedBatch, event: RedDecided) -> Job:
    if event.verdict == "repair":
        notes = (*job.notes, event.note) if event.note else job.notes
        base = phase.intent if isinstance(phase, Red) else None
        # What the user edited is on disk now: the next draft is made on it.
        asked = replace(job, notes=notes, repairs=job.repairs + 1, hand=None, red=phase)
        return replace(asked, base=base, phase=Drafting())
    if isinstance(phase, RedBatch):
        raise Misfit(event, phase)
    if event.verdict == "back":
        return replace(job, phase=Withdrawing(intent=phase.intent))
    known = None if event.verdict == "again" else phase.results
    kept = Applied(proposal=phase.proposal, intent=phase.intent, results=known)
    return replace(job, phase=kept)
