"""What a batch did, from facts: commits, files, lines, exit codes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from agent.core.batch import StepState
from agent.core.check import CheckResult
from agent.core.edits import CommitId
from agent.core.values import dataclass

EndReason = Literal["finished", "declined", "stopped", "undone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepResult:
    """How one step of the batch ended; `files`, `added` and `removed` are git's own counts.

    `said` is what a model said of it, which proves nothing.
    """

    step_id: str
    number: str
    title: str
    state: StepState
    commit: CommitId | None = None
    files: tuple[str, ...] = ()
    added: int = 0
    removed: int = 0
    checks: tuple[CheckResult, ...] = ()
    note: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One batch, in order; `declined` are the reasons the user gave on the way."""

    results: tuple[StepResult, ...]
    reason: EndReason
    declined: tuple[str, ...] = ()


def tally(states: Sequence[StepState], words: Callable[[StepState, int], str]) -> str:
    """`6 verified, 1 confirmed, 1 skipped`: how many steps ended how, most first.

    `words` says one of these numbers.
    """
    counts = {state: states.count(state) for state in dict.fromkeys(states)}
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    return ", ".join(words(state, count) for state, count in ordered)
