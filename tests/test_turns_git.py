from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from loop import Key, Loop, Writer, drafted, project
from sandbox import Sandbox  # noqa: TC002 - as every other test has it

from agent.adapters.git.repo import GitRepo
from agent.core.documents import RepoPath
from agent.core.errors import ExitCode
from agent.drafter import Draft, StepRequest

MAIN = RepoPath("app/main.py")
AGREED = ("none", "1")


def two(request: StepRequest) -> Draft:
    """Step 1 changes a line of a file that is there, and makes another."""
    there = request.code.read(MAIN) or b"main = 1\n"
    notes = "".join(f"# {note}\n" for note in request.notes)
    return drafted(
        {"app/main.py": there.replace(b"main = 1", b"main = 2"), "app/new.py": f"new\n{notes}"}
    )


@pytest.fixture
def loop(empty: Sandbox) -> Loop:
    return Loop(project(empty), Writer(own={"1": two}, names=("app/main.py", "app/new.py")))


def then(act: Callable[[], object], line: str) -> Key:
    """Something the user does elsewhere while a question is open, then their line."""

    def key() -> str:
        act()
        return line

    return key


def main_of(loop: Loop) -> Path:
    return loop.box.root / "app/main.py"


def test_F09_an_edit_after_the_diff_gets_a_new_diff(loop: Loop) -> None:
    edit = then(lambda: loop.box.write("app/main.py", "main = 1\nmine = 1\n"), "y")
    run = loop.talk(*AGREED, edit, "i", "y")
    refusal = "changed since the diff was shown; nothing was written"
    assert f"REFUSED stale-file app/main.py: {refusal}" in " ".join(run.seen[3].split())
    assert "holds changes of yours" in run.seen[3]
    assert "mine = 1" in run.seen[4]
    assert loop.read("app/main.py") == "main = 2\nmine = 1\n"
    assert loop.states()[0] == "applied"
    assert loop.box.status() == ""


@pytest.mark.parametrize(
    "act",
    [
        lambda main: main.unlink(),
        lambda main: main.rename(main.with_name("other.py")),
        lambda main: main.chmod(0o755),
    ],
    ids=["deleted", "renamed", "chmod"],
)
def test_F10_a_file_that_is_gone_or_changed_mode(loop: Loop, act: Callable[[Path], object]) -> None:
    run = loop.talk(*AGREED, then(lambda: act(main_of(loop)), "y"), "stop")
    assert "REFUSED stale-file app/main.py" in run.seen[3]
    assert not (loop.box.root / "app/new.py").exists()
    assert loop.subjects == []


def test_F11_another_branch_is_asked_about(loop: Loop) -> None:
    switch = then(lambda: loop.box.git("checkout", "-qb", "other"), "y")
    run = loop.talk(*AGREED, switch, "stop")
    assert "You are on other now; began on main" in run.gate or "other now" in run.seen[3]
    assert loop.subjects == []
    again = loop.resume("1", "y", "y", "y")
    assert "now on other, the session was on main" in again.seen[0]
    assert "You are on other now" in again.seen[2]
    assert loop.box.git("log", "--format=%s", "main") == "chore: start"
    assert loop.states()[0] == "applied"


def test_F11_a_commit_made_meanwhile_keeps_both(loop: Loop) -> None:
    commit = then(lambda: loop.box.commit("theirs", other="x\n"), "y")
    run = loop.talk(*AGREED, commit)
    assert loop.subjects == ["theirs", "feat(main): do it"]
    assert loop.box.status() == ""
    assert run.exit == ExitCode.DONE


@pytest.mark.parametrize(("word", "made"), [("i", True), ("stop", False), ("n", False)])
def test_F12_a_dirty_target_is_asked_about(loop: Loop, word: str, made: bool) -> None:  # noqa: FBT001 - a row of the table
    loop.box.write("app/main.py", "main = 1\nmine = 1\n")
    run = loop.talk(*AGREED, word, "y")
    assert "app/main.py holds changes of yours that are in no commit" in run.seen[2]
    assert bool(loop.subjects) == made
    assert "mine = 1" in loop.read("app/main.py")
    assert ("main = 2" in loop.read("app/main.py")) == made


def test_F12_what_is_included_is_seen_first_and_in_the_diff(loop: Loop) -> None:
    loop.box.write("app/main.py", "main = 1\nmine = 1\n")
    run = loop.talk(*AGREED, "v", "i", "y 1")
    assert "+ mine = 1\n" in run.seen[3]
    assert "+ main = 2\n+ mine = 1\n" in run.seen[4]
    assert "yours in it, in no commit yet: + 1, here line 2\n" in run.seen[4]
    assert loop.box.git("show", "HEAD:app/main.py") == "main = 2\nmine = 1"
    assert not (loop.box.root / "app/new.py").exists()


def test_F12_an_empty_line_or_yes_does_not_include(loop: Loop) -> None:
    loop.box.write("app/main.py", "main = 1\nmine = 1\n")
    loop.talk(*AGREED, "", "y", "yes", "x")
    assert loop.subjects == []
    assert loop.read("app/main.py") == "main = 1\nmine = 1\n"


def test_F13_other_files_stay_as_they_are(loop: Loop) -> None:
    loop.box.commit("more", **{"README.md": "readme\n", "kept.py": "kept\n"})
    loop.box.write("README.md", "dirty\n")
    loop.box.write("staged.py", "staged\n")
    loop.box.write("kept.py", "staged\n")
    loop.box.git("add", "staged.py", "kept.py")
    loop.box.write("kept.py", "staged, then dirty\n")
    loop.box.write("mine.txt", "untracked\n")
    before = loop.box.status()
    loop.talk("none", "y", "y", "y", "y")
    assert loop.states()[:3] == ["applied"] * 3
    assert loop.box.status() == before
    assert loop.read("kept.py") == "staged, then dirty\n"
    assert loop.box.git("show", ":kept.py") == "staged"


def merging(box: Sandbox) -> None:
    box.git("checkout", "-qb", "side")
    box.commit("side", **{"app/main.py": "main = 3\n"})
    box.git("checkout", "-q", "main")
    box.commit("main", **{"README.md": "x\n"})
    box.git("merge", "-q", "--no-ff", "--no-commit", "side")


def test_F14_a_merge_in_progress_is_refused(loop: Loop) -> None:
    run = loop.talk(*AGREED, then(lambda: merging(loop.box), "y"), "stop")
    assert "REFUSED git-state merge: a merge is in progress" in run.text
    assert (loop.box.root / ".git/MERGE_HEAD").exists()
    assert not (loop.box.root / "app/new.py").exists()
    assert loop.subjects == ["main"]


def test_F16_no_identity_names_the_commands(loop: Loop, sealed: Path) -> None:
    config = sealed / "gitconfig"
    text = config.read_text()
    run = loop.talk(*AGREED, then(lambda: config.write_text(""), "y"))
    assert "REFUSED git-state user.name" in run.last
    assert "git config --global user.name" in " ".join(run.last.split())
    assert "[y]" in run.gate
    assert loop.subjects == []
    config.write_text(text)
    loop.resume("y")
    assert len(loop.subjects) == 1


def test_F18_a_failing_hook_puts_back_and_asks_again(loop: Loop) -> None:
    hook = loop.box.hook("pre-commit", "echo 'line 1 is \033[31mtoo long\033[0m'; exit 1")
    run = loop.talk(*AGREED, "y")
    assert "too long" in run.last
    assert "\033" not in run.last
    assert "[y]" in run.gate
    assert loop.read("app/main.py") == "main = 1\n"
    assert loop.box.status() == ""
    hook.unlink()
    assert "main = 2" in loop.resume("y").typed.gates[0]
    assert loop.subjects == ["feat(main): do it"]


@pytest.mark.parametrize(("word", "left"), [("k", "MAIN = 2\n"), ("u", "main = 1\n")])
def test_F19_what_a_hook_changed_is_a_gate(loop: Loop, word: str, left: str) -> None:
    hook = loop.box.hook("pre-commit", "sed -i s/main/MAIN/ app/main.py; git add app/main.py")
    run = loop.talk(*AGREED, "y", then(hook.unlink, word), "y")
    assert "A hook changed what was approved: app/main.py" in run.seen[3]
    assert loop.read("app/main.py") == left
    assert loop.box.status() == ""
    assert loop.states()[0] == ("applied" if word == "k" else "undone")


def test_F19_what_a_hook_changed_is_shown_as_a_diff(loop: Loop) -> None:
    loop.box.hook(
        "pre-commit",
        "sed -i s/main/MAIN/ app/main.py; echo x > extra.txt; git add app/main.py extra.txt",
    )
    run = loop.talk(*AGREED, "y")
    assert "[1] + 1 - 1  app/main.py\n@@ -1 +1 @@\n- main = 2\n+ MAIN = 2\n" in run.gate
    assert "extra.txt" in run.gate
    assert "+ x\n" in run.gate
    assert "[k]eep what it made, or [u]ndo" in run.gate


def test_F19_what_a_hook_left_on_disk_only_is_shown_too(loop: Loop) -> None:
    loop.box.hook("pre-commit", "sed -i s/main/MAIN/ app/main.py")
    assert "+ MAIN = 2" in loop.talk(*AGREED, "y").gate


@pytest.mark.parametrize("kept", [True, False])
def test_F19_a_plan_that_a_hook_changed_is_taken_back(empty: Sandbox, *, kept: bool) -> None:
    loop = Loop(project(empty, plan=None))
    plan = ".ai/view-implementation-plan.md"
    hook = loop.box.hook("pre-commit", f"sed -i s/Cards/CARDS/ {plan}; git add {plan}")
    run = loop.talk("y", then(hook.unlink, "k" if kept else "u"), *(() if kept else ("y",)))
    assert "+ CARDS." in run.seen[1]
    assert (loop.box.root / plan).exists() == kept
    assert len(loop.subjects) == (1 if kept else 2)
    assert loop.box.status() == ""
    if not kept:
        assert "is gone" in run.last


def test_F19_an_undo_that_a_hook_changed_is_redone(loop: Loop) -> None:
    loop.talk(*AGREED, "y")
    hook = loop.box.hook("pre-commit", "echo '# x' >> app/main.py; git add app/main.py")
    loop.resume("/undo", "y", then(hook.unlink, "u"), "y")
    assert loop.read("app/main.py") == "main = 2\n# x\n"
    assert loop.states()[0] == "applied"


def test_F06_a_lock_is_busy_and_retry_works(loop: Loop) -> None:
    lock = loop.box.root / ".git/index.lock"
    run = loop.talk(*AGREED, then(lambda: lock.write_text(""), "y"), then(lock.unlink, "y"))
    assert "REFUSED busy" in run.seen[3]
    assert "another git has held it for" in " ".join(run.seen[3].split())
    assert loop.subjects == ["feat(main): do it"]


def test_F20_a_hook_that_commits_is_seen(loop: Loop) -> None:
    loop.box.hook(
        "post-commit",
        "rm .git/hooks/post-commit; echo x > hooked.txt; git add hooked.txt; git commit -qm hooked",
    )
    run = loop.talk(*AGREED, "y", "k")
    assert "hooked.txt" in run.seen[3]
    assert loop.subjects == ["feat(main): do it", "hooked"]


def test_F20_a_hook_cut_short_by_ctrl_c_leaves_the_diff_open(loop: Loop) -> None:
    told = loop.box.root / ".git/told"

    def say(text: str) -> None:
        loop.pages.append(f"{text}\n")
        told.touch()

    loop.repo = GitRepo(loop.repo.place, say=say)
    ctrl_c = f"kill -INT {os.getpid()}"
    hook = loop.box.hook(
        "pre-commit",
        f"{ctrl_c}; while ! test -e .git/told; do sleep 0.01; done; {ctrl_c}; sleep 3600",
    )
    run = loop.talk(*AGREED, "y", then(hook.unlink, "y"))
    assert "committing: Ctrl-C once more cuts the hook short" in run.seen[3]
    assert "REFUSED git-state commit: the commit was cut short by you\n" in run.seen[3]
    assert "[y] [y 1] [e]dit [m]essage [s]kip [stop]" in run.seen[3]
    assert loop.subjects == ["feat(main): do it"]
    assert loop.happened("put-back", "change-committed") == ["put-back", "change-committed"]
    assert loop.box.status() == ""


def test_F41_ctrl_c_while_files_are_written_is_only_noted(
    loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, pressed = os.replace, list[str]()

    def pressing(staged: str, name: str, **where: int) -> None:
        if name == "main.py" and not pressed:
            pressed.append(name)
            signal.raise_signal(signal.SIGINT)
        real(staged, name, **where)

    monkeypatch.setattr("os.replace", pressing)
    run = loop.talk(*AGREED, "y")
    assert pressed
    assert "(Ctrl-C waited: the commit is whole)" in run.text
    assert loop.subjects == ["feat(main): do it"]
    assert loop.box.status() == ""


def test_F38_one_bad_file_and_nothing_is_written(loop: Loop) -> None:
    loop.drafter.own = {
        "1": drafted({"app/good.py": "good\n", ".ai/waltz.toml": "[[check]]\n"}),
    }
    run = loop.talk(*AGREED)
    assert "REFUSED protected-file .ai/waltz.toml" in run.last
    assert "Step 1/5" in run.gate
    assert not (loop.box.root / "app/good.py").exists()
    assert "refused" in loop.happened("refused")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("../out.txt", "outside-repo"),
        ("a/../../x", "outside-repo"),
        ("/etc/x", "outside-repo"),
        (".git/hooks/pre-commit", "git-dir"),
        ("sub/.GIT/x", "git-dir"),
        (".ai/Waltz.toml", "protected-file"),
        ("link/new.txt", "symlink"),
        ("link.py", "symlink"),
    ],
)
def test_T01_T04_T05_T08_a_bad_path_is_the_step_s_end(
    loop: Loop, tmp_path: Path, path: str, code: str
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").write_text("secret")
    (loop.box.root / "link").symlink_to(outside)
    (loop.box.root / "link.py").symlink_to(outside / "file")
    loop.box.commit("links")
    loop.drafter.own = {"1": lambda _: drafted({"app/good.py": "good\n", path: "bad\n"})}
    run = loop.talk(*AGREED)
    assert f"REFUSED {code} " in run.last
    assert "/take" in run.gate
    assert loop.box.status() == ""
    assert [one.name for one in outside.iterdir()] == ["file"]
    assert not (tmp_path / "out.txt").exists()


def test_T04_a_link_swapped_in_after_the_diff(loop: Loop, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()

    def swap() -> None:
        main_of(loop).rename(tmp_path / "kept.py")
        (loop.box.root / "app").rmdir()
        (loop.box.root / "app").symlink_to(outside)

    run = loop.talk(*AGREED, then(swap, "y"))
    assert "REFUSED symlink" in run.last
    assert list(outside.iterdir()) == []
    assert loop.subjects == []


def test_F21_an_edit_of_the_same_size_in_the_second_of_the_last_commit(loop: Loop) -> None:
    # What git noted of a file does not tell it from the edited one; only the index's time does.
    main, index, then_ = main_of(loop), loop.box.root / ".git/index", (1_600_000_000,) * 2
    loop.box.git("config", "core.trustctime", "false")
    os.utime(main, then_)
    loop.box.git("update-index", "--refresh")
    os.utime(index, then_)
    loop.box.write("app/main.py", "main = 9\n")
    os.utime(main, then_)
    run = loop.talk(*AGREED, "/take app/main.py", "y")
    assert "A hook changed" not in run.last
    assert loop.box.git("show", "HEAD:app/main.py") == "main = 9"
    assert loop.states()[0] == "taken"
