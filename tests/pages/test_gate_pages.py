from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import pytest
from plain import text
from story import (
    PYTEST,
    RUFF,
    SPLIT_PLAN,
    Story,
    a_plan,
    a_step,
    agreed,
    at,
    at_diff,
    by_hand,
    change,
    closing,
    edit,
    planned,
    red,
    result,
    sought,
    step_done,
    undoing,
    waiting,
)

from agent.core.batch import Batch
from agent.core.check import Check, Formatter
from agent.core.documents import RepoPath
from agent.core.edits import BlobId, CommitId
from agent.core.events import (
    BranchMoved,
    ErrandDropped,
    ErrandStarted,
    PlanDrafted,
    PlanReread,
    PlanUnchanged,
    QuestionsAsked,
    SessionResumed,
)
from agent.core.findings import Finding
from agent.core.gates import AskHands, AskRed, Gate
from agent.core.job import ForDecision, ForPlan, ForRedo, ForSetup, Handed, Job
from agent.core.plan import Plan, Question, StepFile
from agent.core.spec import Spec, Status
from agent.core.steps import StepSplit
from agent.core.summary import StepResult, Summary
from agent.core.trailers import compose
from agent.core.work import (
    BatchAgreed,
    BatchSummarised,
    ChecksFound,
    NothingOffered,
    PageProposed,
    ProposalMade,
    StepFailed,
    StepHanded,
    StepReopened,
)
from agent.pages.facts import Facts
from agent.pages.gates import gate_page

ONE, TWO, THREE = (a_step(n) for n in "123")
BLOBS = {"b0": b"old\n", "b1": b"new\n", "b2": b"newer\n", "p1": b"# Plan\n"}
SPEC = Spec(
    endpoint=a_plan().endpoints[0],
    title="Add a card",
    statuses=(Status(code=201, meaning="created", source=at(7)),),
)
FACTS = Facts(
    load=BLOBS.__getitem__,
    exists=lambda path: path.value == "app/f1.py",
    evidence=lambda plan: tuple(
        ("app/f1.py is there",) if step == ONE else () for step in plan.steps
    ),
    spec=lambda: SPEC,
)


def page(story: Story, facts: Facts = FACTS) -> str:
    gate = story.move()
    assert isinstance(gate, Gate)
    return text(gate_page(story.session, gate, facts))


def test_without_checks_the_first_agreement_names_setup() -> None:
    unset = replace(FACTS, unset=lambda: True)
    hint = "no checks here; /setup proposes .ai/waltz.toml"
    assert hint in page(waiting(), unset)
    assert hint not in page(waiting())
    assert hint not in page(waiting().say("skip 4 not now"), unset)


def test_the_first_question() -> None:
    assert page(Story()).startswith("Which endpoint are we working on?")


def test_an_adopted_plan_shows_what_speaks_for_each_step() -> None:
    assert page(waiting(a_plan(count=2), adopted=True)) == (
        ".ai/cards-plan.md  is a plan already; it is kept as it is\n"
        "  1 Do 1  app/f1.py is there\n"
        "  2 Do 2  + app/f2.py\n"
        "Which steps are done?   [1] [all] [none] [v]iew"
    )
    assert page(waiting(a_plan(count=4), adopted=True)).endswith(
        "   [1-3] [1,4] [all] [none] [v]iew"
    )


def test_an_adopted_plan_says_how_much_lint_finds() -> None:
    found = Finding(rule="status", message="500 is in no document", severity="warning")
    linted = replace(FACTS, findings=lambda _plan, _text: (found,))
    shown = page(waiting(a_plan(count=2), adopted=True), linted).splitlines()
    assert shown[-2] == "Lint: 0 errors, 1 warning; `waltz lint` shows them"


def test_a_question_has_a_letter_for_each_option() -> None:
    question = Question(id="q", text="Which code?", options=("409", "422"))
    story = sought().tell(QuestionsAsked(questions=(question, replace(question, id="r"))))
    keys = "[a-b], or your own words"
    assert page(story) == f"Question 1 of 2   Which code?\n  a) 409\n  b) 422\n{keys}"
    many = replace(question, options=tuple(str(n) for n in range(40)))
    shown = page(sought().tell(QuestionsAsked(questions=(many,))))
    assert shown.count("\n") == 27
    assert shown.endswith("[a-z], or your own words")
    free = replace(question, options=())
    assert page(sought().tell(QuestionsAsked(questions=(free,)))).endswith("\nYour own words")


def test_a_polish_question_is_asked_in_polish() -> None:
    question = Question(id="q", text="Jaki kod jest dla błędu?", options=("409", "422"))
    assert page(sought().tell(QuestionsAsked(questions=(question,)))) == (
        "Pytanie 1 z 1   Jaki kod jest dla błędu?\n  a) 409\n  b) 422\n[a-b] albo własne słowa"
    )


def test_a_plan_is_shown_by_its_decisions_and_steps() -> None:
    assert page(planned(a_plan("edit", "take"))) == (
        ".ai/cards-plan.md   1 line, [v]iew shows all\n"
        "Decisions\n"
        "  201 on success\n"
        "2 steps\n"
        "  1 Do 1  ~ app/f1.py\n"
        "  2 Do 2  (yours: make it and /take it)\n"
        "+ app/f2.py\n"
        "commit: docs: plan\n"
        "Save and commit?   [y] [e]dit [v]iew [m]essage, or say what to change"
    )
    worded = planned().say("m docs: as I say")
    assert page(worded).splitlines()[:2] == [
        "the commit of the plan is worded as you say",
        "commit: docs: as I say",
    ]
    again = planned().say("n too long").tell(PlanUnchanged(reason="I cannot use words here"))
    assert page(again).splitlines()[0] == "I cannot use words here"
    assert "Decisions" not in page(again)
    drafted = PlanDrafted(plan=a_plan(), proposal=change(edit("p.md", None, "p1")), decisions=())
    bare = sought().tell(QuestionsAsked(questions=()), drafted)
    assert "Decisions" not in page(bare)


def test_a_revised_plan_shows_only_what_changed() -> None:
    edited = change(edit(".ai/cards-plan.md", None, "b2"))
    revised = PlanDrafted(plan=a_plan(), proposal=edited, decisions=("201 on success",))
    story = planned().say("n too long").tell(revised)
    assert page(story) == (
        ".ai/cards-plan.md   1 line, [v]iew shows all\n"
        "1 .ai/cards-plan.md changed +1 -1\n"
        "commit: docs: plan\n"
        "Save and commit?   [y] [e]dit [v]iew [m]essage, or say what to change"
    )
    assert page(planned().tell(revised)) == page(story)
    shown = page(story)
    assert page(story.tell(SessionResumed(head=CommitId("c0"), closings=()))) == shown


def test_a_step_with_many_files_names_the_first() -> None:
    files = tuple(StepFile(path=RepoPath(f"app/f{n}.py")) for n in range(5))
    plan = replace(a_plan(), steps=(replace(ONE, files=files),))
    assert page(planned(plan)).splitlines()[3:8] == [
        "1 step",
        "  1 Do 1  + app/f0.py",
        "~ app/f1.py",
        "+ app/f2.py",
        "and 2 more",
    ]


def test_the_wait_shows_the_next_three() -> None:
    story = waiting(SPLIT_PLAN).say("kind 3 confirm", "split 2")
    assert page(story) == (
        "Next 3 of 4 open\n"
        "  1 Do 1  ~ app/f1.py\n"
        "  2.1 Do 2.1  + app/f2.1.py\n"
        "  2.2 Do 2.2  + app/f2.2.py\n"
        "Agree?   Enter or [y], [1] [1,2.2] [skip N], or words"
    )
    assert "[skip N] [split N], or words" in page(waiting(SPLIT_PLAN))
    story.say("skip 1")
    assert "  3 Do 3  (no file: you confirm)\n" in page(story)


def test_a_step_says_what_proves_it() -> None:
    step = replace(ONE, proof="pytest tests/test_a.py", files=())
    story = waiting(replace(a_plan(), steps=(step,)))
    assert "  1 Do 1\n      proof: pytest tests/test_a.py\n" in page(story)


def test_the_summary_states_facts() -> None:
    story = step_done(agreed(a_plan(count=4))).tell(StepHanded(reason="yours")).say("s no need")
    red_one = replace(result(code=None), red_before=False)
    results = (
        replace(story.working.results[0], checks=(result(code=127), result(RUFF, code=1), red_one)),
        story.working.results[1],
        StepResult(
            step_id=THREE.id,
            number="3",
            title="Do 3",
            state="verified",
            commit=CommitId("c" * 40),
            files=("a", "b"),
            checks=(result(others=2), replace(result(RUFF, code=1), red_before=True)),
        ),
    )
    summary = Summary(results=results, reason="stopped", declined=("too long",))
    story.tell(StepHanded(reason="yours")).say("stop").tell(BatchSummarised(summary=summary))
    story.tell(PlanReread(plan=a_plan(count=4), blob=BlobId("p1")))
    assert page(story).split("\nNext")[0] == (
        "Done 2 of 4   (stopped)\n"
        "  1 Do 1  applied  c1  1 file +3 -1; "
        "pytest failed: command not found (127); ruff check failed (1); pytest ran out of time\n"
        "  2 Do 2  skipped  no need\n"
        "  3 Do 3  verified  ccccccc  2 files +0 -0"
        "; pytest passed with 2 other changed files; ruff check red as before\n"
        "  not taken: too long"
    )


def summed(plan: Plan | None = None) -> Story:
    story = agreed(plan, steps=1).tell(StepHanded(reason="yours")).say("s")
    summary = Summary(results=story.working.results, reason="finished")
    story.tell(BatchSummarised(summary=summary))
    return story.tell(PlanReread(plan=plan or a_plan(), blob=BlobId("p1")))


OFFER = ErrandStarted(purpose=ForPlan(), proposal=by_hand())


@pytest.mark.parametrize(
    ("goes_on", "still"),
    [
        (lambda story: story, True),
        (lambda story: story.tell(SessionResumed(head=CommitId("c0"), closings=())), True),
        (lambda story: story.tell(OFFER, ErrandDropped()), True),
        (lambda story: story.say("skip 4"), False),
        (lambda story: story.tell(StepReopened(step_id=ONE.id)), False),
        (lambda story: story.tell(StepSplit(step_id=TWO.id)), False),
        (lambda story: undoing(story, TWO).tell(ErrandDropped()), False),
        (lambda story: story.say("a few words", "n"), False),
        (lambda story: story.say("a few words", "1"), False),
    ],
)
def test_a_summary_is_of_what_has_just_ended(
    goes_on: Callable[[Story], Story],
    still: bool,  # noqa: FBT001 - a column of the table
) -> None:
    story = goes_on(summed())
    if not isinstance(story.move(), Gate):
        story.tell(PlanReread(plan=a_plan(), blob=BlobId("p1")))
    assert page(story).startswith("Done 1 of 5") is still


def test_split_steps_are_counted_by_their_items() -> None:
    story = summed(SPLIT_PLAN).say("split 2")
    story.tell(BatchAgreed(batch=Batch(steps=story.session.open[:1])))
    story.tell(ChecksFound(checks=(), trusted=True), StepHanded(reason="yours")).say("s")
    summary = Summary(results=story.working.results, reason="finished")
    story.tell(BatchSummarised(summary=summary), PlanReread(plan=SPLIT_PLAN, blob=BlobId("p1")))
    assert page(story).startswith("Done 2 of 4")
    assert "Next 2 of 2 open" in page(story)


def test_all_done_says_how() -> None:
    story = waiting(a_plan("edit", "edit"), closing(ONE)).say("skip 2", "n")
    assert page(story).startswith("POST /api/cards: done (1 applied, 1 skipped)\nNext: [Enter]")


def test_F34_a_plan_without_steps_offers_ways_on() -> None:
    assert page(waiting(a_plan(count=0))) == (
        "This plan has no steps that can be read: .ai/cards-plan.md\n"
        "[d]raft its steps · [e]dit the plan · [v]iew it · [Enter] read it again · "
        "[o]ther endpoint"
    )


@pytest.mark.parametrize(
    ("story", "head", "keys"),
    [
        (
            at_diff,
            "Step 1/5  Do 1",
            "[y] [a]ll left as one page [e]dit [m]essage [s]kip [stop], or why not",
        ),
        (
            lambda: at_diff(steps=1),
            "Step 1/5  Do 1",
            "[y] [e]dit [m]essage [s]kip [stop], or why not",
        ),
        (
            lambda: at_diff(by_hand(), steps=1),
            "Step 1/5  Do 1",
            "[y] [m]essage [s]kip [stop], or why not",
        ),
        (
            lambda: (
                red(by_hand()).say("r").tell(ProposalMade(proposal=change(edit("a", "b1", "b2"))))
            ),
            "Step 1/5  Do 1",
            "[y] [a]ll left as one page [e]dit [m]essage [stop], or why not",
        ),
        (
            lambda: (
                agreed(a_plan("confirm", "edit"))
                .tell(StepFailed(repaired=TWO))
                .tell(ProposalMade(proposal=change(edit("a"), edit("b"))))
            ),
            "Repair of step 2, 1 of 2",
            "[y] [y 1] [e]dit [m]essage [s]kip [stop], or why not",
        ),
        (lambda: undoing(waiting(), TWO), "Undo step 2  Do 2", "[y] [e]dit [m]essage [n]"),
        (
            lambda: waiting().tell(
                ErrandStarted(
                    purpose=ForRedo(step_id="gone", commit=CommitId("c")), proposal=change()
                )
            ),
            "Redo step ",
            "[y] [e]dit [m]essage [n]",
        ),
        (
            lambda: waiting().tell(ErrandStarted(purpose=ForPlan(), proposal=by_hand())),
            "The plan",
            "[y] [m]essage [n]",
        ),
        (
            lambda: waiting().tell(ErrandStarted(purpose=ForDecision(), proposal=change())),
            "A decision for every endpoint",
            "[y] [e]dit [m]essage [n]",
        ),
        (
            lambda: waiting().tell(ErrandStarted(purpose=ForSetup(), proposal=change())),
            "How Waltz works in this repository",
            "[y] [e]dit [m]essage [n]",
        ),
    ],
)
def test_a_diff_says_what_it_is_for_and_only_the_keys_that_work(
    story: Callable[[], Story], head: str, keys: str
) -> None:
    first, *_, last = page(story()).splitlines()
    assert (first, last) == (head, keys)


def test_a_diff_shows_each_file_its_notes_and_its_commit() -> None:
    two = replace(
        change(edit("app/a.py"), edit("app/b.py", "b0", "b1"), edit("app/c.py", "b0", None)),
        notes=("matched after indent",),
    )
    assert page(at_diff(two)).splitlines()[1:-1] == [
        "  matched after indent",
        "1 app/a.py new +1 -0",
        "2 app/b.py changed +1 -1",
        "3 app/c.py deleted +0 -1",
        "commit: feat: do it",
    ]


def test_the_subject_shown_is_the_one_committed() -> None:
    long = replace(change(), subject="feat: add " + "x" * 80)
    shown = page(at_diff(long)).splitlines()[-2].removeprefix("commit: ")
    assert compose(long.subject, "", ()).strip() == shown
    assert (len(shown), shown[-1]) == (72, "…")


def test_the_rest_of_the_batch_on_one_page() -> None:
    story = at_diff().say("a")
    story.tell(PageProposed(proposals=((ONE.id, change()), (TWO.id, change(edit("app/b.py"))))))
    assert page(story) == (
        "Step 1  Do 1\n1 app/a.py new +1 -0\ncommit: feat: do it\n"
        "Step 2  Do 2\n1 app/b.py new +1 -0\ncommit: feat: do it\n"
        "All 2? [y] [n]"
    )


def test_a_step_of_the_users_shows_what_helps() -> None:
    story = agreed().tell(StepHanded(reason="nothing to go by", facts=("POST /api/cards",)))
    assert page(story).splitlines()[:-1] == [
        "Step 1/5  Do 1",
        "  Body of 1",
        "  app/f1.py",
        "nothing to go by",
        "  POST /api/cards",
    ]


@pytest.mark.parametrize(
    ("how", "words"),
    [("unneeded", "It needs no change: so"), ("covered", "It was done by an earlier step: so")],
)
def test_nothing_to_write_is_said_with_its_reason(
    how: Literal["unneeded", "covered"], words: str
) -> None:
    story = agreed().tell(NothingOffered(how=how, reason="so"))
    assert page(story).splitlines()[:2] == ["Step 1/5  Do 1", words]


def test_a_step_to_confirm_shows_ready_commands() -> None:
    lines = page(agreed(a_plan("confirm"))).splitlines()
    assert lines[0] == "Step 1/1  Do 1"
    assert "201 created   api-plan.md:7" in lines
    assert "curl -si -X POST $H/api/cards" in lines
    assert lines[-1].startswith("[d]one")
    assert "curl" not in page(agreed(a_plan("confirm")), replace(FACTS, spec=lambda: None))


def test_red_shows_the_end_of_the_output() -> None:
    tail = "\n".join(f"line {n}" for n in range(40))
    story = red()
    gate = story.move()
    assert isinstance(gate, AskRed)
    assert page(story).splitlines() == [
        "Step 1/5  Do 1",
        "pytest failed (exit 1)",
        "  python -m pytest",
        "  boom",
        "[r]epair (2 left) · [again] · [p]ut back · [k]eep it red · [o]utput · [stop]",
    ]
    late = (
        result(),
        replace(result(RUFF, code=1), red_before=True),
        result(RUFF, code=None, tail=tail),
    )
    spent = replace(gate, job=replace(story.job, repairs=2), results=late)
    lines = text(gate_page(story.session, spent, FACTS)).splitlines()
    assert lines[1:4] == ["ruff check failed (ran out of time)", "  bin/ruff check", "  line 25"]
    assert lines[-1] == "[again] · [p]ut back · [k]eep it red · [o]utput · [stop]"
    stopped = replace(gate, results=(replace(result(code=130), cancelled=True),))
    lines = text(gate_page(story.session, stopped, FACTS)).splitlines()
    assert lines[1:] == ["pytest cancelled by you", "[again] · [p]ut back · [k]eep · [stop]"]


def dirty() -> Story:
    return at_diff(replace(change(), dirty=(RepoPath("app/a.py"),)))


RUFF_FILTER = Formatter(
    run=("/my x/python", "-m", "ruff", "format", "--stdin-filename", "{path}", "-"),
    paths=("*.py", "*.pyi"),
)


def with_formats(*checks: Check, formatter: Formatter = RUFF_FILTER) -> Callable[[], Story]:
    found = ChecksFound(checks=checks, formats=(formatter,), trusted=False)
    return lambda: waiting().say("").tell(found)


@pytest.mark.parametrize(
    ("story", "rows"),
    [
        (
            with_formats(PYTEST),
            [
                (
                    "This repository's checks and formatters (.ai/waltz.toml) are commands "
                    "that run here:"
                ),
                "  python -m pytest   after each step",
                (
                    '  "/my x/python" -m ruff format --stdin-filename {path} -   on each '
                    "proposed *.py, *.pyi before you see it"
                ),
                "May they run?   [y] [n]; asked again when they change",
            ],
        ),
        (
            with_formats(formatter=replace(RUFF_FILTER, run=("black", "-"), why="pyproject.toml")),
            [
                "This repository's formatters are commands that run here:",
                (
                    "  black -   on each proposed *.py, *.pyi before you see it; guessed from "
                    "pyproject.toml, `format = []` turns it off"
                ),
                "May they run?   [y] [n]; asked again when they change",
            ],
        ),
        (
            with_formats(PYTEST, formatter=Formatter(run=("black", "-"), why="pyproject.toml")),
            [
                (
                    "This repository's checks (.ai/waltz.toml) and formatters are commands "
                    "that run here:"
                ),
                "  python -m pytest   after each step",
                (
                    "  black -   on each proposal before you see it; guessed from pyproject.toml, "
                    "`format = []` turns it off"
                ),
                "May they run?   [y] [n]; asked again when they change",
            ],
        ),
    ],
)
def test_T09_formatters_are_shown_as_they_run(story: Callable[[], Story], rows: list[str]) -> None:
    assert page(story()).splitlines() == rows


def untrusted() -> Story:
    story = waiting().say("")
    return story.tell(ChecksFound(checks=(PYTEST, RUFF), trusted=False))


@pytest.mark.parametrize(
    ("story", "words"),
    [
        (dirty, "app/a.py holds changes of yours that are in no commit.\n[i]nclude"),
        (
            untrusted,
            "  python -m pytest   after each step\n  bin/ruff check   after each batch\nMay",
        ),
        (
            lambda: step_done(agreed(), "c1", "app/a.py"),
            (
                "A hook changed what was approved: app/a.py\n"
                "  only in the index, in its mode, or in a further commit: app/a.py\n"
                "[k]eep what it made, or [u]ndo"
            ),
        ),
        (lambda: waiting().say("snake case"), "Keep for [1] the next steps  [2] this plan"),
        (
            lambda: waiting(a_plan("edit")).say("skip 1"),
            "a clone would not know:\n  1 Do 1: skipped\nRecord them",
        ),
        (
            lambda: at_diff().say("y").tell(BranchMoved(branch="")),
            "You are on no branch now; began on main.\n[y] go on here",
        ),
    ],
)
def test_a_decision_says_what_is_to_be_decided(story: Callable[[], Story], words: str) -> None:
    assert words in page(story())


def test_a_step_without_text_shows_its_files() -> None:
    plan = replace(a_plan(), steps=(replace(ONE, body="", files=()), TWO))
    story = agreed(plan, steps=1).tell(StepHanded(reason="yours"))
    assert page(story).splitlines()[:2] == ["Step 1/2  Do 1", "yours"]


def test_a_detached_start_has_no_branch() -> None:
    story = at_diff().say("y").tell(BranchMoved(branch="dev"))
    detached = Story(session=replace(story.session, branch=None))
    assert page(detached).startswith("You are on dev now; began on no branch.")


def test_what_is_recorded_of_a_plan_that_changed() -> None:
    story = waiting(a_plan("edit")).say("skip 1")
    other = replace(story.session, plan=replace(a_plan(count=1), steps=(replace(ONE, id="x"),)))
    gate = story.move()
    assert isinstance(gate, Gate)
    assert "skipped" not in text(gate_page(other, gate, FACTS))
    assert "skipped" not in text(gate_page(replace(other, plan=None), gate, FACTS))


def test_bytes_that_are_gone_or_no_text_are_shown_as_far_as_they_go() -> None:
    assert FACTS.text(None) == ""
    assert replace(FACTS, load=lambda _: b"a\xff").text(BlobId("x")) == "a\ufffd"


def test_a_change_that_is_no_step_has_no_body() -> None:
    phase = Handed(reason="yours")
    gate = AskHands(job=Job(purpose=ForPlan(), phase=phase), phase=phase)
    shown = text(gate_page(waiting().session, gate, FACTS))
    assert shown.splitlines()[:2] == ["The plan", "yours"]
