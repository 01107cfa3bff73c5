"""The user's words as a change of a document: a line of the plan, or of the decisions."""

from __future__ import annotations

from collections.abc import Iterator

from agent.core.decided import DECISIONS
from agent.core.documents import RepoPath
from agent.core.edits import FileEdit, Proposal
from agent.core.encodings import decoded
from agent.core.errors import refused
from agent.core.events import ErrandStarted, Event
from agent.core.job import ForDecision, ForPlan
from agent.core.session import Session
from agent.pages.tongue import tongue
from agent.ports import Ports
from agent.turns.filebytes import stored
from agent.turns.formatting import formatted_document
from agent.turns.subjects import worded

_OTHER = "it is no UTF-8 text, and Waltz writes nothing else: edit it yourself"
_POINTS = (b"- ", b"* ", b" ")


def propose_feedback(session: Session, ports: Ports, text: str, scope: str) -> Iterator[Event]:
    """The user's words as a change: a line of the plan, or of the decisions document."""
    if scope == "every":
        after = _listed(ports.worktree.read(DECISIONS) or b"# Decisions", text)
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
    there = f"\n{heading}\n".encode() in data
    return _listed(data if there else data.rstrip(b"\n") + f"\n\n{heading}".encode(), text)


def _listed(data: bytes, text: str) -> bytes:
    """With one point more at the end, below a blank line where no list ends there."""
    told = data.rstrip()
    gap = "" if told.rpartition(b"\n")[2].startswith(_POINTS) else "\n"
    return told + f"{gap}\n- {text}\n".encode()


def document(ports: Ports, path: RepoPath, after: bytes, subject: str) -> Proposal:
    """A document as Waltz would have it; refused where that would change its encoding."""
    before = ports.worktree.read(path)
    known = decoded(before or b"")
    if known is None or known.encoding:
        raise refused("protected-file", path.value, _OTHER)
    made, notes = formatted_document(ports, path, after)
    edit = FileEdit(
        path=path,
        before=stored(ports, before),
        after=ports.repo.store(after if made == before else made),
    )
    dirty = ports.repo.changed((path,))
    return Proposal(edits=(edit,), subject=subject, dirty=dirty, notes=notes)
