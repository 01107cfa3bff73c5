from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from story import (
    FIX,
    PYTEST,
    Story,
    applied,
    at_diff,
    by_hand,
    change,
    edit,
    intent,
    ran,
    red,
    red_diff,
    red_drafting,
    refused,
    repaired,
    result,
    write,
)

from agent.core.documents import RepoPath
from agent.core.edits import Intent, Proposal
from agent.core.gates import (
    AskHands,
    AskVerdict,
)
from agent.core.job import Handed
from agent.core.moves import (
    Apply,
    Propose,
    Recover,
    RunChecks,
    Summarise,
    Withdraw,
)
from agent.core.work import (
    ApplyIntended,
    BatchEnded,
    ProposalMade,
    PutBack,
    StepHanded,
    WorkTaken,
)

MINE = RepoPath("app/mine.py")


@pytest.mark.parametrize(
    ("proposal", "pending"),
    [(change(), intent()), (by_hand(), replace(intent(), edits=()))],
    ids=["drafted", "by-hand"],
)
def test_a_write_that_was_cut_off_is_put_back_and_done_again(
    proposal: Proposal, pending: Intent
) -> None:
    story = at_diff(proposal).say("y").tell(ApplyIntended(intent=intent()))
    assert story.move() == Recover(intent=pending)
    story.tell(PutBack(reason="recovered"))
    assert story.move() == Apply(job=story.job, proposal=proposal)


def test_a_repair_that_was_cut_off_goes_back_to_what_was_red() -> None:
    story = red_diff().say("y")
    whole = intent(edit("app/a.py", None, "b2"))
    story.tell(ApplyIntended(intent=whole))
    assert story.move() == Recover(intent=replace(whole, edits=FIX.edits))
    story.tell(PutBack(reason="recovered"))
    assert (story.job.base, story.move()) == (intent(), Apply(job=story.job, proposal=FIX))
    story.tell(ApplyIntended(intent=whole), refused(), PutBack(reason="refused"))
    assert story.move() == AskVerdict(job=story.job, proposal=FIX)


@pytest.mark.parametrize(
    ("story", "back"),
    [
        (lambda: red().say("p"), intent()),
        (lambda: red_drafting().tell(StepHanded(reason="yours")).say("stop"), intent()),
        (lambda: red_diff().say("n"), intent()),
        (lambda: red_diff().say("stop"), intent()),
        (lambda: applied(None, PYTEST).tell(BatchEnded(reason="stopped")), intent()),
        (
            lambda: repaired().tell(BatchEnded(reason="stopped")),
            intent(edit("app/a.py", None, "b2")),
        ),
        (lambda: red(by_hand()).say("p"), replace(intent(), edits=())),
    ],
    ids=["red", "handed", "no", "stop", "cancelled", "repaired", "by-hand"],
)
def test_what_is_on_disk_is_never_left_there_without_a_commit(
    story: Callable[[], Story], back: Intent
) -> None:
    told = story()
    assert told.move() == Withdraw(intent=back)
    told.tell(PutBack(reason="user"), BatchEnded(reason="declined", note="put back"))
    assert told.working.job is None
    assert isinstance(told.move(), Summarise | RunChecks)


def test_putting_back_leaves_the_users_own_bytes() -> None:
    mine = by_hand(edit("app/a.py"), edit("app/mine.py"))
    fix = change(edit("app/a.py", "b1", "b2"))
    story = red(mine).say("r").tell(ProposalMade(proposal=fix))
    whole = intent(edit("app/a.py", None, "b2"), edit("app/mine.py"))
    write(story, fix, whole)
    assert story.job.ours(whole).edits == fix.edits
    story.tell(refused(), PutBack(reason="refused"))
    assert story.move() == AskVerdict(job=story.job, proposal=fix)
    assert story.job.base is not None
    assert set(story.job.base.edits) == set(mine.edits)


def test_a_refused_commit_shows_all_of_the_step_again() -> None:
    story = repaired().tell(ran(result()), refused(), PutBack(reason="refused"))
    whole = change(edit("app/a.py", None, "b2"), subject="feat: fix")
    assert (story.move(), story.job.base) == (AskVerdict(job=story.job, proposal=whole), None)
    story = applied(by_hand()).tell(ran(), refused(), PutBack(reason="refused"))
    assert story.move() == AskVerdict(job=story.job, proposal=by_hand())


def test_a_repair_that_takes_all_back_leaves_nothing_to_commit() -> None:
    nothing = change(edit("app/a.py", "b1", None))
    story = red_drafting().tell(ProposalMade(proposal=nothing))
    write(story, nothing, replace(intent(), edits=()))
    story.tell(ran(), refused(), PutBack(reason="refused"))
    assert isinstance(story.move(), AskHands)
    assert story.job.base is None


def test_taking_up_a_red_step_by_hand_keeps_what_is_applied_as_the_base() -> None:
    for story in (red(), red_drafting(), red_diff(), applied(), at_diff().say("y")):
        below = story.job.on_disk
        story.tell(WorkTaken(paths=(MINE,)))
        assert (story.move(), story.job.base) == (Propose(job=story.job, take=(MINE,)), below)
    story.tell(ProposalMade(proposal=by_hand(edit(MINE.value)))).say("n not so")
    assert story.move() == AskHands(job=story.job, phase=Handed(reason="not so"))
