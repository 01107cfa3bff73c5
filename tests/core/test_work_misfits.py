from __future__ import annotations

from collections.abc import Callable

import pytest
from story import (
    ONE,
    TWO,
    Story,
    agreed,
    applied,
    at_diff,
    change,
    committed,
    errand,
    intent,
    ran,
    red,
    red_batch,
    red_drafting,
    repairing,
    reviewed,
    sought,
    waiting,
)

from agent.core.events import Event
from agent.core.fold import apply
from agent.core.misfit import Misfit
from agent.core.steps import PathsRefused, StepJoined, StepSplit
from agent.core.summary import Summary
from agent.core.work import (
    ApplyIntended,
    BatchEnded,
    BatchSummarised,
    ChecksFound,
    ChecksRun,
    ChecksTrusted,
    DraftAsked,
    DraftUnchanged,
    PageAsked,
    PageProposed,
    PageReviewed,
    ProposalApplied,
    ProposalMade,
    PutBack,
    RedDecided,
    StepClosed,
    StepFailed,
    StepHanded,
    StepKindChanged,
    StepReopened,
    SubjectChanged,
)

SUMMARY = Summary(results=(), reason="finished")


MISFITS: list[tuple[Callable[[], Story], Event]] = [
    (sought, StepSplit(step_id=ONE.id)),
    (sought, StepJoined(step_id=ONE.id)),
    (waiting, PathsRefused(refusals=())),
    (sought, StepReopened(step_id=ONE.id)),
    (sought, ChecksFound(checks=(), trusted=True)),
    (waiting, BatchSummarised(summary=SUMMARY)),
    (waiting, BatchEnded(reason="stopped")),
    (waiting, ChecksRun(moment="before", results=())),
    (waiting, ProposalMade(proposal=change())),
    (waiting, committed()),
    (waiting, PageAsked()),
    (waiting, StepFailed(repaired=ONE)),
    (agreed, BatchSummarised(summary=SUMMARY)),
    (agreed, committed()),
    (agreed, ApplyIntended(intent=intent())),
    (agreed, reviewed(change())),
    (agreed, SubjectChanged(subject="x")),
    (agreed, PageAsked()),
    (agreed, StepClosed(step_id=TWO.id, how="skipped")),
    (agreed, StepFailed(repaired=ONE)),
    (agreed, RedDecided(verdict="keep")),
    (agreed, DraftAsked(note="x")),
    (at_diff, StepHanded(reason="x")),
    (at_diff, DraftUnchanged(reason="x")),
    (agreed, DraftUnchanged(reason="x")),
    (at_diff, ApplyIntended(intent=intent())),
    (at_diff, ProposalApplied()),
    (at_diff, PageProposed(proposals=((ONE.id, change()),))),
    (at_diff, PageReviewed(digests=(), verdict="yes")),
    (at_diff, PutBack(reason="user")),
    (at_diff, ran()),
    (applied, ProposalMade(proposal=change())),
    (applied, StepClosed(step_id=ONE.id, how="skipped")),
    (applied, StepKindChanged(step_id=ONE.id, to="confirm")),
    (red, StepClosed(step_id=ONE.id, how="skipped")),
    (red_drafting, StepClosed(step_id=ONE.id, how="skipped")),
    (red_drafting, BatchSummarised(summary=SUMMARY)),
    (repairing, StepFailed(repaired=TWO)),
    (red_batch, RedDecided(verdict="back")),
    (red_batch, StepClosed(step_id=TWO.id, how="skipped")),
    (waiting, ChecksTrusted(verdict="yes")),
    (errand, StepFailed(repaired=TWO)),
    (errand, PageAsked()),
]


@pytest.mark.parametrize(("story", "event"), MISFITS)
def test_no_event_follows_where_it_has_no_sense(story: Callable[[], Story], event: Event) -> None:
    before = story().session
    with pytest.raises(Misfit):
        apply(before, event)
