"""Moves that write: the intent first, then the files, the checks, and the commit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from agent.core.check import Check, CheckResult
from agent.core.documents import RepoPath
from agent.core.due import due
from agent.core.edits import FileEdit, Intent, Proposal, is_blob, merge
from agent.core.errors import Refusal, RefusedError
from agent.core.events import BranchMoved, ErrandKept, Event, ProgressRecorded
from agent.core.job import Applied, ForDecision, ForPlan, ForSetup, Job
from agent.core.messages import message, record_message, record_text
from agent.core.session import Errand, Session, Working
from agent.core.summary import Summary
from agent.core.work import (
    ApplyIntended,
    BatchEnded,
    BatchSummarised,
    ChangeCommitted,
    ChecksRun,
    ProposalApplied,
    PutBack,
    Refused,
    WorkTaken,
)
from agent.ports import Committed, Ports
from agent.turns.subjects import worded
from agent.turns.trusting import asked_again, still_trusted

_CHECK_SECONDS = 600.0
_INTERRUPTED = 130
_NAMED = 3


def apply(session: Session, ports: Ports, job: Job, proposal: Proposal) -> Iterator[Event]:
    """Write the approved bytes, all or none, after the intent is on record."""
    head = ports.repo.head()
    if (head.branch or "") != (session.branch or ""):
        yield BranchMoved(branch=head.branch or "")
        return
    refusal = ports.repo.obstacle() or _stale(ports, proposal)
    if refusal is not None:
        yield Refused(refusal=refusal)
        return
    edits = merge(job.base.edits, proposal.edits) if job.base else proposal.edits
    text = message(session, job.purpose, proposal.subject)
    intent = Intent(edits=edits, head=head.commit, branch=head.branch, message=text)
    yield ApplyIntended(intent=intent)
    try:
        ports.worktree.write(proposal.edits)
    except RefusedError as error:
        yield Refused(refusal=error.refusal)
        yield PutBack(reason="refused")
        return
    yield ProposalApplied()


def _stale(ports: Ports, proposal: Proposal) -> Refusal | None:
    """The refusal where a file is not what the diff was computed on (T30, F09, F10)."""
    for edit in proposal.edits:
        now = ports.worktree.read(edit.path)
        expected = edit.after if proposal.origin == "hands" else edit.before
        if not is_blob(now, expected):
            reason = "changed since the diff was shown; nothing was written"
            return Refusal(code="stale-file", subject=edit.path.value, reason=reason)
    return None


def recover(ports: Ports, intent: Intent) -> Iterator[Event]:
    """Put the files of a write that was cut off back; what is the user's stays, and is said.

    Where the commit is made already, a power cut lost the line that they were all written.
    """
    if _landed(ports, intent):
        yield ProposalApplied()
        return
    try:
        ports.worktree.write(intent.inverse())
    except RefusedError as error:
        yield Refused(refusal=error.refusal)
        yield PutBack(reason="refused")
        return
    ports.screen.say("An apply was cut off; its files were put back.", "warn")
    yield PutBack(reason="recovered")


def withdraw(session: Session, ports: Ports, intent: Intent) -> Iterator[Event]:
    """Put the files back because the user said so; the batch ends."""
    try:
        _put_back(session, ports, intent)
    except RefusedError as error:
        yield Refused(refusal=error.refusal)
    yield PutBack(reason="user")
    if isinstance(session.stage, Working):
        yield BatchEnded(reason="declined", note="its files were put back")


def _put_back(session: Session, ports: Ports, intent: Intent) -> None:
    """Write the earlier bytes; what the user's own hands wrote stays theirs."""
    stage = session.stage
    job = stage.job if isinstance(stage, (Working, Errand)) else None
    ours = job.ours(intent) if job is not None else intent
    ports.worktree.write(ours.inverse())


def run_checks(session: Session, ports: Ports, moment: str) -> Iterator[Event]:
    """Run what is due now, each to its end; what the user's own folder trusts, not a journal."""
    if not still_trusted(session, ports):
        yield asked_again(session)
        return
    match moment:
        case "before":
            yield ChecksRun(moment="before", results=_run_all(ports, session.checks, None))
        case "after":
            batch = [one for one in session.checks if one.when == "batch"]
            yield ChecksRun(moment="after", results=_run_all(ports, batch, ()))
        case _:
            paths = _written(session)
            checks = [session.checks[index] for index in due(session, paths)]
            yield ChecksRun(moment="step", results=_run_all(ports, checks, paths))


def _written(session: Session) -> tuple[RepoPath, ...]:
    stage = session.stage
    job = stage.job if isinstance(stage, (Working, Errand)) else None
    if job is not None and isinstance(job.phase, Applied):
        return tuple(edit.path for edit in job.phase.intent.edits)
    return ()


def _run_all(
    ports: Ports, checks: Sequence[Check], written: Sequence[RepoPath] | None
) -> tuple[CheckResult, ...]:
    """Each in turn, up to one that the user ends."""
    results: list[CheckResult] = []
    for check in checks:
        results.append(_run(ports, check, written))
        if results[-1].cancelled:
            break
    return tuple(results)


def _run(ports: Ports, check: Check, written: Sequence[RepoPath] | None) -> CheckResult:
    """Run it on what was written; None is before any of it was."""
    before = ports.repo.changed()
    others = tuple(path for path in before if path not in (written or ()))
    found = partial(CheckResult, check=check, others=len(others), beside=others[:_NAMED])
    try:
        with ports.screen.busy(check.short):
            outcome = ports.runner.run(check.run, _CHECK_SECONDS)
    except KeyboardInterrupt:
        if written is None:
            raise
        # The bytes are on disk: what to do with them is asked as after any check that failed.
        return found(exit=_INTERRUPTED, seconds=0.0, tail="", cancelled=True)
    return found(exit=outcome.exit, seconds=outcome.seconds, tail=outcome.tail)


def commit(session: Session, ports: Ports, job: Job, phase: Applied) -> Iterator[Event]:
    """Commit what is applied; when that is refused, the files go back and the diff is asked."""
    intent = phase.intent
    done = _landed(ports, intent)
    try:
        moved = None if done else _moved(ports, intent.edits)
        if moved is not None:
            yield Refused(refusal=moved)
            yield WorkTaken(paths=tuple(edit.path for edit in intent.edits))
            return
        if done is None and _ignored(ports, job, intent):
            yield ErrandKept()
            return
        if done is None:
            with ports.screen.busy(_committing(session, ports)):
                done = ports.repo.commit(intent)
    except RefusedError as error:
        yield Refused(refusal=error.refusal)
        yield from _taken_back(session, ports, intent)
        return
    yield committed(intent, done)


def _committing(session: Session, ports: Ports) -> str:
    """What is shown while git commits, which takes as long as what it runs.

    What came since the question, by a check say, is said before it runs (T13).
    """
    runs = ports.repo.runs()
    does = runs.does
    if does and session.told not in {None, runs.digest}:
        ports.screen.say(
            f"the commit {'; '.join(does)}, which changed since you were asked", "warn"
        )
    if any("hooks" in one for one in does):
        return "committing; your hooks run"
    return "; ".join(("committing", *does))


def _landed(ports: Ports, intent: Intent) -> Committed | None:
    """What an earlier run made of it; RefusedError `busy` while its git is still at work.

    That git commits what it was given: putting the files back now would part them from it.
    """
    try:
        return ports.repo.landed(intent)
    except RefusedError as error:
        if error.refusal.code == "busy":
            raise
        return None


def _taken_back(session: Session, ports: Ports, intent: Intent) -> Iterator[Event]:
    """The files as they were; where that is refused too, what stands there is the user's."""
    try:
        _put_back(session, ports, intent)
    except RefusedError as error:
        yield Refused(refusal=error.refusal)
        yield WorkTaken(paths=tuple(edit.path for edit in intent.edits))
        return
    yield PutBack(reason="refused")


def _moved(ports: Ports, edits: Sequence[FileEdit]) -> Refusal | None:
    """The refusal where an applied file is not what was approved any more."""
    for edit in edits:
        now = ports.worktree.read(edit.path)
        if not is_blob(now, edit.after):
            reason = "changed after it was applied; your bytes are shown as a new diff"
            return Refusal(code="stale-file", subject=edit.path.value, reason=reason)
    return None


def _ignored(ports: Ports, job: Job, intent: Intent) -> bool:
    """Whether git ignores the documents written: they are kept, without a commit."""
    if not isinstance(job.purpose, (ForPlan, ForDecision, ForSetup)):
        return False
    changed = ports.repo.changed()
    return not any(edit.path in changed for edit in intent.edits)


def committed(intent: Intent, done: Committed) -> ChangeCommitted:
    """The event for a commit that was made."""
    return ChangeCommitted(
        commit=done.id,
        subject=intent.message.partition("\n")[0],
        files=done.files,
        added=done.added,
        removed=done.removed,
        surprises=done.surprises,
        changes=done.changes,
    )


def summarise(session: Session, ports: Ports) -> Iterator[Event]:
    """The facts of the batch that has ended; the drafter is at rest then."""
    ports.drafter.rest()
    working = session.stage
    if not isinstance(working, Working):
        raise TypeError("only a batch is summed up")
    summary = Summary(
        results=working.results,
        reason=working.ended or "finished",
        declined=working.declined,
    )
    yield BatchSummarised(summary=summary)


def record(session: Session, ports: Ports) -> Iterator[Event]:
    """One commit without files for the steps that ended without one."""
    refusal = ports.repo.obstacle() or _strayed(session, ports)
    if refusal is not None:
        yield Refused(refusal=refusal)
        return
    head = ports.repo.head()
    text = record_message(session, worded(ports, "chore", record_text(session)))
    intent = Intent(edits=(), head=head.commit, branch=head.branch, message=text)
    with ports.screen.busy(_committing(session, ports)):
        made = ports.repo.commit(intent).id
    count = len(session.unrecorded)
    steps = "1 step" if count == 1 else f"{count} steps"
    ports.screen.say(
        f"{made[:7]} records {steps} of {session.endpoint} that ended without a commit", "dim"
    )
    yield ProgressRecorded(commit=made)


def _strayed(session: Session, ports: Ports) -> Refusal | None:
    """The refusal where another branch is checked out: the steps ended on the session's."""
    branch = ports.repo.head().branch
    if (branch or "") == (session.branch or ""):
        return None
    reason = f"the steps ended on {session.branch or 'no branch'}, and another is checked out"
    return Refusal(code="git-state", subject=branch or "HEAD", reason=reason)
