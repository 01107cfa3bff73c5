"""A session as its events tell it: nothing in it that they do not say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from agent.core.batch import CLOSED, MAX_STEPS, Batch, StepState, open_steps, stated
from agent.core.check import Check, CheckResult, Formatter
from agent.core.commits import Closing
from agent.core.edits import BlobId, CommitId, Proposal
from agent.core.events import Scope, TokensSpent
from agent.core.job import Job, Surprise
from agent.core.plan import Plan, Question, Step, StepKind
from agent.core.sharing import own_plan
from agent.core.spec import Target
from agent.core.spending import Spent, together
from agent.core.summary import EndReason, StepResult, Summary
from agent.core.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosing:
    """No endpoint yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeking:
    """An endpoint; whether it has a plan is to be seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopting:
    """A plan that Waltz did not work: the user says which steps are done."""

    plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Questions before the plan, not all answered."""

    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReviewing:
    """A drafted plan waits for its verdict. `reason`: why the user's words did not change it.

    `seen` is the draft before it, which the user has seen; `notes` are the
    reasons that it was drafted with, `edited` says that the user's hands went over it since.
    """

    plan: Plan
    proposal: Proposal
    decisions: tuple[str, ...]
    reason: str = ""
    seen: BlobId | None = None
    notes: tuple[str, ...] = ()
    edited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDrafting:
    """A plan is to be drafted; the newest of `notes`, all that was said, is why not `last`.

    `offered`: what was answered about its inputs was offered as settings.
    """

    notes: tuple[str, ...] = ()
    last: PlanReviewing | None = None
    offered: bool = False


# Before there is a plan to work on.
Planning = Seeking | Adopting | Asking | PlanDrafting | PlanReviewing


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Nothing goes on without the user. `fresh`: the plan file was read since."""

    fresh: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """An agreed batch: the step at `index` is the job, None when all have ended.

    `ahead` are proposals approved as one page. `checked`: the checks of the batch have run since
    the last commit; `mended` counts the repairs of what they found.
    """

    batch: Batch
    index: int
    job: Job | None
    results: tuple[StepResult, ...] = ()
    declined: tuple[str, ...] = ()
    checks_known: bool = False
    page: tuple[tuple[str, Proposal], ...] | None = None
    page_asked: bool = False
    ahead: tuple[tuple[str, Proposal], ...] = ()
    ended: EndReason | None = None
    checked: bool = True
    mended: int = 0

    @property
    def step(self) -> Step:
        """The step being worked; the last one where all have ended."""
        return self.batch.steps[min(self.index, len(self.batch.steps) - 1)]

    @property
    def over(self) -> bool:
        """Whether all steps have ended."""
        return self.index >= len(self.batch.steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoping:
    """The user said something at a wait; where it holds is asked, then acted on."""

    text: str
    scope: Scope | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One change outside any batch. `before` is what it came between, and goes on when dropped."""

    job: Job
    before: Working | Scoping | PlanDrafting | None = None
    checks_known: bool = False

    @property
    def after(self) -> Working | PlanDrafting | Waiting:
        """What goes on when it is done: an open batch or draft, else the plan is read again."""
        before = self.before
        return before if isinstance(before, (Working, PlanDrafting)) else Waiting(fresh=False)


Stage = Choosing | Planning | Waiting | Working | Scoping | Errand


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """All that decides what comes next. Mappings are never changed in place.

    `unrecorded` ended without a commit and stand in no commit yet. `trusted` is None until the
    user has been asked. `baseline` is the first run of the checks, None before it. `elsewhere` is
    the branch checked out where it is not the session's, empty when detached. `told` is the digest
    of what a commit runs, as the user was told of it last. `summary` is that of
    the batch that has just ended, None once something else happened. `settled` are the reasons
    that a step's drafts were changed by before it was committed, and what the user said when they
    confirmed one, each with the step's id. `decided` is what the plan's drafter decided, and
    `worded` are a model's words for steps, by their ids.
    `profile` is the one that the user named, `at_once` how many steps the one in force has at once.
    `spent` is what a model used for the endpoint, by step id; empty for what was for no step.
    """

    session_id: str
    worktree: str
    branch: str | None
    head: CommitId
    stage: Stage = field(default_factory=Choosing)
    endpoint: Target | None = None
    plan: Plan | None = None
    plan_blob: BlobId | None = None
    plan_declined: BlobId | None = None
    answers: tuple[tuple[str, str], ...] = ()
    closings: Mapping[str, Closing] = field(default_factory=dict)
    split: frozenset[str] = frozenset()
    kinds: Mapping[str, StepKind] = field(default_factory=dict)
    unrecorded: tuple[Closing, ...] = ()
    record: bool | None = None
    checks: tuple[Check, ...] = ()
    formats: tuple[Formatter, ...] = ()
    trusted: bool | None = None
    baseline: tuple[CheckResult, ...] | None = None
    notes: tuple[str, ...] = ()
    settled: tuple[tuple[str, str], ...] = ()
    decided: tuple[str, ...] = ()
    worded: Mapping[str, str] = field(default_factory=dict)
    summary: Summary | None = None
    surprise: Surprise | None = None
    elsewhere: str | None = None
    told: str | None = None
    profile: str = ""
    at_once: int = MAX_STEPS
    spent: tuple[tuple[str, Spent], ...] = ()

    @property
    def states(self) -> dict[str, StepState]:
        """The state of each step that has one, by id; a split step's items are open at least."""
        found: dict[str, StepState] = {}
        for step in self.plan.steps if self.plan else ():
            if step.id in self.split:
                found.update({item.id: "open" for item in step.items})
        found.update({one.step_id: one.state for one in self.closings.values()})
        if isinstance(self.stage, Working):
            ended = {result.step_id for result in self.stage.results}
            for step in self.stage.batch.steps:
                if step.id not in ended and found.get(step.id) != "undone":
                    found[step.id] = "agreed"
        return found

    @property
    def steps(self) -> tuple[tuple[Step, StepState], ...]:
        """What can be agreed, each with its state: the plan's steps, or items of those split."""
        return stated(own_plan(self.plan, self.endpoint), self.states) if self.plan else ()

    @property
    def open(self) -> tuple[Step, ...]:
        """The steps still to do, in the order they are offered."""
        return open_steps(own_plan(self.plan, self.endpoint), self.states) if self.plan else ()

    @property
    def held(self) -> tuple[tuple[str, str], ...]:
        """The settled reasons that later drafts are held to: those of steps that stand."""
        return tuple(one for one in self.settled if self.closed(one[0]))

    @property
    def done(self) -> bool:
        """Every step of the plan is closed, and there is at least one."""
        return self.plan is not None and bool(self.plan.steps) and not self.open

    @property
    def owes_record(self) -> bool:
        """Steps ended that no commit tells of, and the user has not refused one for them."""
        return bool(self.unrecorded) and self.record is not False

    def closed(self, step_id: str) -> bool:
        """Whether this step is closed."""
        closing = self.closings.get(step_id)
        return closing is not None and closing.state in CLOSED


def fresh(session: Session) -> Session:
    """The session as it begins with another endpoint: what holds for all of them is kept."""
    return Session(
        session_id=session.session_id,
        worktree=session.worktree,
        branch=session.branch,
        head=session.head,
        trusted=session.trusted,
        checks=session.checks,
        told=session.told,
        profile=session.profile,
        at_once=session.at_once,
    )


def with_spent(session: Session, event: TokensSpent) -> Session:
    """The session with what an answer used, added to what its step used before."""
    known = dict(session.spent)
    before = [known[event.step_id]] if event.step_id in known else []
    known[event.step_id] = together((*before, event.spent)) or event.spent
    return replace(session, spent=tuple(known.items()))


def left(session: Session) -> Session:
    """The session without its endpoint: the user is asked for one."""
    return replace(session, stage=Choosing(), endpoint=None, plan=None)


def with_closing(session: Session, closing: Closing) -> Session:
    """The session with this closing, kept for the next commit when it has none of its own."""
    kept = tuple(one for one in session.unrecorded if one.step_id != closing.step_id)
    others = {name: one for name, one in session.closings.items() if name != closing.step_id}
    return replace(
        session,
        closings={**others, closing.step_id: closing},  # in the order they ended
        unrecorded=kept if closing.commit else (*kept, closing),
        record=None,
    )
