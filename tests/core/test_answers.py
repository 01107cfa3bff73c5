from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from story import (
    ONE,
    PYTEST,
    SPLIT_PLAN,
    THREE,
    TWO,
    Story,
    a_plan,
    agreed,
    at_diff,
    by_hand,
    change,
    confirming,
    edit,
    errand,
    intent,
    planned,
    red,
    repairing,
    result,
    sought,
    step_done,
    waiting,
    write,
)

from agent.core.batch import Batch
from agent.core.documents import RepoPath
from agent.core.errors import Refusal
from agent.core.events import (
    BranchAccepted,
    BranchMoved,
    ErrandDropped,
    FeedbackGiven,
    FeedbackScoped,
    PlanReviewed,
    ProgressClaimed,
    QuestionAnswered,
    QuestionsAsked,
    RecordDecided,
)
from agent.core.plan import Question
from agent.core.replies import Hint, Wanted, Wish
from agent.core.steps import PathsRefused, StepJoined, StepSplit
from agent.core.work import (
    BatchAgreed,
    BatchEnded,
    ChecksFound,
    ChecksRun,
    ChecksTrusted,
    DirtyAccepted,
    DraftAsked,
    NothingOffered,
    PageAsked,
    PageProposed,
    PageReviewed,
    ProposalMade,
    ProposalReviewed,
    RedDecided,
    StepClosed,
    StepFailed,
    StepHanded,
    StepKindChanged,
    SubjectChanged,
    SurpriseKept,
)

DIFF = change(edit("app/a.py"), edit("app/b.py"))
PLAN_DIGEST = change(edit(".ai/cards-plan.md", None, "p1")).digest
DIRTY = replace(DIFF, dirty=(RepoPath("app/a.py"),))


def choosing() -> Story:
    return Story()


def adopting() -> Story:
    return waiting(adopted=True)


def asking() -> Story:
    question = Question(id="q", text="Which?", options=("this", "that"))
    return sought().tell(QuestionsAsked(questions=(question,)))


def untrusted() -> Story:
    story = waiting().say("")
    return story.tell(ChecksFound(checks=(PYTEST,), trusted=False))


def handed() -> Story:
    return agreed().tell(StepHanded(reason="yours"))


def offered() -> Story:
    return agreed().tell(NothingOffered(how="covered", reason="there"))


def repair_diff() -> Story:
    return repairing().tell(ProposalMade(proposal=DIFF))


def repair_handed() -> Story:
    return repairing().tell(StepHanded(reason="yours"))


def repair_offered() -> Story:
    return repairing().tell(NothingOffered(how="unneeded", reason="fine"))


def diff() -> Story:
    return at_diff(DIFF)


def last_diff() -> Story:
    return at_diff(DIFF, steps=1)


def hands_diff() -> Story:
    return at_diff(by_hand())


def red_diff() -> Story:
    return red().say("r it fails").tell(ProposalMade(proposal=change(edit("app/a.py", "b1", "b2"))))


def red_handed() -> Story:
    return red().say("r").tell(StepHanded(reason="yours"))


def red_offered() -> Story:
    return red().say("r").tell(NothingOffered(how="unneeded", reason="fine"))


def dirty() -> Story:
    return at_diff(DIRTY)


def stepless() -> Story:
    return waiting(a_plan(count=0))


def page() -> Story:
    return diff().say("a").tell(PageProposed(proposals=((ONE.id, DIFF), (TWO.id, change()))))


def moved() -> Story:
    return diff().say("y").tell(BranchMoved(branch="other"))


def errand_moved() -> Story:
    return errand().say("y").tell(BranchMoved(branch=""))


def surprised_repair() -> Story:
    return step_done(repairing(), "c1", "app/a.py")


def surprised() -> Story:
    return step_done(agreed(), "c1", "app/a.py")


def scoping() -> Story:
    return waiting().say("use snake case")


def red_twice() -> Story:
    story = red()
    for before, after in (("b1", "b2"), ("b2", "b3")):
        fix = change(edit("app/a.py", before, after))
        story.say("r").tell(ProposalMade(proposal=fix))
        write(story, fix, intent(edit("app/a.py", None, after)))
        story.tell(ChecksRun(moment="step", results=(result(code=1),)))
    return story


def recording() -> Story:
    return waiting(a_plan("edit")).say("skip 1")


Made = Callable[[], Story]
EVENTS: list[tuple[Made, str, object]] = [
    (adopting, "all", ProgressClaimed(step_ids=tuple(s.id for s in a_plan().steps))),
    (adopting, "1-2", ProgressClaimed(step_ids=(ONE.id, TWO.id))),
    (adopting, "3,1", ProgressClaimed(step_ids=(THREE.id, ONE.id))),
    (adopting, "none", ProgressClaimed(step_ids=())),
    (adopting, "No", ProgressClaimed(step_ids=())),
    (adopting, "żadne", ProgressClaimed(step_ids=())),
    (adopting, "Wszystkie", ProgressClaimed(step_ids=tuple(s.id for s in a_plan().steps))),
    (asking, "b", QuestionAnswered(question="q", answer="that")),
    (asking, "A", QuestionAnswered(question="q", answer="this")),
    (asking, "neither, a third", QuestionAnswered(question="q", answer="neither, a third")),
    (asking, "ß", QuestionAnswered(question="q", answer="ß")),
    (asking, "7", QuestionAnswered(question="q", answer="7")),
    (planned, "y", PlanReviewed(digest=PLAN_DIGEST, verdict="yes")),
    (planned, " OK ", PlanReviewed(digest=PLAN_DIGEST, verdict="yes")),
    (planned, "n too long", PlanReviewed(digest=PLAN_DIGEST, verdict="no", note="too long")),
    (planned, "too long", PlanReviewed(digest=PLAN_DIGEST, verdict="no", note="too long")),
    (
        planned,
        "y but shorter",
        PlanReviewed(digest=PLAN_DIGEST, verdict="no", note="y but shorter"),
    ),
    (planned, "no tests", PlanReviewed(digest=PLAN_DIGEST, verdict="no", note="no tests")),
    (planned, "n no tests", PlanReviewed(digest=PLAN_DIGEST, verdict="no", note="no tests")),
    (planned, "nie tak", PlanReviewed(digest=PLAN_DIGEST, verdict="no", note="nie tak")),
    (planned, "t", PlanReviewed(digest=PLAN_DIGEST, verdict="yes")),
    (planned, "temat zły", PlanReviewed(digest=PLAN_DIGEST, verdict="no", note="temat zły")),
    (planned, "edit step 2", PlanReviewed(digest=PLAN_DIGEST, verdict="no", note="edit step 2")),
    (planned, "view it", PlanReviewed(digest=PLAN_DIGEST, verdict="no", note="view it")),
    (waiting, "", BatchAgreed(batch=Batch(steps=(ONE, TWO, THREE)))),
    (waiting, "tak", BatchAgreed(batch=Batch(steps=(ONE, TWO, THREE)))),
    (waiting, "next", BatchAgreed(batch=Batch(steps=(ONE, TWO, THREE)))),
    (waiting, "Dalej", BatchAgreed(batch=Batch(steps=(ONE, TWO, THREE)))),
    (waiting, "t", BatchAgreed(batch=Batch(steps=(ONE, TWO, THREE)))),
    (waiting, "pomiń 2 zbędny", StepClosed(step_id=TWO.id, how="skipped", note="zbędny")),
    (waiting, "2", BatchAgreed(batch=Batch(steps=(TWO,)))),
    (waiting, "3, 1", BatchAgreed(batch=Batch(steps=(THREE, ONE)))),
    (waiting, "skip 2 not needed", StepClosed(step_id=TWO.id, how="skipped", note="not needed")),
    (waiting, "kind 2 take", StepKindChanged(step_id=TWO.id, to="take")),
    (waiting, "skip the tests", FeedbackGiven(text="skip the tests")),
    (waiting, "y but first the tests", FeedbackGiven(text="y but first the tests")),
    (scoping, "1", FeedbackScoped(scope="next")),
    (scoping, "2", FeedbackScoped(scope="plan")),
    (scoping, "3", FeedbackScoped(scope="every")),
    (scoping, "n", ErrandDropped()),
    (untrusted, "y", ChecksTrusted(verdict="yes")),
    (untrusted, "n", ChecksTrusted(verdict="no")),
    (diff, "y", ProposalReviewed(digest=DIFF.digest, verdict="yes")),
    (diff, "n wrong name", ProposalReviewed(digest=DIFF.digest, verdict="no", note="wrong name")),
    (diff, "wrong name", ProposalReviewed(digest=DIFF.digest, verdict="no", note="wrong name")),
    (diff, "no filter", ProposalReviewed(digest=DIFF.digest, verdict="no", note="no filter")),
    (diff, "pomiń", StepClosed(step_id=ONE.id, how="skipped")),
    (diff, "Pomin", StepClosed(step_id=ONE.id, how="skipped")),
    (diff, "resztę", PageAsked()),
    (diff, "t", ProposalReviewed(digest=DIFF.digest, verdict="yes")),
    (diff, "shorter", ProposalReviewed(digest=DIFF.digest, verdict="no", note="shorter")),
    (diff, "stop it", ProposalReviewed(digest=DIFF.digest, verdict="no", note="stop it")),
    (
        diff,
        "y but rename foo",
        ProposalReviewed(digest=DIFF.digest, verdict="no", note="y but rename foo"),
    ),
    (diff, "Yes 1 ale", ProposalReviewed(digest=DIFF.digest, verdict="no", note="Yes 1 ale")),
    (diff, "n", BatchEnded(reason="declined")),
    (diff, "stop", BatchEnded(reason="stopped")),
    (diff, "s", StepClosed(step_id=ONE.id, how="skipped")),
    (diff, "a", PageAsked()),
    (diff, "s not now", StepClosed(step_id=ONE.id, how="skipped", note="not now")),
    (diff, "m fix: it", SubjectChanged(subject="fix: it")),
    (repair_diff, "s", StepClosed(step_id=ONE.id, how="skipped")),
    (red_diff, "stop", BatchEnded(reason="stopped")),
    (red_diff, "n", BatchEnded(reason="declined")),
    (
        errand,
        "y",
        ProposalReviewed(digest=change(edit("app/a.py", "b1", None)).digest, verdict="yes"),
    ),
    (errand, "n", ErrandDropped()),
    (errand, "stop", ErrandDropped()),
    (errand, "n not now", ErrandDropped(note="not now")),
    (errand, "not now", ErrandDropped(note="not now")),
    (page, "y", PageReviewed(digests=(DIFF.digest, change().digest), verdict="yes")),
    (page, "n", PageReviewed(digests=(DIFF.digest, change().digest), verdict="no")),
    (dirty, "i", DirtyAccepted(digest=DIRTY.digest)),
    (dirty, "stop", BatchEnded(reason="stopped")),
    (dirty, "n", BatchEnded(reason="stopped")),
    (moved, "y", BranchAccepted(branch="other")),
    (moved, "stop", BatchEnded(reason="stopped")),
    (errand_moved, "y", BranchAccepted(branch="")),
    (errand_moved, "stop", ErrandDropped()),
    (handed, "make it async", DraftAsked(note="make it async")),
    (handed, "n nope", DraftAsked(note="nope")),
    (handed, "kind 1 confirm", StepKindChanged(step_id=ONE.id, to="confirm")),
    (waiting, "n nope to that", FeedbackGiven(text="nope to that")),
    (waiting, "skip the tests of it", FeedbackGiven(text="skip the tests of it")),
    (red, "again", RedDecided(verdict="again")),
    (red_handed, "k", RedDecided(verdict="keep")),
    (red_handed, "put back", RedDecided(verdict="back")),
    (handed, "pomiń bo nie", StepClosed(step_id=ONE.id, how="skipped", note="bo nie")),
    (handed, "no schema", DraftAsked(note="no schema")),
    (confirming, "zrobione 201", StepClosed(step_id=ONE.id, how="confirmed", note="201")),
    (red, "napraw import", RedDecided(verdict="repair", note="import")),
    (red, "ponownie", RedDecided(verdict="again")),
    (red, "zostaw", RedDecided(verdict="keep")),
    (red, "przywróć", RedDecided(verdict="back")),
    (dirty, "dołącz", DirtyAccepted(digest=DIRTY.digest)),
    (handed, "covered", StepClosed(step_id=ONE.id, how="covered")),
    (handed, "s no need", StepClosed(step_id=ONE.id, how="skipped", note="no need")),
    (handed, "stop", BatchEnded(reason="stopped")),
    (handed, "kind confirm", StepKindChanged(step_id=ONE.id, to="confirm")),
    (repair_handed, "kind confirm", DraftAsked(note="kind confirm")),
    (repair_handed, "skip", StepClosed(step_id=ONE.id, how="skipped")),
    (red_handed, "another way", DraftAsked(note="another way")),
    (red_handed, "stop", BatchEnded(reason="stopped")),
    (offered, "y", StepClosed(step_id=ONE.id, how="covered")),
    (offered, "n the test is missing", DraftAsked(note="the test is missing")),
    (offered, "the test is missing", DraftAsked(note="the test is missing")),
    (offered, "y but the test", DraftAsked(note="y but the test")),
    (confirming, "d", StepClosed(step_id=ONE.id, how="confirmed")),
    (confirming, "done 201 came", StepClosed(step_id=ONE.id, how="confirmed", note="201 came")),
    (red, "r the import", RedDecided(verdict="repair", note="the import")),
    (red, "k", RedDecided(verdict="keep")),
    (red, "p", RedDecided(verdict="back")),
    (red, "stop", RedDecided(verdict="back")),
    (surprised, "k", SurpriseKept()),
    (recording, "y", RecordDecided(verdict="yes")),
    (recording, "n", RecordDecided(verdict="no")),
]


@pytest.mark.parametrize(
    ("story", "line", "event"), EVENTS, ids=[f"{made.__name__}-{line}" for made, line, _ in EVENTS]
)
def test_what_an_answer_brings_about(story: Made, line: str, event: object) -> None:
    assert story().reply(line) == (event,)


def no_file() -> Story:
    plan = a_plan()
    bare = replace(plan, steps=(replace(plan.steps[0], files=()), *plan.steps[1:]))
    return agreed(bare).tell(StepHanded(reason="yours"))


def test_skip_and_kind_take_several_steps_as_an_agreement_does() -> None:
    assert waiting().reply("skip 1-2 , 4 not now") == tuple(
        StepClosed(step_id=step.id, how="skipped", note="not now")
        for step in (ONE, TWO, a_plan().steps[3])
    )
    kinds = (StepKindChanged(step_id=step.id, to="take") for step in (ONE, TWO))
    assert waiting().reply("kind 1,2 take") == tuple(kinds)


HINTS: list[tuple[Made, str, str]] = [
    (no_file, "e", "then /take PATH"),
    (handed, "n", "make the change and /take it"),
    (waiting, "kind confirm", "as in: skip 2"),
    (waiting, "skip x", "as in: skip 2"),
    (waiting, "skip 2-9", "step 9 is not among"),
    (waiting, "kind 1-2 magic", "one of: edit, take"),
    (choosing, "", "name an endpoint"),
    (adopting, "", "which are done"),
    (adopting, "yes", "which are done"),
    (adopting, "9", "step 9 is not among"),
    (adopting, "3-1", "runs backwards"),
    (adopting, "1-99999999999", "is not among"),
    (asking, "", "your own words"),
    (asking, "c", "no option c"),
    (planned, "", "y saves it"),
    (planned, "n", "say what to change"),
    (waiting, "1-4", "at most 3 steps"),
    (waiting, "1,2,3,4", "you named 4"),
    (waiting, "9", "step 9 is not among"),
    (waiting, "n", "nothing is agreed"),
    (waiting, "skip 9", "step 9 is not open"),
    (waiting, "split 1", "no items"),
    (waiting, "kind 1", "one of: edit, take"),
    (waiting, "kind 1 magic", "one of: edit, take"),
    (scoping, "", "1 for the next"),
    (scoping, "y", "1 for the next"),
    (untrusted, "", "y or n"),
    (untrusted, "sure", "n goes on without them"),
    (untrusted, "y once", "y or n"),
    (diff, "", "y applies it"),
    (diff, "y 1-2", "is not a plain yes"),
    (diff, "y ,", "is not a plain yes"),
    (diff, "y !", "is not a plain yes"),
    (errand, "y but rename it", "is not a plain yes"),
    (diff, "y 3", "the diff has 2 files"),
    (diff, "y 0,1", "the diff has 2 files"),
    (diff, "m", "new subject"),
    (last_diff, "a", "no step follows"),
    (diff, "x", "“x” means nothing here"),
    (errand, "s", "“s” means nothing here"),
    (handed, "y", "“y” means nothing here"),
    (offered, "e", "“e” means nothing here"),
    (repair_diff, "a", "no step follows"),
    (hands_diff, "e", "your own change"),
    (red_diff, "s", "on disk"),
    (page, "", "y or n"),
    (page, "y 1", "n goes back to one diff at a time"),
    (dirty, "y", "i takes your lines"),
    (dirty, "", "i takes your lines"),
    (stepless, "y", "d drafts its steps"),
    (stepless, "add tests", "d drafts its steps"),
    (moved, "", "y goes on here"),
    (handed, "", "/take it"),
    (handed, "kind", "one of"),
    (red_handed, "s", "on disk"),
    (red_handed, "covered", "on disk"),
    (red_offered, "y", "on disk"),
    (repair_handed, "covered", "s skips the step that failed"),
    (repair_offered, "y", "s skips the step that failed"),
    (offered, "", "y closes the step"),
    (offered, "n", "y closes the step"),
    (confirming, "", "d when it is done"),
    (confirming, "y", "d when it is done"),
    (confirming, "dalej", "d when it is done"),
    (recording, "dalej", "n leaves it"),
    (red, "", "r repairs"),
    (red, "y", "r repairs"),
    (red_twice, "r", "repaired 2 times"),
    (surprised, "", "k keeps"),
    (surprised, "y", "k keeps"),
    (surprised_repair, "u", "a repair goes with its step: k, then /undo 2"),
    (recording, "", "y or n"),
]


@pytest.mark.parametrize(
    ("story", "line", "text"), HINTS, ids=[f"{made.__name__}-{line}" for made, line, _ in HINTS]
)
def test_what_approves_nothing(story: Made, line: str, text: str) -> None:
    reply = story().reply(line)
    assert isinstance(reply, Hint)
    assert text in reply.text


WISHES: list[tuple[Made, str, Wish, str]] = [
    (planned, "edytuj", "edit-plan", ""),
    (planned, "pokaż", "view-plan", ""),
    (diff, "Edytuj", "edit-proposal", ""),
    (red, "wyjście", "view-output", ""),
    (stepless, "naszkicuj", "draft-steps", ""),
    (confirming, "nie działa", "failed", ""),
    (choosing, "post cards", "choose-endpoint", "post cards"),
    (choosing, "? what is there", "question", "what is there"),
    (planned, "e", "edit-plan", ""),
    (planned, "View", "view-plan", ""),
    (waiting, "?why three", "question", "why three"),
    (diff, "e", "edit-proposal", ""),
    (diff, "v", "view-proposal", ""),
    (diff, "y 1,2", "keep-files", "1,2"),
    (handed, "e", "edit-proposal", ""),
    (confirming, "f it says 500", "failed", "it says 500"),
    (red, "o", "view-output", ""),
    (surprised, "u", "take-back", ""),
    (adopting, "v", "view-plan", ""),
    (dirty, "v", "view-proposal", ""),
    (stepless, "d", "draft-steps", ""),
    (stepless, "Edit", "edit-plan", ""),
    (stepless, "v", "view-plan", ""),
    (stepless, "", "read-plan", ""),
    (stepless, "other", "next-endpoint", ""),
]


@pytest.mark.parametrize(
    ("story", "line", "wish", "words"),
    WISHES,
    ids=[f"{made.__name__}-{one}" for made, one, *_ in WISHES],
)
def test_what_needs_the_shell(story: Made, line: str, wish: Wish, words: str) -> None:
    assert story().reply(line) == Wanted(wish=wish, words=words)


@pytest.mark.parametrize(
    ("line", "wish"), [("", "next-endpoint"), ("y", "next-endpoint"), ("dalej", "next-endpoint")]
)
def test_all_done_goes_on_with_another_endpoint(line: str, wish: Wish) -> None:
    story = recording().say("n")
    assert story.reply(line) == Wanted(wish=wish)
    assert story.reply("rename it") == (FeedbackGiven(text="rename it"),)
    assert isinstance(story.reply("n"), Hint)


def test_a_question_without_its_sign_is_no_feedback() -> None:
    hint = Hint(text="a question begins with ?, as in: ? how do I test this?")
    assert waiting().reply("how do I test this?") == hint


def test_only_the_items_of_a_step_can_be_split_off() -> None:
    story = waiting(SPLIT_PLAN)
    assert story.reply("split 2") == (StepSplit(step_id=TWO.id),)
    story.say("split 2")
    assert story.reply("2.1,2.2") == (BatchAgreed(batch=Batch(steps=SPLIT_PLAN.steps[1].items)),)


def test_a_split_step_is_joined_again_while_none_of_its_items_has_begun() -> None:
    story = waiting(SPLIT_PLAN)
    assert story.reply("unsplit 2") == Hint(text="step 2 is not split")
    for line in ("unsplit 2", "split 2"):
        story.say("split 2")
        assert story.reply(line) == (StepJoined(step_id=TWO.id),)
        story.say(line)
        assert story.session.open == SPLIT_PLAN.steps
    story.say("split 2", "skip 2.1")
    assert story.reply("unsplit 2") == Hint(text="step 2 stays split: 2.1 is skipped")
    assert story.reply("skip 2") == Hint(text="step 2 is not open")


def test_T01_T02_paths_that_leave_the_repository_are_refused_and_the_rest_goes_on() -> None:
    one, two = replace(ONE, outside=("../x", "/etc/x")), replace(TWO, outside=("../x",))
    story = waiting(replace(a_plan(), steps=(one, two)))
    reply = story.reply("")
    refusals = (
        Refusal(code="outside-repo", subject="../x", reason="path leaves the repository"),
        Refusal(code="outside-repo", subject="/etc/x", reason="path leaves the repository"),
    )
    assert reply == (BatchAgreed(batch=Batch(steps=(one, two))), PathsRefused(refusals=refusals))
    story.say("")
    assert story.working.step == one


def test_a_confirmation_fails_at_most_twice() -> None:
    story = confirming()
    for commit in ("c1", "c2"):
        story.tell(StepFailed(repaired=TWO, note="broken"))
        step_done(story, commit)
    reply = story.reply("f again")
    assert isinstance(reply, Hint)
    assert "repaired 2 times already" in reply.text
    assert story.reply("d") == (StepClosed(step_id=ONE.id, how="confirmed"),)


def test_no_gate_takes_an_empty_line_for_a_yes_but_the_wait() -> None:
    gates = {made for made, *_ in EVENTS} - {waiting}
    for made in gates:
        assert isinstance(made().reply(""), Hint), made
