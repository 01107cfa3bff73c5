from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sandbox import MESSAGE, Sandbox, Work

from agent.adapters.git import private, standing
from agent.adapters.git.place import Place
from agent.adapters.git.private import Private
from agent.adapters.git.run import Call, Git, Ran
from agent.core.documents import RepoPath
from agent.core.edits import Intent
from agent.core.errors import RefusedError

FORMAT = "sed -i 's/TWO/Two/' app.py; git add app.py"


def refusal(work: Work, intent: Intent) -> str:
    work.tree.write(intent.edits)
    with pytest.raises(RefusedError) as caught:
        work.repo.commit(intent)
    return str(caught.value)


def test_a_step_is_one_commit_with_git_s_own_counts(work: Work) -> None:
    intent = work.two()
    work.tree.write(intent.edits)
    made = work.repo.commit(intent)
    assert made.files == ("app.py", "new/deep/made.py")
    assert (made.added, made.removed, made.surprises) == (2, 1, ())
    assert work.sandbox.status() == ""
    assert work.sandbox.git("log", "-1", "--format=%B") + "\n" == MESSAGE
    assert work.sandbox.git("rev-list", "--count", "HEAD") == "2"
    assert work.repo.landed(intent) == made
    assert work.leftovers() == []


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What git was run for."""
    found: list[str] = []
    run = Git.run

    def noted(git: Git, call: Call) -> Ran:
        found.append(call.args[0])
        return run(git, call)

    monkeypatch.setattr(Git, "run", noted)
    return found


def test_files_that_git_knows_are_taken_up_by_the_commit_alone(
    work: Work, asked: list[str]
) -> None:
    work.sandbox.commit("Another", **{"a*.py": "one\n", "ab.py": "one\n"})
    work.sandbox.write("ab.py", "mine\n")
    steps = work.edit("a*.py", b"two\n"), work.edit("run.sh", None)
    work.repo.obstacle()
    asked.clear()
    made = work.step(*steps)
    assert asked == ["commit"]
    assert (made.files, made.added, made.removed) == (("a*.py", "run.sh"), 1, 2)
    assert work.sandbox.git("status", "--porcelain") == " M ab.py"


def hooked(box: Sandbox) -> None:
    box.hook("post-commit", "exit 0")


def attributed(box: Sandbox) -> None:
    box.write(".git/info/attributes", "* -text\n")


@pytest.mark.parametrize("make", [hooked, attributed])
def test_elsewhere_they_are_added_first(
    repo: Sandbox, asked: list[str], make: Callable[[Sandbox], None]
) -> None:
    make(repo)
    work = Work.open(repo)
    intent = work.intent(work.edit("app.py", b"one\nTWO\nthree\n"))
    work.tree.write(intent.edits)
    asked.clear()
    work.repo.commit(intent)
    assert "add" in asked


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_F25_what_git_is_told_not_to_see_is_refused(repo: Sandbox, flag: str) -> None:
    repo.git("update-index", flag, "app.py")
    work = Work.open(repo)
    intent = work.intent(work.edit("docs/notes.md", b"x"), work.edit("app.py", b"x"))
    assert "REFUSED git-state app.py: git is told not to look at it" in refusal(work, intent)
    assert work.repo.head().commit == intent.head


def test_deletes_and_modes(work: Work) -> None:
    made = work.step(work.edit("docs/notes.md", None), work.edit("tool", b"#!/bin/sh\n", "100755"))
    assert made.surprises == ()
    assert work.sandbox.git("ls-tree", "-r", "--format=%(objectmode) %(path)", "HEAD") == (
        "100644 .gitignore\n100644 app.py\n100755 run.sh\n100755 tool"
    )


def test_record_commits_a_message_alone(work: Work) -> None:
    work.sandbox.write("staged.py", "x")
    work.sandbox.git("add", "staged.py")
    status, head = work.sandbox.status(), work.repo.head()
    made = work.repo.commit(work.intent(message="chore: progress\n\nWaltz-Closed: abc=confirmed\n"))
    assert (made.files, made.surprises) == ((), ())
    assert work.sandbox.status() == status
    assert work.sandbox.git("diff", "--stat", head.commit, made.id) == ""
    assert work.sandbox.git("log", "-1", "--format=%P") == head.commit


def test_F15_detached(work: Work) -> None:
    work.sandbox.git("checkout", "-q", "--detach")
    assert work.step(work.edit("x", b"x")).surprises == ()
    assert work.repo.head().branch is None


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda box: box.git("commit", "-q", "--allow-empty", "-m", "x"), id="commit"),
        pytest.param(lambda box: box.git("switch", "-q", "-c", "other"), id="switch"),
        pytest.param(lambda box: box.git("switch", "-q", "--detach"), id="detach"),
        pytest.param(
            lambda box: box.git("commit", "-q", "--amend", "--allow-empty", "-m", "x"), id="amend"
        ),
    ],
)
def test_F11_head_moved(work: Work, act: Callable[[Sandbox], str]) -> None:
    intent = work.two()
    act(work.sandbox)
    head = work.repo.head()
    assert refusal(work, intent).startswith("REFUSED stale-file HEAD:")
    assert work.repo.head() == head
    assert work.repo.landed(intent) is None


@pytest.mark.parametrize("move", ["commit-tree", "switch"])
def test_F11_head_moved_in_the_last_moment(
    work: Work, move: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    intent, box = work.two(), work.sandbox
    before = work.repo.head()

    def late(place: Place, head: str | None) -> Private:  # after the check, before git reads HEAD
        if move == "switch":
            box.git("symbolic-ref", "HEAD", "refs/heads/other")
            box.git("update-ref", "HEAD", before.commit)
        else:
            tree = box.git("rev-parse", "HEAD^{tree}")
            box.git("update-ref", "HEAD", box.git("commit-tree", "-p", "HEAD", "-m", "x", tree))
        return real(place, head)

    real = private.index
    monkeypatch.setattr(private, "index", late)
    assert refusal(work, intent).startswith("REFUSED stale-file HEAD")
    assert "feat: step" not in box.git("log", "--all", "--format=%s")


def test_F12_other_staged_changes_of_a_file_are_not_lost(work: Work) -> None:
    work.sandbox.write("app.py", "staged\n")
    work.sandbox.git("add", "app.py")
    work.sandbox.write("app.py", "on disk\n")
    status = work.sandbox.status()
    intent = work.intent(work.edit("app.py", b"new\n"))
    assert "other changes of it are staged" in refusal(work, intent)
    work.tree.write(intent.inverse())
    assert work.sandbox.status() == status


def test_F12_an_included_dirty_file_may_be_staged(work: Work) -> None:
    work.sandbox.write("app.py", "dirty\n")
    work.sandbox.write("fresh.py", "dirty\n")
    work.sandbox.git("add", "app.py", "fresh.py")
    made = work.step(work.edit("app.py", b"dirty\nnew\n"), work.edit("fresh.py", b"new\n"))
    assert made.surprises == ()
    assert work.sandbox.status() == ""


def test_F13_staged_dirty_and_untracked_stay(work: Work) -> None:
    box = work.sandbox
    box.commit("More", **{"a.py": "a\n", "b.py": "b\n", "c.py": "c\n", "d.py": "d\n"})
    box.write("a.py", "staged\n")
    box.git("add", "a.py")
    box.write("a.py", "staged\nand dirty\n")
    box.git("rm", "-q", "--cached", "b.py")
    box.write("c.py", "dirty\n")
    box.write("untracked.py", "x")
    box.write("intended.py", "x")
    box.git("add", "-N", "intended.py")
    (box.root / "d.py").unlink()
    status = box.status()
    intent = work.two()
    work.tree.write(intent.edits)
    assert work.repo.commit(intent).files == ("app.py", "new/deep/made.py")
    assert box.status() == status
    assert box.git("show", "--format=", "--name-only", "HEAD") == "app.py\nnew/deep/made.py"


STATES = ("clean", "dirty", "staged", "both", "untracked", "deleted", "uncached", "intended")


@settings(
    max_examples=int(os.environ.get("WALTZ_EXAMPLES", "12")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(states=st.lists(st.sampled_from(STATES), min_size=1, max_size=6), fails=st.booleans())
def test_F13_any_state_of_other_files_stays(
    states: list[str], *, fails: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    box = Sandbox(tmp_path_factory.mktemp("any"))
    box.git("init", "-q", "--template=")
    box.commit("Start", **{"app.py": "one\ntwo\nthree\n"} | {f"{i}.txt": "x\n" for i in range(6)})
    for number, state in enumerate(states):
        disturb(box, f"{number}.txt", state)
    work = Work.open(box)
    status, disk = box.status(), {one: one.read_bytes() for one in box.root.glob("*.txt")}
    if fails:
        box.hook("pre-commit", "exit 1")
    intent = work.two()
    work.tree.write(intent.edits)
    try:
        work.repo.commit(intent)
    except RefusedError:
        assert fails
        work.tree.write(intent.inverse())
    assert box.status() == status
    assert {one: one.read_bytes() for one in box.root.glob("*.txt")} == disk


def disturb(box: Sandbox, name: str, state: str) -> None:
    if state in {"dirty", "staged", "both"}:
        box.write(name, "changed\n")
    if state in {"staged", "both"}:
        box.git("add", name)
    if state == "both":
        box.write(name, "changed again\n")
    if state in {"untracked", "intended"}:
        box.write(f"new-{name}", "x")
    if state == "intended":
        box.git("add", "-N", f"new-{name}")
    if state == "deleted":
        (box.root / name).unlink()
    if state == "uncached":
        box.git("rm", "-q", "--cached", name)


@pytest.mark.parametrize("name", ["pre-commit", "commit-msg", "prepare-commit-msg"])
def test_F18_a_failing_hook_rolls_back(work: Work, name: str) -> None:
    work.sandbox.write("staged.py", "x")
    work.sandbox.git("add", "staged.py")
    status, head = work.sandbox.status(), work.repo.head()
    work.sandbox.hook(name, r"printf '\033]0;owned\007\033[31mline 3: bad\033[0m\n'; exit 1")
    intent = work.two()
    said = refusal(work, intent)
    assert said.startswith("REFUSED git-state commit:")
    assert said.endswith("line 3: bad")
    assert "\x1b" not in said
    work.tree.write(intent.inverse())
    assert (work.sandbox.status(), work.repo.head()) == (status, head)
    assert work.leftovers() == []
    assert not (work.sandbox.root / "new").exists()


def test_F18_a_hook_that_rewrites_and_fails(work: Work) -> None:
    work.sandbox.hook("pre-commit", "sed -i s/TWO/Two/ app.py; rm new/deep/made.py; exit 1")
    intent = work.two()
    said = refusal(work, intent)
    assert "app.py was changed by a hook and put back" in said
    kept = said.split("its version is ")[1].split(";")[0]
    assert work.sandbox.raw("cat-file", "blob", kept) == b"one\nTwo\nthree\n"
    work.tree.write(intent.inverse())
    assert work.sandbox.status() == ""


def test_F17_signing_fails(work: Work) -> None:
    work.sandbox.git("config", "commit.gpgsign", "true")
    work.sandbox.git("config", "gpg.program", "false")
    head = work.repo.head()
    intent = work.two()
    assert "gpg failed to sign" in refusal(work, intent)
    work.tree.write(intent.inverse())
    assert (work.sandbox.status(), work.repo.head()) == ("", head)


def test_F19_a_hook_that_reformats_and_adds_is_told(work: Work) -> None:
    work.sandbox.hook("pre-commit", f"{FORMAT}; echo x > extra.txt; git add extra.txt")
    intent = work.two()
    work.tree.write(intent.edits)
    made = work.repo.commit(intent)
    assert made.surprises == (RepoPath("app.py"), RepoPath("extra.txt"))
    assert work.sandbox.git("show", "HEAD:app.py") == "one\nTwo\nthree"
    assert work.sandbox.status() == ""


def test_F19_a_hook_that_reformats_only_the_worktree(work: Work) -> None:
    work.sandbox.hook("pre-commit", "sed -i s/TWO/Two/ app.py")
    intent = work.two()
    work.tree.write(intent.edits)
    assert work.repo.commit(intent).surprises == (RepoPath("app.py"),)
    assert work.sandbox.git("show", "HEAD:app.py") == "one\nTWO\nthree"
    assert work.sandbox.git("status", "--short") == " M app.py"


def test_F20_a_hook_that_hangs_is_ended(repo: Sandbox) -> None:
    work = Work.open(repo, seconds=0.5)
    repo.hook("pre-commit", "echo waiting; sleep 3600")
    intent = work.two()
    said = refusal(work, intent)
    assert "took more than" in said
    assert "waiting" in said
    assert work.leftovers() == []


@pytest.mark.parametrize("name", ["pre-commit", "post-commit"])
def test_F20_a_hook_that_commits(work: Work, name: str) -> None:
    blob = "$(echo hook | git hash-object -w --stdin)"
    work.sandbox.hook(
        name,
        f"""test -e .git/once && exit 0; touch .git/once
        export GIT_INDEX_FILE=.git/hook-index; git read-tree HEAD
        git update-index --add --cacheinfo 100644,{blob},hooked.txt
        git update-ref HEAD $(git commit-tree -p HEAD -m hooked $(git write-tree))""",
    )
    intent = work.two()
    work.tree.write(intent.edits)
    if name == "pre-commit":
        with pytest.raises(RefusedError, match="a hook made a commit of its own"):
            work.repo.commit(intent)
        assert work.sandbox.git("log", "-1", "--format=%s") == "hooked"
    else:
        assert work.repo.commit(intent).surprises == (RepoPath("hooked.txt"),)
        assert work.sandbox.git("diff", "--cached", "--name-only") == ""


def test_a_hook_s_background_child_does_not_hold_us_up(repo: Sandbox) -> None:
    work = Work.open(repo, seconds=15)
    repo.hook("post-commit", "sleep 30 & echo $! > .git/child")
    assert work.step(work.edit("x", b"x")).surprises == ()
    assert work.step(work.edit("y", b"y")).surprises == ()
    os.kill(int((repo.root / ".git/child").read_text()), 9)


def test_T13_hooks_see_the_user_s_settings_and_may_not_ask(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    work.sandbox.hook(
        "pre-commit",
        "git diff --cached --name-only -- '*.py' > .git/seen;"
        "echo $LC_ALL $GIT_TERMINAL_PROMPT >> .git/seen",
    )
    work.step(work.edit("app.py", b"x"), work.edit("x.md", b"x"))
    assert (work.sandbox.root / ".git/seen").read_text() == "app.py\nC.UTF-8 0\n"


def test_a_commit_msg_hook_may_add_a_line(work: Work) -> None:
    work.sandbox.hook("commit-msg", "echo 'Change-Id: I1' >> $1")
    intent = work.two()
    work.tree.write(intent.edits)
    made = work.repo.commit(intent)
    assert work.repo.landed(intent) == made


def test_landed_finds_ours_below_the_user_s_next_commit(work: Work) -> None:
    intent = work.two()
    work.tree.write(intent.edits)
    made = work.repo.commit(intent)
    work.sandbox.commit("Theirs", **{"theirs.py": "x"})
    landed = work.repo.landed(intent)
    assert landed is not None
    assert landed.id == made.id


@pytest.mark.parametrize(
    ("config", "attributes", "data", "committed"),
    [
        (("core.autocrlf", "true"), "", b"a\r\nb\r\n", b"a\nb\n"),
        (("core.autocrlf", "input"), "", b"a\r\nb\r\n", b"a\nb\n"),
        (("core.eol", "lf"), "*.txt text eol=crlf", b"a\r\nb\r\n", b"a\nb\n"),
        (("filter.up.clean", "tr a-z A-Z"), "*.txt filter=up", b"a\nb\n", b"A\nB\n"),
    ],
)
def test_F21_filters_apply_as_git_add_does(
    repo: Sandbox, config: tuple[str, str], attributes: str, data: bytes, committed: bytes
) -> None:
    repo.commit("Attributes", **{".gitattributes": f"{attributes}\n"})
    repo.git("config", *config)
    work = Work.open(repo)
    made = work.step(work.edit("x.txt", data))
    assert made.surprises == ()
    assert repo.raw("cat-file", "blob", "HEAD:x.txt") == committed
    assert (repo.root / "x.txt").read_bytes() == data
    assert repo.status() == ""
    assert work.repo.changed() == ()
    assert work.repo.committed(RepoPath("x.txt")) == work.repo.store(data)


def test_F25_an_ignored_file_is_refused(work: Work) -> None:
    intent = work.intent(work.edit("app.py", b"x"), work.edit("x.log", b"x"))
    assert refusal(work, intent).startswith("REFUSED git-state x.log: git ignores it")
    assert work.repo.head().commit == intent.head


def test_F08_a_user_s_git_at_work(work: Work) -> None:
    done = threading.Event()

    def busy() -> None:
        number = 0
        while not done.is_set():
            work.sandbox.write("theirs.txt", f"{number}")
            work.sandbox.git("status")
            number += 1

    thread = threading.Thread(target=busy)
    thread.start()
    try:
        for number in range(5):
            made = work.step(work.edit("app.py", b"%d\n" % number))
            assert made.surprises == ()
    finally:
        done.set()
        thread.join()


def test_a_commit_that_goes_on_after_a_crash_is_waited_for(work: Work) -> None:
    intent = work.two()
    with (
        private.held(work.repo.place),
        pytest.raises(RefusedError, match=r"REFUSED busy .*commit\.lock"),
    ):
        work.repo.landed(intent)
    assert work.repo.landed(intent) is None


def test_F05_no_room_for_our_own_folder(work: Work, tmp_path: Path) -> None:
    (work.sandbox.root / ".git/waltz").symlink_to(tmp_path / "nowhere")
    intent = work.two()
    with pytest.raises(RefusedError, match="REFUSED git-state"):
        work.repo.commit(intent)


def test_the_commit_s_index_is_the_user_s_then(work: Work) -> None:
    box = work.sandbox
    work.step(work.edit("app.py", b"new\n"), work.edit("made.py", b"made\n"))

    place = work.repo.place
    assert standing.at_head(place) is not None
    assert box.status() == ""
    box.write("app.py", "old\n")
    assert box.status().startswith("1 .M")
    assert work.leftovers() == []


def at_work(box: Sandbox) -> None:
    box.write(".git/index.lock", "another git's")


def changed(box: Sandbox) -> None:
    box.git("add", "-N", "mine.txt")


def linked(box: Sandbox) -> None:
    (box.root / ".git" / "index").rename(box.root / "elsewhere")
    (box.root / ".git" / "index").symlink_to("../elsewhere")


@pytest.mark.parametrize("act", [at_work, changed, linked])
def test_F12_an_index_that_changed_meanwhile_stays_the_user_s(
    work: Work, act: Callable[[Sandbox], None]
) -> None:
    box, place = work.sandbox, work.repo.place
    box.write("mine.txt", "untracked")
    tree = box.git("rev-parse", "HEAD^{tree}")
    with private.held(place) as locked:
        made = private.index(locked, None)
        act(box)
        before = (place.git_dir / "index").read_bytes()
        assert not private.takes_place(locked, made, tree)
    assert (place.git_dir / "index").read_bytes() == before
    assert (place.git_dir / "index.lock").exists() == (act is at_work)


def test_F12_only_the_commit_s_own_tree_takes_the_index_s_place(work: Work) -> None:
    place = work.repo.place
    tree = work.sandbox.git("rev-parse", "HEAD^{tree}")
    with private.held(place) as locked:
        made = private.index(locked, None)
        assert not private.takes_place(locked, made, "")
        assert not private.takes_place(locked, made, "0" * 40)
        assert not private.takes_place(locked, private.index(locked, "HEAD"), tree)
        assert private.takes_place(locked, made, tree)
    assert work.leftovers() == []


def test_F06_a_lock_of_a_run_that_was_killed_goes_another_git_s_stays(work: Work) -> None:
    place = work.repo.place
    left, lock = place.state / "index-left", place.git_dir / "index.lock"
    place.state.mkdir()
    left.write_bytes(b"")
    os.link(left, lock)
    with private.held(place):
        assert not lock.exists()
    left.write_bytes(b"")
    lock.write_bytes(b"")
    with private.held(place):
        assert lock.exists()
    assert not left.exists()
