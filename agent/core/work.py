"""Events while a batch is worked: drafts, verdicts, checks, commits (see events.py)."""

from __future__ import annotations

from typing import Literal

from agent.core.batch import Batch
from agent.core.check import Check, CheckResult, Formatter
from agent.core.documents import RepoPath
from agent.core.edits import CommitId, FileEdit, Intent, Proposal
from agent.core.errors import Refusal
from agent.core.plan import Step, StepKind
from agent.core.steps import PathsRefused, StepJoined, StepSplit
from agent.core.summary import EndReason, Summary
from agent.core.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchAgreed:
    """The user agreed to these steps, as they read now."""

    batch: Batch
    told: str | None = None
    kind: Literal["batch-agreed"] = "batch-agreed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecksFound:
    """The batch's checks and formatters, and whether the user has allowed exactly these."""

    checks: tuple[Check, ...]
    trusted: bool
    formats: tuple[Formatter, ...] = ()
    kind: Literal["checks-found"] = "checks-found"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecksTrusted:
    """May these commands run? A no leaves steps applied, not verified; "again" asks once more."""

    verdict: Literal["yes", "no", "again"]
    kind: Literal["checks-trusted"] = "checks-trusted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecksRun:
    """`moment` says when they ran; "before" is the first run, before step 1."""

    moment: Literal["before", "step", "after"]
    results: tuple[CheckResult, ...]
    kind: Literal["checks-run"] = "checks-run"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalMade:
    """A step's new bytes, stored but not on disk (on disk already when they are the user's).

    `over`: the draft that the user's hands went over, empty for none; None where they did not.
    """

    proposal: Proposal
    over: tuple[FileEdit, ...] | None = None
    kind: Literal["proposal-made"] = "proposal-made"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepHanded:
    """The drafter leaves the step to the user."""

    reason: str
    facts: tuple[str, ...] = ()
    kind: Literal["step-handed"] = "step-handed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftUnchanged:
    """The drafter cannot use the user's words; the diff stays as it was shown."""

    reason: str
    kind: Literal["draft-unchanged"] = "draft-unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingOffered:
    """The drafter says that the step needs no change."""

    how: Literal["unneeded", "covered"]
    reason: str
    kind: Literal["nothing-offered"] = "nothing-offered"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkTaken:
    """`/take`: the user's own changes in these paths are to be the proposal."""

    paths: tuple[RepoPath, ...]
    kind: Literal["work-taken"] = "work-taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftAsked:
    """The user's words for a step that has no diff yet: draft it, with this in mind."""

    note: str
    kind: Literal["draft-asked"] = "draft-asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectChanged:
    """The user words the commit's subject."""

    subject: str
    kind: Literal["subject-changed"] = "subject-changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DirtyAccepted:
    """The user's other changes in the files of this digest may go along."""

    digest: str
    kind: Literal["dirty-accepted"] = "dirty-accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalReviewed:
    """The verdict on exactly the bytes of this digest; a no carries its reason."""

    digest: str
    verdict: Literal["yes", "no"]
    note: str = ""
    told: str | None = None
    kind: Literal["proposal-reviewed"] = "proposal-reviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAsked:
    """`a`: the user wants the rest of the batch as one page."""

    kind: Literal["page-asked"] = "page-asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageProposed:
    """The rest of the batch as one page: each step's proposal on the one before."""

    proposals: tuple[tuple[str, Proposal], ...]
    kind: Literal["page-proposed"] = "page-proposed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReviewed:
    """One verdict for all digests of the page."""

    digests: tuple[str, ...]
    verdict: Literal["yes", "no"]
    told: str | None = None
    kind: Literal["page-reviewed"] = "page-reviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyIntended:
    """Synced before the first byte is written: what recovery needs."""

    intent: Intent
    kind: Literal["apply-intended"] = "apply-intended"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalApplied:
    """The intent's files are on disk, whole."""

    kind: Literal["proposal-applied"] = "proposal-applied"


@dataclass(frozen=True, slots=True, kw_only=True)
class PutBack:
    """The files are as they were before the intent. The reason says who asked for it."""

    reason: Literal["recovered", "user", "refused"]
    kind: Literal["put-back"] = "put-back"


@dataclass(frozen=True, slots=True, kw_only=True)
class RedDecided:
    """What to do about a failed check; repairing carries the user's words, `again` runs it."""

    verdict: Literal["repair", "keep", "back", "again"]
    note: str = ""
    kind: Literal["red-decided"] = "red-decided"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCommitted:
    """The job's commit, with git's counts; `surprises` are bytes that a hook changed."""

    commit: CommitId
    subject: str
    files: tuple[str, ...]
    added: int
    removed: int
    surprises: tuple[RepoPath, ...] = ()
    changes: tuple[FileEdit, ...] = ()
    kind: Literal["change-committed"] = "change-committed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SurpriseKept:
    """The user keeps what a hook made of the last commit."""

    kind: Literal["surprise-kept"] = "surprise-kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepClosed:
    """A step ended without a commit of its own."""

    step_id: str
    how: Literal["confirmed", "covered", "skipped", "unneeded"]
    note: str = ""
    kind: Literal["step-closed"] = "step-closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFailed:
    """What the user had to confirm went wrong: an earlier step is repaired first."""

    repaired: Step
    note: str = ""
    kind: Literal["step-failed"] = "step-failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepReopened:
    """`/todo`: a step is to be done after all."""

    step_id: str
    kind: Literal["step-reopened"] = "step-reopened"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepKindChanged:
    """The user corrects what kind of step it is."""

    step_id: str
    to: StepKind
    kind: Literal["step-kind-changed"] = "step-kind-changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchEnded:
    """No further step of this batch; the note is the user's."""

    reason: EndReason
    note: str = ""
    kind: Literal["batch-ended"] = "batch-ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSummarised:
    """The facts of the batch; then Waltz waits."""

    summary: Summary
    kind: Literal["batch-summarised"] = "batch-summarised"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Something was not done, and why."""

    refusal: Refusal
    kind: Literal["refused"] = "refused"


BatchEvent = BatchAgreed | ChecksFound | ChecksTrusted | BatchEnded | BatchSummarised
DraftEvent = (
    ProposalMade
    | StepHanded
    | DraftUnchanged
    | NothingOffered
    | WorkTaken
    | DraftAsked
    | SubjectChanged
    | DirtyAccepted
    | ProposalReviewed
    | Refused
)
PageEvent = PageAsked | PageProposed | PageReviewed
ApplyEvent = (
    ApplyIntended
    | ProposalApplied
    | PutBack
    | RedDecided
    | ChecksRun
    | ChangeCommitted
    | SurpriseKept
)
StepEvent = (
    StepClosed | StepFailed | StepReopened | StepSplit | StepJoined | StepKindChanged | PathsRefused
)
WorkEvent = BatchEvent | DraftEvent | PageEvent | ApplyEvent | StepEvent
