from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from story import (
    ENDPOINT,
    ONE,
    START,
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
    errand,
    intent,
    planned,
    refused,
    sought,
    step_done,
    waiting,
    write,
)

from agent.core.batch import Batch
from agent.core.commits import Closing
from agent.core.edits import BlobId, CommitId
from agent.core.events import (
    BranchAccepted,
    BranchMoved,
    EndpointChosen,
    EndpointLeft,
    ErrandDropped,
    ErrandKept,
    ErrandStarted,
    Event,
    FeedbackGiven,
    FeedbackScoped,
    PlanDrafted,
    PlanFound,
    PlanReread,
    PlanReviewed,
    PlanUnchanged,
    ProfileTaken,
    ProgressClaimed,
    ProgressRecorded,
    QuestionAnswered,
    QuestionsAsked,
    RecordDecided,
    SessionResumed,
    chosen,
)
from agent.core.fold import apply, begin
from agent.core.gates import (
    AskBatch,
    AskDone,
    AskEndpoint,
    AskPlan,
    AskQuestion,
    AskSteps,
    AskVerdict,
)
from agent.core.job import ForDecision, ForPlan, ForSetup
from agent.core.misfit import Misfit
from agent.core.moves import (
    DraftPlan,
    FindPlan,
    ProposeFeedback,
    Record,
    RereadPlan,
    next_move,
)
from agent.core.plan import Question
from agent.core.replies import Hint
from agent.core.session import PlanDrafting, PlanReviewing, Waiting
from agent.core.spec import Feature
from agent.core.summary import Summary
from agent.core.work import (
    ApplyIntended,
    BatchAgreed,
    BatchSummarised,
    ChecksFound,
    ProposalApplied,
    ProposalReviewed,
    PutBack,
    StepClosed,
    StepReopened,
    WorkTaken,
)

QUESTIONS = tuple(Question(id=one, text="?", options=("a", "b")) for one in "pq")


def edited_plan() -> Story:
    proposal = by_hand(edit(".ai/cards-plan.md", "p0", "p1"))
    return waiting().tell(ErrandStarted(purpose=ForPlan(), proposal=proposal))


def scoping() -> Story:
    return waiting().say("snake case")


def recording() -> Story:
    return waiting(a_plan("edit")).say("skip 1", "y")


def to_be_drafted() -> Story:
    return sought().tell(QuestionsAsked(questions=()))


def test_a_session_begins_with_its_start() -> None:
    with pytest.raises(Misfit, match="EndpointLeft cannot follow nothing"):
        begin(EndpointLeft())


REREAD = PlanReread(plan=a_plan(), blob=BlobId("p2"))
MISFITS: list[tuple[Callable[[], Story], Event]] = [
    (Story, START),
    (planned, EndpointChosen(endpoint=ENDPOINT)),
    (planned, chosen(Feature(name="Leave"))),
    (errand, EndpointLeft()),
    (agreed, EndpointLeft()),
    (waiting, PlanFound(plan=a_plan(), blob=BlobId("p"), closings=(), adopted=False)),
    (waiting, QuestionsAsked(questions=())),
    (waiting, QuestionAnswered(question="p", answer="a")),
    (waiting, ProgressClaimed(step_ids=())),
    (agreed, REREAD),
    (errand, REREAD),
    (sought, REREAD),
    (waiting, PlanUnchanged(reason="no")),
    (waiting, PlanDrafted(plan=a_plan(), proposal=change(), decisions=())),
    (planned, PlanReviewed(digest=change().digest, verdict="yes")),
    (waiting, PlanReviewed(digest=change().digest, verdict="no")),
    (planned, FeedbackGiven(text="x")),
    (waiting, FeedbackScoped(scope="next")),
    (agreed, RecordDecided(verdict="yes")),
    (agreed, ProgressRecorded(commit=CommitId("c9"))),
    (agreed, ErrandStarted(purpose=ForPlan(), proposal=change())),
    (waiting, ErrandDropped()),
    (waiting, ErrandKept()),
    (lambda: write(errand(), change(edit("app/a.py", "b1", None))), ErrandDropped()),
    (errand, ProposalReviewed(digest=change(edit("app/a.py", "b1", None)).digest, verdict="no")),
    (errand, StepClosed(step_id=ONE.id, how="skipped")),
    (errand, committed()),
    (errand, ErrandKept()),
    (Story, refused()),
    (planned, refused()),
    (to_be_drafted, ErrandStarted(purpose=ForPlan(), proposal=change())),
    (waiting, ProfileTaken(name="p", steps=4)),
    (waiting, ProfileTaken(name="p", steps=0)),
]


@pytest.mark.parametrize(("story", "event"), MISFITS)
def test_what_cannot_follow_is_no_history(story: Callable[[], Story], event: Event) -> None:
    before = story().session
    with pytest.raises(Misfit, match=f"{type(event).__name__} cannot follow "):
        apply(before, event)


def test_questions_come_one_by_one_before_the_draft() -> None:
    story = sought()
    assert story.move() == FindPlan()
    story.tell(QuestionsAsked(questions=QUESTIONS))
    assert story.move() == AskQuestion(question=QUESTIONS[0], number=1, total=2)
    story.say("a")
    assert story.move() == AskQuestion(question=QUESTIONS[1], number=2, total=2)
    story.say("mine")
    assert story.move() == DraftPlan(stage=PlanDrafting())
    assert story.session.answers == (("p", "a"), ("q", "mine"))


@pytest.mark.parametrize("ends", [ErrandDropped(), None])
def test_settings_are_offered_once_before_the_draft(ends: Event | None) -> None:
    proposal = change(edit(".ai/waltz.toml"))
    started = ErrandStarted(purpose=ForSetup(), proposal=proposal)
    story = to_be_drafted().tell(started)

    if ends is None:
        write(story, proposal).tell(ErrandKept())
    else:
        story.tell(ends)

    assert story.move() == DraftPlan(stage=PlanDrafting(offered=True))
    with pytest.raises(Misfit):
        story.tell(started)


def test_a_profile_with_fewer_steps_holds_for_every_endpoint() -> None:
    story = waiting().tell(ProfileTaken(name="short", steps=1))

    assert story.move() == AskBatch(following=(ONE,))
    assert isinstance(story.reply("1-2"), Hint)
    with pytest.raises(Misfit):
        story.tell(BatchAgreed(batch=Batch(steps=(ONE, TWO))))
    story.tell(EndpointChosen(endpoint=ENDPOINT))
    assert (story.session.profile, story.session.at_once) == ("short", 1)


def test_a_feature_is_worked_as_an_endpoint_is() -> None:
    leave = Feature(name="Leave", id="US-1")
    assert chosen(ENDPOINT) == EndpointChosen(endpoint=ENDPOINT)
    story = waiting().tell(chosen(leave))
    assert story.session.endpoint == leave
    assert story.move() == waiting().tell(chosen(ENDPOINT)).move()


def test_a_declined_plan_is_drafted_again_with_the_reason() -> None:
    story = planned()
    first = story.session.stage
    story.say("n too long")
    drafting = story.session.stage
    assert isinstance(drafting, PlanDrafting)
    assert (drafting.notes, drafting.last) == (("too long",), first)
    story.tell(PlanUnchanged(reason="I cannot use words here"))
    gate = story.move()
    assert isinstance(gate, AskPlan)
    assert gate.stage.reason == "I cannot use words here"
    assert story.say("y").job.purpose == ForPlan()


def test_reasons_against_a_plan_add_up() -> None:
    drafted = planned().events[-1]
    story = planned().say("n too long").tell(drafted).say("n no tests")
    assert story.move() == DraftPlan(
        stage=PlanDrafting(notes=("too long", "no tests"), last=reviewing(story))
    )
    story.tell(PlanUnchanged(reason="cannot")).say("n merge them")
    assert isinstance(story.session.stage, PlanDrafting)
    assert story.session.stage.notes == ("too long", "merge them")


def test_an_edited_plan_is_known_as_such() -> None:
    story = planned()
    story.tell(story.events[-1])
    assert reviewing(story.say("n too long")).edited


def reviewing(story: Story) -> PlanReviewing:
    stage = story.session.stage
    assert isinstance(stage, PlanDrafting)
    assert stage.last is not None
    return stage.last


def test_a_drafter_without_any_plan_leaves_the_endpoint() -> None:
    story = sought().tell(QuestionsAsked(questions=()), PlanUnchanged(reason="cannot"))
    assert (story.move(), story.session.endpoint) == (AskEndpoint(), None)


def test_a_saved_plan_is_committed_then_read_again() -> None:
    story = planned().say("y")
    write_errand(story)
    story.tell(committed())
    assert (story.move(), story.session.head) == (RereadPlan(), "c1")
    story.tell(PlanReread(plan=a_plan(), blob=BlobId("p1")))
    assert story.move() == AskBatch(following=(ONE, TWO, THREE))


def write_errand(story: Story) -> None:
    story.tell(ApplyIntended(intent=intent()), ProposalApplied())


def test_a_plan_never_saved_is_sought_again_and_nothing_asked_twice() -> None:
    story = sought().tell(QuestionsAsked(questions=QUESTIONS)).say("a", "b")
    story.tell(PlanDrafted(plan=a_plan(), proposal=change(), decisions=()))
    story.say("y").tell(refused("git-state"))
    assert isinstance(story.move(), AskVerdict)
    story.say("n")
    assert story.move() == FindPlan()
    story.tell(QuestionsAsked(questions=QUESTIONS))
    assert isinstance(story.move(), DraftPlan)


@pytest.mark.parametrize(
    ("story", "move"),
    [
        (lambda: planned().say("y").tell(refused("stale-file")), FindPlan()),
        (lambda: edited_plan().say("y").tell(refused("stale-file")), RereadPlan()),
        (lambda: errand().say("y").tell(refused("stale-file")), RereadPlan()),
    ],
    ids=["plan", "edited-plan", "undo"],
)
def test_a_change_outside_a_batch_that_went_stale_is_made_anew(
    story: Callable[[], Story], move: object
) -> None:
    assert story().move() == move


def test_bytes_that_changed_after_they_were_written_are_the_users() -> None:
    story = planned().say("y")
    write_errand(story)
    story.tell(refused("stale-file"), WorkTaken(paths=(a_plan().path,)))
    assert story.move() == RereadPlan()


@pytest.mark.parametrize(
    ("story", "move"),
    [
        (sought, AskEndpoint()),
        (lambda: sought().tell(QuestionsAsked(questions=())), AskEndpoint()),
        (lambda: waiting().tell(SessionResumed(head=CommitId("c0"), closings=())), AskEndpoint()),
        (lambda: scoping().say("3"), AskBatch(following=(ONE, TWO, THREE))),
        (recording, AskBatch(following=())),
    ],
    ids=["finding", "drafting", "reading", "deciding", "recording"],
)
def test_a_refused_move_leads_to_a_gate(story: Callable[[], Story], move: object) -> None:
    assert story().tell(refused("symlink")).move() == move


def test_an_adopted_plan_is_asked_about_once() -> None:
    story = waiting(adopted=True)
    assert story.move() == AskDone(plan=a_plan())
    story.say("1,3")
    assert story.session.states == {ONE.id: "confirmed", THREE.id: "confirmed"}
    assert [one.step_id for one in story.session.unrecorded] == [ONE.id, THREE.id]
    assert story.move() == AskBatch(following=(TWO, a_step("4"), a_step("5")))


def test_a_plan_without_steps_is_not_asked_about() -> None:
    plan = a_plan(count=0)
    assert waiting(plan, adopted=True).move() == AskSteps(plan=plan)


@pytest.mark.parametrize(
    ("line", "move"),
    [
        ("2", ProposeFeedback(text="snake case", scope="plan")),
        ("3", ProposeFeedback(text="snake case", scope="every")),
    ],
)
def test_words_that_stay_become_a_change_of_a_document(line: str, move: ProposeFeedback) -> None:
    story = scoping().say(line)
    assert story.move() == move
    proposal = change(edit(".ai/decisions.md"))
    story.tell(ErrandStarted(purpose=ForDecision(), proposal=proposal))
    assert story.move() == AskVerdict(job=story.job, proposal=proposal)
    assert story.say("n").move() == AskBatch(following=(ONE, TWO, THREE))


def test_words_for_the_next_steps_are_their_notes_and_no_longer() -> None:
    story = scoping().say("1", "1")
    assert story.job.notes == ("snake case",)
    story.tell(ChecksFound(checks=(), trusted=True))
    step_done(story).tell(BatchSummarised(summary=Summary(results=(), reason="finished")))
    story.tell(PlanReread(plan=a_plan(), blob=BlobId("p1")))
    assert story.say("").job.notes == ()


def test_a_declined_edit_of_the_plan_is_not_offered_again() -> None:
    story = edited_plan().say("n")
    assert (story.session.plan_declined, story.session.stage) == ("p1", Waiting(fresh=True))
    assert errand().say("n").session.plan_declined is None


def test_what_git_ignores_is_kept_without_a_commit() -> None:
    story = edited_plan().say("y")
    write_errand(story)
    assert story.tell(ErrandKept()).move() == RereadPlan()


def test_a_refused_commit_of_a_document_is_asked_about_again() -> None:
    story = edited_plan().say("y")
    write_errand(story)
    story.tell(refused(), PutBack(reason="refused"))
    assert isinstance(story.move(), AskVerdict)


def test_steps_without_a_commit_are_recorded_when_all_are_done() -> None:
    story = recording()
    assert story.move() == Record()
    story.tell(ProgressRecorded(commit=CommitId("c7")))
    assert (story.session.unrecorded, story.session.head) == ((), "c7")
    story.tell(StepReopened(step_id=ONE.id))
    assert story.move() == AskBatch(following=(ONE,))


def test_another_endpoint_starts_afresh_but_for_trust() -> None:
    story = step_done(agreed(a_plan("edit", "edit"), steps=1))
    story.tell(BatchSummarised(summary=Summary(results=(), reason="finished")))
    trusted = story.session.trusted
    story.tell(EndpointLeft(), EndpointChosen(endpoint=ENDPOINT))
    session = story.session
    assert (session.closings, session.plan, session.summary, story.move()) == (
        {},
        None,
        None,
        FindPlan(),
    )
    assert (session.trusted, session.head) == (trusted, "c1")


@pytest.mark.parametrize(
    ("mine", "git", "state"),
    [
        (closing(ONE), closing(ONE), "verified"),
        (closing(ONE), closing(ONE, "c8"), "applied"),
        (closing(ONE), Closing(step_id=ONE.id, state="undone", commit=CommitId("c9")), "undone"),
        (closing(ONE), None, None),
        (None, closing(ONE), "applied"),
        (Closing(step_id=ONE.id, state="skipped"), Closing(step_id=ONE.id, state="open"), "open"),
    ],
    ids=["same", "other-commit", "undone", "gone", "new", "no-commit"],
)
def test_on_resuming_git_decides_about_what_has_a_commit(
    mine: Closing | None, git: Closing | None, state: str | None
) -> None:
    session = waiting().session
    known = replace(mine, state="verified") if mine and mine.commit else mine
    session = replace(session, closings={ONE.id: known} if known else {})
    event = SessionResumed(head=CommitId("c9"), closings=(git,) if git else ())
    after = apply(session, event)
    assert (after.states.get(ONE.id), after.head, next_move(after)) == (state, "c9", RereadPlan())


def test_on_resuming_what_no_commit_holds_yet_stays() -> None:
    story = waiting().say("skip 2").tell(SessionResumed(head=CommitId("c1"), closings=()))
    assert story.session.states == {TWO.id: "skipped"}
    story = at_diff()
    before = story.move()
    assert story.tell(SessionResumed(head=CommitId("c1"), closings=())).move() == before


def test_F11_the_branch_that_is_accepted_is_the_sessions() -> None:
    moved = at_diff().say("y").tell(BranchMoved(branch="")).session
    accepted = apply(moved, BranchAccepted(branch=""))
    assert (moved.branch, moved.elsewhere) == ("main", "")
    assert (accepted.branch, accepted.elsewhere) == (None, None)


def test_only_open_steps_can_be_agreed() -> None:
    story = waiting(None, closing(ONE))
    for steps in ((ONE,), (TWO, replace(THREE, title="Else")), (a_step("9"),)):
        with pytest.raises(Misfit):
            story.tell(BatchAgreed(batch=Batch(steps=steps)))
