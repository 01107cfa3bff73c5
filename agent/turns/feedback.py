"""The user's words as a change of a document: a line of the plan, or of the decisions."""

from __future__ import annotations

from collections.abc import Iterator

from agent.core.decided import DECISIONS
from agent.core.documents import RepoPath
from agent.core.edits import FileEdit, Proposal
from agent.core.events import ErrandStarted, Event
from agent.core.job import ForDecision, ForPlan
from agent.core.session import Session
from agent.pages.tongue import tongue
from agent.ports import Ports
from agent.turns.formatting import formatted_document
from agent.turns.subjects import worded


def propose_feedback(session: Session, ports: Ports, text: str, scope: str) -> Iterator[Event]:
    """The user's words as a change: a line of the plan, or of the decisions document."""
    if scope == "every":
        before = ports.worktree.read(DECISIONS)
        after = (before or b"# Decisions\n\n").rstrip(b"\n") + f"\n- {text}\n".encode()
        if before is None or before.rstrip().endswith(b"# Decisions"):
            after = (before or b"# Decisions").rstrip() + f"\n\n- {text}\n".encode()
        proposal = document(ports, DECISIONS, after, worded(ports, "docs", f"decide: {text}"))
        yield ErrandStarted(purpose=ForDecision(), proposal=proposal)
        return
    if session.plan is None:
        raise ValueError("this stage has a plan")
    path = session.plan.path
    data = ports.worktree.read(path) or b""
    about = worded(ports, "docs", f"note on {session.endpoint}")
    heading = f"## {tongue(session.plan).say('feedback')}"
    proposal = document(ports, path, _noted(data, text, heading), about)
    yield ErrandStarted(purpose=ForPlan(), proposal=proposal)


def _noted(data: bytes, text: str, heading: str) -> bytes:
    """The plan with the words in its section of feedback, which is its last."""
    section = "" if f"\n{heading}\n".encode() in data else f"\n{heading}\n\n"
    return data.rstrip(b"\n") + f"\n{section}- {text}\n".encode()


def document(ports: Ports, path: RepoPath, after: bytes, subject: str) -> Proposal:
    """A document as Waltz would have it."""
    before = ports.worktree.read(path)
    made, notes = formatted_document(ports, path, after)
    edit = FileEdit(
        path=path,
        before=None if before is None else ports.repo.store(before),
        after=ports.repo.store(after if made == before else made),
    )
    dirty = ports.repo.changed((path,))
    return Proposal(edits=(edit,), subject=subject, dirty=dirty, notes=notes)
