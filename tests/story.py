from __future__ import annotations

from dataclasses import dataclass, field

from agent.core.answers import answer
from agent.core.batch import Batch
from agent.core.check import Check, CheckResult, When
from agent.core.commits import Closing
from agent.core.documents import RepoPath, Source
from agent.core.edits import BlobId, CommitId, FileEdit, Intent, Proposal
from agent.core.errors import Refusal, RefusalCode
from agent.core.events import (
    EndpointChosen,
    ErrandStarted,
    Event,
    PlanDrafted,
    PlanFound,
    QuestionsAsked,
    SessionStarted,
)
from agent.core.fold import apply, begin
from agent.core.gates import Gate
from agent.core.job import ForUndo, Job
from agent.core.moves import next_move
from agent.core.plan import Plan, Section, Step, StepFile, StepKind, step_id
from agent.core.replies import Reply
from agent.core.session import Errand, Session, Working
from agent.core.spec import Endpoint
from agent.core.work import (
    ApplyIntended,
    BatchAgreed,
    ChangeCommitted,
    ChecksFound,
    ChecksRun,
    ProposalApplied,
    ProposalMade,
    ProposalReviewed,
    Refused,
    StepFailed,
    StepHanded,
)

ENDPOINT = Endpoint(method="POST", path="/api/cards")
PLAN_PATH = RepoPath(".ai/cards-plan.md")
API_PLAN = RepoPath(".ai/api-plan.md")
START = SessionStarted(session_id="s1", worktree="/w", branch="main", head=CommitId("c0"))
PYTEST = Check(run=("python", "-m", "pytest"), when="step")
RUFF = Check(run=("bin/ruff", "check"), when="batch")


def at(line: int, last: int | None = None) -> Source:
    return Source(path=API_PLAN, line=line, last=last or line)


def a_step(number: str, *, kind: StepKind = "edit", items: tuple[Step, ...] = ()) -> Step:
    return Step(
        number=number,
        id=step_id(f"Do {number}"),
        title=f"Do {number}",
        line=int(number[0]),
        body=f"Body of {number}",
        kind=kind,
        files=(StepFile(path=RepoPath(f"app/f{number}.py")),),
        items=items,
    )


def a_plan(*kinds: StepKind, count: int = 5) -> Plan:
    one: StepKind = "edit"
    return Plan(
        path=PLAN_PATH,
        title="Cards",
        endpoints=(ENDPOINT,),
        sections=(Section(title="Overview", body="Text", line=1),),
        steps=tuple(a_step(str(n), kind=kind) for n, kind in enumerate(kinds or (one,) * count, 1)),
    )


SPLIT_PLAN = Plan(
    path=PLAN_PATH,
    title="Cards",
    endpoints=(ENDPOINT,),
    sections=(),
    steps=(
        a_step("1"),
        a_step("2", items=(a_step("2.1"), a_step("2.2"))),
        a_step("3"),
    ),
)


def edit(path: str = "app/a.py", before: str | None = None, after: str | None = "b1") -> FileEdit:
    return FileEdit(
        path=RepoPath(path),
        before=None if before is None else BlobId(before),
        after=None if after is None else BlobId(after),
    )


def change(*edits: FileEdit, subject: str = "feat: do it") -> Proposal:
    return Proposal(edits=edits or (edit(),), subject=subject)


def by_hand(*edits: FileEdit) -> Proposal:
    return Proposal(edits=edits or (edit(),), subject="feat: mine", origin="hands")


def intent(*edits: FileEdit) -> Intent:
    return Intent(edits=edits or (edit(),), head=CommitId("c0"), branch="main", message="feat: x\n")


def result(
    check: Check = PYTEST, *, code: int | None = 0, others: int = 0, tail: str = ""
) -> CheckResult:
    return CheckResult(check=check, exit=code, seconds=0.1, tail=tail, others=others)


def committed(commit: str = "c1", *surprises: str) -> ChangeCommitted:
    return ChangeCommitted(
        commit=CommitId(commit),
        subject="feat: do it",
        files=("app/a.py",),
        added=3,
        removed=1,
        surprises=tuple(RepoPath(one) for one in surprises),
    )


def reviewed(proposal: Proposal) -> ProposalReviewed:
    return ProposalReviewed(digest=proposal.digest, verdict="yes")


def closing(step: Step, commit: str = "c1") -> Closing:
    return Closing(step_id=step.id, state="applied", commit=CommitId(commit))


FIX = change(edit("app/a.py", "b1", "b2"), subject="feat: fix")
ONE, TWO, THREE = (a_step(n) for n in "123")


@dataclass
class Story:
    """A session told event by event, as the journal would hold it."""

    events: list[Event] = field(default_factory=lambda: [START])
    session: Session = field(default_factory=lambda: begin(START))

    def tell(self, *events: Event) -> Story:
        for event in events:
            self.session = apply(self.session, event)
            self.events.append(event)
        return self

    def say(self, *lines: str) -> Story:
        for line in lines:
            reply = self.reply(line)
            assert isinstance(reply, tuple), reply
            self.tell(*reply)
        return self

    def reply(self, line: str) -> Reply:
        move = self.move()
        assert isinstance(move, Gate), move
        return answer(self.session, move, line)

    def move(self) -> object:
        return next_move(self.session)

    @property
    def working(self) -> Working:
        assert isinstance(self.session.stage, Working)
        return self.session.stage

    @property
    def job(self) -> Job:
        stage = self.session.stage
        assert isinstance(stage, (Working, Errand))
        assert stage.job is not None
        return stage.job


def sought() -> Story:
    return Story().tell(EndpointChosen(endpoint=ENDPOINT))


def waiting(plan: Plan | None = None, *closings: Closing, adopted: bool = False) -> Story:
    found = PlanFound(plan=plan or a_plan(), blob=BlobId("p1"), closings=closings, adopted=adopted)
    return sought().tell(found)


def planned(plan: Plan | None = None) -> Story:
    drafted = PlanDrafted(
        plan=plan or a_plan(),
        proposal=change(edit(PLAN_PATH.value, None, "p1"), subject="docs: plan"),
        decisions=("201 on success",),
    )
    return sought().tell(QuestionsAsked(questions=()), drafted)


def agreed(plan: Plan | None = None, *checks: Check, steps: int = 3) -> Story:
    story = waiting(plan)
    story.tell(BatchAgreed(batch=Batch(steps=story.session.open[:steps])))
    story.tell(ChecksFound(checks=checks, trusted=True))
    if checks:
        story.tell(ChecksRun(moment="before", results=tuple(result(one) for one in checks)))
    return story


def at_diff(proposal: Proposal | None = None, *checks: Check, steps: int = 3) -> Story:
    return agreed(None, *checks, steps=steps).tell(ProposalMade(proposal=proposal or change()))


def applied(proposal: Proposal | None = None, *checks: Check, steps: int = 3) -> Story:
    proposal = proposal or change()
    story = at_diff(proposal, *checks, steps=steps)
    return write(story, proposal)


def write(story: Story, proposal: Proposal, whole: Intent | None = None) -> Story:
    return story.tell(
        reviewed(proposal),
        ApplyIntended(intent=whole or intent(*proposal.edits)),
        ProposalApplied(),
    )


def red(proposal: Proposal | None = None, *, when: When = "step") -> Story:
    check = Check(run=("python", "-m", "pytest"), when=when)
    story = applied(proposal, check)
    return story.tell(ChecksRun(moment="step", results=(result(check, code=1, tail="boom\n"),)))


def step_done(story: Story, commit: str = "c1", *surprises: str) -> Story:
    proposal = change()
    write(story.tell(ProposalMade(proposal=proposal)), proposal)
    return story.tell(ChecksRun(moment="step", results=()), committed(commit, *surprises))


def undoing(story: Story, step: Step) -> Story:
    purpose = ForUndo(step_id=step.id, commit=CommitId("c1"))
    return story.tell(ErrandStarted(purpose=purpose, proposal=change(edit("app/a.py", "b1", None))))


def refused(code: RefusalCode = "git-state") -> Refused:
    return Refused(refusal=Refusal(code=code, subject="x", reason="so"))


def ran(*results: CheckResult) -> ChecksRun:
    return ChecksRun(moment="step", results=results)


def confirming() -> Story:
    return agreed(a_plan("confirm", "edit"))


def repairing() -> Story:
    return confirming().tell(StepFailed(repaired=TWO, note="broken"))


def red_batch() -> Story:
    """Step 1 is committed, 2 left out; what the batch's check finds after that is red."""
    story = step_done(agreed(None, RUFF, steps=2)).tell(StepHanded(reason="yours")).say("s")
    return story.tell(ChecksRun(moment="after", results=(result(RUFF, code=1),)))


def red_drafting() -> Story:
    return red().say("r the import")


def red_diff() -> Story:
    return red_drafting().tell(ProposalMade(proposal=FIX))


def repaired() -> Story:
    return write(red_diff(), FIX, intent(edit("app/a.py", None, "b2")))


def errand() -> Story:
    return undoing(waiting(), ONE)
