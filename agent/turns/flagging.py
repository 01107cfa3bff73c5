"""What a proposal's bytes hold that the user must have seen, found before it is written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from agent.core.edits import BlobId, Proposal
from agent.core.events import ErrandStarted, Event
from agent.core.flags import found
from agent.core.work import ProposalMade

Load = Callable[[BlobId], bytes]


def flagged(proposal: Proposal, load: Load) -> Proposal:
    """The proposal with what its bytes say of it."""

    def data(blob: BlobId | None) -> bytes | None:
        return None if blob is None else load(blob)

    flags = (
        flag
        for one in proposal.edits
        for flag in found(one.path, data(one.before), data(one.after))
    )
    return replace(proposal, found=tuple(flags))


def with_flags(event: Event, load: Load) -> Event:
    """The event, flagged where it opens a diff, whoever brought it about."""
    if isinstance(event, ProposalMade | ErrandStarted):
        return replace(event, proposal=flagged(event.proposal, load))
    return event
