from __future__ import annotations

from collections.abc import Callable

import pytest
from loop import NOT_BAD, Key, Loop, Writer, check_text, draft, project
from sandbox import Sandbox  # noqa: TC002 - as every other test has it

from agent.core.documents import RepoPath
from agent.core.errors import SetupError
from agent.drafter import Draft, StepRequest, Unable

AGREED = ("none", "1")
RAN = "open('ran.log', 'a').write('x')"


def checked(box: Sandbox, *texts: str, bad: tuple[str, ...] = ()) -> Loop:
    box.write(".gitignore", "*.log\n")
    return Loop(project(box, settings="\n".join(texts)), Writer(bad=bad))


def then(act: Callable[[], object], line: str) -> Key:
    def key() -> str:
        act()
        return line

    return key


def runs(loop: Loop) -> int:
    log = loop.box.root / "ran.log"
    return len(log.read_text()) if log.exists() else 0


def test_T09_nothing_runs_before_a_yes(empty: Sandbox) -> None:
    loop = checked(empty, check_text(RAN))
    run = loop.talk(*AGREED)
    assert RAN in " ".join(run.gate.split())
    assert "May they run?" in run.gate
    assert runs(loop) == 0
    loop.resume("", "sure", "n", "y")
    assert runs(loop) == 0
    assert loop.states()[0] == "applied"


def test_a_yes_runs_them_first_then_for_each_step(empty: Sandbox) -> None:
    loop = checked(empty, check_text(RAN))
    run = loop.talk(*AGREED, "y", "y")
    assert runs(loop) == 2
    assert loop.states()[0] == "verified"
    assert "before: " in run.seen[3]


@pytest.mark.parametrize(("byte", "asked"), [(" ", True), ("", False)])
def test_T10_one_byte_changed_is_asked_again(empty: Sandbox, byte: str, asked: bool) -> None:  # noqa: FBT001 - a row of the table
    loop = checked(empty, check_text(RAN))
    loop.talk(*AGREED, "y", "y")
    settings = loop.read(".ai/waltz.toml")
    loop.box.commit("settings", **{".ai/waltz.toml": settings.replace("', 'a'", f"',{byte} 'a'")})
    before = runs(loop)
    run = loop.resume("2")
    assert ("May they run?" in run.gate) == asked
    assert runs(loop) == before


def test_a_no_holds_until_the_checks_change(empty: Sandbox) -> None:
    loop = checked(empty, check_text(RAN))
    run = loop.talk(*AGREED, "n", "y", "2", "y")
    assert "checks do not run, as you said; /checks asks again" in run.seen[4]
    assert run.text.count("May they run?") == 1
    assert loop.states()[:2] == ["applied", "applied"]
    other = loop.read(".ai/waltz.toml").replace("', 'a'", "',  'a'")
    loop.box.commit("settings", **{".ai/waltz.toml": other})
    run = loop.resume("3", "y", "y")
    assert "May they run?" in run.seen[1]
    assert loop.states()[2] == "verified"


def test_a_no_is_asked_again_on_demand(empty: Sandbox) -> None:
    loop = checked(empty, check_text(RAN))
    loop.talk(*AGREED, "n", "/checks", "y")
    assert "checks-trusted" not in loop.happened("checks-trusted")[1:]
    run = loop.resume("/checks", "2", "y", "y")
    assert RAN in " ".join(run.seen[1].split())
    assert "they do not run, as you said" in run.seen[1]
    assert "checks do not run" not in run.gate
    assert "May they run?" in run.seen[2]
    assert loop.states()[:2] == ["applied", "verified"]
    assert "they run here" in loop.resume("/checks").last
    assert runs(loop) == 2


def test_no_checks_are_said_to_be_none(empty: Sandbox) -> None:
    assert "no checks: .ai/waltz.toml names none" in Loop(project(empty)).talk("/checks").last


def test_a_red_check_is_repaired(empty: Sandbox) -> None:
    loop = checked(empty, check_text(NOT_BAD), bad=("1",))
    run = loop.talk(*AGREED, "y", "y", "r make it good", "y")
    assert "failed (exit 1)" in run.seen[4]
    assert "[r]epair (2 left)" in run.seen[4]
    assert "make it good" in run.seen[5]
    assert loop.states()[0] == "verified"
    assert len(loop.subjects) == 1
    assert loop.read("app/f1.py") == "# 1 Make part 1\n# 1 make it good\n"
    assert loop.box.status() == ""


def test_a_red_check_is_repaired_at_most_twice(empty: Sandbox) -> None:
    loop = checked(
        empty, check_text("import sys; sys.exit(len(__import__('os').listdir('app')) > 1)")
    )
    run = loop.talk(*AGREED, "y", "y", "r one", "y", "r two", "y", "r three")
    assert "repaired 2 times" in run.last
    assert "[r]epair" not in run.seen[8]
    loop.resume("k")
    assert len(loop.subjects) == 1
    assert loop.states()[0] == "applied"


def test_a_red_check_is_kept(empty: Sandbox) -> None:
    loop = checked(empty, check_text(NOT_BAD), bad=("1",))
    run = loop.talk(*AGREED, "y", "y", "k")
    assert "failed (1)" in run.last
    assert loop.states()[0] == "applied"
    assert "1 Make part 1  applied" in run.last


@pytest.mark.parametrize(
    ("keys", "states", "last"),
    [
        (("k",), ["applied", "open"], "failed (1)"),
        (("p",), ["open", "open"], "Next 3 of 5 open"),
        (("stop",), ["open", "open"], "(stopped)"),
        (("again", "k"), ["applied", "open"], "failed (1)"),
        (("o", "k"), ["applied", "open"], "failed (1)"),
    ],
)
def test_a_repair_that_is_the_users_may_still_be_left(
    empty: Sandbox, keys: tuple[str, ...], states: list[str], last: str
) -> None:
    loop = checked(empty, check_text(NOT_BAD), bad=("1",))
    loop.drafter.own = {"1": mended_once}
    run = loop.talk(*AGREED, "y", "y", "r", *keys)
    assert "/take PATH… your mend · [again] the checks" in run.seen[5]
    assert loop.states()[:2] == states
    assert last in run.last
    assert loop.box.status() == ""


def mended_once(request: StepRequest) -> Draft | Unable:
    there = request.code.read(RepoPath("app/f1.py"))
    return Unable(reason="mend it") if there else draft(app__f1_dot_py="BAD\n")


def test_a_flaky_check_is_run_again(empty: Sandbox) -> None:
    flaky = "import os, sys, pathlib; p = pathlib.Path('n.log'); n = p.exists(); p.touch(); "
    once = f"{flaky}sys.exit(os.path.exists('app/f1.py') and not n)"
    loop = checked(empty, check_text(once))
    loop.talk(*AGREED, "y")
    (loop.box.root / "n.log").unlink()
    run = loop.resume("y", "again")
    assert "[again]" in run.seen[1]
    assert loop.states()[0] == "verified"


def test_a_red_check_is_put_back_and_the_batch_ends(empty: Sandbox) -> None:
    loop = checked(empty, check_text(NOT_BAD), bad=("1",))
    run = loop.talk("none", "y", "y", "y", "p")
    assert loop.subjects == []
    assert loop.box.status() == ""
    assert loop.states() == ["open"] * 5
    assert "Next 3 of 5 open" in run.gate
    assert "(declined)" in run.gate


def test_put_back_after_a_repair_is_what_was_before_the_step(empty: Sandbox) -> None:
    text = check_text("import os, sys; sys.exit(os.path.exists('app/f1.py'))")
    loop = checked(empty, text)
    loop.talk(*AGREED, "y", "y", "r once", "y", "p")
    assert not (loop.box.root / "app/f1.py").exists()
    assert loop.box.status() == ""


def test_an_abandoned_repair_is_asked_for_until_it_is_decided(empty: Sandbox) -> None:
    loop = checked(empty, check_text(NOT_BAD), bad=("1",))
    run = loop.talk(*AGREED, "y", "y", "r once", "s", "stop")
    assert "its files are on disk" in run.seen[6]
    assert loop.subjects == []
    assert loop.box.status() == ""


def test_what_was_red_before_does_not_stop_a_step(empty: Sandbox) -> None:
    loop = checked(empty, check_text("import sys; sys.exit(3)"))
    run = loop.talk(*AGREED, "y", "y")
    assert "failed (3)" in run.seen[3]
    assert "red as before" in run.last
    assert loop.states()[0] == "applied"


def test_other_changed_files_are_not_verified(empty: Sandbox) -> None:
    loop = checked(empty, check_text(RAN))
    loop.box.write("mine.txt", "x\n")
    loop.box.write("theirs.txt", "x\n")
    run = loop.talk(*AGREED, "y", "y")
    assert "passed with 2 other changed files" in " ".join(run.last.split())
    assert loop.states()[0] == "applied"


def test_F46_a_check_that_changes_files_proves_nothing(empty: Sandbox) -> None:
    loop = checked(empty, check_text("open('made.txt', 'a').write('x')"))
    run = loop.talk(*AGREED, "y", "y")
    assert "passed with 1 other changed file (made.txt)" in " ".join(run.last.split())
    assert loop.states()[0] == "applied"


def test_F46_a_check_that_changes_the_step_s_file_is_shown(empty: Sandbox) -> None:
    script = "import pathlib; p = pathlib.Path('app/f1.py'); p.exists() and p.write_text('else')"
    loop = checked(empty, check_text(script))
    run = loop.talk(*AGREED, "y", "y")
    assert "REFUSED stale-file app/f1.py: changed after it was applied" in run.last
    assert "else" in run.gate
    assert loop.subjects == []


def test_batch_checks_run_before_the_last_commit(empty: Sandbox) -> None:
    loop = checked(empty, check_text(RAN, when="batch"))
    loop.talk("none", "1,2", "y", "y")
    assert runs(loop) == 1
    loop.resume("y")
    assert runs(loop) == 2
    assert loop.states()[:2] == ["verified", "verified"]


def test_batch_checks_run_after_a_batch_that_was_cut_short(empty: Sandbox) -> None:
    loop = checked(empty, check_text(RAN, when="batch"))
    run = loop.talk("none", "1,2", "y", "y", "stop")
    assert runs(loop) == 2
    assert "after the batch" in run.last
    assert loop.states()[0] == "verified"


def test_the_before_run_is_not_repeated_for_each_batch(empty: Sandbox) -> None:
    loop = checked(empty, check_text(RAN))
    loop.talk(*AGREED, "y", "y", "2", "y")
    assert runs(loop) == 3


def test_a_broken_settings_file_is_one_line(empty: Sandbox) -> None:
    loop = checked(empty, check_text(RAN))
    with pytest.raises(SetupError, match=r"\.ai/waltz\.toml:1"):
        loop.talk("none", then(lambda: loop.box.write(".ai/waltz.toml", "check = 1\n"), "1"))
    loop.box.git("checkout", "-q", ".ai/waltz.toml")
    assert "May they run?" in loop.resume().gate


FAILS = "import os, sys; sys.exit(os.path.exists('app/f1.py') and not os.path.exists('good.log'))"


def red_after(box: Sandbox) -> Loop:
    """Step 1 is committed, step 2 left out: the batch's check runs after the last commit."""
    loop = checked(box, check_text(FAILS, when="batch"))
    run = loop.talk("none", "1,2", "y", "y", "s")
    assert "failed (exit 1)" in run.gate
    assert "a repair of step 1 is a commit more" in run.gate
    assert "[r]epair (2 left) · [again] · [k]eep it red · [o]utput · [stop]" in run.gate
    return loop


def test_a_batch_red_after_its_last_commit_is_repaired(empty: Sandbox) -> None:
    loop = red_after(empty)
    run = loop.resume("r mend it", then(lambda: loop.box.write("good.log", ""), "y"))
    assert "Repair of step 1, 1 of 2" in run.seen[1]
    assert "mend it" in run.seen[1]
    assert "Done 2 of 5" in run.gate
    assert len(loop.subjects) == 2
    assert "Waltz-Repair: 1" in loop.box.git("log", "-1", "--format=%B")
    assert loop.states()[:2] == ["verified", "skipped"]
    assert loop.box.status() == ""


def test_a_batch_red_after_its_last_commit_is_repaired_at_most_twice(empty: Sandbox) -> None:
    loop = red_after(empty)
    run = loop.resume("r one", "y", "r two", "y", "r three", "k")
    assert "repaired 2 times: again, k keeps, p puts the files back" in run.seen[5]
    assert len(loop.subjects) == 2
    assert "Next 3 of 3 open" in run.gate
    assert loop.states()[:2] == ["applied", "skipped"]


@pytest.mark.parametrize(("word", "how"), [("k", ""), ("stop", "(stopped)")])
def test_a_batch_red_after_its_last_commit_is_kept(empty: Sandbox, word: str, how: str) -> None:
    loop = red_after(empty)
    run = loop.resume("p", "o", word)
    assert "r repairs, again runs it again, k keeps it red, stop ends the batch" in run.seen[1]
    assert f"Done 2 of 5   {how}".strip() in run.gate
    assert loop.states()[:2] == ["applied", "skipped"]
    assert len(loop.subjects) == 1


@pytest.mark.parametrize("line", ["s", "/skip"])
def test_a_repair_that_is_left_out_leaves_it_red(empty: Sandbox, line: str) -> None:
    loop = red_after(empty)
    run = loop.resume("r", line)
    assert "Done 2 of 5" in run.gate
    assert len(loop.subjects) == 1


def test_ctrl_c_during_the_checks_after_a_batch_is_red(empty: Sandbox) -> None:
    ctrl_c = "os.kill(os.getppid(), signal.SIGINT); time.sleep(60)"
    slow = (
        f"import os, signal, time; os.path.exists('app/f1.py') and ({ctrl_c.replace('; ', ', ')})"
    )
    loop = checked(empty, check_text(slow, when="batch"))
    run = loop.talk("none", "1,2", "y", "y", "s")
    assert "cancelled by you" in run.gate
    assert "[stop]" in run.gate
