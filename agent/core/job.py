"""One change on its way: drafted, reviewed, applied, checked, committed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from agent.core.check import CheckResult
from agent.core.documents import RepoPath
from agent.core.edits import BlobId, CommitId, FileEdit, Intent, Proposal, merge
from agent.core.handwork import Handwork
from agent.core.plan import Step
from agent.core.values import dataclass

MAX_REPAIRS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ForStep:
    """The change is one agreed step of the plan, of `total` in it."""

    step: Step
    total: int
    kind: Literal["step"] = "step"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForRepair:
    """The change repairs an earlier step because `failed`, one to confirm, went wrong.

    Without `failed` it was the batch's checks, after its last commit.
    """

    step: Step
    total: int
    failed: Step | None
    number: int
    kind: Literal["repair"] = "repair"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForPlan:
    """The change is the plan file itself: drafted, or edited by the user."""

    kind: Literal["plan"] = "plan"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForDecision:
    """The change is a line in the decisions document."""

    kind: Literal["decision"] = "decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForSetup:
    """The change is the repository's settings for Waltz, which it had not."""

    kind: Literal["setup"] = "setup"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForUndo:
    """The change takes a step's commit back."""

    step_id: str
    commit: CommitId
    kind: Literal["undo"] = "undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForRedo:
    """The change brings a step back that was undone; `commit` is the step's own."""

    step_id: str
    commit: CommitId
    kind: Literal["redo"] = "redo"


Purpose = ForStep | ForRepair | ForPlan | ForDecision | ForSetup | ForUndo | ForRedo


@dataclass(frozen=True, slots=True, kw_only=True)
class Surprise:
    """What hooks made of a commit: the paths that came out otherwise, and their bytes.

    `changes` go from what was approved to what stands there now, where that differs.
    """

    commit: CommitId
    purpose: Purpose
    paths: tuple[RepoPath, ...]
    changes: tuple[FileEdit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafting:
    """To be drafted; with `take`, from what the user did in these paths.

    `last` is the diff that the newest of the job's notes was said against.
    """

    take: tuple[RepoPath, ...] = ()
    last: Reviewing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """Left to the user's hands: why, and the facts that help."""

    reason: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """The drafter says that there is nothing to write; the user has to agree."""

    how: Literal["unneeded", "covered"]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirming:
    """Nothing in the tree: the user does it and says how it went."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewing:
    """A diff waits for its verdict. `dirty_ok`: the user's own lines in it may go along.

    `reason`: why the user's words did not change it. `before` are the edits that were shown last.
    """

    proposal: Proposal
    dirty_ok: bool = False
    reason: str = ""
    before: tuple[FileEdit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """The user said yes to exactly these bytes; nothing is written yet."""

    proposal: Proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """The intent is noted; the files are before, after, or between. Only recovery starts here."""

    proposal: Proposal
    intent: Intent

    @property
    def pending(self) -> Intent:
        """Of the intent what this go writes; the user's own bytes are on disk already."""
        hands = self.proposal.origin == "hands"
        return replace(self.intent, edits=() if hands else self.proposal.edits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """On disk, not committed. `results` is None until the checks have run."""

    proposal: Proposal
    intent: Intent
    results: tuple[CheckResult, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawing:
    """On disk, and to be put back."""

    intent: Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class Red:
    """A check failed on the applied files."""

    proposal: Proposal
    intent: Intent
    results: tuple[CheckResult, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RedBatch:
    """The batch's checks failed after its last commit; nothing of a repair is on disk."""

    results: tuple[CheckResult, ...]


OnDisk = Writing | Applied | Withdrawing | Red
Phase = Drafting | Handed | Offered | Confirming | Reviewing | Approved | RedBatch | OnDisk


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A purpose and how far it is. `base` is what is on disk already and not yet committed.

    `notes` are the reasons given against earlier drafts; `repairs` counts new proposals after red.
    `declined` are the digests the user said no to: they are never shown again. `subject` is how the
    user worded its commit, whatever is drafted after that. `own` is what of
    the bytes on disk the user's hands made, `hand` the newest diff where they edited it. `red` is
    what a repair was asked for at.
    """

    purpose: Purpose
    phase: Phase
    notes: tuple[str, ...] = ()
    repairs: int = 0
    declined: tuple[str, ...] = ()
    subject: str = ""
    base: Intent | None = None
    own: tuple[FileEdit, ...] = ()
    hand: Handwork | None = None
    red: Red | RedBatch | None = None

    @property
    def based(self) -> Mapping[RepoPath, BlobId | None]:
        """What it has on disk already, by path."""
        return {edit.path: edit.after for edit in self.base.edits} if self.base else {}

    @property
    def mending(self) -> Red | RedBatch | None:
        """What failed, where that is still what is on disk: to be run again, kept or put back."""
        match self.phase, self.red:
            case (Red() | RedBatch()) as phase, _:
                return phase
            case Handed(), Red() as red if self.base == red.intent:
                return red
            case Handed(), RedBatch() as red if self.base is None:
                return red
            case _:
                return None

    @property
    def on_disk(self) -> Intent | None:
        """What may be in the tree and is in no commit: it is committed or put back, never left."""
        if isinstance(self.phase, OnDisk):
            return self.phase.intent
        return self.base

    @property
    def mends(self) -> bool:
        """Whether it repairs what the batch's checks found after its last commit."""
        return isinstance(self.purpose, ForRepair) and self.purpose.failed is None

    def ours(self, intent: Intent) -> Intent:
        """Of the intent what putting back takes out of the tree: the user's own bytes stay."""
        back = replace(intent, edits=merge(intent.inverse(), self.own))
        return replace(intent, edits=back.inverse())
