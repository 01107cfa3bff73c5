"""The user's edit of a diff and a draft made after it: one proposal, in which no byte is lost."""

from __future__ import annotations

from dataclasses import replace

from agent.core.edits import BlobId, FileEdit
from agent.core.handwork import Handwork, ThreeWays, three_ways
from agent.core.job import Job
from agent.core.undo import Conflict, invert
from agent.core.work import DraftUnchanged, NothingOffered, ProposalMade, StepHanded
from agent.ports import Ports
from agent.turns.filebytes import dirty, loaded, stored

_STAYS = "your edit stays as it is: these words change nothing else in the diff"


def with_hand(
    ports: Ports,
    job: Job,
    hand: Handwork,
    made: ProposalMade | StepHanded | DraftUnchanged | NothingOffered,
) -> ProposalMade | DraftUnchanged:
    """What was drafted after the user's edit, with the edit in it; else the edited diff stays."""
    match made:
        case ProposalMade():
            return _woven(ports, job, hand, made)
        case DraftUnchanged():
            return made
        case StepHanded() | NothingOffered():
            return DraftUnchanged(reason=made.reason)


def _woven(
    ports: Ports, job: Job, hand: Handwork, made: ProposalMade
) -> ProposalMade | DraftUnchanged:
    edits, differ = [], []
    for file in three_ways(hand, made.proposal.edits):
        blob = _merged(ports, file)
        if isinstance(blob, Conflict):
            differ.append(f"{file.path}: your edit stays; the new draft differs{_near(blob)}")
            blob = file.mine
        if blob != file.now:
            edits.append(FileEdit(path=file.path, before=file.now, after=blob, mode=file.mode))
    if not edits:
        return DraftUnchanged(reason=_STAYS)
    notes = (*made.proposal.notes, "your edit is kept in it", *differ)
    proposal = replace(
        made.proposal,
        edits=tuple(edits),
        subject=hand.made.subject,
        dirty=dirty(ports, job, [edit.path for edit in edits]),
        notes=notes,
    )
    if proposal.digest in job.declined:
        return DraftUnchanged(reason="; ".join(differ) or _STAYS)
    return ProposalMade(proposal=proposal, over=made.proposal.edits)


def _merged(ports: Ports, file: ThreeWays) -> BlobId | Conflict | None:
    """What the new draft changed, put into the user's text."""
    draft, mine, new = (loaded(ports, one) for one in (file.draft, file.mine, file.new))
    # To take back the change from the new draft to the old one is to make it in the user's text.
    result = invert(new, draft, mine)
    return result if isinstance(result, Conflict) else stored(ports, result)


def relaid(ports: Ports, job: Job, hand: Handwork) -> ProposalMade | StepHanded:
    """The edited diff on the files as they are now, since one of them has changed meanwhile."""
    edits = []
    for edit in hand.made.edits:
        now = ports.worktree.read(edit.path)
        result = invert(loaded(ports, edit.after), loaded(ports, edit.before), now)
        if isinstance(result, Conflict):
            return _to_hands(hand, edit, result)
        if result != now:
            edits.append(replace(edit, before=stored(ports, now), after=stored(ports, result)))
    if not edits:
        return StepHanded(reason="the files hold your edit already: /take it, or skip")
    beside = dirty(ports, job, [edit.path for edit in edits])
    proposal = replace(hand.made, edits=tuple(edits), dirty=beside)
    return ProposalMade(proposal=proposal, over=hand.draft)


def _to_hands(hand: Handwork, edit: FileEdit, conflict: Conflict) -> StepHanded:
    where = f"where you edited the diff{_near(conflict)}"
    reason = f"{edit.path} has changed {where}: the step is yours now"
    shown = (f"!git show {one.after} shows your {one.path}" for one in hand.made.edits if one.after)
    return StepHanded(reason=reason, facts=tuple(shown))


def _near(conflict: Conflict) -> str:
    return f" near line {conflict.lines[0]}" if conflict.lines else ""
