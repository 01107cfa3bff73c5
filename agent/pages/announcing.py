"""What a commit runs of the user's own, said before the first one and when it changes (T13)."""

from __future__ import annotations

from collections.abc import Iterator

from agent.core.edits import Proposal
from agent.core.keywords import IN_FULL
from agent.core.page import Block, Span, line
from agent.core.session import Session
from agent.core.trailers import subject_line
from agent.pages.facts import Facts
from agent.phrases import Texts


def subject_row(proposal: Proposal) -> Block:
    """The subject of the commit that a yes makes."""
    return line(Span("commit: ", "dim"), subject_line(proposal.subject), hang=8)


def yes_key(proposal: Proposal, texts: Texts) -> str:
    """The answer that approves it."""
    return texts.say("yes-whole", word=IN_FULL) if proposal.flags else texts.say("yes")


def commit_rows(session: Session, facts: Facts) -> Iterator[Block]:
    """One line at a gate whose yes may lead to a commit; none where it was said and still holds."""
    runs = facts.runs()
    if runs.does and runs.digest != session.told:
        changed = ", which is new or has changed" if session.told is not None else ""
        yield line(Span(f"a commit here {'; '.join(runs.does)}{changed}", "dim"), hang=2)
