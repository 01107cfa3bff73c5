"""What can happen in a session, as a closed union; the journal is the list of these.

Bytes are named by git object id, and times belong to the journal, so that replaying gives the
same session.
"""

from __future__ import annotations

from typing import Literal

from agent.core.commits import Closing
from agent.core.edits import BlobId, CommitId, Proposal
from agent.core.job import Purpose
from agent.core.plan import Plan, Question
from agent.core.spec import Endpoint, Feature, Target
from agent.core.spending import Spent
from agent.core.values import dataclass
from agent.core.work import BatchAgreed, PageReviewed, ProposalReviewed, WorkEvent

Scope = Literal["next", "plan", "every"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionStarted:
    """The first event: where the session belongs."""

    session_id: str
    worktree: str
    branch: str | None
    head: CommitId
    kind: Literal["session-started"] = "session-started"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionResumed:
    """Taken up again: what git says now of the endpoint's steps."""

    head: CommitId
    closings: tuple[Closing, ...]
    kind: Literal["session-resumed"] = "session-resumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointChosen:
    """The user named the endpoint; also at a wait, to leave another one started."""

    endpoint: Endpoint
    kind: Literal["endpoint-chosen"] = "endpoint-chosen"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureChosen:
    """The user named a feature instead."""

    feature: Feature
    kind: Literal["feature-chosen"] = "feature-chosen"


def chosen(target: Target) -> EndpointChosen | FeatureChosen:
    """The event of the user's naming it."""
    if isinstance(target, Feature):
        return FeatureChosen(feature=target)
    return EndpointChosen(endpoint=target)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileTaken:
    """The profile that the user named (empty for none), and the most steps that it has at once."""

    name: str
    steps: int
    kind: Literal["profile-taken"] = "profile-taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFound:
    """A plan is there. `adopted`: Waltz has not worked it, so the user is asked what is done."""

    plan: Plan
    blob: BlobId
    closings: tuple[Closing, ...]
    adopted: bool
    kind: Literal["plan-found"] = "plan-found"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsAsked:
    """There is no plan; these questions come before the draft (none is usual)."""

    questions: tuple[Question, ...]
    kind: Literal["questions-asked"] = "questions-asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAnswered:
    """One answer, in the user's words or one of the options."""

    question: str
    answer: str
    kind: Literal["question-answered"] = "question-answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDrafted:
    """A plan as text, not yet on disk."""

    plan: Plan
    proposal: Proposal
    decisions: tuple[str, ...]
    kind: Literal["plan-drafted"] = "plan-drafted"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanUnchanged:
    """The drafter cannot use the user's words; the draft stays as it was."""

    reason: str
    kind: Literal["plan-unchanged"] = "plan-unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReviewed:
    """The verdict on the draft of this digest; a no carries its reason."""

    digest: str
    verdict: Literal["yes", "no"]
    note: str = ""
    told: str | None = None
    kind: Literal["plan-reviewed"] = "plan-reviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReread:
    """The plan file as it is now, read before each agreement."""

    plan: Plan
    blob: BlobId
    kind: Literal["plan-reread"] = "plan-reread"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressClaimed:
    """The steps of an adopted plan that the user says are done."""

    step_ids: tuple[str, ...]
    kind: Literal["progress-claimed"] = "progress-claimed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackGiven:
    """The user's words at a wait."""

    text: str
    kind: Literal["feedback-given"] = "feedback-given"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackScoped:
    """Where the words hold: the next steps, this plan, or every endpoint."""

    scope: Scope
    kind: Literal["feedback-scoped"] = "feedback-scoped"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrandStarted:
    """A change outside any batch, to be reviewed: the plan, a decision, an undo, a redo."""

    purpose: Purpose
    proposal: Proposal
    kind: Literal["errand-started"] = "errand-started"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrandDropped:
    """The change outside a batch was declined."""

    note: str = ""
    kind: Literal["errand-dropped"] = "errand-dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrandKept:
    """The change is on disk and git ignores it, so there is no commit."""

    kind: Literal["errand-kept"] = "errand-kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDecided:
    """Whether a commit without files may carry the steps that ended without one."""

    verdict: Literal["yes", "no"]
    told: str | None = None
    kind: Literal["record-decided"] = "record-decided"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressRecorded:
    """A commit without files carries the steps that ended without one."""

    commit: CommitId
    kind: Literal["progress-recorded"] = "progress-recorded"


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchMoved:
    """Another branch is checked out than the session began on; empty when detached."""

    branch: str
    kind: Literal["branch-moved"] = "branch-moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchAccepted:
    """The user goes on where the repository stands now."""

    branch: str
    kind: Literal["branch-accepted"] = "branch-accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointLeft:
    """The user leaves this endpoint as it is."""

    kind: Literal["endpoint-left"] = "endpoint-left"


@dataclass(frozen=True, slots=True, kw_only=True)
class TokensSpent:
    """What one answer of a model used; `step_id` is empty where it was for no step."""

    spent: Spent
    step_id: str = ""
    kind: Literal["tokens-spent"] = "tokens-spent"


ChoiceEvent = (
    SessionStarted
    | SessionResumed
    | EndpointChosen
    | FeatureChosen
    | ProfileTaken
    | EndpointLeft
    | BranchMoved
    | BranchAccepted
)
PlanEvent = (
    PlanFound
    | QuestionsAsked
    | QuestionAnswered
    | PlanDrafted
    | PlanUnchanged
    | PlanReviewed
    | PlanReread
    | ProgressClaimed
)
WaitEvent = (
    FeedbackGiven
    | FeedbackScoped
    | ErrandStarted
    | ErrandDropped
    | ErrandKept
    | RecordDecided
    | ProgressRecorded
)
# Answers that lead to a commit: `told` is the digest of what one runs, as it was shown with the
# question; None where it was not looked for.
Telling = BatchAgreed | PlanReviewed | ProposalReviewed | PageReviewed | RecordDecided
Event = ChoiceEvent | PlanEvent | WorkEvent | WaitEvent | TokensSpent
