"""What pages need to look up: text by blob id, and what stands in the tree."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from agent.core.check import Runs
from agent.core.documents import RepoPath
from agent.core.edits import BlobId
from agent.core.findings import Finding
from agent.core.plan import Plan
from agent.core.spec import Spec
from agent.core.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Look-ups given to a page; `spec` is None before an endpoint is chosen.

    `evidence` says for each step of a plan what speaks for it being done.
    `committed` is what HEAD holds of a file.
    `runs` says what a commit does beside committing, `unset` whether neither checks nor settings
    are there. `findings` are those of lint in a plan's text.
    """

    load: Callable[[BlobId], bytes]
    exists: Callable[[RepoPath], bool]
    evidence: Callable[[Plan], tuple[tuple[str, ...], ...]]
    spec: Callable[[], Spec | None]
    committed: Callable[[RepoPath], BlobId | None] = lambda _: None
    runs: Callable[[], Runs] = Runs
    unset: Callable[[], bool] = lambda: False
    findings: Callable[[Plan, str], Sequence[Finding]] = lambda _plan, _text: ()

    def text(self, blob: BlobId | None) -> str:
        """The text of a blob, replaced where it is no UTF-8."""
        return "" if blob is None else self.load(blob).decode("utf-8", "replace")
