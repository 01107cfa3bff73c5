from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from loop import (
    ENDPOINT,
    FIVE,
    NOT_BAD,
    PLAN,
    Key,
    Loop,
    Shown,
    Typed,
    Writer,
    check_text,
    drafted,
    naming,
    plan_text,
    project,
    step_text,
)
from sandbox import Sandbox

from agent.core.errors import DeclinedError, ExitCode, WaitingError, refused
from agent.core.plan import Question
from agent.drafter import Draft, PlanDraft, PlanRequest, StepRequest, Unable
from agent.repl import Conversation

NEW = ".ai/view-implementation-plan.md"
QUESTION = Question(id="q1", text="Which id?", options=("uuid", "integer"))


@pytest.fixture
def loop(empty: Sandbox) -> Loop:
    return Loop(project(empty))


@pytest.fixture
def fresh(empty: Sandbox) -> Loop:
    return Loop(project(empty, plan=None))


def then(act: Callable[[], object], line: str) -> Key:
    def key() -> str:
        act()
        return line

    return key


def replaced(loop: Loop, old: str, new: str) -> Callable[[], object]:
    return lambda: loop.box.write(PLAN, loop.read(PLAN).replace(old, new))


# the plan


def test_a_plan_is_drafted_reviewed_saved_and_committed(fresh: Loop) -> None:
    run = fresh.talk("shorter please", "y")
    assert "Save and commit?" in run.seen[0]
    assert "201 on success (api-plan.md:10)" in run.seen[0]
    assert "5 steps" in run.seen[0]
    assert "shorter please" in run.seen[1]
    assert fresh.subjects == ["docs: plan POST /api/cards"]
    assert "shorter please" in fresh.read(NEW)
    assert "Next 3 of 5 open" in run.gate
    assert fresh.box.status() == ""


def test_questions_come_first_and_their_answers_count(fresh: Loop) -> None:
    fresh.drafter.asks = (QUESTION,)
    run = fresh.talk("z", "b", "y")
    assert "Question 1 of 1   Which id?" in run.seen[0]
    assert "there is no option z" in run.seen[1]
    assert "q1: integer" in fresh.read(NEW)


@pytest.mark.parametrize(("words", "count"), [("400, 418", 5), ("400", 6)])
def test_statuses_that_the_owner_answered_are_no_fault(fresh: Loop, words: str, count: int) -> None:
    fresh.drafter.asks = (QUESTION,)
    fresh.drafter.plan_as = fresh.drafter.plan_as.replace("Cards.\n", "Cards.\n\nstatus 418\n")
    run = fresh.talk(words)
    assert f"Lint: {count} errors" in run.gate


def test_words_that_cannot_be_used_leave_the_draft(fresh: Loop) -> None:
    run = fresh.talk("cannot", "y")
    assert "these words cannot be used" in run.seen[1]
    assert fresh.subjects == ["docs: plan POST /api/cards"]


@pytest.mark.parametrize("line", ["", "n", "yes but shorter"])
def test_only_a_plain_yes_saves_a_plan(fresh: Loop, line: str) -> None:
    fresh.talk(line)
    assert fresh.subjects == []
    assert not (fresh.box.root / NEW).exists()


def test_a_plan_edited_before_it_is_saved(fresh: Loop) -> None:
    fresh.editor = lambda text, _name: text.replace("Make part 1", "Make it first")
    run = fresh.talk("e", "y")
    assert "Make it first" in run.seen[1]
    assert "# API Endpoint" in fresh.read(NEW)
    assert "Make it first" in fresh.read(NEW)


def test_a_plan_edited_into_none_is_said(fresh: Loop) -> None:
    fresh.editor = lambda _text, _name: "nothing"
    run = fresh.talk("e", "y")
    assert "no plan with steps can be read in it" in run.seen[1]
    assert len(fresh.subjects) == 1


def test_a_plan_s_place_taken_meanwhile_is_not_overwritten(fresh: Loop) -> None:
    run = fresh.talk(then(lambda: fresh.box.write(NEW, "mine\n"), "y"))
    assert "REFUSED stale-file" in run.last
    assert fresh.read(NEW) == "mine\n"
    assert fresh.subjects == []
    assert run.exit == ExitCode.DONE


def test_a_plan_whose_hook_fails_is_asked_again(fresh: Loop) -> None:
    hook = fresh.box.hook("pre-commit", "echo no docs; exit 1")
    run = fresh.talk("y", then(hook.unlink, "y"))
    assert "no docs" in run.seen[1]
    assert "[y]" in run.typed.gates[1]
    assert fresh.subjects == ["docs: plan POST /api/cards"]


def test_a_declined_save_after_a_refusal_leaves_nothing(fresh: Loop) -> None:
    fresh.box.hook("pre-commit", "exit 1")
    run = fresh.talk("y", "n")
    assert fresh.box.status() == ""
    assert "Save and commit?" in run.last


def test_a_plan_that_git_ignores_is_kept_without_a_commit(fresh: Loop) -> None:
    fresh.box.git("rm", "-rq", "--cached", ".ai")
    fresh.box.commit("ignore", **{".gitignore": ".ai/\n"})
    run = fresh.talk("y", "1", "y")
    assert "git ignores it, so there is no commit" in run.seen[1]
    assert fresh.subjects == ["ignore", "feat(f1): make part 1"]
    assert fresh.box.status() == ""
    again = fresh.talk()
    assert fresh.states()[0] == "applied"
    assert "Next 3 of 4 open" in again.gate


def test_adopting_marks_only_what_the_user_says(loop: Loop) -> None:
    loop.box.commit("ticked", **{PLAN: FIVE.replace("### 1. Make", "### 1. [x] Make")})
    run = loop.talk("2,4")
    assert loop.states() == ["open", "confirmed", "open", "confirmed", "open"]
    assert loop.subjects == ["ticked"]
    assert "Next 3 of 3 open" in run.gate


def test_a_refusal_while_a_plan_is_sought_is_no_end(fresh: Loop) -> None:
    (fresh.box.root / ".ai/link.md").symlink_to("/etc/hostname")

    def no(*_: object) -> tuple[Question, ...]:
        raise refused("too-large", "docs", "it is too large")

    fresh.drafter.questions = no  # type: ignore[assignment, method-assign] # the drafter is a script
    run = fresh.talk()
    assert "REFUSED too-large docs" in run.last
    assert "Which endpoint" in run.gate
    assert run.exit == ExitCode.DONE


def test_a_plan_of_another_endpoint_is_not_saved(fresh: Loop) -> None:
    fresh.drafter.plan_as = FIVE.replace("POST", "GET")
    run = fresh.talk()
    assert "it is no plan of POST /api/cards" in run.last
    assert "Which endpoint" in run.gate
    fresh.drafter.plan_as = FIVE
    fresh.editor = lambda text, _name: text.replace("POST", "PUT")
    run = fresh.talk("e", "y")
    assert "it is no plan of POST /api/cards" in run.seen[1]
    assert fresh.subjects == ["docs: plan POST /api/cards"]


# the plan edited by the user


def test_an_edited_plan_is_offered_as_its_own_commit(loop: Loop) -> None:
    edit = then(replaced(loop, "Make part 4", "Make the fourth"), "y")
    run = loop.talk("none", "1-3", "y", "y", edit, "y")
    assert loop.box.git("show", "--name-only", "--format=", "HEAD~1").split() == ["app/f3.py"]
    assert "The plan" in run.seen[5]
    assert "+ ### 4. Make the fourth" in run.seen[5]
    assert loop.subjects[-1] == f"docs: edit the plan of {ENDPOINT}"
    assert "4 Make the fourth" in run.gate
    assert loop.box.status() == ""


def test_an_edit_during_a_batch_does_not_change_it(loop: Loop) -> None:
    edit = then(replaced(loop, "part 2", "another"), "y")
    run = loop.talk("none", "1,2", edit, "y")
    assert "Step 2/5  Make part 2" in run.seen[3]
    assert "2 Make another" in run.last or "Make another" in run.last


def test_a_declined_plan_edit_is_not_offered_again(loop: Loop) -> None:
    edit = then(replaced(loop, "part 4", "fourth"), "1")
    loop.talk("none", "1", "y")
    run = loop.resume(then(replaced(loop, "part 4", "fourth"), "2"), "y", "n", "3", "y")
    assert "The plan" in run.seen[2]
    assert "Next 3" in run.seen[3]
    assert "The plan\n" not in run.last
    assert loop.box.git("status", "--porcelain") == f" M {PLAN}"
    assert len(loop.subjects) == 3
    assert edit


def test_a_plan_that_is_gone_asks_for_an_endpoint(loop: Loop) -> None:
    run = loop.talk("none", then((loop.box.root / PLAN).unlink, "1"), "y")
    assert "is gone" in run.text
    assert "Which endpoint" in run.gate


def test_a_step_taken_out_of_the_plan_is_not_offered(loop: Loop) -> None:
    cut = plan_text(*(step_text(n) for n in (1, 2, 3)))
    run = loop.talk("none", "1", then(lambda: loop.box.write(PLAN, cut), "y"), "y")
    assert "Next 2 of 2 open" in run.last


# feedback


def test_feedback_for_the_next_steps(loop: Loop) -> None:
    run = loop.talk("none", "use tabs", "1", "1,2", "y", "y", "3", "y")
    assert "Keep for [1] the next steps" in run.seen[2]
    assert loop.read("app/f1.py") == "# 1 Make part 1\n# 1 use tabs\n"
    assert loop.read("app/f2.py") == "# 2 Make part 2\n# 2 use tabs\n"
    assert loop.read("app/f3.py") == "# 3 Make part 3\n"
    assert "not taken" not in run.text


def test_feedback_on_the_plan_is_a_diff_and_a_commit(loop: Loop) -> None:
    run = loop.talk("none", "use tabs", "2", "y")
    assert "+ - use tabs" in run.seen[3]
    assert loop.subjects == [f"docs: note on {ENDPOINT}"]
    assert loop.read(PLAN).endswith("## Feedback\n\n- use tabs\n")
    assert "Next 3 of 5 open" in run.gate
    loop.resume("and spaces", "2", "y")
    assert loop.read(PLAN).endswith("## Feedback\n\n- use tabs\n- and spaces\n")


def test_feedback_on_the_plan_and_decisions_reach_the_later_drafts(loop: Loop) -> None:
    loop.talk("none", "use tabs", "2", "y", "be brief", "3", "y", "1", "y")
    assert loop.read("app/f1.py") == "# 1 Make part 1\n# 1 be brief\n# 1 use tabs\n"
    assert "be brief  decisions.md:3" in loop.resume("/facts").last


def test_words_that_no_draft_can_use_are_said_once_a_batch(loop: Loop) -> None:
    idle = ("use tabs",)
    loop.drafter.own = {
        one: replace(drafted({f"app/f{one}.py": "x\n"}), unused=idle) for one in ("1", "2")
    }
    run = loop.talk("none", "use tabs", "1", "1,2", "y", "y")
    assert run.text.count("cannot use here: “use tabs”") == 1


def test_a_decision_that_no_draft_can_use_is_said_in_each_batch(loop: Loop) -> None:
    loop.drafter.own = {
        one: replace(drafted({f"app/f{one}.py": "x\n"}), unused=("no globals", "use tabs"))
        for one in ("1", "2", "3")
    }
    run = loop.talk("none", "no globals", "3", "y", "use tabs", "1", "1,2", "y", "y", "3")
    said = "decided for every endpoint, not used here: “no globals”"
    assert (run.text.count(said), run.text.count("cannot use here: “use tabs”")) == (2, 1)


def test_feedback_for_every_endpoint_is_a_decision(loop: Loop) -> None:
    run = loop.talk("none", "use tabs", "3", "y", "no globals", "3", "y")
    assert "A decision for every endpoint" in run.seen[3]
    assert loop.read(".ai/decisions.md") == "# Decisions\n\n- use tabs\n- no globals\n"
    assert loop.subjects == ["docs: decide: use tabs", "docs: decide: no globals"]
    assert "Next 3 of 5 open" in run.gate


@pytest.mark.parametrize("codec", ["cp1250", "utf-16"])
def test_a_plan_in_another_encoding_is_read_and_never_rewritten(loop: Loop, codec: str) -> None:
    text = naming(loop.read(PLAN).replace("Make part", "Make główną część"), loop.drafter)
    loop.box.write(PLAN, text.encode(codec))
    loop.box.commit("docs: plan")
    before, subjects = (loop.box.root / PLAN).read_bytes(), loop.subjects
    run = loop.talk("none", "use tabs", "2")
    assert "Make główną część 1" in run.text
    assert "REFUSED protected-file .ai/cards-plan.md: to nie tekst UTF-8" in run.text
    assert (loop.box.root / PLAN).read_bytes() == before
    assert loop.subjects == subjects


@pytest.mark.parametrize("lines", [("n",), ("1x", "n"), ("2", "n"), ("3", "n")])
def test_feedback_dropped_changes_nothing(loop: Loop, lines: tuple[str, ...]) -> None:
    run = loop.talk("none", "use tabs", *lines)
    assert loop.subjects == []
    assert loop.box.status() == ""
    assert "Next 3 of 5 open" in run.gate


def test_a_bare_no_at_a_wait_agrees_to_nothing(loop: Loop) -> None:
    assert "nothing is agreed" in loop.talk("none", "n").last


# the batch


@pytest.mark.parametrize(
    ("line", "steps"),
    [("", "1, 2, 3"), ("2", "2"), ("4-5", "4, 5"), ("5,4", "5, 4"), ("1 3", "1, 3")],
)
def test_what_a_line_agrees_to(loop: Loop, line: str, steps: str) -> None:
    assert f"agreed: {steps}\n" in loop.talk("none", line).last


@pytest.mark.parametrize("line", ["1-4", "1,2,3,4", "9", "2-1", "1,1"])
def test_never_more_than_three_nor_twice(loop: Loop, line: str) -> None:
    loop.talk("none", line)
    assert "batch-agreed" not in loop.happened("batch-agreed")


def test_steering_at_a_wait(empty: Sandbox) -> None:
    items = ("**Add the model** in `app/m.py`", "**Add the view** in `app/v.py`")
    plan = plan_text(step_text(1, items=items), step_text(2), step_text(3), step_text(4))
    loop = Loop(project(empty, plan=plan))
    run = loop.talk("none", "skip 2 not now", "split 1", "kind 3 confirm", "y")
    assert "Next 3 of 3 open" in run.seen[2]
    assert "1.1 Add the model" in run.seen[3]
    assert "agreed: 1.1, 1.2, 3" in run.last
    assert loop.states()[1] == "skipped"


@pytest.mark.parametrize(("line", "reason"), [(("n", "n"), "declined"), (("stop",), "stopped")])
def test_no_or_stop_ends_the_batch(loop: Loop, line: tuple[str, ...], reason: str) -> None:
    run = loop.talk("none", "y", "y", *line)
    assert f"({reason})" in run.last
    assert loop.states() == ["applied", "open", "open", "open", "open"]
    assert "Next 3 of 4 open" in run.gate


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        (("n",), "open again 2, 3\n"),
        (("shorter", "n"), "open again 2, 3, and your words on it go\n"),
        (("n", "?", "n"), "open again 2, 3\n"),
        (("n", "shorter", "n"), "open again 2, 3, and your words on it go\n"),
    ],
)
def test_a_bare_no_says_first_what_ends_with_it(
    loop: Loop, lines: tuple[str, ...], left: str
) -> None:
    run = loop.talk("none", "y", "y", *lines)
    assert f"say why not, or s skips this step; n again ends the batch: {left}" in run.last
    assert loop.states() == ["applied", "agreed", "agreed", "open", "open"]


def test_skipped_steps_are_not_replaced(loop: Loop) -> None:
    run = loop.talk("none", "y", "s", "s", "s")
    assert "Next 2 of 2 open" in run.gate
    assert loop.states() == ["skipped"] * 3 + ["open"] * 2


# the end


def test_what_ended_without_a_commit_is_recorded_for_a_clone(loop: Loop) -> None:
    run = loop.talk("none", "skip 1", "skip 2", "3-5", "y", "y", "s", "y")
    assert "These steps ended without a commit" in run.seen[7]
    assert "5 Make part 5: skipped" in run.seen[7]
    assert "1 Make part 1" not in run.seen[7]
    assert loop.subjects[-1] == f"chore: close 1 step of {ENDPOINT}"
    assert loop.box.git("show", "--format=", "--name-only") == ""
    assert "done (3 skipped, 2 applied)" in run.gate
    clone = loop.box.root.with_name("clone")
    loop.box.git("clone", "-q", ".", str(clone))
    there = Loop(Sandbox(clone)).talk()
    assert "done (3 skipped, 2 applied)" in there.gate


def test_not_recorded_is_not_asked_again(loop: Loop) -> None:
    run = loop.talk("all", "n")
    assert "a clone would not know" in run.seen[1]
    assert "done (5 confirmed)" in run.gate
    assert loop.subjects == []


def test_F06_a_record_that_cannot_be_made_is_no_loop(loop: Loop) -> None:
    lock = loop.box.root / ".git/index.lock"
    run = loop.talk("all", then(lambda: lock.write_text(""), "y"))
    assert "REFUSED busy" in run.last
    assert "done (5 confirmed)" in run.gate
    lock.unlink()


def test_a_hook_that_refuses_the_record_is_no_loop(loop: Loop) -> None:
    loop.box.hook("pre-commit", "exit 1")
    run = loop.talk("all", "y")
    assert "REFUSED git-state" in run.last
    assert "done (5 confirmed)" in run.gate


# leaving, and nobody there


def test_leaving_says_how_to_go_on(loop: Loop) -> None:
    assert "`waltz` goes on from here" in loop.talk("none").text
    assert loop.talk("/quit").exit == ExitCode.DONE


def test_T32_an_approval_drops_what_was_typed_ahead(loop: Loop) -> None:
    run = loop.talk("none", "1", "y")
    assert [ask.approval for ask in run.typed.asks] == [False, True, True, True]


def gone() -> str:
    raise WaitingError("nobody")


def test_nobody_there_waits_at_what_is_unclear(loop: Loop) -> None:
    loop.attended = False
    with pytest.raises(WaitingError, match="y applies it"):
        loop.talk("none", "1", "")
    with pytest.raises(WaitingError, match="nobody"):
        loop.resume("y but not so", gone)
    assert loop.subjects == []


def test_nobody_there_a_no_is_declined(loop: Loop) -> None:
    loop.attended = False
    with pytest.raises(DeclinedError):
        loop.talk("none", "1", "n", gone)


def test_words_of_an_editor_and_shell_are_shown(loop: Loop) -> None:
    run = loop.talk("none", "!echo hello; exit 3", "!", "? why")
    assert "hello" in run.seen[2]
    assert "exit 3" in run.seen[2]
    assert "! and the command" in run.seen[3]
    assert "no words on “why”" in run.last


def test_shell_output_is_what_failed(empty: Sandbox) -> None:
    plan = plan_text(step_text(1), step_text(2, "confirm"))
    loop = Loop(project(empty, plan=plan))
    loop.talk("none", "y", "y", "!echo 500 Internal", "f")
    assert "500 Internal" in " ".join(loop.drafter.asked[-1].notes)


def test_F41_ctrl_c_at_a_prompt_clears_the_line(loop: Loop) -> None:
    def stop() -> str:
        raise KeyboardInterrupt

    run = loop.talk("none", stop, "1")
    assert "agreed: 1" in run.last


def test_F41_ctrl_c_while_drafting_ends_the_batch(loop: Loop) -> None:
    def stop(_: object) -> object:
        raise KeyboardInterrupt

    loop.drafter.own = {"2": stop}  # type: ignore[dict-item] # the drafter is a script
    run = loop.talk("none", "y", "y")
    assert "Next 3 of 4 open" in run.gate
    assert len(loop.subjects) == 1


def test_F41_ctrl_c_while_redrafting_goes_back_to_the_diff(loop: Loop) -> None:
    def stop(request: StepRequest) -> Draft:
        if request.notes == ("not so",):
            raise KeyboardInterrupt
        return loop.drafter.written(request)

    loop.drafter.own = {"1": stop}
    run = loop.talk("none", "1", "not so", "y", "2")
    assert "cut short by you; the diff is as it was" in run.seen[3]
    assert "[y]" in run.seen[3]
    assert loop.states()[0] == "applied"
    assert "not taken: not so" in run.seen[4]


def test_F41_ctrl_c_while_a_repair_is_drafted_leaves_the_step_open(empty: Sandbox) -> None:
    loop = Loop(project(empty, settings=check_text(NOT_BAD)), Writer(bad=("1",)))

    def stop(request: StepRequest) -> Draft:
        if request.notes == ("mend",):
            raise KeyboardInterrupt
        return loop.drafter.written(request)

    loop.drafter.own = {"1": stop}
    run = loop.talk("none", "1", "y", "y", "r mend", "as I say", "y")
    assert "cut short by you; say what to mend" in run.seen[5]
    assert loop.states()[0] == "verified"


def test_F41_ctrl_c_while_drafting_a_page_goes_back_to_the_diff(loop: Loop) -> None:
    def stop(_: object) -> object:
        raise KeyboardInterrupt

    loop.drafter.own = {"2": stop}  # type: ignore[dict-item] # the drafter is a script
    run = loop.talk("none", "y", "a", "y")
    assert len(loop.subjects) == 1
    assert run.exit == ExitCode.DONE


def test_F41_ctrl_c_while_a_plan_is_drafted(fresh: Loop) -> None:
    plan = fresh.drafter.plan

    def stop(request: PlanRequest) -> PlanDraft | Unable:
        if "stop" in request.notes:
            raise KeyboardInterrupt
        return plan(request)

    fresh.drafter.plan = stop  # type: ignore[method-assign] # the drafter is a script
    run = fresh.talk("stop", "y")
    assert "cut short by you" in run.seen[1]
    assert fresh.subjects == ["docs: plan POST /api/cards"]


def test_F41_ctrl_c_during_a_check_asks_what_now(empty: Sandbox) -> None:
    loop = Loop(project(empty, settings=check_text("import os; os.path.exists('app/f1.py')")))
    loop.talk("none", "1", "y")

    def stop(line: str) -> Key:
        return then(lambda: signal.setitimer(signal.ITIMER_REAL, 0.4), line)

    signal.signal(signal.SIGALRM, signal.default_int_handler)
    slow = check_text("import os, time; time.sleep(30 * os.path.exists('app/f2.py'))")
    loop.box.commit("slow", **{".ai/waltz.toml": slow})
    run = loop.resume("y", "2", "y", stop("y"))
    assert run.gate.endswith("cancelled by you\n[again] · [p]ut back · [k]eep · [stop]\n")
    run = loop.resume(stop("again"))
    assert "cancelled by you" in run.gate
    run = loop.resume("p")
    assert "Next 3 of 4 open" in run.gate
    assert loop.box.status() == ""
    assert not (loop.box.root / "app/f2.py").exists()
    assert loop.states()[1] == "open"


def test_nothing_is_drafted_twice_for_one_diff(loop: Loop) -> None:
    loop.talk("none", "1", "/help", "/diff", "y")
    assert len(loop.drafter.asked) == 1


def test_files_outside_the_step_are_in_the_diff(loop: Loop) -> None:
    loop.drafter.own = {"1": drafted({"app/f1.py": "x\n", "app/elsewhere.py": "y\n"})}
    run = loop.talk("none", "1")
    assert "app/elsewhere.py" in run.last


def test_the_rest_is_loaded_behind_the_first_question_and_once(loop: Loop) -> None:
    loop.talk("none")
    screen, loaded = Shown([]), threading.Event()
    typed = Typed(screen, iter(("?", "?")))
    opened = loop.here.reopen(loop.here.all()[0].id)
    again = Conversation(
        session=opened.session,
        journal=opened.journal,
        ports=loop.ports(screen, typed),
        attended=True,
        behind=loaded.set,
    )

    assert again.run() == ExitCode.DONE

    first, second, *_ = typed.asks
    assert not loaded.is_set()
    first.drawn(lambda: None)
    assert loaded.wait(20)
    loaded.clear()
    second.drawn(lambda: None)
    assert again.behind is None
