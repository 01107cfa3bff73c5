"""How one job goes on: from a draft to files on disk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent.core.check import CheckResult
from agent.core.edits import Intent, Proposal
from agent.core.job import (
    Applied,
    Approved,
    Confirming,
    Drafting,
    Handed,
    Job,
    Offered,
    Phase,
    Red,
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
            return replace(job, phase=Reviewing(proposal=event.proposal))
        case StepHanded() if isinstance(phase, Drafting):
            return replace(job, phase=Handed(reason=event.reason, facts=event.facts))
        case NothingOffered() if isinstance(phase, Drafting):
            return replace(job, phase=Offered(how=event.how, reason=event.reason))
        case WorkTaken() if isinstance(phase, (*_OPEN, Applied)):
            return replace(job, phase=Drafting(take=event.paths), base=None)
        case DraftAsked() if isinstance(phase, (Handed, Offered)):
            return replace(job, notes=(*job.notes, event.note), phase=Drafting())
        case _:
            raise Misfit(event, phase)


def _reviewed(
    job: Job, phase: Phase, event: DirtyAccepted | ProposalReviewed | SubjectChanged
) -> Job:
    if not isinstance(phase, Reviewing):
        raise Misfit(event, phase)
    proposal = phase.proposal
    if isinstance(event, SubjectChanged):
        worded = replace(proposal, subject=event.subject)
        return replace(job, phase=replace(phase, proposal=worded))
    if event.digest != proposal.digest:
        raise Misfit(event, phase)
    if isinstance(event, DirtyAccepted):
        return replace(job, phase=replace(phase, dirty_ok=True))
    if event.verdict == "yes":
        if proposal.dirty and not phase.dirty_ok:
            raise Misfit(event, phase)
        return replace(job, phase=Approved(proposal=proposal))
    judged = replace(job, notes=(*job.notes, event.note), declined=(*job.declined, proposal.digest))
    if proposal.origin == "hands":
        return replace(judged, phase=Handed(reason=event.note))
    return replace(judged, phase=Drafting())


def _after_refusal(phase: Phase, event: Refused) -> Phase:
    """Files that changed ask for a new draft; any other refusal leaves the diff to be judged."""
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
        case PutBack() if isinstance(phase, (Writing, Applied, Withdrawing)):
            return _put_back(job, phase, event)
        case RedDecided() if isinstance(phase, Red):
            return _red_decided(job, phase, event)
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
    return tuple(replace(one, red_before=one.check.run in red) for one in results)


def _put_back(job: Job, phase: Writing | Applied | Withdrawing, event: PutBack) -> Job:
    whole = _whole(phase.proposal, phase.intent)
    after: Phase = Reviewing(proposal=whole)
    if event.reason == "recovered":
        after = Approved(proposal=whole)
    return replace(job, phase=after, base=None)


def _whole(proposal: Proposal, intent: Intent) -> Proposal:
    """The proposal for all that the intent wrote, repairs merged in."""
    if proposal.edits == intent.edits:
        return proposal
    return replace(proposal, edits=intent.edits)


def _red_decided(job: Job, phase: Red, event: RedDecided) -> Job:
    if event.verdict == "back":
        return replace(job, phase=Withdrawing(proposal=phase.proposal, intent=phase.intent))
    if event.verdict == "keep":
        kept = Applied(
            proposal=phase.proposal, intent=phase.intent, results=phase.results, kept_red=True
        )
        return replace(job, phase=kept)
    notes = (*job.notes, event.note) if event.note else job.notes
    return replace(job, notes=notes, repairs=job.repairs + 1, base=phase.intent, phase=Drafting())
