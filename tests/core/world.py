from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from story import PLAN_PATH, PYTEST, RUFF, SPLIT_PLAN, Story, a_plan

from agent.core.check import CheckResult
from agent.core.documents import RepoPath
from agent.core.due import due
from agent.core.edits import BlobId, CommitId, FileEdit, Intent, Proposal, merge
from agent.core.errors import Refusal, RefusalCode
from agent.core.events import (
    BranchMoved,
    EndpointLeft,
    ErrandKept,
    ErrandStarted,
    Event,
    PlanDrafted,
    PlanFound,
    PlanReread,
    PlanUnchanged,
    ProgressRecorded,
    QuestionsAsked,
    SessionResumed,
)
from agent.core.job import Drafting, ForDecision, ForPlan, Job, Reviewing, Writing
from agent.core.moves import (
    Action,
    Apply,
    Commit,
    DraftPlan,
    FindChecks,
    FindPlan,
    Propose,
    ProposeFeedback,
    ProposePage,
    Record,
    Recover,
    RereadPlan,
    RunChecks,
    Summarise,
    Withdraw,
)
from agent.core.plan import Question
from agent.core.session import Session, Working
from agent.core.summary import Summary
from agent.core.work import (
    ApplyIntended,
    BatchEnded,
    BatchSummarised,
    ChangeCommitted,
    ChecksFound,
    ChecksRun,
    DraftUnchanged,
    NothingOffered,
    PageProposed,
    PageReviewed,
    ProposalApplied,
    ProposalMade,
    PutBack,
    Refused,
    StepHanded,
    WorkTaken,
)

PATHS = tuple(RepoPath(f"app/{name}.py") for name in "abc")
T = TypeVar("T")
Files = dict[RepoPath, BlobId | None]


@dataclass
class Tape:
    """Choices, from bytes; `spent` when there is nothing left to choose by."""

    data: bytes
    place: int = 0

    @property
    def spent(self) -> bool:
        return self.place >= len(self.data)

    def number(self, below: int) -> int:
        self.place += 1
        return self.data[self.place - 1] % below if not self.place > len(self.data) else 0

    def one_in(self, count: int) -> bool:
        return self.number(count) == count - 1

    def choose(self, options: Sequence[T]) -> T:
        return options[self.number(len(options))]


def refusal(code: RefusalCode) -> Refused:
    return Refused(refusal=Refusal(code=code, subject="x", reason="so"))


def resumed(session: Session) -> SessionResumed:
    known = tuple(one for one in session.closings.values() if one.commit)
    return SessionResumed(head=session.head, closings=known)


@dataclass
class World:
    """Disk, git and drafter as far as the moves see them, with all that may go wrong there."""

    tape: Tape
    story: Story
    disk: Files = field(default_factory=dict)
    head: Files = field(default_factory=dict)
    yours: set[RepoPath] = field(default_factory=set)
    typings: set[BlobId | None] = field(default_factory=set)
    count: int = 0
    landed: Intent | None = None

    def blob(self) -> BlobId:
        self.count += 1
        return BlobId(f"b{self.count}")

    def commit(self) -> CommitId:
        self.count += 1
        return CommitId(f"{self.count:040x}")

    def edits(self, base: Files, paths: Sequence[RepoPath]) -> tuple[FileEdit, ...]:
        return tuple(FileEdit(path=p, before=base.get(p), after=self.blob()) for p in paths)

    def dirty(self, paths: Sequence[RepoPath], job: Intent | None) -> tuple[RepoPath, ...]:
        based = {edit.path for edit in job.edits} if job else set()
        return tuple(p for p in paths if self.disk.get(p) != self.head.get(p) and p not in based)

    def typed(self, path: RepoPath) -> None:
        self.disk[path] = self.blob()
        self.typings.add(self.disk[path])
        self.yours.add(path)

    def take_out(self, edits: Sequence[FileEdit]) -> None:
        for edit in edits:
            now = self.disk.get(edit.path)
            assert now == edit.after or now not in self.typings, "the user's bytes are lost"
        self.put(edits)

    def put(self, edits: Sequence[FileEdit]) -> None:
        for edit in edits:
            assert self.disk.get(edit.path) in {edit.before, edit.after}, "a write lost bytes"
            self.disk[edit.path] = edit.after

    def perform(self, action: Action) -> Iterator[Event]:
        match action:
            case FindPlan() | DraftPlan() | RereadPlan():
                return self._planning(action)
            case Propose() | ProposePage() | ProposeFeedback():
                return self._drafting(action)
            case FindChecks() | RunChecks():
                return self._checking(action)
            case Apply():
                return self._apply(action)
            case Commit():
                return self._commit(action)
            case _:
                return self._ending(action)

    def _planning(self, action: FindPlan | DraftPlan | RereadPlan) -> Iterator[Event]:
        number = self.tape.number(10)
        match action:
            case _ if number == 9:
                yield refusal("symlink")
            case FindPlan() if number < 6:
                plan = self.tape.choose((a_plan(count=4), SPLIT_PLAN, a_plan("edit", "confirm")))
                yield PlanFound(plan=plan, blob=BlobId("p"), closings=(), adopted=number == 5)
            case FindPlan():
                one = Question(id="q", text="Which?", options=("this", "that"))
                yield QuestionsAsked(questions=(one,) * (number - 6))
            case DraftPlan():
                yield self.plan_drafted() if number < 7 else PlanUnchanged(reason="cannot")
            case RereadPlan() if number == 8:
                yield EndpointLeft()
            case RereadPlan():
                read = self.story.session.plan
                assert read is not None
                yield PlanReread(plan=read, blob=BlobId(f"p{number}"))
                if number == 7:
                    self.typed(PLAN_PATH)
                    mine = self._taken((PLAN_PATH,), None)
                    assert mine is not None
                    yield ErrandStarted(purpose=ForPlan(), proposal=mine)

    def plan_drafted(self) -> PlanDrafted:
        edits = self.edits(self.disk, (PLAN_PATH,))
        proposal = Proposal(edits=edits, subject="docs: plan it")
        return PlanDrafted(plan=a_plan(count=4), proposal=proposal, decisions=())

    def _taken(self, paths: Sequence[RepoPath], base: Intent | None) -> Proposal | None:
        disk = self.disk
        head = {**self.head, **{e.path: e.after for e in (base.edits if base else ())}}
        edits = tuple(
            FileEdit(path=p, before=head.get(p), after=disk[p])
            for p in paths
            if p in disk and disk[p] != head.get(p)
        )
        return Proposal(edits=edits, subject="feat: mine", origin="hands") if edits else None

    def _draft(self, base: Files, job: Intent | None) -> Proposal:
        paths = PATHS[: 1 + self.tape.number(2)]
        edits = self.edits(base, paths)
        return Proposal(edits=edits, subject="feat: it", dirty=self.dirty(paths, job))

    def _drafting(self, action: Propose | ProposePage | ProposeFeedback) -> Iterator[Event]:
        number = self.tape.number(10)
        match action:
            case _ if number == 9:
                yield refusal("protected-file")
            case Propose(take=take) if take:
                mine = self._taken(take, action.job.base)
                made = ProposalMade(proposal=mine) if mine else None
                yield made or StepHanded(reason="nothing of yours has changed")
            case Propose() if number == 8:
                yield NothingOffered(how="unneeded", reason="it is there")
            case Propose() if number == 7:
                yield self._unable(action.job)
            case Propose():
                yield ProposalMade(proposal=self._draft(self.disk, action.job.base))
            case ProposePage():
                yield from self._page()
            case ProposeFeedback():
                path = PLAN_PATH if action.scope == "plan" else RepoPath(".ai/decisions.md")
                edits = self.edits(self.disk, (path,))
                purpose = ForPlan() if action.scope == "plan" else ForDecision()
                dirty = self.dirty((path,), None)
                proposal = Proposal(edits=edits, subject="docs: note", dirty=dirty)
                yield ErrandStarted(purpose=purpose, proposal=proposal)

    def _unable(self, job: Job) -> DraftUnchanged | StepHanded:
        match job.phase:
            case Drafting(last=Reviewing()):
                return DraftUnchanged(reason="cannot")
            case _:
                return StepHanded(reason="yours")

    def _page(self) -> Iterator[Event]:
        working = self.story.working
        phase = self.story.job.phase
        assert isinstance(phase, Reviewing)
        first = phase.proposal
        overlay = {**self.disk, **{edit.path: edit.after for edit in first.edits}}
        page = [(working.step.id, first)]
        for step in working.batch.steps[working.index + 1 :][: self.tape.number(3)]:
            made = self._draft(overlay, None)
            overlay.update({edit.path: edit.after for edit in made.edits})
            page.append((step.id, made))
        yield PageProposed(proposals=tuple(page))
        if len(page) == 1:
            yield PageReviewed(digests=(first.digest,), verdict="no")

    def _checking(self, action: FindChecks | RunChecks) -> Iterator[Event]:
        session = self.story.session
        if isinstance(action, FindChecks):
            checks = self.tape.choose(((), (PYTEST,), (PYTEST, RUFF)))
            yield ChecksFound(checks=checks, trusted=not checks or self.tape.one_in(2))
            return
        all_of = range(len(session.checks))
        indexes = due(session, PATHS) if action.moment == "step" else all_of
        results = tuple(
            CheckResult(
                check=session.checks[n],
                exit=self.tape.number(2),
                seconds=0.0,
                tail="",
                cancelled=self.tape.one_in(9),
            )
            for n in indexes
        )
        yield ChecksRun(moment=action.moment, results=results)

    def _apply(self, action: Apply) -> Iterator[Event]:
        number = self.tape.number(12)
        job, proposal = action.job, action.proposal
        hands = proposal.origin == "hands"
        now = {edit.path: edit.after if hands else edit.before for edit in proposal.edits}
        if number == 11:
            yield BranchMoved(branch="other")
        elif number == 10:
            yield refusal("git-state")
        elif any(self.disk.get(path) != blob for path, blob in now.items()):
            yield refusal("stale-file")
        else:
            edits = merge(job.base.edits, proposal.edits) if job.base else proposal.edits
            yield ApplyIntended(
                intent=Intent(edits=edits, head=CommitId("c"), branch="main", message="feat: x")
            )
            if number == 9:
                yield refusal("git-state")
                yield PutBack(reason="refused")
                return
            self.put(proposal.edits[:1])
            if number == 8:
                yield resumed(self.story.session)
                return
            self.put(proposal.edits)
            yield ProposalApplied()

    def _commit(self, action: Commit) -> Iterator[Event]:
        intent = action.phase.intent
        number = self.tape.number(12)
        documents = isinstance(action.job.purpose, (ForPlan, ForDecision))
        if self.landed != intent and number == 11:
            yield refusal("stale-file")
            self.typed(intent.edits[0].path)
            yield WorkTaken(paths=tuple(edit.path for edit in intent.edits))
        elif self.landed != intent and number == 10:
            if action.phase.proposal.origin != "hands":
                self.take_out(action.job.ours(intent).inverse())
            yield refusal("git-state")
            yield PutBack(reason="refused")
        elif number == 9 and documents:
            self.yours |= {edit.path for edit in intent.edits}
            yield ErrandKept()
        else:
            paths = tuple(edit.path for edit in intent.edits)
            self.head.update({path: self.disk.get(path) for path in paths})
            self.yours -= set(paths)
            self.landed = intent
            yield ChangeCommitted(
                commit=self.commit(),
                subject="feat: x",
                files=tuple(path.value for path in paths),
                added=1,
                removed=0,
                surprises=paths[:1] if number == 8 else (),
            )

    def _ending(self, action: Recover | Withdraw | Summarise | Record) -> Iterator[Event]:
        match action:
            case Recover():
                assert isinstance(self.story.job.phase, Writing)
                self.take_out(action.intent.inverse())
                yield PutBack(reason="recovered")
            case Withdraw():
                back = action.intent.inverse()
                if any(self.disk.get(e.path) not in {e.before, e.after} for e in back):
                    self.yours |= {e.path for e in back}
                    yield refusal("stale-file")
                else:
                    self.take_out(back)
                yield PutBack(reason="user")
                if isinstance(self.story.session.stage, Working):
                    yield BatchEnded(reason="declined", note="put back")
            case Summarise():
                working = self.story.working
                summary = Summary(results=working.results, reason=working.ended or "finished")
                yield BatchSummarised(summary=summary)
            case Record():
                refused = self.tape.one_in(3)
                made = ProgressRecorded(commit=self.commit())
                yield refusal("git-state") if refused else made
