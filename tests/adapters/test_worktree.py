from __future__ import annotations

import errno
import os
import resource
from pathlib import Path

import pytest
from sandbox import Sandbox, Work

from agent.adapters.worktree import DiskWorktree
from agent.core.documents import RepoPath
from agent.core.edits import FileEdit
from agent.core.errors import RefusedError


def test_writes_changes_creates_and_deletes(work: Work) -> None:
    edits = (
        work.edit("app.py", b"new"),
        work.edit("deep/er/x.py", b"x"),
        work.edit("tool", b"#!", "100755"),
        work.edit("docs/notes.md", None),
    )
    work.tree.write(edits)
    root = work.sandbox.root
    assert (root / "app.py").read_bytes() == b"new"
    assert (root / "deep/er/x.py").read_bytes() == b"x"
    assert os.access(root / "tool", os.X_OK)
    assert not (root / "docs/notes.md").exists()
    assert work.leftovers() == []
    work.tree.write(edits)  # a second time: all are at their after


def test_put_back_removes_only_the_folders_it_made(work: Work) -> None:
    (work.sandbox.root / "theirs").mkdir()
    before = sorted(str(one) for one in work.sandbox.root.rglob("*") if ".git/" not in f"{one}/")
    intent = work.intent(work.edit("theirs/x", b"x"), work.edit("ours/deep/x", b"x"))
    work.tree.write(intent.edits)
    work.tree.write(intent.inverse())
    after = sorted(str(one) for one in work.sandbox.root.rglob("*") if ".git/" not in f"{one}/")
    assert after == before


def test_F09_F10_what_changed_meanwhile_is_kept(work: Work) -> None:
    app = work.sandbox.root / "app.py"
    edits = (work.edit("new.py", b"x"), work.edit("app.py", b"new"))
    for change in (
        lambda: app.write_bytes(b"one\ntwo\nthree\nmine\n"),
        lambda: app.chmod(0o755),
        app.unlink,
    ):
        change()
        with pytest.raises(RefusedError, match=r"REFUSED stale-file app\.py"):
            work.tree.write(edits)
        assert not (work.sandbox.root / "new.py").exists()
        work.sandbox.write("app.py", "one\ntwo\nthree\n").chmod(0o644)
    work.sandbox.write("new.py", "theirs")
    with pytest.raises(RefusedError, match=r"REFUSED stale-file new\.py"):
        work.tree.write(edits)


def test_T04_symlink_escape(work: Work, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_bytes(b"secret")
    root = work.sandbox.root
    (root / "link").symlink_to(outside)
    (root / "f.txt").symlink_to(outside / "secret")
    after = work.repo.store(b"x")
    before = work.repo.store(b"secret")
    for path, was in (("link/new.txt", None), ("f.txt", None), ("f.txt", before)):
        with pytest.raises(RefusedError, match="REFUSED symlink"):
            work.tree.write([FileEdit(path=RepoPath(path), before=was, after=after)])
    assert {one.name: one.read_bytes() for one in outside.iterdir()} == {"secret": b"secret"}


def test_T04_folder_swapped_for_a_link_between_diff_and_apply(work: Work, tmp_path: Path) -> None:
    edit = work.edit("docs/notes.md", b"x")
    (work.sandbox.root / "docs").rename(tmp_path / "elsewhere")
    (work.sandbox.root / "docs").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RefusedError, match="REFUSED symlink docs"):
        work.tree.write([edit])
    assert (tmp_path / "elsewhere/notes.md").read_bytes() == b"# Notes\n\nText\n"


def test_T08_no_step_writes_in_the_user_s_own_folders(work: Work) -> None:
    root = work.sandbox.root
    closed = (root / ".local/state/waltz", root / ".config/waltz")
    tree = DiskWorktree(root=root, notes=root.parent / "notes", load=work.repo.load, closed=closed)
    for path in (".local/state/waltz/trust/x.json", ".config/waltz/config.toml"):
        with pytest.raises(RefusedError, match="REFUSED protected-file"):
            tree.write([work.edit("app.py", b"x"), work.edit(path, b"x")])
        with pytest.raises(RefusedError, match="REFUSED protected-file"):
            tree.create({RepoPath(path): b"x"})
    assert not (root / ".local").exists()
    assert (root / "app.py").read_bytes() == b"one\ntwo\nthree\n"
    tree.write([work.edit(".local/state/waltz-else/x", b"x")])


def test_F04_F03_no_room_for_the_second_file_leaves_the_first_as_it_was(work: Work) -> None:
    edits = (work.edit("new/x.py", b"x"), work.edit("app.py", b"new"), work.edit("z", b"z" * 1500))
    room = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, room[1]))
    try:
        with pytest.raises(RefusedError, match="larger than allowed here; nothing was changed"):
            work.tree.write(edits)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, room)
    assert work.sandbox.status() == ""
    assert not (work.sandbox.root / "new").exists()
    assert work.leftovers() == []


def test_F03_a_file_that_cannot_be_given_its_name_puts_the_others_back(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    edits = (work.edit("new/x.py", b"x"), work.edit("app.py", b"new"), work.edit("z", b"z"))
    real, named = os.replace, list[str]()

    def failing(staged: str, name: str, **where: int) -> None:
        named.append(name)
        if len(named) == 4:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(staged, name, **where)

    monkeypatch.setattr("os.replace", failing)
    with pytest.raises(RefusedError, match="error; nothing was changed"):
        work.tree.write(edits)
    assert named == ["folders", "x.py", "app.py", "z", "app.py"]
    assert work.sandbox.status() == ""
    assert not (work.sandbox.root / "new").exists()
    assert work.leftovers() == []


def test_T18_nested_repositories_are_not_edited(work: Work) -> None:
    nested = Sandbox(work.sandbox.root / "vendor" / "lib")
    nested.root.mkdir(parents=True)
    nested.git("init", "-q")
    for path in ("vendor/lib/x.py", "vendor/lib/deep/x.py"):
        with pytest.raises(RefusedError, match="REFUSED outside-repo"):
            work.tree.write([work.edit(path, b"x")])


def test_F24_a_file_where_a_folder_should_be_and_the_other_way(work: Work) -> None:
    with pytest.raises(RefusedError, match=r"git-state .*not a directory; nothing was changed"):
        work.tree.write([work.edit("app.py/x", b"x")])
    with pytest.raises(RefusedError, match="REFUSED stale-file docs"):
        work.tree.write([work.edit("docs", b"x")])


@pytest.mark.parametrize(
    "name", ["sp ace.py", 'quo"te.py', "naïve.py", os.fsdecode(b"caf\xe9.py"), "-x", ":(top)x", "*"]
)
def test_F23_odd_names_and_bytes(work: Work, name: str) -> None:
    data = b"\xff\xfe\r\n\x0c\0"
    made = work.step(work.edit(name, data))
    assert made.files == (name,)
    assert made.surprises == ()
    assert work.tree.read(RepoPath(name)) == data
    assert RepoPath(name) in work.repo.paths()
    assert work.sandbox.status() == ""


def test_F23_permissions_are_kept(work: Work) -> None:
    (work.sandbox.root / "run.sh").chmod(0o700)
    made = work.step(work.edit("run.sh", b"#!/bin/bash\n"))
    assert made.surprises == ()
    assert (work.sandbox.root / "run.sh").stat().st_mode & 0o777 == 0o700


def test_F23_ten_megabytes(work: Work) -> None:
    data = os.urandom(10_000_000)
    made = work.step(work.edit("big.bin", data))
    assert made.surprises == ()
    assert work.tree.read(RepoPath("big.bin")) == data


@pytest.mark.parametrize(
    "data", [b"a\r\nb\r\n", b"\xef\xbb\xbfa\n", b"a", b"", b"\xe4\n", b"a\x0cb"]
)
def test_F22_bytes_stay_bytes(work: Work, data: bytes) -> None:
    work.step(work.edit("x.txt", data))
    assert work.sandbox.raw("cat-file", "blob", "HEAD:x.txt") == data
    assert work.tree.read(RepoPath("x.txt")) == data


def test_a_crashed_runs_staged_file_is_swept(work: Work) -> None:
    work.sandbox.write(f"docs/.waltz-{'a' * 16}.tmp", "half")
    work.sandbox.write("docs/.waltz-mine.tmp", "theirs")
    work.tree.write([work.edit("docs/notes.md", b"x")])
    assert work.leftovers() == ["docs/.waltz-mine.tmp"]
