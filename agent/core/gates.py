"""The gates: where nothing goes on without the user, as values."""

from __future__ import annotations

from agent.core.check import CheckResult
from agent.core.edits import Proposal
from agent.core.job import Handed, Job, Offered, Surprise
from agent.core.plan import Plan, Question, Step
from agent.core.session import PlanReviewing
from agent.core.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AskEndpoint:
    """Gate: which endpoint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskDone:
    """Gate: which steps of an adopted plan are done."""

    plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class AskQuestion:
    """Gate: one question before the plan; `number` of `total`."""

    question: Question
    number: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPlan:
    """Gate: the plan."""

    stage: PlanReviewing


@dataclass(frozen=True, slots=True, kw_only=True)
class AskBatch:
    """Gate: WAIT. `following` are the next steps, at most three; none when all are closed."""

    following: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSteps:
    """Gate: the plan holds no step that can be read."""

    plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class AskTrust:
    """Gate: may these commands run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskHands:
    """Gate: the step is the user's."""

    job: Job
    phase: Handed


@dataclass(frozen=True, slots=True, kw_only=True)
class AskNothing:
    """Gate: the drafter says there is nothing to write."""

    job: Job
    phase: Offered


@dataclass(frozen=True, slots=True, kw_only=True)
class AskConfirm:
    """Gate: the user does the step and says how it went."""

    job: Job


@dataclass(frozen=True, slots=True, kw_only=True)
class AskDirty:
    """Gate: the files to change hold other changes of the user."""

    proposal: Proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class AskVerdict:
    """Gate: the diff."""

    job: Job
    proposal: Proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class AskBranch:
    """Gate: another branch is checked out; may the work go on there."""

    began: str | None
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPage:
    """Gate: the rest of the batch as one page."""

    page: tuple[tuple[str, Proposal], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskRed:
    """Gate: a check failed."""

    job: Job
    results: tuple[CheckResult, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSurprise:
    """Gate: a hook changed bytes of the last commit."""

    surprise: Surprise


@dataclass(frozen=True, slots=True, kw_only=True)
class AskScope:
    """Gate: where the user's words hold."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskRecord:
    """Gate: may an empty commit carry the steps that ended without one."""


Gate = (
    AskEndpoint
    | AskDone
    | AskQuestion
    | AskPlan
    | AskBatch
    | AskSteps
    | AskTrust
    | AskHands
    | AskNothing
    | AskConfirm
    | AskDirty
    | AskVerdict
    | AskBranch
    | AskPage
    | AskRed
    | AskSurprise
    | AskScope
    | AskRecord
)
