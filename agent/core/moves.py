"""What comes next: `next_move` computes it from the session, and decides nothing else."""

from __future__ import annotations

from typing import Literal, assert_never

from agent.core.documents import RepoPath
from agent.core.due import is_checked
from agent.core.edits import Intent, Proposal
from agent.core.gates import (
    AskBatch,
    AskBranch,
    AskConfirm,
    AskDirty,
    AskDone,
    AskEndpoint,
    AskHands,
    AskNothing,
    AskPage,
    AskPlan,
    AskQuestion,
    AskRecord,
    AskRed,
    AskScope,
    AskSteps,
    AskSurprise,
    AskTrust,
    AskVerdict,
    Gate,
)
from agent.core.job import (
    Applied,
    Approved,
    Confirming,
    Drafting,
    Handed,
    Job,
    Offered,
    OnDisk,
    Red,
    RedBatch,
    Reviewing,
    Withdrawing,
    Writing,
)
from agent.core.session import (
    Adopting,
    Asking,
    Choosing,
    Errand,
    PlanDrafting,
    Planning,
    PlanReviewing,
    Scoping,
    Seeking,
    Session,
    Waiting,
    Working,
)
from agent.core.sharing import own_plan
from agent.core.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FindPlan:
    """Look for a plan, and what git knows of it; else collect the questions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPlan:
    """Have the plan drafted."""

    stage: PlanDrafting


@dataclass(frozen=True, slots=True, kw_only=True)
class RereadPlan:
    """Read the plan file again before an agreement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindChecks:
    """Read the checks that hold, and whether they are trusted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunChecks:
    """Run the checks: before step 1, for the step, or after the last."""

    moment: Literal["before", "step", "after"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Propose:
    """Have the step drafted, or take the user's work in `take`."""

    job: Job
    take: tuple[RepoPath, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposePage:
    """Draft the rest of the batch, each step on the one before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Apply:
    """Note the intent, then write the approved bytes."""

    job: Job
    proposal: Proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class Recover:
    """A write was cut off: put back what it may have written."""

    intent: Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """Put the files back; the batch ends."""

    intent: Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """Commit what is applied."""

    job: Job
    phase: Applied


@dataclass(frozen=True, slots=True, kw_only=True)
class Summarise:
    """The batch has ended: state the facts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeFeedback:
    """Turn the words into a change of the plan, or a decision for every endpoint."""

    text: str
    scope: Literal["plan", "every"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Commit, without files, how the steps ended that have no commit of their own."""


Action = (
    FindPlan
    | DraftPlan
    | RereadPlan
    | FindChecks
    | RunChecks
    | Propose
    | ProposePage
    | Apply
    | Recover
    | Withdraw
    | Commit
    | Summarise
    | ProposeFeedback
    | Record
)
Move = Gate | Action


def next_move(session: Session) -> Move:
    """The one thing to do now. No step without an agreement: a batch is in the journal."""
    stage = session.stage
    match stage:
        case Choosing():
            return AskEndpoint()
        case Waiting() | Working() if session.surprise:
            return AskSurprise(surprise=session.surprise)
        case Waiting():
            return _wait_move(session, stage)
        case Scoping(scope="plan" | "every" as scope):
            return ProposeFeedback(text=stage.text, scope=scope)
        case Scoping():
            return AskScope(text=stage.text)
        case Errand():
            return _errand_move(session, stage) or _job_move(session, stage.job)
        case Working():
            return _work_move(session, stage)
        case _:
            return _plan_move(session, stage)


def _plan_move(session: Session, stage: Planning) -> Move:
    match stage:
        case Seeking():
            return FindPlan()
        case Adopting():
            return AskDone(plan=own_plan(stage.plan, session.endpoint))
        case Asking():
            answered = {name for name, _ in session.answers}
            asked = [one.id not in answered for one in stage.questions].index(True)
            question, total = stage.questions[asked], len(stage.questions)
            return AskQuestion(question=question, number=asked + 1, total=total)
        case PlanDrafting():
            return DraftPlan(stage=stage)
        case PlanReviewing():
            return AskPlan(stage=stage)
        case _:
            assert_never(stage)


def _wait_move(session: Session, stage: Waiting) -> Move:
    if not stage.fresh:
        return RereadPlan()
    if session.done and session.owes_record:
        return Record() if session.record else AskRecord()
    if session.plan is not None and not session.plan.steps:
        return AskSteps(plan=session.plan)
    return AskBatch(following=session.open[: session.at_once])


def _work_move(session: Session, working: Working) -> Move:
    if working.job is None:
        return _last_move(session, working)
    if working.page is not None:
        return AskPage(page=working.page)
    if working.page_asked:
        return ProposePage()
    return _check_move(session, working) or _job_move(session, working.job)


def _errand_move(session: Session, errand: Errand) -> Move | None:
    """What the checks need before a change of code outside any batch is written."""
    about = is_checked(errand.job) and isinstance(errand.job.phase, Approved)
    return _trust_move(session, errand) if about and session.elsewhere is None else None


def _check_move(session: Session, working: Working) -> Move | None:
    """What the checks need before step 1."""
    move = _trust_move(session, working)
    if move is None and session.checks and session.trusted and session.baseline is None:
        return RunChecks(moment="before")
    return move


def _trust_move(session: Session, stage: Working | Errand) -> Move | None:
    if not stage.checks_known:
        return FindChecks()
    if (session.checks or session.formats) and session.trusted is None:
        return AskTrust()
    return None


def _last_move(session: Session, working: Working) -> Move:
    batch_checks = any(check.when == "batch" for check in session.checks)
    if batch_checks and session.trusted and not working.checked:
        return RunChecks(moment="after")
    return Summarise()


def _job_move(session: Session, job: Job) -> Move:
    match phase := job.phase:
        case Drafting():
            return Propose(job=job, take=phase.take)
        case Handed():
            return AskHands(job=job, phase=phase)
        case Offered():
            return AskNothing(job=job, phase=phase)
        case Confirming():
            return AskConfirm(job=job)
        case Reviewing():
            if phase.proposal.dirty and not phase.dirty_ok:
                return AskDirty(proposal=phase.proposal)
            return AskVerdict(job=job, proposal=phase.proposal)
        case _:
            return _write_move(session, job, phase)


def _write_move(session: Session, job: Job, phase: Approved | RedBatch | OnDisk) -> Move:
    match phase:
        case Approved():
            if session.elsewhere is not None:
                return AskBranch(began=session.branch, now=session.elsewhere)
            return Apply(job=job, proposal=phase.proposal)
        case Writing():
            return Recover(intent=phase.pending)
        case Withdrawing():
            return Withdraw(intent=job.ours(phase.intent))
        case Red() | RedBatch():
            return AskRed(job=job, results=phase.results)
        case Applied():
            checked = isinstance(session.stage, Working) or is_checked(job)
            if phase.results is None and checked:
                return RunChecks(moment="step")
            return Commit(job=job, phase=phase)
        case _:
            assert_never(phase)
