from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from loop import (
    Loop,
    Shown,
    Typed,
    Writer,
    check_text,
    draft,
    drafted,
    plan_text,
    project,
    step_text,
)
from sandbox import Sandbox  # noqa: TC002 - as every other test has it

from agent.core.errors import ExitCode
from agent.core.events import EndpointChosen
from agent.core.spec import Endpoint
from agent.drafter import Draft
from agent.repl import Conversation
from agent.turns.undoing import take_back

# What a check is called that runs with this interpreter.
NAME = Path(sys.executable).name
THREE = ("none", "y", "y", "y", "y")


def tree(loop: Loop) -> str:
    return loop.box.git("rev-parse", "HEAD^{tree}")


@pytest.fixture
def loop(empty: Sandbox) -> Loop:
    return Loop(project(empty))


def test_undo_takes_the_last_step_back_and_offers_it_first(loop: Loop) -> None:
    run = loop.talk(*THREE, "/undo", "y")
    assert loop.states()[:3] == ["applied", "applied", "undone"]
    assert not (loop.box.root / "app/f3.py").exists()
    assert "Undo step 3" in run.seen[6]
    made, undone = loop.subjects[-2:]
    assert undone == made.replace("feat", "revert", 1)
    assert run.gate.index("3 Make part 3  + app/f3.py") < run.gate.index("4 Make part 4")
    assert loop.box.status() == ""


@pytest.mark.parametrize("number", ["1", "2", "3"])
def test_any_step_undone_and_done_again_is_the_identity(loop: Loop, number: str) -> None:
    loop.talk(*THREE)
    before, status = tree(loop), loop.box.status()
    run = loop.resume(f"/undo {number}", "y")
    assert loop.states()[int(number) - 1] == "undone"
    first = run.gate.partition("open")[2].split("+")[0]
    assert first.strip() == f"{number} Make part {number}"
    assert not (loop.box.root / f"app/f{number}.py").exists()
    loop.resume(f"/redo {number}", "y")
    assert tree(loop) == before
    assert loop.box.status() == status
    assert loop.states()[:3] == ["applied"] * 3
    loop.resume("/undo " + number, "y", "/redo", "y")
    assert tree(loop) == before


def test_an_undone_step_can_be_made_again(loop: Loop) -> None:
    loop.talk(*THREE, "/undo 2", "y", "2", "y")
    assert loop.states()[:3] == ["applied"] * 3
    assert (loop.box.root / "app/f2.py").exists()
    loop.resume("/undo 2", "y")
    assert loop.states()[1] == "undone"
    assert not (loop.box.root / "app/f2.py").exists()


def test_undo_in_another_session_and_with_things_staged(loop: Loop) -> None:
    loop.talk(*THREE)
    loop.box.write("mine.txt", "x\n")
    loop.box.git("add", "mine.txt")
    loop.talk("/undo 1", "y")
    assert loop.states()[0] == "undone"
    assert loop.box.status().startswith("1 A.")


def test_undo_keeps_what_came_later_in_the_file(loop: Loop) -> None:
    loop.drafter.own = {
        "1": draft(app__x_dot_py="a\nb\n"),
        "2": draft(app__x_dot_py="zero\na\nb\nlast\n"),
    }
    loop.talk("none", "1,2", "y", "y", "/undo 2", "y")
    assert loop.read("app/x.py") == "a\nb\n"
    loop.resume("/redo 2", "y", "/undo 1")
    assert loop.read("app/x.py") == "zero\na\nb\nlast\n"


def test_undo_whose_lines_are_gone_is_refused_with_the_lines(loop: Loop) -> None:
    loop.talk(*THREE)
    loop.box.commit("theirs", **{"app/f2.py": "all else\n"})
    run = loop.resume("/undo 2")
    assert "REFUSED stale-file app/f2.py: cannot undo step 2" in run.last
    assert "line 1" in run.last
    assert "Conflict(" not in run.last
    assert loop.states()[1] == "applied"


def test_a_declined_undo_changes_nothing(loop: Loop) -> None:
    loop.talk(*THREE)
    before = tree(loop)
    run = loop.resume("/undo 2", "n")
    assert tree(loop) == before
    assert loop.states()[1] == "applied"
    assert "Next 2 of 2 open" in run.gate


def test_undo_in_a_batch_ends_it(loop: Loop) -> None:
    run = loop.talk("none", "y", "y", "/undo", "y")
    assert loop.states() == ["undone", "open", "open", "open", "open"]
    assert "Next 3 of 5 open" in run.gate
    assert len(loop.subjects) == 2


def test_a_declined_undo_in_a_batch_brings_the_open_gate_back(loop: Loop) -> None:
    run = loop.talk("none", "y", "y", "/undo", "n", "y", "y")
    assert run.seen[5].startswith("dropped; nothing was written\nStep 2/5  Make part 2")
    assert loop.states() == ["applied", "applied", "applied", "open", "open"]


def test_the_summary_says_what_was_undone_in_the_batch(loop: Loop) -> None:
    run = loop.talk("none", "y", "y", "n shorter", "/undo", "y")
    assert "Done 0 of 5   (undone)\n  1 Make part 1  undone" in run.gate
    assert "not taken: shorter" in run.gate


UNMADE = "import os, sys; sys.exit(os.path.exists('app/f2.py') and not os.path.exists('app/f1.py'))"


@pytest.mark.parametrize(
    ("keys", "states", "said"),
    [
        (("k",), ["undone", "verified"], f"committed; {NAME} failed (1); "),
        (("p",), ["verified", "verified"], "Next 3 of 3 open"),
        (("again", "stop"), ["verified", "verified"], "Next 3 of 3 open"),
        (("r",), ["verified", "verified"], "[again] · [p]ut back · [k]eep it red"),
    ],
)
def test_the_step_checks_run_on_the_undone_tree(
    empty: Sandbox, keys: tuple[str, ...], states: list[str], said: str
) -> None:
    loop = Loop(project(empty, settings=check_text(UNMADE)))
    loop.talk("none", "1,2", "y", "y", "y")
    run = loop.resume("/undo 1", "y", *keys)
    assert f"{NAME} failed (exit 1)" in run.seen[2]
    assert "[r]epair" not in run.seen[2]
    assert loop.states()[:2] == states
    assert said in run.last


def test_an_undo_asks_before_checks_run_that_are_new(empty: Sandbox) -> None:
    loop = Loop(project(empty))
    loop.talk("none", "1", "y")
    loop.box.commit("check", **{".ai/waltz.toml": check_text(UNMADE)})
    run = loop.resume("/undo", "y", "y")
    assert "May they run?" in run.seen[2]
    assert loop.states()[0] == "undone"


def test_a_refused_undo_in_a_batch_leaves_the_batch(loop: Loop) -> None:
    loop.drafter.own = {"1": draft(app__x_dot_py="a\n")}
    loop.talk("none", "y", "y")
    loop.box.commit("theirs", **{"app/x.py": "else\n"})
    run = loop.resume("/undo 1", "y")
    assert "REFUSED stale-file" in run.text
    assert loop.states()[:2] == ["applied", "applied"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/undo", "no step of this endpoint has a commit to take back"),
        ("/undo 9", "step 9"),
        ("/redo", "no step of this endpoint was undone"),
    ],
)
def test_nothing_to_take_back_is_said(loop: Loop, line: str, said: str) -> None:
    assert said in loop.talk("none", line).last


def test_a_deleted_file_comes_back(loop: Loop) -> None:
    loop.drafter.own = {"1": drafted({"app/main.py": None})}
    loop.talk("none", "1", "y")
    assert not (loop.box.root / "app/main.py").exists()
    loop.resume("/undo", "y")
    assert loop.read("app/main.py") == "main = 1\n"
    assert loop.box.status() == ""


def test_an_executable_stays_one(loop: Loop) -> None:
    loop.box.write("app/run.sh", "#!/bin/sh\n").chmod(0o755)
    loop.box.commit("script")
    loop.drafter.own = {"1": drafted({"app/run.sh": None}), "2": drafted({"app/main.py": "x\n"})}
    loop.talk("none", "1", "y", "/undo", "y")
    assert loop.box.git("ls-files", "-s", "app/run.sh").startswith("100755")
    assert loop.box.status() == ""


@pytest.mark.parametrize(
    ("keys", "code"),
    [(("y",), ExitCode.DONE), (("n",), ExitCode.DECLINED), ((), ExitCode.DECLINED)],
)
def test_an_undo_alone_ends_with_its_answer(
    loop: Loop, keys: tuple[str, ...], code: ExitCode
) -> None:
    loop.talk(*THREE)
    screen = Shown([])
    ports = loop.ports(screen, Typed(screen, iter(keys)))
    opened = loop.here.start(loop.repo.head())
    alone = Conversation(session=opened.session, journal=opened.journal, ports=ports, attended=True)
    alone.record((EndpointChosen(endpoint=Endpoint(method="POST", path="/api/cards")),))
    alone.settle()
    alone.record(take_back(alone.session, ports, "2"))
    assert alone.finish_errand() == code
    assert loop.states()[1] == ("undone" if code == ExitCode.DONE else "applied")
    assert loop.box.status() == ""


def repairs(loop: Loop, first: Draft, *more: Draft) -> None:
    """Step 1 made so, and repaired after each failure of step 2, which is then confirmed."""
    made = iter((first, *more))
    loop.drafter.own = {"1": lambda _asked: next(made)}
    failures = [key for _ in more for key in ("f it failed", "yes")]
    loop.talk("none", "1,2", "yes", *failures, "d")


CONFIRMED = plan_text(step_text(1), step_text(2, "confirm"))
AB, ABC = "a\nb\n", "a\nc\nb\n"


def test_undo_takes_a_steps_repairs_back_with_it(empty: Sandbox) -> None:
    loop = Loop(project(empty, plan=CONFIRMED))
    start = tree(loop)
    new = drafted({"app/x.py": "a\nB\n", "app/y.py": None, "app/z.py": "z\n"})
    repairs(loop, draft(app__x_dot_py=AB, app__y_dot_py="y\n"), new, draft(app__x_dot_py=ABC))
    made, step = tree(loop), loop.box.git("rev-parse", "HEAD~2")
    assert loop.box.git("rev-list", "--count", "HEAD") == "4"
    run = loop.resume("/undo 1", "y")
    assert "Undo step 1" in run.text
    assert tree(loop) == start
    assert loop.states() == ["undone", "confirmed"]
    trailers = loop.box.git("log", "-1", "--format=%(trailers:key=Waltz-Undo,valueonly)")
    assert trailers.strip() == step
    loop.resume("/redo 1", "y")
    assert tree(loop) == made
    loop.resume("/undo 1", "y")
    assert tree(loop) == start
    assert loop.box.status() == ""


def test_a_repair_that_cannot_be_taken_back_leaves_the_step_whole(empty: Sandbox) -> None:
    loop = Loop(project(empty, plan=CONFIRMED))
    repairs(loop, draft(app__x_dot_py=AB), draft(app__y_dot_py="y\n"))
    loop.box.commit("theirs", **{"app/y.py": "all else\n"})
    before = tree(loop)
    run = loop.resume("/undo 1")
    assert "REFUSED stale-file app/y.py: cannot undo step 1" in run.text
    assert tree(loop) == before
    assert loop.states()[0] == "applied"


LINES = st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=6).map("\n".join)
FILES = st.dictionaries(st.sampled_from(["app/main.py", "x/y.py", "z.md"]), LINES | st.none())


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_apply_then_undo_is_the_identity(empty: Sandbox, data: st.DataObject) -> None:
    if not (empty.root / ".ai").exists():
        Loop(project(empty)).talk("none")
    loop = Loop(empty, Writer(own={"1": drafted(data.draw(FILES.filter(bool)))}))
    before, status = tree(loop), loop.box.status()
    loop.resume("1", "yes")
    if loop.states()[0] == "applied":
        loop.resume("/undo", "y")
        assert loop.states()[0] == "undone"
    else:
        loop.resume("stop")
    assert tree(loop) == before
    assert loop.box.status() == status


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_repairs_then_undo_is_the_identity_and_redo_its_inverse(
    empty: Sandbox, data: st.DataObject
) -> None:
    if not (empty.root / ".ai").exists():
        project(empty, plan=CONFIRMED).git("tag", "start")
    empty.git("checkout", "-q", "--detach", "start")
    files = [data.draw(FILES) for _ in range(data.draw(st.integers(2, 3)))]
    loop = Loop(empty)
    before = tree(loop)
    # Each draft changes something, so that each is shown.
    repairs(loop, *(drafted({**one, "n.md": f"{n}"}) for n, one in enumerate(files)))
    after = tree(loop)
    loop.resume("/undo 1", "y")
    assert tree(loop) == before
    loop.resume("/redo 1", "y")
    assert tree(loop) == after
    loop.resume("/undo 1", "y")
    assert tree(loop) == before
    assert loop.box.status() == ""
