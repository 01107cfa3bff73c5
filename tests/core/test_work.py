from __future__ import annotations

from dataclasses import replace

import pytest
from story import (
    FIX,
    ONE,
    SPLIT_PLAN,
    THREE,
    TWO,
    Story,
    a_plan,
    a_step,
    agreed,
    at_diff,
    by_hand,
    change,
    closing,
    committed,
    edit,
    intent,
    ran,
    refused,
    reviewed,
    step_done,
    undoing,
    waiting,
)

from agent.core.documents import RepoPath
from agent.core.edits import CommitId
from agent.core.events import BranchMoved, ErrandStarted, SessionResumed
from agent.core.gates import (
    AskBatch,
    AskBranch,
    AskConfirm,
    AskDirty,
    AskHands,
    AskNothing,
    AskPage,
    AskVerdict,
)
from agent.core.job import ForRedo, Handed, Offered, Reviewing
from agent.core.misfit import Misfit
from agent.core.moves import (
    Apply,
    FindChecks,
    Propose,
    ProposePage,
    RereadPlan,
    Summarise,
)
from agent.core.plan import StepKind
from agent.core.summary import Summary
from agent.core.work import (
    ApplyIntended,
    BatchSummarised,
    ChecksFound,
    DirtyAccepted,
    DraftUnchanged,
    NothingOffered,
    PageProposed,
    PageReviewed,
    ProposalApplied,
    ProposalMade,
    ProposalReviewed,
    StepHanded,
    StepKindChanged,
    StepReopened,
    WorkTaken,
)

DIRTY = replace(change(), dirty=(RepoPath("app/a.py"),))
SUMMARY = Summary(results=(), reason="finished")
MINE = RepoPath("app/mine.py")


def page() -> Story:
    second = change(edit("app/b.py"))
    return at_diff().say("a").tell(PageProposed(proposals=((ONE.id, change()), (TWO.id, second))))


def ended(story: Story) -> str:
    working = story.working
    return " ".join(f"{one.number}={one.state}" for one in working.results)


def test_nothing_is_proposed_without_an_agreement() -> None:
    story = waiting()
    assert story.move() == AskBatch(following=(ONE, TWO, THREE))
    assert story.say("").move() == FindChecks()
    story.tell(ChecksFound(checks=(), trusted=True))
    assert story.move() == Propose(job=story.job, take=())


def test_after_the_agreed_steps_comes_the_summary_then_the_wait() -> None:
    story = agreed()
    for commit in ("c1", "c2", "c3"):
        step_done(story, commit)
    assert (story.move(), ended(story)) == (Summarise(), "1=applied 2=applied 3=applied")
    story.tell(BatchSummarised(summary=SUMMARY))
    assert (story.move(), story.session.summary) == (RereadPlan(), SUMMARY)


def test_steps_that_end_otherwise_are_not_replaced() -> None:
    story = agreed()
    story.tell(StepHanded(reason="yours")).say("s")
    story.tell(NothingOffered(how="unneeded", reason="there")).say("y")
    step_done(story)
    assert (story.move(), ended(story)) == (Summarise(), "1=skipped 2=unneeded 3=applied")


def test_agreed_steps_are_shown_as_such_until_they_end() -> None:
    story = step_done(agreed())
    assert story.session.states == {ONE.id: "applied", TWO.id: "agreed", THREE.id: "agreed"}


@pytest.mark.parametrize(
    ("line", "reason", "declined"),
    [("n", "declined", ("too long",)), ("stop", "stopped", ("too long",))],
)
def test_a_no_or_a_stop_ends_the_batch_and_keeps_the_reasons(
    line: str, reason: str, declined: tuple[str, ...]
) -> None:
    story = at_diff().say("n too long").tell(ProposalMade(proposal=FIX)).say(line)
    assert (story.move(), story.working.ended) == (Summarise(), reason)
    assert story.working.declined == declined


def test_a_reason_that_the_committed_draft_was_made_by_was_not_declined() -> None:
    story = step_done(at_diff().say("n too long"))
    assert story.working.declined == ()
    assert [note for _, note in story.session.settled] == ["too long"]


@pytest.mark.parametrize(
    ("kind", "gate"),
    [("take", AskHands), ("confirm", AskConfirm), ("covered", AskNothing), ("edit", Propose)],
)
def test_each_kind_of_step_begins_where_it_must(kind: StepKind, gate: type) -> None:
    assert isinstance(agreed(a_plan(kind)).move(), gate)
    story = waiting().say(f"kind 1 {kind}", "").tell(ChecksFound(checks=(), trusted=True))
    assert isinstance(story.move(), gate)
    if kind != "edit":
        again = agreed().tell(StepHanded(reason="yours")).say(f"kind {kind}")
        assert isinstance(again.move(), gate)


def test_a_kind_changed_elsewhere_leaves_the_open_diff() -> None:
    story = at_diff()
    before = story.move()
    story.tell(StepKindChanged(step_id=THREE.id, to="confirm"))
    assert (story.move(), story.session.kinds) == (before, {THREE.id: "confirm"})


def test_a_split_step_is_done_by_its_items() -> None:
    story = waiting(SPLIT_PLAN).say("split 2")
    assert story.session.states == dict.fromkeys(
        (one.id for one in SPLIT_PLAN.steps[1].items), "open"
    )
    assert [one.number for one in story.session.open] == ["1", "2.1", "2.2", "3"]
    story.say("2.1").tell(ChecksFound(checks=(), trusted=True))
    step_done(story).tell(BatchSummarised(summary=SUMMARY))
    assert [one.number for one in story.session.open] == ["1", "2.2", "3"]


def test_a_closed_step_can_be_opened_again() -> None:
    story = waiting(None, closing(ONE))
    assert story.session.open[0] == TWO
    story.tell(StepReopened(step_id=ONE.id))
    assert story.session.open[0] == ONE
    assert not story.session.closed(ONE.id)
    assert story.session.unrecorded[0].state == "open"


def test_an_undone_step_is_first_among_the_next_three() -> None:
    story = undoing(waiting(None, closing(ONE), closing(TWO)), TWO).say("y")
    story.tell(ApplyIntended(intent=intent()), ProposalApplied(), committed("c9"))
    assert story.session.states[TWO.id] == "undone"
    assert [one.number for one in story.session.open] == ["2", "3", "4", "5"]
    purpose = ForRedo(step_id=TWO.id, commit=CommitId("c1"))
    story.tell(ErrandStarted(purpose=purpose, proposal=change())).say("y")
    story.tell(ApplyIntended(intent=intent()), ProposalApplied(), committed("c10"))
    found = story.session.closings[TWO.id]
    assert (found.state, found.commit, found.original) == ("applied", "c10", "c1")


def test_T30_a_yes_is_for_the_bytes_that_were_shown() -> None:
    story = at_diff()
    for digest in (FIX.digest, ""):
        with pytest.raises(Misfit):
            story.tell(ProposalReviewed(digest=digest, verdict="yes"))
    assert story.tell(reviewed(change())).move() == Apply(job=story.job, proposal=change())


def test_a_reason_goes_into_the_next_draft() -> None:
    story = at_diff().say("n other name")
    assert story.job.notes == ("other name",)
    assert story.job.declined == (change().digest,)
    assert story.move() == Propose(job=story.job, take=())


def test_a_reason_that_cannot_be_used_leaves_the_diff_open() -> None:
    story = at_diff(DIRTY).say("i", "n nicer").tell(DraftUnchanged(reason="cannot"))
    reviewing = Reviewing(proposal=DIRTY, dirty_ok=True, reason="cannot")
    assert (story.job.phase, story.job.notes, story.job.declined) == (reviewing, (), ())
    assert story.working.declined == ("nicer",)
    assert story.move() == AskVerdict(job=story.job, proposal=DIRTY)
    story.tell(SessionResumed(head=CommitId("c0"), closings=()))
    assert story.job.phase == replace(reviewing, reason="")
    assert isinstance(story.say("y").move(), Apply)


def test_the_subject_can_be_worded_and_the_verdict_stays() -> None:
    story = at_diff().say("m fix: other words", "y")
    assert story.move() == Apply(job=story.job, proposal=change(subject="fix: other words"))


def test_F12_other_lines_of_the_user_are_asked_about_first() -> None:
    story = at_diff(DIRTY)
    assert story.move() == AskDirty(proposal=DIRTY)
    with pytest.raises(Misfit):
        story.tell(reviewed(DIRTY))
    with pytest.raises(Misfit):
        story.tell(DirtyAccepted(digest=FIX.digest))
    assert story.say("i").move() == AskVerdict(job=story.job, proposal=DIRTY)
    assert isinstance(story.say("y").move(), Apply)


def test_F09_a_file_that_changed_meanwhile_gets_a_new_diff() -> None:
    story = at_diff().say("y").tell(refused("stale-file"))
    assert story.move() == Propose(job=story.job, take=())
    story = at_diff(by_hand()).say("y").tell(refused("stale-file"))
    assert story.move() == Propose(job=story.job, take=(RepoPath("app/a.py"),))


def test_F14_any_other_refusal_asks_about_the_same_diff_again() -> None:
    story = at_diff(DIRTY).say("i", "y").tell(refused("git-state"))
    assert story.move() == AskDirty(proposal=DIRTY)


def test_F11_another_branch_is_asked_about_before_anything_is_written() -> None:
    story = at_diff().say("y").tell(BranchMoved(branch="other"))
    assert story.move() == AskBranch(began="main", now="other")
    assert isinstance(story.say("y").move(), Apply)
    story = at_diff().say("y").tell(BranchMoved(branch="other")).say("stop")
    assert (story.move(), story.session.elsewhere) == (Summarise(), None)


def test_a_refused_draft_leaves_the_step_to_the_user() -> None:
    story = agreed().tell(refused("protected-file"))
    assert story.move() == AskHands(job=story.job, phase=Handed(reason="so"))
    story.tell(StepHanded(reason="still yours"))
    assert story.say("as a class").move() == Propose(job=story.job, take=())


def test_nothing_offered_is_closed_only_with_a_yes() -> None:
    story = agreed().tell(NothingOffered(how="covered", reason="step 1 did it"))
    phase = Offered(how="covered", reason="step 1 did it")
    assert story.move() == AskNothing(job=story.job, phase=phase)
    assert story.say("n a test is missing").job.notes == ("a test is missing",)


def test_one_verdict_for_the_page_and_still_one_commit_each() -> None:
    story = at_diff().say("a")
    assert story.move() == ProposePage()
    story = page()
    assert isinstance(story.move(), AskPage)
    story.say("y")
    assert story.move() == Apply(job=story.job, proposal=change())
    story.tell(ApplyIntended(intent=intent()), ProposalApplied(), ran(), committed())
    assert story.move() == Apply(job=story.job, proposal=change(edit("app/b.py")))
    story.tell(ApplyIntended(intent=intent()), ProposalApplied(), ran(), committed("c2"))
    assert story.move() == Propose(job=story.job, take=())


def test_a_no_to_the_page_goes_back_to_the_one_diff() -> None:
    story = page().say("n")
    assert story.move() == AskVerdict(job=story.job, proposal=change())


def test_F12_a_dirty_file_of_the_page_is_asked_about_in_its_turn() -> None:
    dirty = replace(change(edit("app/b.py")), dirty=(RepoPath("app/b.py"),))
    story = at_diff().say("a").tell(PageProposed(proposals=((ONE.id, change()), (TWO.id, dirty))))
    story.say("y").tell(ApplyIntended(intent=intent()), ProposalApplied(), ran(), committed())
    assert story.move() == AskDirty(proposal=dirty)


def test_a_refused_page_goes_back_to_the_one_diff() -> None:
    story = at_diff().say("a").tell(refused("protected-file"))
    assert story.move() == AskVerdict(job=story.job, proposal=change())


def test_the_users_own_work_takes_the_place_of_the_page() -> None:
    story = page().tell(WorkTaken(paths=(MINE,)))
    assert story.move() == Propose(job=story.job, take=(MINE,))


@pytest.mark.parametrize(
    "ids",
    [(), (TWO.id,), (ONE.id, THREE.id), (ONE.id, TWO.id, THREE.id, a_step("4").id)],
    ids=["empty", "other", "hole", "fourth"],
)
def test_a_page_holds_only_what_was_agreed(ids: tuple[str, ...]) -> None:
    story = at_diff().say("a")
    with pytest.raises(Misfit):
        story.tell(PageProposed(proposals=tuple((one, change()) for one in ids)))


def test_a_verdict_on_the_page_is_for_all_that_it_shows() -> None:
    with pytest.raises(Misfit):
        page().tell(PageReviewed(digests=(change().digest,), verdict="yes"))


def test_the_users_subject_holds_for_later_drafts_of_the_step_alone() -> None:
    story = at_diff().say("m fix: mine", "n so").tell(ProposalMade(proposal=change(edit("b.py"))))
    gate = story.move()
    assert isinstance(gate, AskVerdict)
    assert gate.proposal.subject == "fix: mine"
    story.say("s").tell(ProposalMade(proposal=change()))
    gate = story.move()
    assert isinstance(gate, AskVerdict)
    assert gate.proposal.subject == change().subject
