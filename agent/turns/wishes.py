"""What the user wants at a gate that needs the shell: an editor, a list, another endpoint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from agent.core.choosing import choose_target
from agent.core.documents import RepoPath
from agent.core.edits import FileEdit, Proposal
from agent.core.encodings import readable
from agent.core.errors import UsageError
from agent.core.events import EndpointLeft, Event, chosen
from agent.core.gates import (
    AskDirty,
    AskDone,
    AskHands,
    AskPlan,
    AskRed,
    AskSteps,
    AskVerdict,
    Gate,
)
from agent.core.job import ForRepair, ForStep, Reviewing
from agent.core.page import Markdown, text_page
from agent.core.plan import Step
from agent.core.replies import Wanted
from agent.core.reversal import to_repair
from agent.core.session import Session, Working
from agent.core.spec import Target
from agent.core.work import DirtyAccepted, ProposalMade, ProposalReviewed, StepFailed
from agent.drafter import PlanDraft, Unable
from agent.pages.whole import dirty_page, whole_page
from agent.ports import Library, Ports
from agent.turns.drafting import refuse_protected, subject_of
from agent.turns.filebytes import dirty, stored
from agent.turns.planning import drafted, reread_plan
from agent.turns.requesting import asked
from agent.turns.stepless import draft_steps, edit_plan
from agent.turns.undoing import take_back_surprise


def grant(session: Session, gate: Gate, wanted: Wanted, ports: Ports) -> Iterator[Event]:
    """Do what is wanted; events only where it changes the session."""
    match wanted.wish:
        case "choose-endpoint":
            with ports.repo.listing.still():
                target = named_target(wanted.words, ports.library)
            yield chosen(target)
        case "next-endpoint":
            yield EndpointLeft()
        case "question":
            _answered(session, ports, wanted.words)
        case "take-back":
            yield from take_back_surprise(session, ports)
        case "draft-steps":
            yield from draft_steps(session, ports)
        case "read-plan":
            yield from reread_plan(session, ports)
        case "failed":
            yield from _failed(session, ports, wanted.words)
        case _:
            yield from _at_text(session, gate, wanted, ports)


def named_target(words: str, library: Library) -> Target:
    """The endpoint or feature that the words name; EndpointError for none, or several."""
    return choose_target(words, library.endpoints(), library.features())


def _answered(session: Session, ports: Ports, words: str) -> None:
    """The drafter's answer to a question, which changes nothing."""
    if session.endpoint is None:
        raise UsageError("choose an endpoint first")
    if not words:
        raise UsageError("? and what you want to know")
    with ports.screen.busy("asking"):
        said = ports.drafter.reply(asked(session, ports, words))
    if isinstance(said, Unable):
        ports.screen.say(said.reason, "dim")
    else:
        ports.screen.show((Markdown(text=said),))


def _at_text(session: Session, gate: Gate, wanted: Wanted, ports: Ports) -> Iterator[Event]:
    match gate:
        case AskSteps() if wanted.wish == "edit-plan":
            yield from edit_plan(session, ports, gate.plan)
        case AskDone() | AskSteps():
            text = readable(ports.worktree.read(gate.plan.path) or b"")
            ports.screen.pager((Markdown(text=text),))
        case AskPlan():
            yield from _plan(session, gate, wanted, ports)
        case AskVerdict():
            yield from _proposal(gate, wanted, ports)
        case AskRed() | AskHands() if wanted.wish == "view-output":
            failed = gate.job.mending
            results = failed.results if failed else ()
            tails = text_page("\n".join(one.tail for one in results if not one.passed))
            ports.screen.pager(tails)
        case AskDirty():
            ports.screen.pager(dirty_page(gate.proposal, ports.repo.load, ports.repo.committed))
        case AskHands():
            yield from _by_hand(session, gate, ports)
        case _:
            ports.screen.say("That is not possible here.", "dim")


def _plan(session: Session, gate: AskPlan, wanted: Wanted, ports: Ports) -> Iterator[Event]:
    stage = gate.stage
    blob = stage.proposal.edits[0].after
    text = ports.repo.load(blob).decode() if blob else ""
    if wanted.wish == "view-plan":
        ports.screen.pager((Markdown(text=text),))
        return
    edited = ports.reader.edit(text, stage.plan.path.name)
    if edited is None:
        ports.screen.say("No editor: set $VISUAL or $EDITOR, or say what to change.", "warn")
    elif edited == text:
        ports.screen.say("Nothing edited.", "dim")
    else:
        draft = PlanDraft(text=edited, decisions=stage.decisions)
        made = drafted(session, ports, stage.plan.path, draft)
        if made.kind == "plan-unchanged":
            ports.screen.say(made.reason, "warn")
        else:
            yield made


def _proposal(gate: AskVerdict, wanted: Wanted, ports: Ports) -> Iterator[Event]:
    proposal = gate.proposal
    match wanted.wish:
        case "view-proposal":
            ports.screen.pager(whole_page(proposal, ports.repo.load, ports.repo.committed))
        case "edit-proposal":
            edited = _edited(proposal, ports)
            if edited is not None:
                yield ProposalMade(proposal=edited, over=_drafted(gate))
        case _:
            yield from _kept(gate, wanted.words)


def _kept(gate: AskVerdict, words: str) -> Iterator[Event]:
    """These files of the diff alone; approved at once where nothing of them asks for more."""
    proposal, phase = gate.proposal, gate.job.phase
    numbers = [int(one) for one in re.findall(r"\d+", words)]
    kept = proposal.only([proposal.paths[number - 1] for number in numbers])
    yield ProposalMade(proposal=kept, over=_drafted(gate))
    if kept.dirty and isinstance(phase, Reviewing) and phase.dirty_ok:
        yield DirtyAccepted(digest=kept.digest)
    elif kept.dirty:
        return
    if not kept.flags:
        yield ProposalReviewed(digest=kept.digest, verdict="yes")


def _drafted(gate: AskVerdict) -> tuple[FileEdit, ...]:
    """The draft before the user's first edit of it."""
    hand = gate.job.hand
    return gate.proposal.edits if hand is None else hand.draft


def _edited(proposal: Proposal, ports: Ports) -> Proposal | None:
    """The proposal as the user edits it, file after file; None when nothing changed."""
    edits: list[FileEdit] = []
    for edit in proposal.edits:
        if edit.after is None:
            edits.append(edit)
            continue
        data = ports.repo.load(edit.after)
        after = _edit_bytes(data, edit.path, ports)
        blob = ports.repo.store(after)
        if blob != edit.before:
            edits.append(replace(edit, after=blob))
    if tuple(edits) == proposal.edits or not edits:
        ports.screen.say("Nothing edited.", "dim")
        return None
    return replace(proposal, edits=tuple(edits), notes=("edited by you",), said="")


def _edit_bytes(data: bytes, path: RepoPath, ports: Ports) -> bytes:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        ports.screen.say(f"{path} is no UTF-8 text: edit it yourself and /take it.", "warn")
        return data
    edited = ports.reader.edit(text, path.name)
    if edited is None:
        ports.screen.say("No editor: set $VISUAL or $EDITOR.", "warn")
        return data
    return edited.encode()


def _by_hand(session: Session, gate: AskHands, ports: Ports) -> Iterator[Event]:
    """The step's files in the user's editor; what comes back is a proposal, not yet on disk."""
    step = current_step(session)
    edits = []
    for file in step.files if step else ():
        before = ports.worktree.read(file.path)
        after = _edit_bytes(before or b"", file.path, ports)
        if after != (before or b""):
            old, new = stored(ports, before), ports.repo.store(after)
            edits.append(FileEdit(path=file.path, before=old, after=new))
    if not edits or step is None:
        ports.screen.say("Nothing edited; make the change in your editor and /take it.", "dim")
        return
    paths = [edit.path for edit in edits]
    refuse_protected(session, paths)
    proposal = Proposal(
        edits=tuple(edits),
        subject=subject_of(session, ports, gate.job, edits, step.title),
        dirty=dirty(ports, gate.job, paths),
        notes=("edited by you",),
    )
    yield ProposalMade(proposal=proposal, over=())


def current_step(session: Session) -> Step | None:
    """The step being worked, if any."""
    stage = session.stage
    if not isinstance(stage, Working) or stage.job is None:
        return None
    purpose = stage.job.purpose
    return purpose.step if isinstance(purpose, (ForStep, ForRepair)) else None


def _failed(session: Session, ports: Ports, words: str) -> Iterator[Event]:
    """A confirmation failed: the newest committed step is repaired first."""
    repaired = to_repair(session)
    if repaired is None:
        ports.screen.say("No step has been committed yet that could be repaired.", "warn")
        return
    yield StepFailed(repaired=repaired, note=words)
