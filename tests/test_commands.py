from __future__ import annotations

import re
from contextlib import suppress
from functools import reduce

import pytest
from loop import (
    ENDPOINT,
    FIVE,
    NOT_BAD,
    Loop,
    Writer,
    check_text,
    plan_text,
    project,
    step_text,
)
from sandbox import Sandbox

from agent.commands import COMMANDS, Call, run_command
from agent.core.errors import ExitCode, RefusedError, UsageError
from agent.core.fold import apply
from agent.core.gates import Gate
from agent.core.moves import next_move
from agent.drafter import Unable
from agent.pages import helping
from agent.pages.facts import Facts

AGREED = ("none", "1")


@pytest.fixture
def loop(empty: Sandbox) -> Loop:
    return Loop(project(empty))


def test_help_names_every_command(loop: Loop) -> None:
    run = loop.talk("/help")
    for command in COMMANDS:
        assert f"  {command.usage}" in run.last
        assert command.help.split(";")[0] in " ".join(run.last.split())


def test_help_gates_lists_every_gate_with_its_answers(loop: Loop) -> None:
    said = " ".join(loop.talk("/help gates").seen[1].split())
    for one in helping.GATES:
        assert f"{one.name} {one.what} {one.answers}" in said


def test_help_ends_with_the_answers_of_this_gate(loop: Loop) -> None:
    done = next(one for one in helping.GATES if one.name == "done")
    agree = next(one for one in helping.GATES if one.name == "agree")
    run = loop.talk("/help", "none", "/help", "/help done")
    said = [" ".join(one.split()) for one in run.seen]

    assert f"those of every gate: done {done.what} {done.answers}" in said[1]
    assert f"those of every gate: agree {agree.what} {agree.answers}" in said[3]
    assert f"done {done.what} {done.answers}" in said[4]
    assert agree.what not in said[4]


@pytest.mark.parametrize("line", ["/", "/h", "help", "/?"])
def test_help_by_other_names(loop: Loop, line: str) -> None:
    assert "/quit" in loop.talk(line).last


@pytest.mark.parametrize("line", ["/quit", "/exit", "/q", "quit", "exit"])
def test_leaving(loop: Loop, line: str) -> None:
    assert loop.talk(line).exit == ExitCode.DONE


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/nonsense", "/nonsense is no command"),
        ("/stat", "/status?"),
        ("/take 'a", "agree on one first"),
        ("/diff", "no diff is open"),
        ("/skip", "which step? name its number"),
        ("/skip 9", "the plan has no step 9"),
        ("/todo 1", "step 1 is open already"),
        ("/split 1", "step 1 has no items of its own"),
        ("/endpoint DELETE /nowhere", "no document names"),
        ("/endpoint POST /api/crads", "nearest: POST /api/cards"),
        ("/endpoint api", "matches 2 endpoints: POST /api/cards, GET /api/cards"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_the_keys(loop: Loop, line: str, said: str) -> None:
    run = loop.talk("none", line)
    hint, keys = run.last.splitlines()
    assert said in hint
    assert keys.startswith("Agree?")
    assert run.exit == ExitCode.DONE


def test_status_steps_plan_facts_context_try_log(loop: Loop) -> None:
    run = loop.talk(
        *AGREED, "y", "/status", "/steps", "/plan", "/facts", "/context", "/try", "/log", "/report"
    )
    status, steps, plan, facts, context, tries, log, report = run.seen[4:]
    assert "[x] 1  Make part 1  applied" in status
    assert "[ ] 2  Make part 2  open" in status
    assert steps == status
    assert "Implementation Steps" in plan
    assert "201 Created  api-plan.md:10" in " ".join(facts.split()).replace("  ", " ") or (
        "201" in facts and "api-plan.md:10" in facts
    )
    assert ".ai/api-plan.md" in context
    assert "curl -si -X POST $H/api/cards" in tries
    assert "api-plan.md:10" in tries
    assert loop.newest in log
    assert f"## {ENDPOINT}" in report
    assert re.search(r"\| 1 Make part 1 \| applied \| `[0-9a-f]{10}` \|", " ".join(report.split()))


def test_profile_and_model_say_what_holds(loop: Loop) -> None:
    run = loop.talk("/profile", "/model")
    assert "profile" in run.seen[1]
    assert "no model" in run.seen[2]


@pytest.mark.parametrize("line", ["/plan", "/facts", "/try", "/undo", "/done 1"])
def test_before_an_endpoint_there_is_nothing_to_show(loop: Loop, line: str) -> None:
    run = loop.speak(iter(["n", line]), words="/status")
    assert "Which endpoint" in run.text or "endpoint" in run.text
    assert run.exit == ExitCode.DONE


def test_diff_shows_the_open_diff_again(loop: Loop) -> None:
    run = loop.talk(*AGREED, "/diff")
    assert "+ # 1 Make part 1" in run.last


def test_done_confirms_a_step_at_a_wait(loop: Loop) -> None:
    run = loop.talk("none", "/done 2 by hand", "/todo 2")
    assert "confirmed" in run.seen[2]
    assert loop.states()[1] == "open"
    assert "Next 3 of 5 open" in run.gate


def test_done_ends_a_confirm_step(empty: Sandbox) -> None:
    loop = Loop(project(empty, plan=plan_text(step_text(1, "confirm"), step_text(2))))
    loop.talk("none", "1", "/done it runs")
    assert loop.states()[0] == "confirmed"


@pytest.mark.parametrize("line", ["/done", "/done 1"])
def test_done_at_a_diff_is_refused(loop: Loop, line: str) -> None:
    run = loop.talk("none", "y", line, "y")
    assert "the open step has a diff" in run.seen[3]
    assert loop.states()[0] == "applied"


def test_skip_of_the_open_step_and_of_another(loop: Loop) -> None:
    run = loop.talk("none", "y", "/skip", "/skip 5", "/skip 2 not now")
    assert "Step 2/5" in run.seen[3]
    assert loop.states()[:2] == ["skipped", "skipped"]
    assert loop.states()[4] == "open"
    assert run.exit == ExitCode.DONE


def test_todo_opens_a_closed_step_and_a_clone_knows(loop: Loop) -> None:
    loop.talk(*AGREED, "y", "/todo 1", "2", "y")
    assert loop.states()[:2] == ["open", "applied"]
    clone = loop.box.root.with_name("clone")
    loop.box.git("clone", "-q", ".", str(clone))
    there = Loop(Sandbox(clone))
    there.talk()
    assert there.states()[:2] == ["open", "applied"]


@pytest.mark.parametrize("line", ["/todo 1", "/split 1"])
def test_steering_waits_for_the_batch_to_end(loop: Loop, line: str) -> None:
    run = loop.talk("none", "y", "y", line)
    assert "that is for a wait" in run.last


def test_split_at_a_wait(empty: Sandbox) -> None:
    items = ("**Add the model** in `app/m.py`", "**Add the view** in `app/v.py`")
    loop = Loop(project(empty, plan=plan_text(step_text(1, items=items), step_text(2))))
    run = loop.talk("none", "/split 1", "y", "y", "y", "y")
    assert "1.1 Add the model" in run.seen[2]
    assert loop.subjects[:2] == [
        "feat(m): add the model in `app/m.py`",
        "feat(v): add the view in `app/v.py`",
    ]
    clone = loop.box.root.with_name("clone")
    loop.box.git("clone", "-q", ".", str(clone))
    assert "done (3 applied)" in Loop(Sandbox(clone)).talk().gate


def test_a_split_step_is_joined_again(empty: Sandbox) -> None:
    items = ("**Add the model** in `app/m.py`", "**Add the view** in `app/v.py`")
    loop = Loop(project(empty, plan=plan_text(step_text(1, items=items), step_text(2))))
    run = loop.talk("none", "/split 1", "/split 1", "split 1", "unsplit 1", "/split 1", "1.1", "y")
    assert [text.count("of 2 open") for text in run.seen[2:6]] == [0, 1, 0, 1]
    assert "step 1 stays split: 1.1 is applied" in loop.resume("/split 1").last


def test_T01_T02_a_step_that_names_files_outside_is_told_once(empty: Sandbox) -> None:
    plan = plan_text(step_text(1, "edit", "app/f1.py", "../x", "/etc/x"), step_text(2))
    loop = Loop(project(empty, plan=plan))
    run = loop.talk("none", "y", "y", "y")
    assert run.text.count("REFUSED outside-repo ../x: path leaves the repository") == 1
    assert run.text.count("REFUSED outside-repo /etc/x: path leaves the repository") == 1
    assert loop.happened("paths-refused") == ["paths-refused"]
    assert loop.states() == ["applied", "applied"]
    assert loop.box.git("show", "--name-only", "--format=", "HEAD~1") == "app/f1.py"


def test_endpoint_leaves_this_one_started(loop: Loop) -> None:
    run = loop.talk("none", "y", "y", "/endpoint", "POST /api/cards")
    assert "Which endpoint" in run.seen[4]
    assert "Next 3 of 4 open" in run.gate
    assert loop.states()[0] == "applied"


def test_endpoint_with_a_name_goes_there_at_once(loop: Loop) -> None:
    loop.drafter.plan_as = FIVE.replace("POST", "GET")
    run = loop.talk("none", "/endpoint GET /api/cards", "y", "/endpoint post")
    assert "get-cards-plan.md" in run.seen[2]
    assert "Save and commit?" in run.seen[2]
    assert loop.subjects == ["docs: plan GET /api/cards"]
    assert "Next 3 of 5 open" in run.gate or "Which steps" in run.gate


@pytest.mark.parametrize("line", ["/endpoint", "/undo", "/redo", "/skip"])
def test_nothing_leaves_bytes_behind_at_a_red_check(empty: Sandbox, line: str) -> None:
    loop = Loop(project(empty, settings=check_text(NOT_BAD)), Writer(bad=("1",)))
    run = loop.talk(*AGREED, "y", "y", line)
    assert "decide about it first" in run.last or "answer what is asked first" in run.last
    run = loop.resume("r once", line)
    assert "on disk" in run.last
    loop.resume("y")
    assert loop.box.status() == ""


@pytest.mark.parametrize("lines", [(), ("r once",)])
def test_diff_shows_what_a_red_check_found_on_disk(empty: Sandbox, lines: tuple[str, ...]) -> None:
    loop = Loop(project(empty, settings=check_text(NOT_BAD)), Writer(bad=("1",)))
    run = loop.talk(*AGREED, "y", "y", *lines, "/diff")
    assert "app/f1.py" in run.last


def test_diff_shows_a_red_change_that_is_the_user_s_to_mend(empty: Sandbox) -> None:
    loop = Loop(project(empty, settings=check_text(NOT_BAD)), Writer(bad=("1",)))
    bad = loop.drafter.written
    hands = Unable(reason="yours")
    loop.drafter.own = {"1": lambda request: hands if request.notes else bad(request)}
    run = loop.talk(*AGREED, "y", "y", "r smaller", "/diff")
    assert "yours" in run.seen[-2]
    assert "app/f1.py" in run.last


def test_endpoint_at_an_open_errand_is_refused(loop: Loop) -> None:
    run = loop.talk(*AGREED, "y", "/undo", "/endpoint", "n")
    assert "a diff is open" in run.seen[5]
    assert "Next 3 of 4 open" in run.gate


@pytest.mark.parametrize(
    "line", ["/undo", "/redo", "/todo 1", "/done 1", "/skip 1", "/split 1", "/take"]
)
def test_commands_at_an_open_errand_do_no_harm(loop: Loop, line: str) -> None:
    loop.talk(*AGREED, "y", "/undo", line)
    run = loop.resume("y")
    assert run.exit == ExitCode.DONE
    assert loop.states()[0] == "undone"


BAD = plan_text(step_text(1), step_text(2))
GATES = {
    "endpoint": (("none", "/endpoint"), FIVE),
    "plan": ((), "draft"),
    "done": ((), FIVE),
    "wait": (("none",), FIVE),
    "diff": (AGREED, FIVE),
    "page": (("none", "y", "a"), FIVE),
    "scope": (("none", "a few words"), FIVE),
    "hands": (AGREED, plan_text(step_text(1, "take"), step_text(2))),
    "confirm": (AGREED, plan_text(step_text(1, "confirm"), step_text(2))),
    "covered": (AGREED, plan_text(step_text(1, "covered"), step_text(2))),
    "red": (("none", "1", "y", "y"), BAD),
    "repair": (("none", "1", "y", "y", "r once"), BAD),
    "trust": (AGREED, BAD),
    "record": (("all",), FIVE),
    "finished": (("all", "n"), FIVE),
    "undo": ((*AGREED, "y", "/undo"), FIVE),
}
WORDS = ("", " 1", " 2", " app")


@pytest.mark.parametrize("gate", GATES)
def test_no_command_at_any_gate_breaks(empty: Sandbox, gate: str) -> None:
    lines, plan = GATES[gate]
    checks = check_text(NOT_BAD) if plan is BAD else ""
    box = project(empty, plan=None if plan == "draft" else plan, settings=checks)
    loop = Loop(box, Writer(bad=("1",)))
    run = loop.talk(*lines)
    session = loop.here.reopen(loop.newest).session
    opened = next_move(session)
    facts = Facts(
        load=loop.repo.load,
        exists=lambda _: False,
        evidence=lambda plan: ((),) * len(plan.steps),
        spec=lambda: None,
    )
    assert isinstance(opened, Gate)
    call = Call(session=session, gate=opened, ports=loop.ports(run.screen, run.typed), facts=facts)
    for name in [one.name for one in COMMANDS if one.name not in {"quit", "help"}]:
        for rest in WORDS:
            with suppress(UsageError, RefusedError):
                reduce(apply, tuple(run_command(call, f"/{name}{rest}")), session)
