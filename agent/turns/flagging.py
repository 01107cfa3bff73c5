"""What a proposal holds that the user must have seen, found before it is written down."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from agent import lazy
from agent.core.documents import RepoPath
from agent.core.edits import BlobId, FileEdit, Proposal
from agent.core.events import ErrandStarted, Event, PlanDrafted
from agent.core.flags import Flag, found
from agent.core.job import ForRepair, ForStep, Job
from agent.core.plan import Plan, Step
from agent.core.session import Session, Working
from agent.core.work import ProposalMade

Load = Callable[[BlobId], bytes]


def flagged(proposal: Proposal, load: Load) -> Proposal:
    """The proposal with what its bytes say of it."""
    flags = (flag for edit in proposal.edits for flag in _of_bytes(edit, load))
    return replace(proposal, found=tuple(flags))


def flagged_for(session: Session, job: Job, proposal: Proposal, load: Load) -> Proposal:
    """The same for a step's proposal, with the files that the step does not name (F35)."""
    whole = flagged(proposal, load)
    outside = tuple(
        Flag(path=path, text="not named by this step") for path in _outside(session, job, proposal)
    )
    return replace(whole, found=(*outside, *whole.found))


def with_flags(event: Event, session: Session, load: Load) -> Event:
    """The event, flagged where it opens a diff or a plan, whoever brought it about."""
    match event, session.stage:
        case ProposalMade(), Working(job=Job() as job):
            return replace(event, proposal=flagged_for(session, job, event.proposal, load))
        case ((ProposalMade() | ErrandStarted() | PlanDrafted()), _):
            return replace(event, proposal=flagged(event.proposal, load))
        case _:
            return event


def _of_bytes(edit: FileEdit, load: Load) -> Iterator[Flag]:
    before = None if edit.before is None else load(edit.before)
    after = None if edit.after is None else load(edit.after)
    if after is not None:
        text = _packages(edit.path, before, after)
        if text:
            yield Flag(path=edit.path, text=text)
    yield from found(edit.path, before, after)
    remarks = lazy.load("agent.sources.stack.remarks").remarks(edit.path, before, after)
    yield from (Flag(path=edit.path, text=text, asks="nothing") for text in remarks)


def _packages(path: RepoPath, before: bytes | None, after: bytes) -> str:
    added = lazy.load("agent.sources.stack.packages").added_packages(path, before, after)
    if added is None:
        return "cannot be read: whether it names a new dependency is not known"
    word = "dependency" if len(added) == 1 else "dependencies"
    return f"new {word} {', '.join(added)}" if added else ""


def _outside(session: Session, job: Job, proposal: Proposal) -> Iterator[RepoPath]:
    """What the user's hands changed, they named; what is on disk already was asked about."""
    if proposal.origin == "hands" or not isinstance(job.purpose, (ForStep, ForRepair)):
        return
    known = {*job.based, *_named(session.plan, job.purpose.step)}
    strange = (path for path in proposal.paths if path not in known)
    yield from (path for path in strange if not _told(path, job.notes))


def _told(path: RepoPath, notes: Sequence[str]) -> bool:
    """Whether the user's own words name the file."""
    named = re.compile(rf"(?<![\w/.-]){re.escape(path.value)}(?![\w/-])")
    return any(named.search(note) for note in notes)


def _named(plan: Plan | None, step: Step) -> Iterator[RepoPath]:
    """The files of the step, of its items, and of the step that it is an item of."""
    whole = plan.steps if plan else ()
    parents = (one for one in whole if any(item.id == step.id for item in one.items))
    for one in (step, *step.items, *parents):
        yield from (file.path for file in one.files)
        yield from (code.path for code in one.code if code.path is not None)
