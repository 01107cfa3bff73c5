"""Moves that bring a proposal about: from the drafter, from the user's hands, or from words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from agent.core.collisions import collision, doubled
from agent.core.commits import Closing
from agent.core.documents import RepoPath
from agent.core.edits import BlobId, FileEdit, Proposal, protected
from agent.core.errors import RefusedError, refused
from agent.core.events import Event
from agent.core.fold_commit import settled
from agent.core.job import Drafting, ForRepair, ForStep, Job, Reviewing
from agent.core.patterns import deferred
from agent.core.plan import Step
from agent.core.resources import resource
from agent.core.session import Session, Working, with_closing
from agent.core.settings import SETTINGS
from agent.core.spec import Endpoint
from agent.core.subjects import holds_tests, without_label
from agent.core.work import (
    DraftUnchanged,
    NothingOffered,
    PageProposed,
    PageReviewed,
    ProposalMade,
    StepHanded,
)
from agent.drafter import Code, Draft, Nothing, Unable
from agent.ports import Ports
from agent.turns.briefing import code
from agent.turns.filebytes import change, dirty, loaded, stored
from agent.turns.flagging import flagged_for
from agent.turns.formatting import formatted
from agent.turns.handwork import relaid, with_hand
from agent.turns.requesting import said_for_plan, step_of, step_request
from agent.turns.subjects import worded
from agent.turns.trusting import asked_again, still_trusted

_MOST_LEFT = 3
_NO_REPAIR = "the drafter has no other draft of it: mend it in your editor, then /take"
# Every folder of a framework's has one of these: they say nothing of what it is about.
_PLAIN = deferred(r"(?!(?:index|route|page|mod)$)[a-z][a-z0-9_-]{0,23}")


def propose(session: Session, ports: Ports, job: Job, take: Sequence[RepoPath]) -> Iterator[Event]:
    """The next proposal of the job, or why there is none."""
    if take:
        yield take_work(session, ports, job, take)
        return
    if not still_trusted(session, ports):
        yield asked_again(session)
        return
    said = isinstance(job.phase, Drafting) and job.phase.last is not None
    if job.hand is not None and not said:
        yield relaid(ports, job, job.hand)
        return
    made = draft_step(session, ports, job, code(ports))
    yield made if job.hand is None else with_hand(ports, job, job.hand, made)


def take_work(
    session: Session, ports: Ports, job: Job, take: Sequence[RepoPath]
) -> ProposalMade | StepHanded:
    """What the user changed in these paths (or below them), as a proposal."""
    plan = session.plan.path if session.plan else None
    based = job.based
    every = [path for path in ports.repo.changed() if path != plan]
    changed = [path for path in every if below(path, take)]
    edits = []
    for path in changed:
        before = based[path] if path in based else ports.repo.committed(path)
        data = ports.worktree.read(path)
        after = stored(ports, data)
        if before != after:
            mode = "100644" if data is None else ports.worktree.mode(path)
            edits.append(FileEdit(path=path, before=before, after=after, mode=mode))
    if not edits:
        names = ", ".join(path.value for path in take)
        return StepHanded(reason=f"nothing of yours has changed in {names}")
    refuse_protected(session, [edit.path for edit in edits])
    _refuse_collisions(ports, edits)
    proposal = Proposal(
        edits=tuple(edits),
        subject=subject_of(session, ports, job, edits, step_of(job).title),
        origin="hands",
        notes=(
            "yours",
            *_elsewhere(step_of(job), edits),
            *_left([one for one in every if one not in {*changed, *based, SETTINGS}]),
        ),
    )
    return ProposalMade(proposal=proposal)


def _elsewhere(step: Step, edits: Sequence[FileEdit]) -> Iterator[str]:
    """That a change is in none of the step's files: one of something else may be lying about."""
    named = [file.path.value for file in step.files]
    if named and not any(edit.path.value in named for edit in edits):
        yield f"the step names other files: {_few(named)}"


def _left(paths: Sequence[RepoPath]) -> Iterator[str]:
    """What else has changed, and is not taken."""
    if paths:
        names = _few([path.value for path in paths])
        yield f"changed too, and not in it: {names}; /take PATH\u2026 brings what you name"


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_LEFT} more" if len(names) > _MOST_LEFT else ""
    return ", ".join(names[:_MOST_LEFT]) + more


def _refuse_collisions(ports: Ports, edits: Sequence[FileEdit]) -> None:
    """New files of the user's own that another system could not tell from those there (T43)."""
    new = {edit.path for edit in edits if edit.before is None}
    there = [path for path in ports.repo.paths() if path not in new] if new else ()
    taken = collision(sorted(new, key=str), there)
    if taken is not None:
        raise RefusedError(taken)


def below(path: RepoPath, take: Sequence[RepoPath]) -> bool:
    """Whether it is one of these paths, or in one of these folders."""
    return any(path == one or path.value.startswith(f"{one.value}/") for one in take)


def subject_of(
    session: Session, ports: Ports, job: Job, edits: Sequence[FileEdit], text: str
) -> str:
    """The subject as the repository's earlier ones are worded.

    Its scope is the first file's name where that is a telling word, else the endpoint's resource.
    """
    kind = "fix" if isinstance(job.purpose, ForRepair) else "feat"
    if holds_tests(edit.path for edit in edits):
        kind, text = "test", without_label(text)
    stem = edits[0].path.name.removesuffix(edits[0].path.suffix).removeprefix("test_")
    endpoint = session.endpoint
    if isinstance(endpoint, Endpoint) and not _PLAIN.fullmatch(stem):
        stem = resource(endpoint)
    return worded(ports, kind, text, scope=stem)


def draft_step(
    session: Session, ports: Ports, job: Job, files: Code
) -> ProposalMade | StepHanded | DraftUnchanged | NothingOffered:
    """The drafter's answer for the job's step, with `files` as the code it builds on."""
    request = step_request(session, ports, job, files)
    with ports.screen.busy(f"drafting step {request.step.number}"):
        draft = ports.drafter.propose(request)
    match draft:
        case Unable():
            return _unable(job, draft)
        case Nothing() if job.base is not None or isinstance(job.purpose, ForRepair):
            return StepHanded(reason=_NO_REPAIR)
        case Nothing():
            return NothingOffered(how=draft.how, reason=draft.reason)
        case Draft():
            paths = [path for path, _ in draft.files]
            refuse_protected(session, paths)
            _refuse_taken(ports, paths, files)
            told = replace(draft, how=(*draft.how, *_unused(session, ports, draft)))
            return _proposal(session, ports, job, formatted(session, ports, told), files)


def _refuse_taken(ports: Ports, paths: Sequence[RepoPath], files: Code) -> None:
    """Drafted names that another system could not tell from those there (T43).

    What git has under just this name needs no look at all others.
    """
    new = [path for path in paths if ports.repo.committed(path) is None]
    taken = collision(new, files.paths) if new else None
    if taken is not None:
        raise RefusedError(taken)


def _unused(session: Session, ports: Ports, draft: Draft) -> Iterator[str]:
    """The user's words for later steps, this plan or every endpoint that changed nothing: once."""
    stage = session.stage
    if draft.unused and isinstance(stage, Working) and stage.index == 0:
        said = said_for_plan(session, ports)
        yield from (f"cannot use here: “{one}”" for one in draft.unused if one in said)
        every = ", ".join(f"“{one}”" for one in draft.unused if one not in said)
        if every:
            yield f"decided for every endpoint, not used here: {every}"


def _unable(job: Job, unable: Unable) -> StepHanded | DraftUnchanged:
    """Words that cannot be used leave the diff they were said against open."""
    if isinstance(job.phase, Drafting) and job.phase.last is not None:
        return DraftUnchanged(reason=unable.reason)
    return StepHanded(reason=unable.reason, facts=unable.facts)


def refuse_protected(session: Session, paths: Sequence[RepoPath]) -> None:
    """RefusedError for a step that touches Waltz's own state or the plan, or a file twice."""
    refusal = protected(paths) or doubled(paths)
    if refusal is not None:
        raise RefusedError(refusal)
    if session.plan is not None and session.plan.path in paths:
        raise refused("protected-file", session.plan.path, "a step does not change its plan")


def _proposal(
    session: Session, ports: Ports, job: Job, draft: Draft, files: Code
) -> ProposalMade | StepHanded | DraftUnchanged | NothingOffered:
    edits = [
        edit for path, data in draft.files if (edit := _edit(ports, path, data, files)) is not None
    ]
    if not edits:
        return NothingOffered(how="unneeded", reason="the files hold this already")
    proposal = Proposal(
        edits=tuple(edits),
        subject=subject_of(session, ports, job, edits, draft.subject),
        dirty=dirty(ports, job, [edit.path for edit in edits]),
        notes=(*draft.how, *_never_there(draft, files)),
        said=draft.said,
        worded=draft.worded,
    )
    if proposal.digest in job.declined:
        return _unable(job, Unable(reason="the same diff came again; it stays with you"))
    return ProposalMade(proposal=proposal)


def _never_there(draft: Draft, files: Code) -> Iterator[str]:
    """What the draft deletes and no file is: a folder, or nothing."""
    for path, data in draft.files:
        if data is None and files.read(path) is None:
            yield f"{path} is not deleted: no file is there"


def _edit(ports: Ports, path: RepoPath, data: bytes | None, files: Code) -> FileEdit | None:
    """The drafted bytes as an edit; what is not on disk yet has the usual mode."""
    now = files.read(path)
    there = now is not None and ports.worktree.read(path) is not None
    mode = ports.worktree.mode(path) if there else "100644"
    return change(ports, path, now, data, mode)


def propose_page(session: Session, ports: Ports) -> Iterator[Event]:
    """The rest of the batch, each step drafted on the bytes of the one before."""
    working = session.stage
    if not isinstance(working, Working) or working.job is None:
        raise TypeError("a page belongs to a batch")
    phase, purpose = working.job.phase, working.job.purpose
    if not isinstance(phase, Reviewing) or not isinstance(purpose, ForStep):
        raise TypeError("a page begins with a step's diff")
    first, after = phase.proposal, _once_done(session, working, phase)
    page = [(working.step.id, first)]
    overlay: dict[RepoPath, BlobId | None] = {edit.path: edit.after for edit in first.edits}
    for index in range(working.index + 1, len(working.batch.steps)):
        step = working.batch.steps[index]
        job = replace(
            working.job, purpose=replace(purpose, step=step), notes=session.notes, hand=None
        )
        made = _for_page(after, ports, job, _overlaid(ports, overlay))
        if isinstance(made, str):
            ports.screen.say(f"Step {step.number} is not on the page: {made}.", "dim")
            break
        page.append((step.id, made))
        overlay.update({edit.path: edit.after for edit in made.edits})
    yield PageProposed(proposals=tuple(page))
    if len(page) == 1:
        ports.screen.say("There is no further step to show on this page.", "dim")
        yield PageReviewed(digests=(first.digest,), verdict="no")


def _for_page(session: Session, ports: Ports, job: Job, files: Code) -> Proposal | str:
    """The proposal of a step of a page, or why it has none."""
    made = draft_step(session, ports, job, files)
    if not isinstance(made, ProposalMade):
        return "it needs you"
    proposal = flagged_for(session, job, made.proposal, ports.repo.load)
    return "it asks by itself" if proposal.flags else proposal


def _once_done(session: Session, working: Working, phase: Reviewing) -> Session:
    """As it will be when the open diff is committed: the reasons that changed it hold then."""
    held = replace(session, settled=settled(session, working, phase))
    return with_closing(held, Closing(step_id=working.step.id, state="applied"))


def _overlaid(ports: Ports, overlay: Mapping[RepoPath, BlobId | None]) -> Code:
    files = code(ports)
    known = dict(overlay)

    def listed() -> tuple[RepoPath, ...]:
        new = (path for path, blob in known.items() if blob and path not in files.paths)
        return (*files.paths, *new)

    def read(path: RepoPath) -> bytes | None:
        if path not in known:
            return files.read(path)
        return loaded(ports, known[path])

    return Code(listed=listed, read=read)
