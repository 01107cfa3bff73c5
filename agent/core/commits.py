"""Progress lives in git: what the trailers of its commits say of an endpoint's steps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from agent.core.batch import StepState
from agent.core.edits import CommitId
from agent.core.patterns import deferred
from agent.core.spec import Target
from agent.core.trailers import CommitRecord, read_trailers, target_of
from agent.core.values import dataclass

_CLOSED_WITHOUT_COMMIT: frozenset[StepState] = frozenset(
    ("confirmed", "covered", "skipped", "unneeded", "open")
)
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_REVERTS = deferred(r"^This reverts commit ([0-9a-f]{7,64})", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """How a step ended, and the commit that holds it.

    `original` is the step's own commit where `commit` undid it or brought it back; `note` is what
    the user said of one without a commit.
    """

    step_id: str
    state: StepState
    commit: CommitId | None = None
    original: CommitId | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What git knows of one endpoint: the plan it was made from, its closings, what is unclear.

    The step that ended last is the last of the closings.
    """

    closings: tuple[Closing, ...] = ()
    plan: str | None = None
    doubts: tuple[str, ...] = ()


def closed_value(closings: Sequence[Closing]) -> str:
    """The value of `Waltz-Closed`: ids of steps that ended without a commit, and how."""
    return " ".join(f"{one.step_id}={one.state}" for one in closings)


def progress(records: Iterable[CommitRecord], endpoint: Target) -> Progress:
    """What these commits, newest first, say of the endpoint's steps; the newest decides."""
    closings: dict[str, Closing] = {}
    reverted: set[str] = set()
    doubts: list[str] = []
    plan: str | None = None
    for record in records:
        undone = any(record.id.startswith(one) for one in reverted)
        if not undone:
            reverted.update(_REVERTS.findall(record.message))
        trailers = read_trailers(record.message)
        if trailers is None:
            doubts.append(f"{record.id[:7]} gives a Waltz trailer twice; it counts for nothing")
            continue
        worked = target_of(trailers)
        if worked is None or worked.key != endpoint.key:
            continue
        plan = plan or trailers.get("Waltz-Plan")
        if undone and "Waltz-Undo" in trailers:
            continue
        for closing in _closings(record, trailers):
            state: StepState = "undone" if undone else closing.state
            closings.setdefault(closing.step_id, replace(closing, state=state))
    ended = tuple(reversed(closings.values()))
    return Progress(closings=ended, plan=plan, doubts=tuple(doubts))


def own_commits(
    records: Iterable[CommitRecord], endpoint: Target, step_id: str, commit: CommitId
) -> tuple[CommitId, ...]:
    """The step's commit and the repairs of it that still stand, of these records; newest first."""
    found: list[CommitId] = []
    reverted: set[str] = set()
    for record in records:
        if record.id == commit:
            return (*found, commit)
        if any(record.id.startswith(one) for one in reverted):
            continue
        reverted.update(_REVERTS.findall(record.message))
        trailers = read_trailers(record.message) or {}
        worked = target_of(trailers)
        same = trailers.get("Waltz-Step-Id") == step_id and "Waltz-Repair" in trailers
        if same and worked is not None and worked.key == endpoint.key:
            found.append(record.id)
    return (commit,)


def last_worked(records: Iterable[CommitRecord]) -> Target | None:
    """The endpoint of the newest commit that names one."""
    worked = (target_of(read_trailers(record.message) or {}) for record in records)
    return next((one for one in worked if one is not None), None)


def _closings(record: CommitRecord, trailers: dict[str, str]) -> Iterable[Closing]:
    step = trailers.get("Waltz-Step-Id")
    # A repair changes nothing about how its step ended, nor which commit is the step's.
    if step is not None and "Waltz-Repair" not in trailers:
        state: StepState = "undone" if "Waltz-Undo" in trailers else "applied"
        named = trailers.get("Waltz-Undo") or trailers.get("Waltz-Redo") or ""
        original = CommitId(named) if _COMMIT.fullmatch(named) else None
        yield Closing(step_id=step, state=state, commit=record.id, original=original)
    for pair in trailers.get("Waltz-Closed", "").split():
        closed, _, how = pair.partition("=")
        for known in _CLOSED_WITHOUT_COMMIT:
            if how == known:
                yield Closing(step_id=closed, state=known)
