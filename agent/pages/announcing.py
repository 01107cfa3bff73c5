"""What a commit runs of the user's own, said once before the first one (T13)."""

from __future__ import annotations

from collections.abc import Iterator

from agent.core.page import Block, Span, line
from agent.core.session import Session
from agent.pages.facts import Facts


def commit_rows(session: Session, facts: Facts) -> Iterator[Block]:
    """One line at a gate whose yes may lead to the session's first commit; none after that."""
    does = () if session.committed else facts.runs()
    if does:
        yield line(Span(f"a commit here {'; '.join(does)}", "dim"), hang=2)
