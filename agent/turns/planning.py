"""Moves before any work: find, draft and read the plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from agent import lazy
from agent.core.commits import Closing, progress
from agent.core.documents import Document, RepoPath
from agent.core.edits import BlobId, FileEdit, Proposal, blob_id
from agent.core.encodings import readable
from agent.core.events import (
    EndpointLeft,
    ErrandStarted,
    Event,
    PlanDrafted,
    PlanFound,
    PlanReread,
    PlanUnchanged,
    QuestionsAsked,
)
from agent.core.job import ForPlan
from agent.core.plan import Plan, successor
from agent.core.recorded import proven, recorded
from agent.core.session import PlanDrafting, PlanReviewing, Session
from agent.core.sharing import is_of
from agent.drafter import PlanDraft, PlanRequest, Unable
from agent.pages.diffs import file_diff
from agent.ports import Ports
from agent.sources.text.hidden import hidden
from agent.turns.briefing import (
    chosen,
    plan_request,
    profile_events,
    say_profile,
    target,
    usual_place,
    where_question,
)
from agent.turns.filebytes import stored
from agent.turns.formatting import formatted_document
from agent.turns.remembering import input_questions, remember, say_missing
from agent.turns.subjects import worded

_MOST_QUESTIONS = 3


@lru_cache(8)
def _read(path: RepoPath, text: str) -> tuple[Plan, ...]:
    plans: tuple[Plan, ...] = lazy.load("agent.sources.plans.reading").read_plans(path, text)
    return plans


def find_plan(session: Session, ports: Ports) -> Iterator[Event]:
    """The plan that is there, with what git knows of it; or the questions before a new one."""
    endpoint = target(session)
    choice = chosen(session, ports)
    yield from profile_events(session, choice)
    found = recorded(endpoint, ports.library.plans(), ports.history.records())
    for doubt in found.known.doubts:
        ports.screen.say(doubt, "warn")
    plan = found.plan
    if plan is not None:
        data = ports.worktree.read(plan.path) or b""
        text = readable(data)
        _say_hidden(ports, (Document(path=plan.path, role="plan", text=text),))
        blob = ports.repo.store(data)
        commits = {one.commit for one in found.known.closings if one.commit}
        closings = proven(found.known.closings, ports.archive.results(commits))
        yield PlanFound(plan=plan, blob=blob, closings=closings, adopted=found.foreign)
        if not (found.foreign and plan.steps):
            yield from _offer_edits(session, ports, plan.path, blob)
        return
    with ports.screen.busy("reading the documents"):
        request = plan_request(session, ports)
        questions = ports.drafter.questions(request)
    say_profile(ports, choice)
    say_missing(ports, choice)
    _say_unread(ports, request, usual_place(session, ports, choice))
    asked = (
        *where_question(session, ports, choice),
        *input_questions(ports, choice),
        *questions,
    )
    yield QuestionsAsked(questions=asked[:_MOST_QUESTIONS])


def draft_plan(session: Session, ports: Ports, stage: PlanDrafting) -> Iterator[Event]:
    """A draft, parsed and stored; unchanged where the user's words cannot be used."""
    if not stage.offered:
        offer = tuple(remember(session, ports))
        if offer:
            yield from offer
            return
    with ports.screen.busy("drafting the plan"):
        # Of a later draft its change is shown, not all of it again.
        first = ports.recites and stage.last is None
        request = replace(
            plan_request(session, ports, stage), recite=ports.screen.recite() if first else None
        )
        draft = ports.drafter.plan(request)
    match draft:
        case Unable():
            yield PlanUnchanged(reason=draft.reason)
        case PlanDraft():
            _say_hidden(ports, () if stage.last else ports.library.documents())
            path = stage.last.plan.path if stage.last else request.path
            if draft.recited:
                _show_mended(ports, path, draft)
            made = drafted(session, ports, path, draft)
            if stage.last is not None and _is_same(made, stage.last):
                made = PlanUnchanged(reason="the same plan came again: nothing has changed")
            yield made


def _is_same(made: PlanDrafted | PlanUnchanged, last: PlanReviewing) -> bool:
    if isinstance(made, PlanUnchanged):
        return False
    return made.proposal.edits[0].after == last.proposal.edits[0].after


def _show_mended(ports: Ports, path: RepoPath, draft: PlanDraft) -> None:
    """What is another one in the plan than in the text that the user saw come."""
    before, after = (ports.repo.store(one.encode()) for one in (draft.recited, draft.text))
    ports.screen.say("What is shown above has been mended since:", "warn")
    edit = FileEdit(path=path, before=before, after=after)
    ports.screen.show((file_diff(1, edit, ports.repo.load),))


def _say_unread(ports: Ports, request: PlanRequest, usual: RepoPath) -> None:
    """Warn of a file that is named as this endpoint's plan would be and holds none."""
    data = ports.worktree.read(usual) if usual != request.path else None
    if data is not None and all(one.path != usual for one in request.siblings):
        why = "is not text" if b"\0" in data else "has no numbered steps that I can read"
        ports.screen.say(f"{usual} {why}; drafting a new one beside it", "warn")


def _say_hidden(ports: Ports, documents: Iterable[Document]) -> None:
    """Warn of what the user cannot see in the documents, before the plan made from them."""
    for warning in hidden(documents):
        ports.screen.say(warning, "warn")


def drafted(
    session: Session, ports: Ports, path: RepoPath, draft: PlanDraft
) -> PlanDrafted | PlanUnchanged:
    """The event for a plan's text; unchanged when no plan of the endpoint can be read in it."""
    data, notes = formatted_document(ports, path, draft.text.encode())
    plans = _read(path, data.decode())
    if len(plans) != 1 or not plans[0].steps:
        # What a formatter made of it must not be what loses the plan.
        data, notes = draft.text.encode(), ()
        plans = _read(path, draft.text)
    if len(plans) != 1 or not plans[0].steps:
        return PlanUnchanged(reason="no plan with steps can be read in it: nothing has changed")
    endpoint = target(session)
    if not is_of(plans[0], endpoint):
        return PlanUnchanged(reason=f"it is no plan of {endpoint}: nothing has changed")
    before = stored(ports, ports.worktree.read(path))
    edit = FileEdit(path=path, before=before, after=ports.repo.store(data))
    subject = worded(ports, "docs", f"plan {endpoint}")
    proposal = Proposal(edits=(edit,), subject=subject, notes=notes)
    return PlanDrafted(plan=plans[0], proposal=proposal, decisions=draft.decisions)


def reread_plan(session: Session, ports: Ports) -> Iterator[Event]:
    """The plan file as it is now; edits of the user's that are in no commit are offered one."""
    plan = session.plan
    if plan is None:
        raise ValueError("this stage has a plan")
    data = ports.worktree.read(plan.path) or b""
    same = session.plan_blob is not None and session.plan_blob == blob_id(
        data, like=session.plan_blob
    )
    # Steps that were just put into a plan without any are to be found.
    now = plan if same and plan.steps else current_plan(plan, ports)
    if now is None:
        ports.screen.say(f"{plan.path} is gone, or holds no plan any more.", "warn")
        yield EndpointLeft()
        return
    blob = ports.repo.store(data)
    yield PlanReread(plan=now, blob=blob)
    yield from _offer_edits(session, ports, plan.path, blob)


def _offer_edits(session: Session, ports: Ports, path: RepoPath, blob: BlobId) -> Iterator[Event]:
    """The user's uncommitted edits of the plan as a commit of their own, unless declined."""
    if blob == session.plan_declined or not _is_dirty(path, ports):
        return
    edit = FileEdit(path=path, before=ports.repo.committed(path), after=blob)
    subject = worded(ports, "docs", f"edit the plan of {session.endpoint}")
    proposal = Proposal(edits=(edit,), subject=subject, origin="hands")
    yield ErrandStarted(purpose=ForPlan(), proposal=proposal)


def _is_dirty(path: RepoPath, ports: Ports) -> bool:
    """Whether git would commit it; asked for the one path first, since that is quick."""
    return path in ports.repo.changed((path,)) and path in ports.repo.changed()


def current_plan(plan: Plan, ports: Ports) -> Plan | None:
    """The plan as its file holds it now; in a file of several, the one of the same endpoints."""
    data = ports.worktree.read(plan.path)
    if data is None:
        return None
    return successor(plan, _read(plan.path, readable(data)))


def closings_now(session: Session, ports: Ports) -> tuple[Closing, ...]:
    """What git says of the endpoint's steps now."""
    if session.endpoint is None:
        return ()
    return progress(ports.history.records(), session.endpoint).closings
