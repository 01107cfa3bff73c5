from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from loop import Loop, check_text, drafted, plan_text, project, step_text
from sandbox import Sandbox, Work

from agent.adapters.git.repo import open_repository
from agent.core.errors import SetupError

AGREED = ("none", "1")


@pytest.fixture
def loop(empty: Sandbox) -> Loop:
    return Loop(project(empty))


def objects(box: Sandbox) -> list[Path]:
    return sorted((box.root / ".git/objects").glob("??/*"))


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("HEAD", b""),
        ("HEAD", b"garbage\n"),
        ("HEAD", b"ref: refs/heads/\n"),
        ("HEAD", b"\0" * 40),
        ("HEAD", b"1" * 40 + b"\n"),
        ("refs/heads/main", b"\0" * 41),
        ("packed-refs", b"1" * 40 + b" refs/heads/main\n"),
        ("config", b"[core\n"),
    ],
)
def test_F26_a_damaged_head_is_said(repo: Sandbox, path: str, data: bytes) -> None:
    if path == "packed-refs":
        (repo.root / ".git/refs/heads/main").unlink()
    (repo.root / ".git" / path).write_bytes(data)
    before = sorted(repo.root.rglob("*"))
    for start in (repo.root, repo.root / "docs"):
        with pytest.raises(SetupError, match=r"see `git fsck`$") as caught:
            open_repository(start)
        assert "\n" not in str(caught.value)
    assert (repo.root / ".git" / path).read_bytes() == data
    assert sorted(repo.root.rglob("*")) == before


def test_F26_a_missing_object_is_said_and_nothing_is_written(loop: Loop) -> None:
    tree = loop.box.git("rev-parse", "HEAD^{tree}")
    loop.talk(*AGREED)
    (loop.box.root / ".git/objects" / tree[:2] / tree[2:]).unlink()
    before = (loop.box.root / "app/main.py").read_bytes()
    assert "git fsck" in loop.resume("y", "stop").text
    assert (loop.box.root / "app/main.py").read_bytes() == before
    assert not (loop.box.root / "app/f1.py").exists()


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_F25_what_git_is_told_not_to_see_is_said(loop: Loop, flag: str) -> None:
    loop.box.git("update-index", flag, "app/main.py")
    loop.drafter.own = {"1": drafted({"app/main.py": "main = 2\n"})}
    run = loop.talk(*AGREED, "y")
    assert "REFUSED git-state app/main.py: git is told not to look at it" in run.last
    assert loop.read("app/main.py") == "main = 1\n"
    assert loop.subjects == []


def test_F25_a_file_that_is_to_be_added_later(loop: Loop) -> None:
    loop.box.write("app/f1.py", "mine\n")
    loop.box.git("add", "-N", "app/f1.py")
    run = loop.talk(*AGREED)
    assert "holds changes of yours that are in no commit" in run.gate
    run = loop.resume("i", "y")
    assert "REFUSED git-state app/f1.py: other changes of it are staged" in run.text
    assert loop.read("app/f1.py") == "mine\n"
    assert loop.subjects == []


def test_F24_a_folder_is_not_deleted(loop: Loop) -> None:
    loop.drafter.own = {"1": drafted({"app": None, "app/x.py": "x\n"})}
    run = loop.talk(*AGREED, "y")
    assert "app/x.py (new)" in run.seen[2]
    assert "app is not deleted: no file is there" in run.seen[2]
    assert loop.box.git("show", "--format=", "--name-only") == "app/x.py"
    assert (loop.box.root / "app/main.py").exists()


@pytest.mark.parametrize(
    "data",
    [b"a\r\nb\r\n", b"a\nb\r\n", b"\xef\xbb\xbfa\nb\n", b"a\nb", b"a\x0cb\n"],
    ids=["crlf", "mixed", "bom", "no-newline", "form-feed"],
)
def test_F22_a_step_changes_its_own_bytes_only(loop: Loop, data: bytes) -> None:
    loop.box.commit("odd", **{"app/main.py": data})
    loop.drafter.own = {"1": drafted({"app/main.py": data + b"# new\n"})}
    loop.talk(*AGREED, "y")
    assert (loop.box.root / "app/main.py").read_bytes() == data + b"# new\n"
    loop.resume("/undo 1", "y")
    assert (loop.box.root / "app/main.py").read_bytes() == data


@pytest.mark.parametrize("data", [b"caf\xe9\n", "café\n".encode("utf-16")], ids=["latin", "utf16"])
def test_F22_bytes_that_are_no_utf8_are_never_replaced(loop: Loop, data: bytes) -> None:
    loop.box.commit("odd", **{"app/f1.py": data})
    loop.editor = lambda text, _name: f"{text}more"
    loop.drafter.own = {"1": drafted({"app/f1.py": data + b"\xff"})}
    run = loop.talk(*AGREED, "e", "stop")
    assert "is no UTF-8 text" in run.text
    assert (loop.box.root / "app/f1.py").read_bytes() == data


def test_F49_a_session_that_is_gone_loses_no_progress(loop: Loop) -> None:
    loop.talk(*AGREED, "y")
    shutil.rmtree(loop.box.root / ".git/waltz")
    run = loop.talk()
    assert "Next 3 of 4 open" in run.gate
    assert loop.states()[0] == "applied"


def test_F49_a_repository_that_moved_goes_on_or_begins_anew(loop: Loop) -> None:
    loop.talk(*AGREED, "y", "1")
    moved = loop.box.root.with_name("moved")
    loop.box.root.rename(moved)
    there = Loop(Sandbox(moved))
    there.talk()
    assert there.states()[0] == "applied"


def test_F49_a_clone_elsewhere_knows_its_steps(loop: Loop, tmp_path: Path) -> None:
    loop.talk(*AGREED, "y")
    loop.box.git("clone", "-q", ".", str(tmp_path / "clone"))
    there = Loop(Sandbox(tmp_path / "clone"))
    there.talk()
    assert there.states()[0] == "applied"


@pytest.mark.parametrize(
    "script",
    [
        "import sys; assert sys.stdin.read() == ''",
        "import sys; sys.stdout.buffer.write(bytes(range(256)) * 100)",
    ],
    ids=["stdin", "binary"],
)
def test_F46_a_check_that_reads_or_prints_anything_passes(empty: Sandbox, script: str) -> None:
    loop = Loop(project(empty, settings=check_text(script)))
    loop.talk(*AGREED, "y", "y")
    assert loop.states()[0] == "verified"
    assert len(loop.subjects) == 1


class Order:
    """The file operations of a run, in order, told by a profile hook."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def __call__(self, frame: FrameType, event: str, called: Any) -> None:  # noqa: ANN401 - as sys has it
        del frame
        if event == "c_call" and getattr(called, "__module__", "") == "posix":
            self.names.append(called.__name__)


def ordered(*wanted: str, work: Work) -> list[str]:
    intent = work.two()
    order = Order()
    sys.setprofile(order)
    try:
        work.tree.write(intent.edits)
        work.repo.commit(intent)
    finally:
        sys.setprofile(None)
    return [name for name in order.names if name in wanted]


def test_F52_nothing_is_named_before_its_bytes_are_synced(work: Work) -> None:
    names = ordered("write", "fsync", "rename", "replace", work=work)
    assert "fsync" in names
    for at, name in enumerate(names):
        if name in {"rename", "replace"}:
            before = names[:at]
            last_write = max(n for n, one in enumerate(before) if one == "write")
            assert "fsync" in before[last_write:]
    last = max(n for n, one in enumerate(names) if one in {"rename", "replace"})
    assert "fsync" in names[last:]


def test_F52_git_syncs_what_a_commit_needs(
    repo: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, shims, log = shutil.which("git"), tmp_path / "shims", tmp_path / "log"
    shims.mkdir()
    (shims / "git").write_text(f'#!/bin/sh\necho "$@" >> {log}\nexec {real} "$@"\n')
    (shims / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{shims}:{os.environ['PATH']}")
    work = Work.open(repo)
    work.step(work.edit("app.py", b"x\n"))
    lines = log.read_text().splitlines()
    writes = [one for one in lines if " commit " in f" {one} " or " hash-object -w" in one]
    assert writes
    assert all("core.fsync" in one for one in writes)


def test_F08_waltz_waits_for_a_lock_that_goes_away(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = work.sandbox.root / ".git/index.lock"
    lock.write_text("")
    # The standard library sleeps too, where a process takes long to end.
    waits = iter((lambda: None, lock.unlink))
    monkeypatch.setattr("time.sleep", lambda _seconds: next(waits, lambda: None)())
    assert work.repo.obstacle() is None
    assert not lock.exists()


def test_F23_a_name_that_is_too_long_is_refused(loop: Loop) -> None:
    name = f"app/{'x' * 300}.py"
    loop.drafter.own = {"1": drafted({name: "x\n"})}
    run = loop.talk(*AGREED, "yes")
    assert "REFUSED" in run.last
    assert loop.subjects == []
    assert loop.box.status() == ""


def test_F34_many_steps_of_one_name_are_told_apart_and_agreed_by_three(empty: Sandbox) -> None:
    same = [step_text(1).replace("### 1.", f"### {n}.") for n in range(1, 13)]
    loop = Loop(project(empty, plan=plan_text(*same)))
    run = loop.talk("none", "1-12", "1-4", "y", "y", "y", "y")
    assert "Next 3 of 12 open" in run.text
    assert loop.session.plan is not None
    assert len({one.id for one in loop.session.plan.steps}) == 12
    assert loop.happened("batch-agreed") == ["batch-agreed"]
    assert len(loop.subjects) <= 3


def test_F34_a_plan_without_steps_has_nothing_to_agree_to(empty: Sandbox) -> None:
    loop = Loop(project(empty, plan=None))
    loop.drafter.plan_as = plan_text()
    run = loop.talk("y", "y")
    assert "no plan with steps can be read in it" in " ".join(run.text.split())
    assert loop.subjects == []


# Of the kinds that the Big List of Naughty Strings collects.
NAUGHTY = (
    *(
        "undefined",
        "NULL",
        "None",
        "(null)",
        "\\",
        "-1/2",
        "1E2",
        "0x0",
        "NaN",
        "--",
        "-y",
        "--yes",
    ),
    *("',./;'[]-=", '<>?:"{}|_+', "!", "`", "$HOME", "${7*7}", "{{7*7}}", "%s%n", "{0}", "%00"),
    *("\u0001\u0002\u007f", "\u0080\u009b[2J", "\ufeff", "\u200b\u180e", "\u202ey", "\ufffe"),
    *(
        "\u793e\u6703\u79d1\u5b78\u9662\u8a9e\u5b78\u7814\u7a76\u6240",
        "\u00c5\u00cd\u00ce\u00cf\u02dd\u00d3\u00d4",
        "(\uff89\u0ca5\u76ca\u0ca5\uff09\uff89",
        "\U0001f47e\U0001f647\U0001f3fd\u200d\u2642\ufe0f",
        "\uff11\uff12\uff13",
        "\u0661\u0662\u0663",
        "\ufdfa",
        "Z\u032e\u031e\u0320\u0359\u0354",
    ),
    *("<script>alert(1)</script>", "'; DROP TABLE steps; --", "../../../etc/passwd", "CON", "[/]"),
    *(
        "[bold]y[/bold]",
        "\x1b]52;c;eA==\x07",
        "\uff59",
        "\u00ff",
        "\u028f",
        "\u0443",
        "yes\u200b",
        "y\u0301",
        "a" * 9_000,
    ),
)


@pytest.mark.parametrize("line", NAUGHTY)
def test_F45_an_odd_line_approves_nothing_at_any_gate(loop: Loop, line: str) -> None:
    run = loop.talk("none", line, "n", "1", line, "n")
    assert loop.subjects == []
    assert "Traceback" not in run.text
    assert loop.box.status() == ""
