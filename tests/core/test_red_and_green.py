from __future__ import annotations

from dataclasses import replace

import pytest
from story import (
    FIX,
    ONE,
    PYTEST,
    RUFF,
    THREE,
    TWO,
    Story,
    a_plan,
    agreed,
    applied,
    by_hand,
    change,
    closing,
    committed,
    edit,
    intent,
    ran,
    red,
    red_batch,
    repaired,
    repairing,
    result,
    step_done,
    undoing,
    waiting,
    write,
)

from agent.core.batch import Batch
from agent.core.check import Check, CheckResult, Formatter
from agent.core.commits import Closing
from agent.core.documents import RepoPath
from agent.core.due import due
from agent.core.edits import CommitId, Proposal
from agent.core.events import Event, SessionResumed
from agent.core.fold import apply
from agent.core.fold_job import mark_known_red
from agent.core.gates import (
    AskConfirm,
    AskRed,
    AskSurprise,
    AskTrust,
)
from agent.core.job import Applied, ForRepair, ForStep, Withdrawing
from agent.core.misfit import Misfit
from agent.core.moves import (
    Commit,
    Propose,
    RunChecks,
    Summarise,
)
from agent.core.plan import StepKind
from agent.core.replies import Hint
from agent.core.summary import Summary
from agent.core.work import (
    ApplyIntended,
    BatchAgreed,
    BatchSummarised,
    ChecksFound,
    ChecksRun,
    ChecksTrusted,
    ProposalApplied,
    ProposalMade,
    StepFailed,
    StepHanded,
    StepKindChanged,
    WorkTaken,
)

SUMMARY = Summary(results=(), reason="finished")
MINE = RepoPath("app/mine.py")


def ended(story: Story) -> str:
    working = story.working
    return " ".join(f"{one.number}={one.state}" for one in working.results)


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


def test_formatters_alone_are_asked_about() -> None:
    ruff = Formatter(run=("ruff", "format", "-"))
    story = waiting().say("").tell(ChecksFound(checks=(), formats=(ruff,), trusted=False))
    assert story.move() == AskTrust()
    assert story.say("y").move() == Propose(job=story.job, take=())
    assert (story.session.formats, story.session.trusted) == ((ruff,), True)


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
    ("line", "phase"),
    [("k", Applied), ("p", Withdrawing), ("again", Applied), ("stop", Withdrawing)],
)
def test_a_repair_handed_over_leaves_the_other_choices(line: str, phase: type) -> None:
    story = red().say("r the import").tell(StepHanded(reason="mend it"))
    assert isinstance(story.say(line).job.phase, phase)
    assert isinstance(story.move(), RunChecks) == (line == "again")


def test_what_is_red_after_the_batch_may_run_again_and_be_taken() -> None:
    handed = red_batch().say("r").tell(StepHanded(reason="mend it"))
    assert handed.job.mending is not None
    assert handed.say("again").move() == RunChecks(moment="after")
    taken = red_batch().tell(WorkTaken(paths=(MINE,)))
    assert taken.tell(StepHanded(reason="nothing changed")).say("k").move() == Summarise()


def test_a_cancelled_check_is_never_red_as_before() -> None:
    known = (result(code=1),)
    cancelled = replace(result(code=130), cancelled=True)
    assert [one.red_before for one in mark_known_red((result(code=1), cancelled), known)] == [
        True,
        False,
    ]


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
    assert isinstance(story.move(), AskRed if batch.exit else Summarise)


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


def test_F19_what_a_hook_changed_is_asked_about_first() -> None:
    story = step_done(agreed(), "c1", "app/a.py")
    move = story.move()
    assert isinstance(move, AskSurprise)
    assert (move.surprise.commit, move.surprise.paths) == ("c1", (RepoPath("app/a.py"),))
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


@pytest.mark.parametrize(
    ("cancelled", "keys"),
    [
        (
            False,
            "r repairs, again runs it again, k keeps it red, p puts the files back, o shows all",
        ),
        (True, "again runs it again, k keeps it as it is, p puts the files back"),
    ],
)
def test_what_is_answered_to_a_slip_is_what_can_be_done(*, cancelled: bool, keys: str) -> None:
    ended = replace(result(code=1), cancelled=cancelled)
    story = applied(None, ended.check).tell(ChecksRun(moment="step", results=(ended,)))
    assert story.reply("x") == Hint(text=keys)


def test_a_batch_red_after_its_last_commit_is_a_gate() -> None:
    story = red_batch()
    purpose = ForRepair(step=ONE, total=5, failed=None, number=1)
    assert (story.job.purpose, story.job.repairs) == (purpose, 0)
    assert isinstance(story.move(), AskRed)
    assert story.say("k").move() == Summarise()
    assert isinstance(red_batch().say("stop").move(), Summarise)
    assert red_batch().say("stop").working.ended == "stopped"


@pytest.mark.parametrize(("code", "left"), [(0, "verified"), (1, "applied")])
def test_its_repair_is_a_commit_of_its_own(code: int, left: str) -> None:
    story = red_batch().say("r the import")
    assert story.move() == Propose(job=story.job, take=())
    assert (story.job.notes, story.job.base) == (("the import",), None)
    write(story.tell(ProposalMade(proposal=FIX)), FIX).tell(ran(result(RUFF, code=code)))
    if code:
        story.say("k")
    story.tell(committed("c2"))
    assert (story.move(), story.working.mended) == (Summarise(), 1)
    assert story.session.states[ONE.id] == left


def test_a_repair_that_no_check_looked_at_is_followed_by_the_batch_s() -> None:
    story = red_batch().say("r")
    write(story.tell(ProposalMade(proposal=FIX)), FIX).tell(ran(), committed("c2"))
    assert story.move() == RunChecks(moment="after")
    story.tell(ChecksRun(moment="after", results=(result(RUFF, code=1),))).say("r")
    write(story.tell(ProposalMade(proposal=FIX)), FIX).tell(ran(), committed("c3"))
    story.tell(ChecksRun(moment="after", results=(result(RUFF, code=1),)))
    assert isinstance(story.reply("r"), Hint)
    assert isinstance(story.reply("p"), Hint)


def test_a_repair_that_is_given_up_leaves_it_red() -> None:
    story = red_batch().say("r").tell(StepHanded(reason="yours"))
    assert story.reply("covered") == Hint(text="say what is missing or /take it; s leaves it red")
    assert story.say("s").move() == Summarise()


def test_a_kind_changed_after_the_last_step_touches_no_repair() -> None:
    story = red_batch().say("r")
    job = story.job
    assert story.tell(StepKindChanged(step_id=TWO.id, to="confirm")).job == job


@pytest.mark.parametrize(("known", "gate"), [((), Summarise), ((closing(TWO),), AskRed)])
def test_a_batch_without_a_step_s_commit_repairs_the_plan_s_last(
    known: tuple[Closing, ...], gate: type
) -> None:
    story = waiting(a_plan("confirm", "edit"), *known).say("1")
    story.tell(ChecksFound(checks=(RUFF,), trusted=True))
    story.tell(ChecksRun(moment="before", results=(result(RUFF),)))
    step_done(story.tell(StepFailed(repaired=TWO, note="broken"))).say("d")
    story.tell(ChecksRun(moment="after", results=(result(RUFF, code=1),)))
    assert isinstance(story.move(), gate)


def test_what_a_stopped_batch_finds_red_is_only_told() -> None:
    story = step_done(agreed(None, RUFF)).tell(StepHanded(reason="yours")).say("stop")
    story.tell(ChecksRun(moment="after", results=(result(RUFF, code=1),)))
    assert story.move() == Summarise()


def test_a_no_to_the_checks_holds_until_they_change_or_it_is_taken_back() -> None:
    asked = ChecksFound(checks=(RUFF,), trusted=False)
    story = waiting().say("1").tell(asked).say("n")
    assert apply(story.session, asked).trusted is False
    other = ChecksFound(checks=(PYTEST,), trusted=False)
    assert apply(story.session, other).trusted is None
    story.tell(StepHanded(reason="yours")).say("stop").tell(BatchSummarised(summary=SUMMARY))
    story.tell(ChecksTrusted(verdict="again"))
    assert story.session.trusted is None
