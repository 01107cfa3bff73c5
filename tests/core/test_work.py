from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from story import (
    PYTEST,
    RUFF,
    SPLIT_PLAN,
    Story,
    a_plan,
    a_step,
    agreed,
    applied,
    at_diff,
    by_hand,
    change,
    closing,
    committed,
    edit,
    intent,
    red,
    result,
    reviewed,
    sought,
    step_done,
    undoing,
    waiting,
    write,
)

from agent.core.batch import Batch
from agent.core.check import Check, CheckResult
from agent.core.documents import RepoPath
from agent.core.edits import CommitId, Intent, Proposal
from agent.core.errors import Refusal, RefusalCode
from agent.core.events import BranchMoved, ErrandStarted, Event, SessionResumed
from agent.core.fold import apply
from agent.core.gates import (
    AskBatch,
    AskBranch,
    AskConfirm,
    AskDirty,
    AskHands,
    AskNothing,
    AskPage,
    AskRed,
    AskSurprise,
    AskTrust,
    AskVerdict,
)
from agent.core.job import ForRedo, ForRepair, ForStep, Handed, Offered
from agent.core.misfit import Misfit
from agent.core.moves import (
    Apply,
    Commit,
    FindChecks,
    Propose,
    ProposePage,
    Recover,
    RereadPlan,
    RunChecks,
    Summarise,
    Withdraw,
    due,
)
from agent.core.plan import StepKind
from agent.core.summary import Summary
from agent.core.work import (
    ApplyIntended,
    BatchAgreed,
    BatchEnded,
    BatchSummarised,
    ChecksFound,
    ChecksRun,
    DirtyAccepted,
    DraftAsked,
    NothingOffered,
    PageAsked,
    PageProposed,
    PageReviewed,
    ProposalApplied,
    ProposalMade,
    ProposalReviewed,
    PutBack,
    RedDecided,
    Refused,
    StepClosed,
    StepFailed,
    StepHanded,
    StepKindChanged,
    StepReopened,
    StepSplit,
    SubjectChanged,
    WorkTaken,
)

ONE, TWO, THREE = (a_step(n) for n in "123")
DIRTY = replace(change(), dirty=(RepoPath("app/a.py"),))
FIX = change(edit("app/a.py", "b1", "b2"), subject="feat: fix")
SUMMARY = Summary(results=(), reason="finished")
MINE = RepoPath("app/mine.py")


def refused(code: RefusalCode = "git-state") -> Refused:
    return Refused(refusal=Refusal(code=code, subject="x", reason="so"))


def ran(*results: CheckResult) -> ChecksRun:
    return ChecksRun(moment="step", results=results)


def confirming() -> Story:
    return agreed(a_plan("confirm", "edit"))


def repairing() -> Story:
    return confirming().tell(StepFailed(repaired=TWO, note="broken"))


def red_drafting() -> Story:
    return red().say("r the import")


def red_diff() -> Story:
    return red_drafting().tell(ProposalMade(proposal=FIX))


def repaired() -> Story:
    return write(red_diff(), FIX, intent(edit("app/a.py", None, "b2")))


def page() -> Story:
    second = change(edit("app/b.py"))
    return at_diff().say("a").tell(PageProposed(proposals=((ONE.id, change()), (TWO.id, second))))


def errand() -> Story:
    return undoing(waiting(), ONE)


def ended(story: Story) -> str:
    working = story.working
    return " ".join(f"{one.number}={one.state}" for one in working.results)


# the batch


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


def test_reasons_of_a_step_that_was_done_after_all_are_kept_too() -> None:
    story = step_done(at_diff().say("n too long"))
    assert story.working.declined == ("too long",)


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
    assert story.session.states == dict.fromkeys((one.id for one in TWO_ITEMS), "open")
    assert [one.number for one in story.session.open] == ["1", "2.1", "2.2", "3"]
    story.say("2.1").tell(ChecksFound(checks=(), trusted=True))
    step_done(story).tell(BatchSummarised(summary=SUMMARY))
    assert [one.number for one in story.session.open] == ["1", "2.2", "3"]


TWO_ITEMS = SPLIT_PLAN.steps[1].items


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


# the verdict


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


# the page


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


# what is on disk


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


# red and green


def test_the_first_run_names_what_was_red_already() -> None:
    story = waiting().say("").tell(ChecksFound(checks=(PYTEST,), trusted=False))
    assert story.move() == AskTrust()
    assert story.say("y").move() == RunChecks(moment="before")
    story.tell(ChecksRun(moment="before", results=(result(code=1),)))
    write(story.tell(ProposalMade(proposal=change())), change())
    story.tell(ran(result(code=1)))
    assert isinstance(story.move(), Commit)
    assert story.tell(committed()).session.states[ONE.id] == "applied"
    assert story.working.results[0].checks[0].red_before


def test_checks_that_are_not_trusted_do_not_run() -> None:
    story = waiting().say("").tell(ChecksFound(checks=(RUFF,), trusted=False)).say("n")
    assert story.move() == Propose(job=story.job, take=())
    assert due(story.session, (MINE,)) == ()
    step_done(story).tell(StepHanded(reason="yours")).say("stop")
    assert story.move() == Summarise()


def test_changed_checks_are_run_before_step_1_again() -> None:
    story = step_done(agreed(None, PYTEST, steps=1)).tell(BatchSummarised(summary=SUMMARY))
    known = story.session.baseline
    story.tell(*waiting_again(story))
    assert known is not None
    same = apply(story.session, ChecksFound(checks=(PYTEST,), trusted=True))
    other = apply(story.session, ChecksFound(checks=(RUFF,), trusted=True))
    assert (same.baseline, other.baseline) == (known, None)


def waiting_again(story: Story) -> tuple[Event, ...]:
    return (BatchAgreed(batch=Batch(steps=story.session.open[:1])),)


def test_red_is_a_gate_with_two_repairs() -> None:
    story = red()
    assert isinstance(story.move(), AskRed)
    story.say("r the import")
    assert (story.job.notes, story.job.repairs, story.job.base) == (("the import",), 1, intent())
    story = repaired().tell(ran(result(code=1)))
    assert isinstance(story.move(), AskRed)
    story.say("k")
    assert isinstance(story.move(), Commit)
    assert story.tell(committed()).session.states[ONE.id] == "applied"


@pytest.mark.parametrize(
    ("proposal", "results", "state"),
    [
        (change(), (), "applied"),
        (by_hand(), (), "taken"),
        (change(), (result(),), "verified"),
        (by_hand(), (result(),), "verified"),
        (change(), (result(others=2),), "applied"),
        (by_hand(), (result(others=2),), "taken"),
        (change(), (result(), result(RUFF, others=1)), "applied"),
    ],
)
def test_verified_is_what_waltz_ran_itself_on_the_committed_tree(
    proposal: Proposal, results: tuple[CheckResult, ...], state: str
) -> None:
    story = applied(proposal, PYTEST).tell(ran(*results), committed())
    assert story.session.states[ONE.id] == state


@pytest.mark.parametrize(
    ("batch", "states"),
    [
        (result(RUFF), "verified verified verified"),
        (result(RUFF, others=1), "applied verified applied"),
        (result(RUFF, code=1), "applied verified applied"),
    ],
)
def test_a_batch_check_that_passes_proves_the_earlier_steps(
    batch: CheckResult, states: str
) -> None:
    story = agreed(None, PYTEST, RUFF)
    for commit, results in (("c1", ()), ("c2", (result(),)), ("c3", ())):
        proposal = change()
        write(story.tell(ProposalMade(proposal=proposal)), proposal)
        story.tell(ran(*results), committed(commit))
    assert story.move() == RunChecks(moment="after")
    story.tell(ChecksRun(moment="after", results=(batch,)))
    assert [story.session.states[one.id] for one in (ONE, TWO, THREE)] == states.split()
    assert [one.state for one in story.working.results] == states.split()
    assert story.move() == Summarise()


def test_a_batch_check_proves_no_step_whose_own_check_is_red() -> None:
    story = agreed(None, PYTEST, RUFF)
    write(story.tell(ProposalMade(proposal=change())), change())
    story.tell(ran(result(code=1))).say("k").tell(committed())
    story.tell(ChecksRun(moment="after", results=(result(RUFF),)))
    assert story.session.states[ONE.id] == "applied"


def test_a_batch_check_proves_no_commit_that_is_gone() -> None:
    story = step_done(agreed(None, RUFF))
    story.tell(SessionResumed(head=CommitId("c0"), closings=()))
    story.tell(ChecksRun(moment="after", results=(result(RUFF),)))
    assert ONE.id not in story.session.closings


@pytest.mark.parametrize(
    ("kinds", "numbers", "indexes"),
    [
        (("edit", "edit", "edit"), "", (0,)),
        (("edit", "confirm", "covered"), "", (0, 1)),
        (("edit", "take"), "", (0,)),
        (("edit", "edit"), "1", (0, 1)),
    ],
)
def test_batch_checks_are_due_with_the_last_commit(
    kinds: tuple[StepKind, ...], numbers: str, indexes: tuple[int, ...]
) -> None:
    plan = a_plan(*kinds)
    only_py = Check(run=("mypy",), when="step", paths=("*.ts",))
    story = waiting(plan).say(numbers)
    story.tell(ChecksFound(checks=(PYTEST, RUFF, only_py), trusted=True))
    assert due(story.session, (MINE,)) == indexes
    assert due(waiting().session, (MINE,)) == ()


def test_a_stopped_batch_runs_its_checks_after_what_was_committed() -> None:
    story = step_done(agreed(None, RUFF)).tell(StepHanded(reason="yours")).say("stop")
    assert story.move() == RunChecks(moment="after")
    fresh = agreed(None, RUFF).tell(StepHanded(reason="yours")).say("stop")
    assert fresh.move() == Summarise()


# surprises and repairs


def test_F19_what_a_hook_changed_is_asked_about_first() -> None:
    story = step_done(agreed(), "c1", "app/a.py")
    assert story.move() == AskSurprise(paths=(RepoPath("app/a.py"),))
    assert story.say("k").move() == Propose(job=story.job, take=())
    last = step_done(agreed(steps=1), "c1", "app/a.py")
    assert isinstance(last.move(), AskSurprise)
    errand = undoing(waiting(None, closing(ONE)), ONE).say("y")
    errand.tell(ApplyIntended(intent=intent()), ProposalApplied(), committed("c2", "app/a.py"))
    assert isinstance(errand.move(), AskSurprise)


def test_what_failed_to_be_confirmed_is_repaired_in_a_commit_of_its_own() -> None:
    story = repairing()
    purpose = ForRepair(step=TWO, total=2, failed=replace(ONE, kind="confirm"), number=1)
    assert (story.job.purpose, story.job.notes) == (purpose, ("broken",))
    step_done(story)
    assert story.move() == AskConfirm(job=story.job)
    assert story.job.purpose == ForStep(step=replace(ONE, kind="confirm"), total=2)
    assert (story.working.results, story.session.head) == ((), "c1")
    assert ended(story.say("d")) == "1=confirmed"


def test_a_red_repair_leaves_no_base_behind() -> None:
    story = repairing().tell(ProposalMade(proposal=change()))
    write(story, change()).tell(ran(result(code=1))).say("r").tell(ProposalMade(proposal=FIX))
    write(story, FIX, intent(edit("app/a.py", None, "b2"))).tell(ran(), committed())
    assert (story.job.base, story.job.repairs) == (None, 2)
    with pytest.raises(Misfit):
        story.tell(StepFailed(repaired=TWO))


def test_work_is_recorded_only_once() -> None:
    story = waiting().say("skip 4", "1").tell(ChecksFound(checks=(), trusted=True))
    step_done(story)
    assert story.session.unrecorded == ()
    story = waiting().say("skip 4")
    assert [one.state for one in story.session.unrecorded] == ["skipped"]


# what cannot follow

MISFITS: list[tuple[Callable[[], Story], Event]] = [
    (sought, StepSplit(step_id=ONE.id)),
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
    (errand, StepFailed(repaired=TWO)),
    (errand, PageAsked()),
]


@pytest.mark.parametrize(("story", "event"), MISFITS)
def test_no_event_follows_where_it_has_no_sense(story: Callable[[], Story], event: Event) -> None:
    before = story().session
    with pytest.raises(Misfit):
        apply(before, event)
